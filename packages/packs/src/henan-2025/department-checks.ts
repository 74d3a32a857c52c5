/**
 * A department's management of quality is checked at intervals and at any time 检查抽查, by a sheet; prominent problems are looked for by the
 * departments themselves 自查自纠 and put right 重点整治. Source: henan-2025.mq.5#08, which states neither interval nor limits: all are proposals.
 */
import type { FieldDefinition, LoopDefinition, StageDefinition } from '@fujie/core/loops';
import { CHECK_SHEET, CHECK_SHEET_POINTS } from '@fujie/core/organisation';

import { done, local } from '../loop-writer.ts';
import { DEPARTMENT_HEAD, HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';
import { DUE } from './organisation-parts.ts';

const CLAUSE = 'henan-2025.mq.5#08';
const REOPENING = ['hospital-head', 'quality-office'];
const WAIVERS = {
  roles: ['hospital-head', 'quality-office'],
  reasons: {
    'not-held': { zh: '本期未进行，已说明', en: 'Not done this time, and accounted for' },
    dissolved: { zh: '科室停诊或撤并', en: 'The department is closed or merged' },
  },
};
const LADDER = [
  { percent: 70, to: QUALITY_OFFICE },
  { percent: 100, to: QUALITY_OFFICE },
  { percent: 150, to: HOSPITAL_HEAD },
] as const;

const SHEET: Readonly<Record<string, FieldDefinition>> = Object.fromEntries(
  CHECK_SHEET_POINTS.map((point) => {
    const { zh, en } = CHECK_SHEET[point];
    return [point, { zh: `${zh}（符合或不适用）`, en: `${en} (met, or not applicable)`, kind: 'boolean' }];
  }),
);

const FIELDS: Readonly<Record<string, FieldDefinition>> = {
  ...SHEET,
  problem: { zh: '突出问题', en: 'Prominent problem', kind: 'long-text' },
  sampled: { zh: '检查与抽查的对象', en: 'What was looked at', kind: 'long-text' },
  findings: { zh: '发现的问题', en: 'Findings', kind: 'long-text' },
  wanted: { zh: '整改要求', en: 'What is to be put right', kind: 'long-text' },
  measureDue: { zh: '整改期限', en: 'To be put right by', kind: 'day' },
  measure: { zh: '整改措施', en: 'Measure', kind: 'long-text' },
  evidence: { zh: '依据', en: 'Evidence', kind: 'long-text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
};

const rectify = (
  when: NonNullable<StageDefinition['when']>[number],
  after: string,
  limit: StageDefinition['limit'],
): StageDefinition => ({
  ...{ id: 'rectify', zh: '科室整改', en: 'The department puts it right', clauses: [CLAUSE], after: [after] },
  ...{ owner: DEPARTMENT_HEAD, alsoBy: ['quality-office'], when: [when], limit },
  outcomes: { done: done('已整改', 'Put right', ['measure', 'evidence']) },
});

const FAULTS = { stage: 'check', outcome: ['faults'] } as const;

export const departmentCheck: LoopDefinition = {
  id: 'organisation/department-check',
  title: { zh: '科室质量管理检查', en: 'Check of how a department manages quality' },
  clauses: [CLAUSE],
  arises: {
    zh: '日历：距上次检查的间隔将满；或质量管理部门发起抽查',
    en: 'The calendar: the interval since the last check is nearly over; or the quality office calls for one',
  },
  about: '/checks',
  harm: 4,
  parameters: {
    interval: local('间隔', 'Again after', 90, 'day'),
    notice: local('提前提示', 'Told of before', 14, 'day'),
    verify: local('核实时限', 'To be verified within', 7, 'day'),
  },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'check', zh: '按检查表检查', en: 'Check by the sheet', clauses: [CLAUSE], after: [] },
      ...{ owner: QUALITY_OFFICE, limit: DUE },
      outcomes: {
        conforming: done('全部符合', 'All of it is met', ['sampled', ...CHECK_SHEET_POINTS]),
        faults: done(
          '有问题，限期整改',
          'Something is to be put right',
          ['sampled', 'findings', 'wanted', 'measureDue'],
          CHECK_SHEET_POINTS,
        ),
      },
    },
    rectify(FAULTS, 'check', { fact: 'measureDue', of: 'check' }),
    {
      ...{ id: 'verify', zh: '核实整改', en: 'See that it is put right', clauses: [CLAUSE], after: ['rectify'] },
      ...{ owner: QUALITY_OFFICE, alsoBy: ['hospital-head'], notBy: ['rectify'], when: [FAULTS] },
      limit: { parameter: 'verify' },
      outcomes: {
        effective: done('属实且有效', 'Done, and it works', ['evidence']),
        ineffective: { ...done('未落实或无效', 'Not done, or of no use', ['reason']), again: ['rectify'] },
      },
    },
  ],
  escalation: LADDER,
  waivers: WAIVERS,
  // Unannounced: the department learns of it by what it has to put right.
  guarded: ['quality-office', 'hospital-head'],
  reopening: REOPENING,
};

const FOUND = { stage: 'inspect', outcome: ['found'] } as const;

export const selfInspection: LoopDefinition = {
  id: 'organisation/self-inspection',
  title: { zh: '突出问题自查自纠', en: 'Self-inspection of a prominent problem' },
  clauses: [CLAUSE],
  arises: {
    zh: '质量管理部门就突出问题要求科室自查',
    en: 'The quality office asks departments to look for a prominent problem themselves',
  },
  about: '/checks',
  harm: 4,
  parameters: {
    rectify: local('整改时限', 'To be put right within', 30, 'day'),
    verify: local('核实时限', 'To be verified within', 14, 'day'),
  },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'inspect', zh: '科室自查', en: 'The department looks for it', clauses: [CLAUSE], after: [] },
      ...{ owner: DEPARTMENT_HEAD, limit: DUE },
      outcomes: {
        none: done('自查未发现', 'None was found', ['sampled']),
        found: done('自查发现问题', 'It was found', ['sampled', 'findings']),
      },
    },
    rectify(FOUND, 'inspect', { parameter: 'rectify' }),
    {
      ...{ id: 'verify', zh: '核实', en: 'Verify', clauses: [CLAUSE], after: ['inspect', 'rectify'] },
      ...{
        owner: QUALITY_OFFICE,
        alsoBy: ['hospital-head'],
        notBy: ['inspect', 'rectify'],
        limit: { parameter: 'verify' },
      },
      outcomes: {
        effective: done('属实', 'It is so', ['evidence']),
        ineffective: { ...done('自查不实，重新自查', 'Not so: looked for again', ['reason']), again: ['inspect'] },
      },
    },
  ],
  escalation: [
    { percent: 70, to: DEPARTMENT_HEAD },
    { percent: 100, to: QUALITY_OFFICE },
    { percent: 150, to: HOSPITAL_HEAD },
  ],
  waivers: WAIVERS,
  reopening: REOPENING,
};
