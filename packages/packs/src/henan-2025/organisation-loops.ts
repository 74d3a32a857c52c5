/**
 * Loops of the organisation of quality 质量管理组织: meetings, feedback, visits, the journal and the cycle of indicators fall due by the
 * calendar and are closed by their record; what a meeting decides, a change of officers and a gap in the organisation are loops too.
 * Source: henan-2025.mq.1, mq.2, mq.5; henan-2023.t3. Days that neither states are proposals.
 */
import type { EscalationStep, LoopDefinition, StageDefinition } from '@fujie/core/loops';
import { done, local } from '../loop-writer.ts';
import { ANALYSED } from '../quality-tools.ts';
import { COMMISSION, DEPARTMENT_HEAD, HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';
import { BY_JOURNAL, BY_MINUTES, BY_SIGNATURES, DUE, FIELDS, OFFICERS, WAIVERS } from './organisation-parts.ts';
import { GAP_LOOPS } from './organisation-gaps.ts';

/** A meeting of a period: held, recorded with a quorum, and signed by its chair. */
function meeting(
  id: string,
  said: Pick<LoopDefinition, 'title' | 'clauses'>,
  hold: Pick<StageDefinition, 'owner' | 'alsoBy' | 'clauses'> & { readonly requires: readonly string[] },
  chair: StageDefinition['owner'],
  escalation: readonly EscalationStep[],
): LoopDefinition {
  const { requires, ...owed } = hold;
  const [clause = ''] = said.clauses;
  return {
    id,
    ...said,
    arises: { zh: '日历：每个周期开始', en: 'The calendar: a period begins' },
    harm: 4,
    parameters: {
      quorum: local('法定人数', 'Quorum', 66, 'percent'),
      approve: local('纪要审签', 'Minutes signed', 7, 'day'),
      backFilled: local('视为补记', 'Counts as recorded late', 10_080, 'minute'),
    },
    fields: FIELDS,
    stages: [
      {
        id: 'hold',
        zh: '召开并记录',
        en: 'Hold it and record it',
        ...owed,
        after: [],
        limit: DUE,
        outcomes: {
          held: { ...done('已召开', 'Held', ['record', ...requires]), ...BY_MINUTES },
          inquorate: {
            zh: '未达法定人数',
            en: 'No quorum',
            effect: 'attempt',
            ...BY_MINUTES,
            requires: ['record'],
            asks: ['agenda', 'minutes', 'quorate', 'carriedOut', 'problems', 'nextSteps'],
          },
        },
      },
      {
        id: 'approve',
        zh: '主持人审签纪要',
        en: 'The chair signs the minutes',
        clauses: [clause],
        after: ['hold'],
        owner: chair,
        limit: { parameter: 'approve' },
        outcomes: { approved: { ...done('已审签', 'Signed', ['record']), ...BY_MINUTES } },
      },
    ],
    escalation,
    waivers: WAIVERS,
    reopening: ['hospital-head', 'quality-office'],
  };
}

const OF_HOSPITAL: readonly EscalationStep[] = [
  { percent: 70, to: HOSPITAL_HEAD },
  { percent: 90, to: QUALITY_OFFICE },
  { percent: 100, to: HOSPITAL_HEAD },
];

/** Missed for another month: the authority is told (henan-2025.mq.1#05). */
const committeeMonth = meeting(
  'organisation/committee-month',
  {
    title: { zh: '质量管理委员会月会', en: 'Monthly meeting of the quality committee' },
    clauses: ['henan-2025.mq.1#05', 'henan-2023.t3.1#01'],
  },
  { owner: QUALITY_OFFICE, clauses: ['henan-2025.mq.1#05'], requires: ['agenda', 'minutes', 'quorate'] },
  HOSPITAL_HEAD,
  [...OF_HOSPITAL, { percent: 200, to: COMMISSION }],
);

const departmentMonth = meeting(
  'organisation/department-month',
  {
    title: { zh: '科室质控月会', en: 'Monthly quality meeting of the department' },
    clauses: ['henan-2025.mq.2#03', 'henan-2023.t3.3#01'],
  },
  {
    owner: DEPARTMENT_HEAD,
    alsoBy: [...OFFICERS, 'quality-office'],
    clauses: ['henan-2025.mq.2#03'],
    requires: ['agenda', 'minutes', 'quorate'],
  },
  DEPARTMENT_HEAD,
  [
    { percent: 70, to: DEPARTMENT_HEAD },
    { percent: 90, to: QUALITY_OFFICE },
    { percent: 100, to: QUALITY_OFFICE },
  ],
);

const week = meeting(
  'organisation/week',
  {
    title: { zh: '院周会质量安全反馈', en: 'Weekly feedback on quality' },
    clauses: ['henan-2025.mq.1#08', 'henan-2023.t3.2#01'],
  },
  { owner: QUALITY_OFFICE, clauses: ['henan-2025.mq.1#08'], requires: ['carriedOut', 'problems', 'nextSteps'] },
  HOSPITAL_HEAD,
  [
    { percent: 70, to: QUALITY_OFFICE },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
);

const visitMonth: LoopDefinition = {
  id: 'organisation/visit-month',
  title: { zh: '医务部门下科室', en: 'Medical affairs attends the department' },
  clauses: ['henan-2025.mq.5#11'],
  arises: { zh: '日历：每月开始', en: 'The calendar: a month begins' },
  harm: 4,
  parameters: {
    confirm: local('科室确认', 'Confirmed by the department', 7, 'day'),
    backFilled: local('视为补记', 'Counts as recorded late', 10_080, 'minute'),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'attend',
      zh: '参加交班或质量会并记录',
      en: 'Attend a hand-over or meeting, and record it',
      clauses: ['henan-2025.mq.5#11'],
      after: [],
      owner: QUALITY_OFFICE,
      limit: DUE,
      outcomes: { attended: { ...done('已参加', 'Attended', ['record', 'findings']), ...BY_MINUTES } },
    },
    {
      id: 'confirm',
      zh: '科室确认',
      en: 'The department confirms it',
      clauses: ['henan-2025.mq.5#11'],
      after: ['attend'],
      owner: DEPARTMENT_HEAD,
      notBy: ['attend'],
      limit: { parameter: 'confirm' },
      outcomes: { approved: { ...done('已确认', 'Confirmed', ['record']), ...BY_MINUTES } },
    },
  ],
  escalation: [
    { percent: 70, to: QUALITY_OFFICE },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
  waivers: WAIVERS,
  reopening: ['hospital-head', 'quality-office'],
};

const journalMonth: LoopDefinition = {
  id: 'organisation/journal-month',
  title: { zh: '质量安全月报', en: 'Monthly journal on quality and safety' },
  clauses: ['henan-2025.mq.1#07', 'henan-2023.t3.2#02'],
  arises: {
    zh: '日历：每月开始，编发上月数据',
    en: 'The calendar: a month begins, and its issue tells of the last one',
  },
  harm: 4,
  parameters: {},
  fields: FIELDS,
  stages: [
    {
      id: 'approve',
      zh: '审定',
      en: 'Approve the draft',
      clauses: ['henan-2025.mq.1#07'],
      after: [],
      owner: HOSPITAL_HEAD,
      limit: DUE,
      outcomes: { approved: { ...done('已审定', 'Approved', ['record']), ...BY_JOURNAL } },
    },
    {
      id: 'publish',
      zh: '编发',
      en: 'Publish',
      clauses: ['henan-2025.mq.1#07'],
      after: ['approve'],
      owner: QUALITY_OFFICE,
      limit: DUE,
      outcomes: { published: { ...done('已编发', 'Published', ['record']), ...BY_JOURNAL } },
    },
  ],
  escalation: [
    { percent: 70, to: QUALITY_OFFICE },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
  waivers: WAIVERS,
  reopening: ['hospital-head', 'quality-office'],
};

const STEPS = [
  ['collect', '采集', 'Collect', 10, ['indicators']],
  ['analyse', '分析', 'Analyse', 15, ['text']],
  ['feed-back', '反馈', 'Feed back', 20, ['text']],
  ['improve', '改进', 'Improve', 31, ['action', 'evidence']],
] as const;

const indicatorCycle: LoopDefinition = {
  id: 'organisation/indicator-cycle',
  title: { zh: '核心制度指标循环', en: 'Cycle of the core-system indicators' },
  clauses: ['henan-2025.mq.5#07'],
  arises: { zh: '日历：每月开始', en: 'The calendar: a month begins' },
  harm: 4,
  parameters: Object.fromEntries(STEPS.map(([id, zh, en, days]) => [id, local(zh, en, days, 'day')])),
  fields: FIELDS,
  stages: STEPS.map(([id, zh, en, , requires], index) => ({
    ...{
      id,
      zh,
      en,
      clauses: ['henan-2025.mq.5#07'],
      after: STEPS.slice(Math.max(index - 1, 0), index).map(([before]) => before),
    },
    ...{ owner: QUALITY_OFFICE, limit: { parameter: id }, from: 'opening' as const },
    outcomes: { done: done('已完成', 'Done', requires) },
  })),
  escalation: [{ percent: 100, to: HOSPITAL_HEAD }],
  waivers: WAIVERS,
  reopening: ['hospital-head', 'quality-office'],
};

const OWNERS = { department: DEPARTMENT_HEAD, office: QUALITY_OFFICE } as const;
type OwnerKind = keyof typeof OWNERS;
const owedBy = (kind: OwnerKind): Pick<StageDefinition, 'owner' | 'when'> => ({
  owner: OWNERS[kind],
  when: [{ fact: 'ownerKind', in: [kind] }],
});

/** A difficulty is analysed with quality tools first, and the measure follows from what was found (henan-2023.t3.1#03). */
const analyse = (id: string, zh: string, en: string, kind: OwnerKind): StageDefinition => {
  const { owner, when = [] } = owedBy(kind);
  return {
    ...{ id, zh, en, owner, clauses: ['henan-2023.t3.1#03'], after: [] },
    when: [...when, { fact: 'analysis', in: ['tools'] }],
    limit: { parameter: 'analyse' },
    outcomes: { analysed: ANALYSED },
  };
};

const carryOut = (id: string, zh: string, en: string, kind: OwnerKind): StageDefinition => ({
  ...{ id, zh, en, clauses: ['henan-2025.mq.1#06'], after: ['analyse', 'analyse-office'], ...owedBy(kind) },
  limit: DUE,
  outcomes: { done: done('已落实', 'Carried out', ['evidence']) },
});

const decision: LoopDefinition = {
  id: 'organisation/decision',
  title: { zh: '会议决定事项', en: 'Decision of a meeting' },
  clauses: ['henan-2025.mq.1#06', 'henan-2023.t3.1#03', 'henan-2023.t3.3#02'],
  arises: { zh: '已审签的会议纪要', en: 'Minutes that were signed' },
  about: '/meetings/{meeting}',
  harm: 4,
  parameters: {
    analyse: local('以质量工具分析', 'Analysed with quality tools', 14, 'day'),
    verify: local('核实', 'Verified', 7, 'day'),
  },
  fields: FIELDS,
  stages: [
    analyse('analyse', '科室以质量工具分析', 'The department analyses it with quality tools', 'department'),
    analyse('analyse-office', '主管部门以质量工具分析', 'The office analyses it with quality tools', 'office'),
    carryOut('do', '科室落实', 'The department carries it out', 'department'),
    carryOut('do-office', '主管部门落实', 'The office carries it out', 'office'),
    {
      id: 'verify',
      zh: '他人核实',
      en: 'Somebody else verifies it',
      clauses: ['henan-2025.mq.1#06'],
      after: ['do', 'do-office'],
      owner: QUALITY_OFFICE,
      alsoBy: ['hospital-head'],
      notBy: ['do', 'do-office'],
      limit: { parameter: 'verify' },
      outcomes: {
        effective: done('属实且有效', 'Done, and it works', ['evidence']),
        ineffective: { ...done('未落实或无效', 'Not done, or of no use', ['reason']), again: ['do', 'do-office'] },
      },
    },
  ],
  escalation: [
    { percent: 70, to: DEPARTMENT_HEAD },
    { percent: 100, to: QUALITY_OFFICE },
    { percent: 150, to: HOSPITAL_HEAD },
  ],
  waivers: {
    roles: ['hospital-head'],
    reasons: { overtaken: { zh: '情况变化，不再需要', en: 'Circumstances changed: no longer needed' } },
  },
  reopening: ['hospital-head', 'quality-office'],
};

const sign = (id: string, zh: string, en: string, after: readonly string[]): StageDefinition => ({
  ...{ id, zh, en, after, clauses: ['henan-2025.mq.2#06'], owner: DEPARTMENT_HEAD, alsoBy: OFFICERS },
  ...(after.length === 0 ? {} : { notBy: after }),
  limit: { parameter: 'handOver' },
  from: 'opening',
  outcomes: { signed: { ...done('已签字', 'Signed', ['text']), ...BY_SIGNATURES } },
});

const handOver: LoopDefinition = {
  id: 'organisation/hand-over',
  title: { zh: '质控员交接带教', en: 'Hand-over between quality officers' },
  clauses: ['henan-2025.mq.2#06'],
  arises: { zh: '质控员目录：更换', en: 'The register of officers: a change' },
  harm: 4,
  parameters: { handOver: local('完成交接', 'Hand-over completed', 30, 'day') },
  fields: FIELDS,
  stages: [
    sign('hand-over', '交班人签字', 'Signed by who leaves', []),
    sign('take-over', '接班人签字', 'Signed by who comes', ['hand-over']),
  ],
  escalation: [{ percent: 100, to: QUALITY_OFFICE }],
  waivers: {
    roles: ['quality-office'],
    reasons: {
      gone: {
        zh: '交班人已离院，由科主任带教',
        en: 'Who leaves has left the hospital: the head of department teaches',
      },
    },
  },
  reopening: ['quality-office'],
};

export const ORGANISATION_LOOPS: readonly LoopDefinition[] = [
  committeeMonth,
  departmentMonth,
  week,
  visitMonth,
  journalMonth,
  indicatorCycle,
  decision,
  handOver,
  ...GAP_LOOPS,
];
