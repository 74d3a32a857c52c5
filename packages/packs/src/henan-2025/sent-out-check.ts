/**
 * What a hospital sends out to be tested is looked into by itself at intervals 外送自查自评: the office that answers for conduct leads, seven
 * kinds of departments take part, what they find is put right, and the head of the hospital sees to it. Source: henan-2025.lab.13#02, which
 * states no interval: half a year is a proposal.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';
import { DUE } from './organisation-parts.ts';

const CLAUSE = 'henan-2025.lab.13#02';

/** Who takes part; a hospital without one of them counts it as not applicable. */
const PARTS = {
  discipline: { zh: '纪检', en: 'Discipline inspection' },
  finance: { zh: '财务', en: 'Finance' },
  audit: { zh: '审计', en: 'Audit' },
  medical: { zh: '医务', en: 'Medical affairs' },
  laboratory: { zh: '检验科', en: 'Laboratory' },
  pathology: { zh: '病理科', en: 'Pathology' },
  clinical: { zh: '临床科室', en: 'Clinical departments' },
} as const;

const SEVEN: Readonly<Record<string, FieldDefinition>> = Object.fromEntries(
  Object.entries(PARTS).map(([part, { zh, en }]) => [
    part,
    { zh: `${zh}已自查（或不设）`, en: `${en} looked (or there is none)`, kind: 'boolean' },
  ]),
);
const LOOKED = ['heldOn', ...Object.keys(PARTS), 'sampled'];
const FOUND = { stage: 'inspect', outcome: ['found'] } as const;

export const sentOutCheck: LoopDefinition = {
  id: 'organisation/sent-out-check',
  title: { zh: '外送检测自查自评', en: 'Self-inspection of what is sent out' },
  clauses: [CLAUSE],
  arises: {
    zh: '日历：距上次自查的间隔将满（文件只说定期，间隔由本地设定）',
    en: 'The calendar: the interval since the last time is nearly over (the document says regularly: it is set locally)',
  },
  harm: 4,
  parameters: {
    interval: local('间隔', 'Again after', 183, 'day'),
    notice: local('提前提示', 'Told of before', 30, 'day'),
    rectify: local('整改时限', 'To be put right within', 30, 'day'),
    verify: local('核实时限', 'To be verified within', 14, 'day'),
  },
  fields: {
    heldOn: { zh: '自查日期', en: 'Held on', kind: 'day' },
    ...SEVEN,
    sampled: { zh: '自查范围与抽查内容', en: 'What was looked at', kind: 'long-text' },
    findings: { zh: '发现的问题', en: 'Findings', kind: 'long-text' },
    measure: { zh: '整改措施', en: 'Measure', kind: 'long-text' },
    evidence: { zh: '依据', en: 'Evidence', kind: 'long-text' },
    reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  },
  stages: [
    {
      ...{ id: 'inspect', zh: '组织七类部门自查', en: 'Seven departments look', clauses: [CLAUSE], after: [] },
      ...{ owner: QUALITY_OFFICE, limit: DUE },
      outcomes: {
        none: done('自查未发现问题', 'Nothing was found', LOOKED),
        found: done('自查发现问题', 'Something was found', [...LOOKED, 'findings']),
      },
    },
    {
      ...{ id: 'rectify', zh: '整改', en: 'Put it right', clauses: [CLAUSE], after: ['inspect'] },
      ...{ owner: QUALITY_OFFICE, when: [FOUND], limit: { parameter: 'rectify' } },
      outcomes: { done: done('已整改', 'Put right', ['measure', 'evidence']) },
    },
    {
      ...{ id: 'verify', zh: '他人核实', en: 'Somebody else verifies it', clauses: [CLAUSE], after: ['rectify'] },
      ...{ owner: HOSPITAL_HEAD, notBy: ['inspect', 'rectify'], when: [FOUND], limit: { parameter: 'verify' } },
      outcomes: {
        effective: done('属实且有效', 'Done, and it works', ['evidence']),
        ineffective: { ...done('未落实或无效', 'Not done, or of no use', ['reason']), again: ['rectify'] },
      },
    },
  ],
  escalation: [
    { percent: 70, to: QUALITY_OFFICE },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
  waivers: {
    roles: ['hospital-head'],
    reasons: {
      'not-held': { zh: '本期未进行，已说明', en: 'Not done this time, and accounted for' },
      'none-sent': { zh: '本院无外送项目', en: 'The hospital sends nothing out' },
    },
  },
  reopening: ['hospital-head'],
};
