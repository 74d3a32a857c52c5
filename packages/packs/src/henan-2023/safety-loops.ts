/**
 * Loops of patient safety 患者安全: hazards that any of the staff found, searches of each department, emergency plans that are reviewed and
 * drilled, each again after an interval, and the plan that is asked for. Source: henan-2023.sa1.0#02, sa4.0#01, #02, t20.4#01, #03, which state neither limit nor interval: all are proposals.
 */
import type { FieldDefinition, LoopDefinition, StageDefinition } from '@fujie/core/loops';
import { HAZARD_AREAS } from '@fujie/core/organisation';

import { done, local } from '../loop-writer.ts';
import { DEPARTMENT_HEAD, HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';

const HAZARDS = 'henan-2023.sa4.0#01';
const OF_SURGERY = 'henan-2023.sa1.0#02';
const PLANS = 'henan-2023.sa4.0#02';
/** Rescue of critical patients is in the plans, and drilled. */
const RESCUE = 'henan-2023.t20.4#01';
const RESCUE_DRILL = 'henan-2023.t20.4#03';
const DUE = { fact: 'dueAt' } as const;
const REOPENING = ['hospital-head', 'quality-office'];
const NONE = { roles: [], reasons: {} };
/** An interval is over, and what it asks for was done at no time. */
const WAIVERS = {
  roles: ['hospital-head', 'quality-office'],
  reasons: { 'not-held': { zh: '本期未进行，已说明', en: 'Not done this time, and accounted for' } },
};
const LADDER = [
  { percent: 70, to: DEPARTMENT_HEAD },
  { percent: 100, to: QUALITY_OFFICE },
  { percent: 150, to: HOSPITAL_HEAD },
] as const;

const FIELDS = {
  area: { zh: '领域', en: 'Area', kind: 'choice', options: HAZARD_AREAS },
  place: { zh: '地点', en: 'Place', kind: 'text' },
  what: { zh: '隐患', en: 'Hazard', kind: 'long-text' },
  atOnce: { zh: '已采取的措施', en: 'What was done at once', kind: 'long-text' },
  interim: { zh: '整改前的管控措施', en: 'What protects until it is removed', kind: 'long-text' },
  grounds: { zh: '评估依据', en: 'Grounds', kind: 'long-text' },
  measure: { zh: '整改措施', en: 'Measure', kind: 'long-text' },
  evidence: { zh: '依据', en: 'Evidence', kind: 'long-text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  lesson: { zh: '经验教训', en: 'Lesson', kind: 'long-text' },
  staff: { zh: '在岗人数', en: 'Staff', kind: 'number', least: 1 },
  participants: { zh: '参加人数', en: 'Who took part', kind: 'number', least: 1 },
  care: { zh: '已查诊疗服务', en: 'Care was searched', kind: 'boolean' },
  building: { zh: '已查基础设施', en: 'Buildings were searched', kind: 'boolean' },
  emergency: { zh: '已查应急处置', en: 'Emergency response was searched', kind: 'boolean' },
  result: { zh: '排查结果', en: 'What was found', kind: 'long-text' },
  version: { zh: '预案版本', en: 'Version of the plan', kind: 'text' },
  heldOn: { zh: '演练日期', en: 'Held on', kind: 'day' },
  scenario: { zh: '演练情景', en: 'Scenario', kind: 'long-text' },
  trained: { zh: '培训人数', en: 'Who was trained', kind: 'number', least: 1 },
  review: { zh: '演练总结', en: 'After-action review', kind: 'long-text' },
  findings: { zh: '发现的问题数', en: 'Findings', kind: 'number' },
} as const satisfies Record<string, FieldDefinition>;

const grave = { stage: 'assess', outcome: ['grave'] } as const;

const hazard: LoopDefinition = {
  id: 'organisation/hazard',
  title: { zh: '安全隐患', en: 'Hazard' },
  clauses: [HAZARDS, OF_SURGERY],
  arises: {
    zh: '任何员工报告的隐患，或演练发现的问题',
    en: 'A hazard that any of the staff reported, or the finding of a drill',
  },
  about: '/hazards',
  harm: 2,
  parameters: {
    assess: local('评估时限', 'To be assessed within', 3, 'day'),
    measure: local('一般隐患整改时限', 'Ordinary hazard to be removed within', 30, 'day'),
    measureGrave: local('重大隐患整改时限', 'Grave hazard to be removed within', 7, 'day'),
    verify: local('核实时限', 'To be verified within', 7, 'day'),
    learn: local('分享经验时限', 'Lesson to be shared within', 30, 'day'),
  },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'assess', zh: '评估', en: 'Assess', clauses: [HAZARDS], after: [], owner: QUALITY_OFFICE },
      limit: { parameter: 'assess' },
      outcomes: {
        ordinary: done('一般隐患', 'Ordinary hazard', ['grounds'], ['interim']),
        grave: done('重大隐患', 'Grave hazard', ['grounds', 'interim']),
        none: { zh: '不构成隐患', en: 'No hazard', effect: 'void', requires: ['reason'] },
      },
    },
    {
      ...{ id: 'measure', zh: '整改', en: 'Remove it', clauses: [HAZARDS], after: ['assess'], owner: DEPARTMENT_HEAD },
      alsoBy: ['quality-office'],
      limit: { parameter: 'measure', cases: [{ if: grave, parameter: 'measureGrave' }] },
      outcomes: { done: done('已整改', 'Removed', ['measure', 'evidence']) },
    },
    {
      ...{ id: 'verify', zh: '他人核实', en: 'Somebody else verifies it', clauses: [HAZARDS], after: ['measure'] },
      ...{ owner: QUALITY_OFFICE, alsoBy: ['hospital-head'], notBy: ['measure'], limit: { parameter: 'verify' } },
      outcomes: {
        removed: done('隐患已消除', 'It is gone', ['evidence']),
        remains: { ...done('未消除，重新整改', 'It is there still: again', ['reason']), again: ['measure'] },
      },
    },
    {
      ...{
        id: 'learn',
        zh: '总结并全员分享',
        en: 'Tell everybody what it teaches',
        clauses: [HAZARDS],
        after: ['verify'],
      },
      ...{ owner: QUALITY_OFFICE, limit: { parameter: 'learn' } },
      outcomes: {
        shared: done('已分享', 'Told', ['lesson']),
        none: done('无共性教训', 'It teaches nothing to others', ['reason']),
      },
    },
  ],
  escalation: LADDER,
  waivers: NONE,
  reopening: REOPENING,
};

/** Comes again after an interval that is the owner's; told of as long before as the owner wants. */
const again = (interval: number, notice: number): LoopDefinition['parameters'] => ({
  interval: local('间隔', 'Again after', interval, 'day'),
  notice: local('提前提示', 'Told of before', notice, 'day'),
});

const search: LoopDefinition = {
  id: 'organisation/hazard-search',
  title: { zh: '科室隐患排查', en: 'Search for hazards by a department' },
  clauses: [HAZARDS],
  arises: { zh: '日历：距上次排查的间隔将满', en: 'The calendar: the interval since the last search is nearly over' },
  about: '/hazards',
  harm: 4,
  parameters: again(90, 14),
  fields: FIELDS,
  stages: [
    {
      ...{
        id: 'search',
        zh: '全员排查',
        en: 'All staff search',
        clauses: [HAZARDS],
        after: [],
        owner: DEPARTMENT_HEAD,
      },
      ...{ alsoBy: ['quality-office'], limit: DUE },
      outcomes: {
        searched: done('已排查', 'Searched', [...['participants', 'staff', 'care', 'building', 'emergency'], 'result']),
      },
    },
  ],
  escalation: LADDER,
  waivers: WAIVERS,
  reopening: REOPENING,
};

/** What only a new version of the plan in its register brings about. */
const IMPROVED = { ...done('预案已更新', 'The plan has a new version', ['version']), onlyBy: ['platform'] };
const OF_PLAN: Pick<StageDefinition, 'owner' | 'alsoBy'> = {
  owner: DEPARTMENT_HEAD,
  alsoBy: ['quality-office', 'platform'],
};
const REGISTER = { ...IMPROVED, page: '/registers/emergency-plan' } as const;

const planReview: LoopDefinition = {
  id: 'organisation/plan-review',
  title: { zh: '应急预案评审', en: 'Review of an emergency plan' },
  clauses: [PLANS],
  arises: {
    zh: '应急预案目录：距上次修订或评审的间隔将满',
    en: 'The register of plans: the interval since the last version or review is nearly over',
  },
  about: '/emergency',
  harm: 4,
  parameters: again(365, 60),
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'review', zh: '评审预案', en: 'Review the plan', clauses: [PLANS], after: [], ...OF_PLAN, limit: DUE },
      outcomes: { improved: REGISTER, kept: done('评审后沿用', 'Reviewed, and it stands', ['reason']) },
    },
  ],
  escalation: LADDER,
  waivers: WAIVERS,
  reopening: REOPENING,
};

const HELD = ['heldOn', 'version', 'scenario', 'participants', 'trained', 'review', 'findings'];

const drill: LoopDefinition = {
  id: 'organisation/drill',
  title: { zh: '应急演练', en: 'Emergency drill' },
  clauses: [PLANS, RESCUE_DRILL],
  arises: {
    zh: '年度演练日历：距上次演练的间隔将满',
    en: 'The yearly calendar of drills: the interval since the last one is nearly over',
  },
  about: '/emergency',
  harm: 4,
  parameters: { ...again(365, 60), improve: local('改进预案时限', 'Plan to be improved within', 60, 'day') },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'hold', zh: '培训、演练并总结', en: 'Train, drill and review', clauses: [PLANS], after: [], ...OF_PLAN },
      limit: DUE,
      outcomes: {
        'with-findings': { ...done('已演练，发现问题', 'Held, with findings', HELD), page: '/emergency' },
        'without-findings': { ...done('已演练，无问题', 'Held, without findings', HELD), page: '/emergency' },
      },
    },
    {
      ...{ id: 'improve', zh: '据此改进预案', en: 'Improve the plan', clauses: [PLANS], after: ['hold'], ...OF_PLAN },
      when: [{ stage: 'hold', outcome: ['with-findings'] }],
      limit: { parameter: 'improve' },
      outcomes: {
        improved: REGISTER,
        kept: done('问题在执行，预案沿用', 'Not the plan was at fault: it stands', ['reason']),
      },
    },
  ],
  escalation: LADDER,
  waivers: WAIVERS,
  reopening: REOPENING,
};

const rescuePlanMissing: LoopDefinition = {
  id: 'organisation/rescue-plan-missing',
  title: { zh: '没有急危重患者救治预案', en: 'No plan to rescue critical patients' },
  clauses: [RESCUE, RESCUE_DRILL],
  arises: {
    zh: '目录：有急诊科室的医院没有登记现行的急危重患者救治预案',
    en: 'Registers: a hospital with emergency care has no plan in force to rescue critical patients',
  },
  about: '/emergency',
  harm: 3,
  parameters: { mend: local('登记时限', 'To be registered within', 30, 'day') },
  fields: { record: { zh: '记录编号', en: 'Number of the record', kind: 'text' } },
  stages: [
    {
      ...{ id: 'mend', zh: '制定并登记预案', en: 'Make the plan and register it', clauses: [RESCUE], after: [] },
      ...{ owner: QUALITY_OFFICE, alsoBy: ['platform'], limit: { parameter: 'mend' } },
      outcomes: { mended: { ...done('已登记', 'Registered', ['record']), page: '/registers/emergency-plan' } },
    },
  ],
  escalation: [{ percent: 100, to: HOSPITAL_HEAD }],
  waivers: NONE,
  reopening: [],
};

export const SAFETY_LOOPS: readonly LoopDefinition[] = [hazard, search, planReview, drill, rescuePlanMissing];
