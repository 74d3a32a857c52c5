/**
 * Milestones 节点 of tasks are chased 节点化督办: progress is reported on evidence and verified by somebody else; of hospitals, of authorities and of
 * quality-control centres, who are asked for their lists and plans as well. Source: henan-2023.bp.1#01, sa4.2.5#01, which state no limit beside
 * the day of each milestone: others are proposals.
 */
import type { FieldDefinition, LoopDefinition, StageDefinition } from '@fujie/core/loops';

import { AUTHORITY } from '../authority-duty.ts';
import { done, local } from '../loop-writer.ts';
import { COMMISSION, DEPARTMENT_HEAD, HOSPITAL_HEAD, QC_CENTRE, QUALITY_OFFICE } from '../owners.ts';

const TASKS = 'henan-2023.bp.1#01';
const PLANS = 'henan-2023.sa4.2.5#01';
const DUE = { fact: 'dueAt' } as const;

const FIELDS = {
  progress: { zh: '进展', en: 'Progress', kind: 'long-text' },
  problems: { zh: '困难与所需协调', en: 'What hinders, and who is needed', kind: 'long-text' },
  evidence: { zh: '依据', en: 'Evidence', kind: 'long-text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  record: { zh: '记录编号', en: 'Number of the record', kind: 'text' },
  task: { zh: '任务代码', en: 'Task', kind: 'text' },
  milestone: { zh: '节点代码', en: 'Milestone', kind: 'text' },
  owner: { zh: '责任人', en: 'Owner', kind: 'text' },
  sharing: { zh: '协同单位', en: 'Shared by', kind: 'text' },
  holder: {
    ...{ zh: '承担单位', en: 'Held by', kind: 'choice' },
    options: { authority: { zh: '主管部门', en: 'The authority' }, centre: { zh: '质控中心', en: 'The centre' } },
  },
} as const satisfies Record<string, FieldDefinition>;

/** A milestone is reached on evidence; what was done so far lets the clock run on. */
const REPORTED: StageDefinition['outcomes'] = {
  reached: done('节点已完成', 'The milestone is reached', ['progress', 'evidence']),
  partly: { zh: '尚在推进', en: 'Under way', effect: 'attempt', requires: ['progress'], asks: ['problems'] },
};

const verifiedAgain = (again: readonly string[]): StageDefinition['outcomes'] => ({
  confirmed: done('核实完成', 'Verified', ['evidence']),
  'not-reached': { ...done('未完成，继续推进', 'Not reached: go on', ['reason']), again },
});

/** Nothing is taken off a list by silence: who is in charge says so. */
const released = (roles: readonly string[]): LoopDefinition['waivers'] => ({
  roles,
  reasons: {
    rescheduled: { zh: '经批准调整期限', en: 'Another day was approved' },
    dropped: { zh: '任务终止', en: 'The task was given up' },
  },
});

const VERIFY = { verify: local('核实时限', 'To be verified within', 7, 'day') };

const milestone: LoopDefinition = {
  id: 'organisation/milestone',
  title: { zh: '任务节点', en: 'Milestone of a task' },
  clauses: [TASKS],
  arises: { zh: '任务清单中登记的节点', en: 'A milestone in the register of tasks' },
  about: '/tasks',
  harm: 4,
  parameters: VERIFY,
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'report', zh: '报告进展与依据', en: 'Report progress on evidence', clauses: [TASKS], after: [] },
      ...{ owner: DEPARTMENT_HEAD, alsoBy: ['quality-office'], limit: DUE, outcomes: REPORTED },
    },
    {
      ...{ id: 'verify', zh: '督办部门核实', en: 'The office that chases it verifies', clauses: [TASKS] },
      ...{ after: ['report'], owner: QUALITY_OFFICE, alsoBy: ['hospital-head'], notBy: ['report'] },
      ...{ limit: { parameter: 'verify' }, outcomes: verifiedAgain(['report']) },
    },
  ],
  escalation: [
    { percent: 70, to: DEPARTMENT_HEAD },
    { percent: 100, to: QUALITY_OFFICE },
    { percent: 150, to: HOSPITAL_HEAD },
  ],
  waivers: released(['hospital-head']),
  reopening: ['hospital-head', 'quality-office'],
};

/** Whose it is: the authority's of a region, or a centre's, of which the authority hears. */
const HELD = {
  authority: { owner: AUTHORITY, when: [{ fact: 'holder', in: ['authority'] }] },
  centre: {
    ...{ owner: QC_CENTRE, when: [{ fact: 'holder', in: ['centre'] }] },
    escalation: [
      { percent: 70, to: QC_CENTRE },
      { percent: 100, to: COMMISSION },
    ],
  },
} as const satisfies Record<string, Pick<StageDefinition, 'owner' | 'when' | 'escalation'>>;
/** Provinces owe it as well: above them is no authority here to be told. */
const OF_AUTHORITIES: LoopDefinition['escalation'] = [
  { percent: 70, to: AUTHORITY },
  { percent: 100, to: AUTHORITY },
];

const authorityMilestone: LoopDefinition = {
  id: 'authority/milestone',
  title: { zh: '主管部门与质控中心任务节点', en: 'Milestone of an authority or centre' },
  clauses: [TASKS, PLANS],
  arises: {
    zh: '主管部门任务清单或质控中心工作计划中登记的节点',
    en: 'A milestone in the tasks of an authority or the plan of a centre',
  },
  about: '/tasks',
  harm: 4,
  parameters: VERIFY,
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'report', zh: '报告进展与依据', en: 'Report progress on evidence', clauses: [TASKS], after: [] },
      ...{ ...HELD.authority, limit: DUE, outcomes: REPORTED },
    },
    {
      ...{ id: 'report-centre', zh: '质控中心报告进展与依据', en: 'The centre reports progress on evidence' },
      ...{ clauses: [PLANS], after: [], ...HELD.centre, limit: DUE, outcomes: REPORTED },
    },
    {
      ...{ id: 'verify', zh: '他人核实', en: 'Somebody else verifies', clauses: [TASKS] },
      ...{ after: ['report', 'report-centre'], owner: AUTHORITY, notBy: ['report', 'report-centre'] },
      ...{ limit: { parameter: 'verify' }, outcomes: verifiedAgain(['report', 'report-centre']) },
    },
  ],
  escalation: OF_AUTHORITIES,
  waivers: released(['commission']),
  reopening: ['commission'],
};

/** What only the register brings about. */
const LISTED: StageDefinition['outcomes'] = {
  listed: { ...done('已登记', 'Registered', ['record']), page: '/registers/authority-task' },
};
const BY_PLATFORM = { alsoBy: ['platform'], limit: { parameter: 'list' }, outcomes: LISTED } as const;

const taskList: LoopDefinition = {
  id: 'authority/task-list',
  title: { zh: '尚无任务清单或工作计划', en: 'No list of tasks, or plan of work' },
  clauses: [TASKS, PLANS],
  arises: {
    zh: '目录：本年度没有主管部门的任务，或质控中心没有患者安全任务，且有节点',
    en: 'Registers: no task of the authority in the year, or none of the centre on the safety of patients, with a milestone',
  },
  about: '/tasks',
  harm: 4,
  parameters: { list: local('登记时限', 'To be registered within', 30, 'day') },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'list', zh: '登记任务与节点', en: 'Register the tasks and milestones', clauses: [TASKS], after: [] },
      ...{ ...HELD.authority, ...BY_PLATFORM },
    },
    {
      ...{ id: 'list-centre', zh: '登记工作计划（含患者安全）', en: 'Register the plan, with the safety of patients' },
      ...{ clauses: [PLANS], after: [], ...HELD.centre, ...BY_PLATFORM },
    },
  ],
  escalation: OF_AUTHORITIES,
  waivers: { roles: [], reasons: {} },
  reopening: [],
};

export const TASK_LOOPS: readonly LoopDefinition[] = [milestone, authorityMilestone, taskList];
