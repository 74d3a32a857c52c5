/**
 * A rejected run 室内质控失控: what was wrong, what was done, a run in control after it, the patients' results since the last good run, and
 * a second person who agrees; or, where its results were corrected away, a second person who confirms that 更正须他人确认. Until then nothing
 * of the system is released. Hours are proposals: the documents say in time.
 */
import type { Condition, FieldDefinition, LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { LABORATORY, QUALITY_OFFICE } from '../owners.ts';

const CLAUSE = 'national-2022.art.24#01';
const CHARTS = '/laboratory/iqc/systems/{system}';
const PAGE = '/laboratory/iqc/entry?instrument={instrument}';

const AFFECTED = '/laboratory/iqc/affected?loop={loop}';
const DECIDED = ['asIs', 'corrected', 'withdrawn'] as const;

const MISTAKEN: Condition = { stage: 'cause', outcome: ['mistaken'] };
const STANDING: Condition = { stage: 'cause', not: ['mistaken'] };

const FIELDS = {
  run: { zh: '分析批', en: 'Run', kind: 'text' },
  rules: { zh: '失控规则', en: 'Rules that rejected it', kind: 'text' },
  item: { zh: '项目', en: 'Item', kind: 'text', codesOf: 'item' },
  system: { zh: '检测系统', en: 'Test system', kind: 'text' },
  instrument: { zh: '仪器', en: 'Instrument', kind: 'text', codesOf: 'instrument' },
  causeKind: {
    zh: '原因类别',
    en: 'Kind of cause',
    kind: 'choice',
    options: {
      control: { zh: '质控品', en: 'Control material' },
      reagent: { zh: '试剂', en: 'Reagent' },
      calibrator: { zh: '校准品', en: 'Calibrator' },
      instrument: { zh: '仪器', en: 'Instrument' },
      operation: { zh: '操作', en: 'Operation' },
      environment: { zh: '环境', en: 'Environment' },
      entry: { zh: '数据录入', en: 'Entry of data' },
      none: { zh: '假失控（偶然误差）', en: 'False alarm (chance)' },
      unknown: { zh: '未查明', en: 'Not found' },
    },
  },
  cause: { zh: '原因分析', en: 'Cause', kind: 'long-text' },
  immediate: {
    zh: '即时措施',
    en: 'Immediate action',
    kind: 'choice',
    options: {
      repeat: { zh: '同瓶重测', en: 'Repeated from the same vial' },
      'new-vial': { zh: '换新瓶', en: 'New vial' },
      'new-lot': { zh: '换批号', en: 'New lot' },
      recalibrate: { zh: '重新校准', en: 'Recalibrated' },
      maintain: { zh: '维护保养', en: 'Maintained' },
      other: { zh: '其他', en: 'Other' },
    },
  },
  measures: { zh: '纠正措施', en: 'Corrective action', kind: 'long-text' },
  prevention: { zh: '预防措施', en: 'Prevention', kind: 'long-text' },
  lastGood: { zh: '最近一次在控', en: 'Last run in control', kind: 'instant' },
  between: { zh: '期间患者结果数', en: 'Results of patients in between', kind: 'number' },
  asIs: { zh: '维持原结果', en: 'Kept as they are', kind: 'number' },
  corrected: { zh: '已更正', en: 'Corrected', kind: 'number' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn', kind: 'number' },
  retested: { zh: '复测数', en: 'Tested again', kind: 'number' },
  changed: { zh: '更正或召回报告数', en: 'Reports corrected or recalled', kind: 'number' },
  patients: { zh: '对患者结果的评估', en: 'Assessment of the patients’ results', kind: 'long-text' },
  conclusion: { zh: '审核结论', en: 'Conclusion of the review', kind: 'long-text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

export const iqcOutOfControl: LoopDefinition = {
  id: 'iqc/out-of-control',
  title: { zh: '室内质控失控处理', en: 'IQC run rejected' },
  clauses: [CLAUSE],
  arises: { zh: '分析批触发失控规则', en: 'A run is rejected by a control rule' },
  about: '/laboratory/iqc/systems/{system}?institution={unit}',
  harm: 2,
  parameters: {
    cause: local('查明原因时限', 'Cause to be found within', 4, 'hour'),
    correct: local('纠正时限', 'To be corrected within', 8, 'hour'),
    verify: local('验证时限', 'In control again within', 12, 'hour'),
    patients: local('患者结果评估时限', 'Patients’ results assessed within', 24, 'hour'),
    review: local('审核时限', 'Reviewed within', 3, 'workday'),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'cause',
      zh: '查明原因',
      en: 'Find the cause',
      clauses: [CLAUSE],
      after: [],
      limit: { parameter: 'cause' },
      owner: LABORATORY,
      alsoBy: ['platform'],
      outcomes: {
        found: done('已查明', 'Found', ['causeKind', 'cause'], ['immediate']),
        // Said by the correction itself, in the name of whoever made it.
        mistaken: { ...done('结果已更正或作废', 'Result corrected or void', ['causeKind', 'cause']), page: CHARTS },
      },
    },
    {
      id: 'confirm',
      zh: '他人确认更正（确认前继续停发）',
      en: 'Correction confirmed by a second person (held until then)',
      clauses: [CLAUSE],
      after: ['cause'],
      when: [MISTAKEN],
      limit: { parameter: 'review' },
      owner: LABORATORY,
      alsoBy: ['quality-office'],
      notBy: ['cause'],
      outcomes: {
        confirmed: { ...done('确认更正属实', 'Correction confirmed', ['reason']), effect: 'void' },
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
      outcomes: { corrected: done('已纠正', 'Corrected', ['measures'], ['prevention']) },
    },
    {
      id: 'verify',
      zh: '验证在控',
      en: 'In control again',
      clauses: [CLAUSE],
      after: ['correct'],
      when: [STANDING],
      limit: { parameter: 'verify' },
      from: 'opening',
      owner: LABORATORY,
      alsoBy: ['platform'],
      // Said by the measurements alone.
      outcomes: {
        'in-control': { ...done('在控', 'In control', ['run']), onlyBy: ['platform'], page: PAGE },
        rejected: {
          zh: '仍失控',
          en: 'Rejected again',
          effect: 'attempt',
          requires: ['run'],
          onlyBy: ['platform'],
          page: PAGE,
        },
      },
    },
    {
      id: 'patients',
      zh: '逐条评估患者结果',
      en: 'Decide on each of the patients’ results',
      clauses: [CLAUSE],
      after: ['verify'],
      when: [STANDING],
      limit: { parameter: 'patients' },
      from: 'opening',
      owner: LABORATORY,
      alsoBy: ['platform'],
      // Said by the list itself once none is open, in which those who decided have taken part; a text said it before there was one.
      outcomes: {
        assessed: {
          ...done('已评估', 'Assessed', ['between', 'changed'], [...DECIDED, 'patients', 'retested', 'lastGood']),
          page: AFFECTED,
        },
      },
    },
    {
      id: 'review',
      zh: '审核',
      en: 'Review',
      clauses: [CLAUSE],
      after: ['patients'],
      when: [STANDING],
      limit: { parameter: 'review' },
      owner: LABORATORY,
      alsoBy: ['quality-office'],
      notBy: ['cause', 'correct', 'patients'],
      outcomes: {
        agreed: done('同意恢复', 'Agreed', ['conclusion']),
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
    reasons: { stopped: { zh: '该检测系统已停用', en: 'The test system is out of use' } },
  },
  reopening: ['laboratory', 'quality-office', 'platform'],
};
