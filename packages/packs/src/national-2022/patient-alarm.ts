/**
 * An alarm of control by patients' results 患者数据质控报警: its cause is found, put right and reviewed by a second person; or there was no fault, which a
 * second person confirms, and which counts against the rule that alarmed. It holds nothing back. Hours are proposals.
 */
import type { Condition, FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { LABORATORY, QUALITY_OFFICE } from '../owners.ts';

const CLAUSE = 'national-2022.art.24#01';
const NONE: Condition = { stage: 'cause', outcome: ['no-fault'] };
const STANDING: Condition = { stage: 'cause', not: ['no-fault'] };

const FIELDS = {
  item: { zh: '项目', en: 'Item', kind: 'text', codesOf: 'item' },
  instrument: { zh: '仪器', en: 'Instrument', kind: 'text', codesOf: 'instrument' },
  side: {
    zh: '方向',
    en: 'Side',
    kind: 'choice',
    options: {
      low: { zh: '低于下限', en: 'Below the lower limit' },
      high: { zh: '高于上限', en: 'Above the upper limit' },
    },
  },
  statistic: { zh: '移动统计量', en: 'Moving statistic', kind: 'number', least: null },
  bound: { zh: '控制限', en: 'Limit', kind: 'number', least: null },
  results: { zh: '引起报警的结果数', en: 'Results that led to it', kind: 'number' },
  first: { zh: '其中最早', en: 'The first of them', kind: 'instant' },
  last: { zh: '其中最近', en: 'The last of them', kind: 'instant' },
  causeKind: {
    zh: '原因类别',
    en: 'Kind of cause',
    kind: 'choice',
    options: {
      reagent: { zh: '试剂', en: 'Reagent' },
      calibrator: { zh: '校准', en: 'Calibration' },
      instrument: { zh: '仪器', en: 'Instrument' },
      specimen: { zh: '标本采集与运送', en: 'Specimens, their collection and transport' },
      operation: { zh: '操作', en: 'Operation' },
      unknown: { zh: '未查明', en: 'Not found' },
    },
  },
  cause: { zh: '原因分析', en: 'Cause', kind: 'long-text' },
  why: {
    zh: '无故障的情形',
    en: 'Why there is no fault',
    kind: 'choice',
    options: {
      population: { zh: '患者群体变化', en: 'Other patients than before' },
      limits: { zh: '控制限不适用', en: 'Limits that do not fit' },
      chance: { zh: '偶然波动', en: 'Chance' },
    },
  },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  measures: { zh: '纠正措施', en: 'Corrective action', kind: 'long-text' },
  patients: { zh: '对患者结果的评估', en: 'Assessment of the patients’ results', kind: 'long-text' },
  prevention: { zh: '预防措施', en: 'Prevention', kind: 'long-text' },
  conclusion: { zh: '审核结论', en: 'Conclusion of the review', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

export const patientAlarm: LoopDefinition = {
  id: 'iqc/patient-based-alarm',
  title: { zh: '患者数据质控报警处理', en: 'Alarm of patient-based control' },
  clauses: [CLAUSE],
  arises: {
    zh: '患者结果的移动统计量超出本实验室启用的控制限',
    en: 'A moving statistic of patients’ results leaves the limits that the laboratory put in force',
  },
  about: '/laboratory/iqc/patients?institution={unit}&item={item}',
  harm: 2,
  parameters: {
    cause: local('查明原因时限', 'Cause to be found within', 8, 'hour'),
    correct: local('纠正时限', 'To be corrected within', 24, 'hour'),
    review: local('审核时限', 'Reviewed within', 3, 'workday'),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'cause',
      zh: '查找原因',
      en: 'Look into the cause',
      clauses: [CLAUSE],
      after: [],
      limit: { parameter: 'cause' },
      owner: LABORATORY,
      outcomes: {
        found: done('已查明', 'Found', ['causeKind', 'cause']),
        'no-fault': done('无故障，说明理由', 'No fault, with the reason', ['why', 'reason']),
      },
    },
    {
      id: 'confirm',
      zh: '他人确认无故障',
      en: 'No fault, confirmed by a second person',
      clauses: [CLAUSE],
      after: ['cause'],
      when: [NONE],
      limit: { parameter: 'review' },
      owner: LABORATORY,
      alsoBy: ['quality-office'],
      notBy: ['cause'],
      outcomes: {
        confirmed: done('确认无故障', 'No fault, confirmed', ['conclusion']),
        returned: { ...done('退回', 'Sent back', ['reason']), again: ['cause'] },
      },
    },
    {
      id: 'correct',
      zh: '纠正',
      en: 'Correct',
      clauses: [CLAUSE],
      after: ['cause'],
      when: [STANDING],
      limit: { parameter: 'correct' },
      from: 'opening',
      owner: LABORATORY,
      outcomes: { corrected: done('已纠正', 'Corrected', ['measures', 'patients'], ['prevention']) },
    },
    {
      id: 'review',
      zh: '审核',
      en: 'Review',
      clauses: [CLAUSE],
      after: ['correct'],
      when: [STANDING],
      limit: { parameter: 'review' },
      owner: LABORATORY,
      alsoBy: ['quality-office'],
      notBy: ['cause', 'correct'],
      outcomes: {
        agreed: done('同意', 'Agreed', ['conclusion']),
        returned: { ...done('退回', 'Sent back', ['reason']), again: ['cause'] },
      },
    },
  ],
  escalation: [
    { percent: 80, to: LABORATORY },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['quality-office'],
    reasons: { stopped: { zh: '该项目已停止跟踪', en: 'The item is no longer followed' } },
  },
  reopening: ['laboratory', 'quality-office'],
};
