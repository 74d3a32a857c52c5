/**
 * Adverse events 不良事件: from the report through grading, the report to the authority where the law demands one, analysis,
 * measures and their effect, to the answer for who reported. Who reported is no part of it: core-systems.ae#04.
 */
import {
  EVENT_CLASSES,
  EVENT_HARMS,
  EVENT_KINDS,
  EVENT_PLACES,
  ILLNESS_STATES,
  SERVICE_STAGES,
  GRADE_MEANINGS,
} from '@fujie/core/adverse-events';
import type { Condition, FieldDefinition, LoopDefinition, StageDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { DEPARTMENT_HEAD, QUALITY_OFFICE } from '../owners.ts';
import { ANALYSED, TOOL_FIELDS } from '../quality-tools.ts';

const FIELDS = {
  what: { zh: '事件经过', en: 'What happened', kind: 'long-text' },
  measuresTaken: { zh: '已采取的措施', en: 'What was done at once', kind: 'long-text' },
  occurredAt: { zh: '发生时间', en: 'When it happened', kind: 'instant' },
  discoveredAt: { zh: '发现时间', en: 'When it was discovered', kind: 'instant' },
  class: { zh: '事件类型', en: 'Type', kind: 'choice', options: EVENT_CLASSES },
  kind: { zh: '监测事件', en: 'Watched event', kind: 'choice', options: EVENT_KINDS, codesOf: 'watched-event' },
  harm: { zh: '后果', en: 'Harm', kind: 'choice', options: EVENT_HARMS },
  place: { zh: '地点', en: 'Place', kind: 'choice', options: EVENT_PLACES },
  serviceStage: { zh: '所处服务阶段', en: 'Stage of service', kind: 'choice', options: SERVICE_STAGES },
  illness: { zh: '诊疗疾病状态', en: 'State of the illness', kind: 'choice', options: ILLNESS_STATES },
  grounds: { zh: '理由', en: 'Grounds', kind: 'long-text' },
  affected: { zh: '受损害人数', en: 'Persons harmed', kind: 'number' },
  authority: { zh: '接报部门', en: 'Authority that was told', kind: 'text' },
  channel: { zh: '报告方式', en: 'Channel', kind: 'text' },
  receipt: { zh: '报告编号或接报人', en: 'Number of the report, or who took it', kind: 'text' },
  ...TOOL_FIELDS,
  product: {
    zh: '药品通用名或器械名称',
    en: 'Generic name of the drug, or name of the device',
    kind: 'text',
    fromOpening: true,
  },
  approval: { zh: '批准文号或注册证号', en: 'Number of approval or registration', kind: 'text', fromOpening: true },
  lot: { zh: '批号或序列号', en: 'Lot or serial number', kind: 'text', fromOpening: true },
  udi: { zh: '医疗器械唯一标识（UDI）', en: 'Unique device identifier (UDI)', kind: 'text', fromOpening: true },
  nationalNumber: { zh: '国家监测系统报告编号', en: 'Number in the national monitoring system', kind: 'text' },
  reportedOn: { zh: '报送日期', en: 'Reported on', kind: 'day' },
  measure: { zh: '整改措施', en: 'Measure', kind: 'long-text' },
  measureKind: {
    zh: '措施类别',
    en: 'Kind of measure',
    kind: 'choice',
    options: {
      training: { zh: '培训教育', en: 'Training' },
      rules: { zh: '更新规章制度流程', en: 'Change of rules or flow' },
      system: { zh: '改变系统运行模式', en: 'Change of how the system runs' },
    },
  },
  measureOwner: { zh: '责任人', en: 'Owner', kind: 'text' },
  measureDue: { zh: '完成期限', en: 'To be done by', kind: 'day' },
  evidence: { zh: '落实证据', en: 'Evidence', kind: 'long-text' },
  indicator: { zh: '评价指标', en: 'What was measured', kind: 'text' },
  // What is measured may be a difference.
  before: { zh: '整改前', en: 'Before', kind: 'number', least: null },
  after: { zh: '整改后', en: 'After', kind: 'number', least: null },
  measuredOn: { zh: '测量日期', en: 'Measured on', kind: 'day' },
  answer: { zh: '给报告人的反馈', en: 'Answer to who reported', kind: 'long-text' },
  lesson: { zh: '经验教训', en: 'Lesson', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

/** What the report itself says, in the order in which it is read. */
const REPORTED = ['kind', 'harm', 'serviceStage', 'place', 'illness'] as const;

/** Only of what is theirs to do are they reminded: a reminder counted from the report would tell when that was made. */
const OF_DEPARTMENT = [
  { percent: 80, to: DEPARTMENT_HEAD },
  { percent: 100, to: QUALITY_OFFICE },
] as const;

const GRAVE: Condition = { fact: 'harm', in: ['severe', 'death'] };
const regraded = {
  ...done('需重新分级', 'To be graded again', ['grounds']),
  again: ['triage', 'statutory'],
} as const;

const triage: StageDefinition = {
  id: 'triage',
  zh: '受理与分级',
  en: 'Accept and grade',
  clauses: ['core-systems.ae#10', 'core-systems.ae#11', 'core-systems.ae#14'],
  after: [],
  limit: { parameter: 'triage', cases: [{ if: GRAVE, parameter: 'triageGrave' }] },
  owner: QUALITY_OFFICE,
  outcomes: {
    'grade-1': {
      ...done('Ⅰ级 警告事件', 'Grade I: sentinel', ['class'], [...REPORTED, 'grounds']),
      means: GRADE_MEANINGS['grade-1'],
    },
    'grade-2': {
      ...done('Ⅱ级 不良后果事件', 'Grade II: with harm', ['class'], [...REPORTED, 'grounds']),
      means: GRADE_MEANINGS['grade-2'],
    },
    'grade-3': {
      ...done('Ⅲ级 未造成后果事件', 'Grade III: without harm', ['class'], [...REPORTED, 'grounds']),
      means: GRADE_MEANINGS['grade-3'],
    },
    'grade-4': {
      ...done('Ⅳ级 隐患事件', 'Grade IV: hazard', ['class'], [...REPORTED, 'grounds']),
      means: GRADE_MEANINGS['grade-4'],
    },
    duplicate: { zh: '同一事件已有报告', en: 'Reported before', effect: 'void', requires: ['grounds'] },
    'no-event': { zh: '不属不良事件', en: 'No adverse event', effect: 'void', requires: ['grounds'] },
  },
};

const statutory: StageDefinition = {
  id: 'statutory',
  zh: '判定是否须法定报告',
  en: 'Judge whether the authority must hear of it',
  clauses: ['core-systems.ae#05', 'core-systems.ae#09'],
  after: [],
  limit: { parameter: 'statutory', cases: [{ if: GRAVE, parameter: 'triageGrave' }] },
  owner: QUALITY_OFFICE,
  outcomes: {
    none: done('无须法定报告', 'No statutory report', ['grounds'], ['affected']),
    ordinary: done('一般医疗质量安全事件', 'Ordinary event', ['affected'], ['grounds']),
    negligence: done('重大医疗过失行为', 'Serious negligence', ['affected'], ['grounds']),
    major: done('重大医疗质量安全事件', 'Major event', ['affected'], ['grounds']),
    extraordinary: done('特大医疗质量安全事件', 'Extraordinary event', ['affected'], ['grounds']),
  },
};

const tellAuthority: StageDefinition = {
  id: 'authority',
  zh: '向卫生健康行政部门报告',
  en: 'Report to the health authority',
  clauses: [
    'core-systems.ae#01',
    'core-systems.ae#02',
    'core-systems.ae#06',
    'core-systems.ae#07',
    'core-systems.ae#08',
  ],
  after: ['statutory'],
  when: [{ stage: 'statutory', outcome: ['ordinary', 'negligence', 'major', 'extraordinary'] }],
  limit: {
    parameter: 'ordinary',
    cases: [
      { if: { stage: 'statutory', outcome: ['negligence', 'major'] }, parameter: 'major' },
      { if: { stage: 'statutory', outcome: ['extraordinary'] }, parameter: 'extraordinary' },
    ],
  },
  from: { fact: 'discoveredAt' },
  keepsShorter: true,
  escalation: [
    { percent: 50, to: QUALITY_OFFICE },
    { percent: 80, to: QUALITY_OFFICE },
    { percent: 100, to: { role: 'commission', at: 'region' } },
  ],
  owner: QUALITY_OFFICE,
  outcomes: { reported: done('已报告', 'Reported', ['authority', 'receipt'], ['channel']) },
};

/** Harm as it is graded counts before harm as it was reported. */
const gradedAs = (...harms: readonly (keyof typeof EVENT_HARMS)[]): Condition => ({
  ...{ stage: 'triage', field: 'harm', in: harms },
});

/** Types of events whose goods the national systems watch. */
const MONITORED = ['medication', 'blood', 'device'] as const;

const tellNational: StageDefinition = {
  id: 'national',
  zh: '向国家监测系统报告',
  en: 'Report to the national monitoring system',
  clauses: ['core-systems.ae#16'],
  after: ['triage'],
  when: [{ stage: 'triage', field: 'class', in: MONITORED }],
  limit: {
    parameter: 'national',
    cases: [
      { if: gradedAs('death'), parameter: 'nationalDeath' },
      { if: gradedAs('severe'), parameter: 'nationalSerious' },
      { if: gradedAs('hazard', 'none', 'mild', 'moderate'), parameter: 'national' },
      { if: { fact: 'harm', in: ['death'] }, parameter: 'nationalDeath' },
      { if: { fact: 'harm', in: ['severe'] }, parameter: 'nationalSerious' },
    ],
  },
  from: { fact: 'discoveredAt' },
  keepsShorter: true,
  owner: QUALITY_OFFICE,
  outcomes: {
    reported: done('已报送', 'Reported', ['nationalNumber', 'reportedOn', 'product'], ['approval', 'lot', 'udi']),
    'not-due': done('不属上报范围', 'Not to be reported there', ['grounds']),
  },
};

const analyse: StageDefinition = {
  id: 'analyse',
  zh: '根因分析',
  en: 'Root-cause analysis',
  clauses: ['core-systems.ae#14'],
  after: ['triage'],
  when: [{ stage: 'triage', outcome: ['grade-1', 'grade-2'] }],
  limit: { parameter: 'analyse' },
  escalation: OF_DEPARTMENT,
  owner: DEPARTMENT_HEAD,
  alsoBy: ['quality-office'],
  outcomes: {
    analysed: ANALYSED,
    regraded,
  },
};

const review: StageDefinition = {
  id: 'review',
  zh: '简要分析',
  en: 'Short analysis',
  clauses: ['core-systems.ae#11', 'core-systems.ae#14'],
  after: ['triage'],
  when: [{ stage: 'triage', outcome: ['grade-3', 'grade-4'] }],
  limit: { parameter: 'review' },
  escalation: OF_DEPARTMENT,
  owner: DEPARTMENT_HEAD,
  alsoBy: ['quality-office'],
  outcomes: {
    reviewed: done('分析完成', 'Analysed', ['why1', 'rootCause'], ['why2', 'why3', 'methods', 'management']),
    regraded,
  },
};

const MEASURE = ['measure', 'measureKind', 'measureOwner', 'measureDue'] as const;
const planned: Condition = { stage: 'plan', outcome: ['planned'] };

const plan: StageDefinition = {
  id: 'plan',
  zh: '制定整改措施',
  en: 'Plan measures',
  clauses: ['core-systems.ae#14'],
  after: ['analyse', 'review'],
  limit: { parameter: 'plan' },
  escalation: OF_DEPARTMENT,
  owner: DEPARTMENT_HEAD,
  alsoBy: ['quality-office'],
  outcomes: {
    measure: { zh: '登记一项措施，还有其他', en: 'One measure, more to come', effect: 'attempt', requires: MEASURE },
    planned: done('措施已定（最后完成的一项）', 'Planned (the measure that ends last)', MEASURE),
    none: done('无需整改', 'No measure needed', ['grounds']),
  },
};

const carryOut: StageDefinition = {
  id: 'carry-out',
  zh: '落实整改',
  en: 'Carry measures out',
  clauses: ['core-systems.ae#14'],
  after: ['plan'],
  when: [planned],
  limit: { fact: 'measureDue', of: 'plan' },
  escalation: OF_DEPARTMENT,
  owner: DEPARTMENT_HEAD,
  alsoBy: ['quality-office'],
  outcomes: { done: done('已落实', 'Carried out', ['evidence']) },
};

const effect: StageDefinition = {
  id: 'effect',
  zh: '效果评价',
  en: 'Check the effect',
  clauses: ['core-systems.ae#14'],
  after: ['carry-out'],
  when: [planned],
  limit: { parameter: 'effect' },
  owner: QUALITY_OFFICE,
  shownTo: ['department-head'],
  notBy: ['carry-out'],
  outcomes: {
    effective: done('有效', 'Effective', ['indicator', 'before', 'after', 'measuredOn']),
    ineffective: {
      ...done('未达效果，重新整改', 'Not effective: plan again', ['indicator', 'before', 'after', 'measuredOn']),
      again: ['plan'],
    },
  },
};

const answer: StageDefinition = {
  id: 'answer',
  zh: '反馈报告人',
  en: 'Answer who reported',
  clauses: ['core-systems.ae#14'],
  after: ['effect'],
  limit: { parameter: 'answer' },
  owner: QUALITY_OFFICE,
  outcomes: { answered: done('已反馈', 'Answered', ['answer']) },
};

const share: StageDefinition = {
  id: 'share',
  zh: '全院分享',
  en: 'Share the lesson',
  clauses: ['core-systems.ae#14'],
  after: ['effect'],
  limit: { parameter: 'share' },
  owner: QUALITY_OFFICE,
  shownTo: ['department-head'],
  outcomes: {
    shared: done('已分享', 'Shared', ['lesson'], ['channel']),
    'not-shared': done('不宜分享', 'Better not shared', ['grounds']),
  },
};

export const adverseEventReport: LoopDefinition = {
  id: 'adverse-event/report',
  title: { zh: '医疗质量安全（不良）事件', en: 'Adverse event' },
  clauses: ['core-systems.ae#01', 'core-systems.ae#13', 'core-systems.ae#14'],
  arises: { zh: '任何人报告的一起事件', en: 'An event that somebody reported' },
  harm: 2,
  parameters: {
    triage: local('分级时限', 'To be graded within', 24, 'hour'),
    triageGrave: local('重度伤害或死亡的分级与判定时限', 'Grave harm to be graded and judged within', 30, 'minute'),
    nationalDeath: local('死亡病例报国家监测系统时限', 'Death to be reported nationally within', 24, 'hour'),
    nationalSerious: local('严重病例报国家监测系统时限', 'Serious case to be reported nationally within', 15, 'day'),
    national: local('其他病例报国家监测系统时限', 'Others to be reported nationally within', 30, 'day'),
    statutory: local('法定报告判定时限', 'To be judged within', 24, 'hour'),
    ordinary: {
      zh: '一般事件报告时限',
      en: 'Ordinary event to be reported within',
      value: 15,
      unit: 'day',
      source: 'core-systems.ae#06',
    },
    major: {
      zh: '重大事件报告时限',
      en: 'Major event to be reported within',
      value: 12,
      unit: 'hour',
      source: 'core-systems.ae#07',
    },
    extraordinary: {
      zh: '特大事件报告时限',
      en: 'Extraordinary event to be reported within',
      value: 2,
      unit: 'hour',
      source: 'core-systems.ae#08',
    },
    analyse: local('根因分析时限', 'Root causes to be found within', 30, 'day'),
    review: local('简要分析时限', 'Short analysis within', 15, 'day'),
    plan: local('制定措施时限', 'Measures to be planned within', 7, 'day'),
    effect: local('效果评价时限', 'Effect to be checked within', 90, 'day'),
    answer: local('反馈报告人时限', 'Who reported to be answered within', 7, 'day'),
    share: local('全院分享时限', 'Lesson to be shared within', 30, 'day'),
  },
  fields: FIELDS,
  stages: [triage, statutory, tellAuthority, tellNational, analyse, review, plan, carryOut, effect, answer, share],
  escalation: [{ percent: 100, to: QUALITY_OFFICE }],
  // The head of a department appraises its people: what happened is theirs to analyse once it is graded, and when it was told is sealed.
  guarded: ['quality-office', 'hospital-head', 'qc-centre', 'commission'],
  isSealed: true,
  waivers: {
    roles: ['quality-office'],
    reasons: {
      merged: { zh: '并入同一事件的另一份报告', en: 'Merged into another report of the same event' },
      elsewhere: { zh: '已移交发生机构处理', en: 'Handed to the institution where it happened' },
    },
  },
  reopening: ['quality-office'],
};
