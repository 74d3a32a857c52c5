/**
 * The green channel 绿色通道 of critical patients is inspected at intervals by who answers for quality, at its eleven links from the ambulance to
 * the transfer; what is not met is put right by a day and verified by somebody else. Source: henan-2023.t20.3#01, which says regularly: 90 days
 * are a proposal.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';
import { GREEN_CHANNEL, GREEN_CHANNEL_LINKS } from '@fujie/core/organisation';

import { done, local } from '../loop-writer.ts';
import { DEPARTMENT_HEAD, HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';

const CLAUSE = 'henan-2023.t20.3#01';

const LINKS: Readonly<Record<string, FieldDefinition>> = Object.fromEntries(
  GREEN_CHANNEL_LINKS.map((link) => {
    const { zh, en } = GREEN_CHANNEL[link];
    return [link, { zh: `${zh}通畅（或不适用）`, en: `${en} works (or is not applicable)`, kind: 'boolean' }];
  }),
);
const FAULTS = { stage: 'check', outcome: ['faults'] } as const;

export const greenChannelCheck: LoopDefinition = {
  id: 'organisation/green-channel-check',
  title: { zh: '绿色通道检查', en: 'Inspection of the green channel' },
  clauses: [CLAUSE],
  arises: {
    zh: '日历：有急诊科室的医院距上次检查的间隔将满（文件只说定期，间隔由本地设定）',
    en: 'The calendar: of a hospital with emergency care, the interval since the last one is nearly over (the document says regularly: it is set locally)',
  },
  about: '/checks',
  harm: 3,
  parameters: {
    interval: local('间隔', 'Again after', 90, 'day'),
    notice: local('提前提示', 'Told of before', 14, 'day'),
    verify: local('核实时限', 'To be verified within', 7, 'day'),
  },
  fields: {
    heldOn: { zh: '检查日期', en: 'Held on', kind: 'day' },
    ...LINKS,
    sampled: { zh: '检查与抽查的对象', en: 'What was looked at', kind: 'long-text' },
    findings: { zh: '发现的问题', en: 'Findings', kind: 'long-text' },
    wanted: { zh: '整改要求', en: 'What is to be put right', kind: 'long-text' },
    measureDue: { zh: '整改期限', en: 'To be put right by', kind: 'day' },
    measure: { zh: '整改措施', en: 'Measure', kind: 'long-text' },
    evidence: { zh: '依据', en: 'Evidence', kind: 'long-text' },
    reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  },
  stages: [
    {
      ...{ id: 'check', zh: '逐环节检查', en: 'Inspect link by link', clauses: [CLAUSE], after: [] },
      ...{ owner: QUALITY_OFFICE, limit: { fact: 'dueAt' } },
      outcomes: {
        conforming: done('各环节通畅', 'Every link works', ['heldOn', 'sampled', ...GREEN_CHANNEL_LINKS]),
        faults: done(
          '有问题，限期整改',
          'Something is to be put right',
          ['heldOn', 'sampled', 'findings', 'wanted', 'measureDue'],
          GREEN_CHANNEL_LINKS,
        ),
      },
    },
    {
      ...{ id: 'rectify', zh: '整改', en: 'Put it right', clauses: [CLAUSE], after: ['check'], when: [FAULTS] },
      // Most links lie in other departments than the one of emergency care: then the office sees to it.
      ...{ owner: DEPARTMENT_HEAD, alsoBy: ['quality-office'], limit: { fact: 'measureDue', of: 'check' } },
      outcomes: { done: done('已整改', 'Put right', ['measure', 'evidence']) },
    },
    {
      ...{ id: 'verify', zh: '他人核实', en: 'Somebody else verifies it', clauses: [CLAUSE], after: ['rectify'] },
      ...{ owner: QUALITY_OFFICE, alsoBy: ['hospital-head'], notBy: ['rectify'], when: [FAULTS] },
      limit: { parameter: 'verify' },
      outcomes: {
        effective: done('属实且有效', 'Done, and it works', ['evidence']),
        ineffective: { ...done('未落实或无效', 'Not done, or of no use', ['reason']), again: ['rectify'] },
      },
    },
  ],
  escalation: [
    { percent: 70, to: QUALITY_OFFICE },
    { percent: 100, to: QUALITY_OFFICE },
    { percent: 150, to: HOSPITAL_HEAD },
  ],
  waivers: {
    roles: ['hospital-head', 'quality-office'],
    reasons: {
      'not-held': { zh: '本期未进行，已说明', en: 'Not done this time, and accounted for' },
      dissolved: { zh: '急诊停诊或撤并', en: 'Emergency care is closed or merged' },
    },
  },
  reopening: ['hospital-head', 'quality-office'],
};
