/**
 * What follows an inspection 检查整改闭环: each nonconformity is put right and verified by who inspected, never by the party alone; the
 * outcome is published. The measures give no days: they are proposals.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { COMMISSION, QC_CENTRE, QUALITY_OFFICE } from '../owners.ts';

const FIELDS = {
  clause: { zh: '条款', en: 'Clause', kind: 'text' },
  facts: { zh: '事实', en: 'Facts', kind: 'long-text' },
  severity: {
    zh: '整改要求',
    en: 'To be put right',
    kind: 'choice',
    options: {
      immediate: { zh: '立即整改', en: 'At once' },
      'within-15': { zh: '限期整改（较短）', en: 'Within the shorter limit' },
      'within-30': { zh: '限期整改（较长）', en: 'Within the longer limit' },
    },
  },
  contact: { zh: '整改负责人', en: 'Who answers for it', kind: 'text' },
  statement: { zh: '陈述申辩', en: 'Statement', kind: 'long-text' },
  cause: { zh: '原因', en: 'Cause', kind: 'long-text' },
  measures: { zh: '措施', en: 'Measures', kind: 'long-text' },
  evidence: { zh: '整改证据', en: 'Evidence', kind: 'long-text' },
  sample: { zh: '复查抽样数', en: 'Samples looked at again', kind: 'number', least: 1 },
  finding: { zh: '复查所见', en: 'What was seen', kind: 'long-text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  publishedOn: { zh: '公开日', en: 'Published on', kind: 'day' },
} as const satisfies Record<string, FieldDefinition>;

export const inspectionRectification: LoopDefinition = {
  id: 'inspection/rectification',
  title: { zh: '检查问题整改', en: 'Rectification after an inspection' },
  clauses: ['national-2022.art.26#01', 'national-2022.art.34#02'],
  arises: { zh: '检查结论中的一项不符合', en: 'A nonconformity of an inspection that was signed' },
  about: '/inspections/{inspection}',
  harm: 2,
  parameters: {
    receive: local('签收时限', 'To be received within', 2, 'workday'),
    plan: local('整改方案时限', 'Plan to be handed in within', 5, 'workday'),
    immediate: local('立即整改时限', 'At once means within', 1, 'workday'),
    shorter: local('限期整改（较短）时限', 'The shorter limit', 15, 'day'),
    longer: local('限期整改（较长）时限', 'The longer limit', 30, 'day'),
    verify: local('复查时限', 'To be verified within', 10, 'workday'),
    close: local('结案时限', 'To be closed within', 5, 'workday'),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'receive',
      zh: '签收',
      en: 'Receive',
      clauses: ['national-2022.art.34#02'],
      after: [],
      limit: { parameter: 'receive' },
      owner: QUALITY_OFFICE,
      outcomes: {
        accepted: done('签收', 'Received', ['contact']),
        disputed: done('签收并申辩，整改不停止', 'Received and disputed, which stops nothing', [
          'contact',
          'statement',
        ]),
      },
    },
    {
      id: 'plan',
      zh: '整改方案',
      en: 'Plan',
      clauses: ['national-2022.art.34#02'],
      after: ['receive'],
      when: [{ fact: 'severity', in: ['within-15', 'within-30'] }],
      limit: { parameter: 'plan' },
      owner: QUALITY_OFFICE,
      outcomes: { planned: done('方案已定', 'Planned', ['cause', 'measures']) },
    },
    {
      id: 'rectify',
      zh: '整改',
      en: 'Put right',
      clauses: ['national-2022.art.34#02'],
      after: ['receive', 'plan'],
      limit: {
        parameter: 'longer',
        cases: [
          { if: { fact: 'severity', in: ['immediate'] }, parameter: 'immediate' },
          { if: { fact: 'severity', in: ['within-15'] }, parameter: 'shorter' },
        ],
      },
      from: 'opening',
      owner: QUALITY_OFFICE,
      alsoBy: ['commission'],
      outcomes: {
        rectified: done('已整改', 'Put right', ['measures', 'evidence']),
        refused: { ...done('拒不整改', 'Refused', ['reason']), effect: 'attempt' },
      },
    },
    {
      id: 'verify',
      zh: '复查',
      en: 'Verify',
      clauses: ['national-2022.art.26#01'],
      after: ['rectify'],
      limit: { parameter: 'verify' },
      owner: QC_CENTRE,
      alsoBy: ['inspector'],
      notBy: ['receive', 'plan', 'rectify'],
      outcomes: {
        effective: done('合格', 'It is right now', ['sample', 'finding']),
        insufficient: { ...done('不合格，继续整改', 'It is not: put right again', ['finding']), again: ['rectify'] },
      },
    },
    {
      id: 'close',
      zh: '结案',
      en: 'Close',
      clauses: ['national-2022.art.34#02'],
      after: ['verify'],
      limit: { parameter: 'close' },
      owner: COMMISSION,
      notBy: ['verify'],
      outcomes: {
        closed: done('结案', 'Closed'),
        returned: { ...done('退回复查', 'Sent back to be verified', ['reason']), again: ['verify'] },
      },
    },
  ],
  escalation: [
    { percent: 80, to: QUALITY_OFFICE },
    { percent: 100, to: COMMISSION },
  ],
  waivers: {
    roles: ['commission'],
    reasons: {
      overruled: { zh: '申辩成立，撤销该项', en: 'The statement holds: the finding is withdrawn' },
      ceased: { zh: '该项业务已停止', en: 'What was found is no longer done here' },
    },
  },
  reopening: ['commission'],
};

export const inspectionPublication: LoopDefinition = {
  id: 'inspection/publication',
  title: { zh: '检查结果公开', en: 'Publication of an inspection' },
  clauses: ['national-2022.art.26#02'],
  arises: { zh: '两名检查人员签字的检查结论', en: 'An inspection signed by two inspectors' },
  about: '/inspections/{inspection}',
  harm: 3,
  parameters: {
    publish: local('公开时限', 'To be published within', 20, 'workday'),
    statement: local('陈述申辩期限', 'Statement may be made within', 3, 'workday'),
    former: local('曾任职回避年数', 'Years for which former employment bars', 3, 'count'),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'publish',
      zh: '公开',
      en: 'Publish',
      clauses: ['national-2022.art.26#02'],
      after: [],
      limit: { parameter: 'publish' },
      owner: COMMISSION,
      outcomes: { published: done('已公开', 'Published', ['publishedOn']) },
    },
  ],
  escalation: [{ percent: 80, to: COMMISSION }],
  waivers: { roles: [], reasons: {} },
  reopening: [],
};
