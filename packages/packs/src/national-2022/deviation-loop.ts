/**
 * Deviation from the average 明显偏离平均水平: an institution whose share or number of recognised results stands clearly apart from its peers
 * says why, gets requirements from its authority and puts it right; figures of the months after show whether it did. The measures give
 * neither a threshold nor days: they are proposals. Source: national-2022.art.34#02; recognition decision, section 6.3.
 */
import type { LoopDefinition } from '@fujie/core/loops';
import { PLATFORM_DEFAULTS } from '@fujie/core/recognition';

import { done, local } from '../loop-writer.ts';
import { COMMISSION, HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';

const CLAUSES = ['national-2022.art.34#02'];
const PERCENT = 100;
const DEFAULTS = PLATFORM_DEFAULTS.deviation;

export const recognitionDeviation: LoopDefinition = {
  id: 'recognition/deviation',
  title: { zh: '互认明显偏离同类机构', en: 'Recognition that stands apart from peers' },
  clauses: CLAUSES,
  arises: {
    zh: '月度互认统计：互认率或互认项目数明显偏离同类机构的平均水平，偏低、偏高都算',
    en: 'Statistics of a month: the share or the number of recognised results clearly deviates from the average of peers, downwards or upwards',
  },
  about: '/deviations',
  harm: 3,
  parameters: {
    opportunities: local(
      '参与比较的最少应互认数',
      'Compared from so many that should be recognised',
      DEFAULTS.minimumOpportunities,
      'count',
    ),
    peers: local('最少同类机构数', 'Peers at least', DEFAULTS.minimumPeers, 'count'),
    sigmas: local('偏离的标准差倍数', 'Standard deviations that are a deviation', DEFAULTS.sigmas, 'count'),
    ratio: local(
      '互认率偏离至少（百分点）',
      'Share of recognition, percentage points at least',
      DEFAULTS.minimumRatio * PERCENT,
      'percent',
    ),
    share: local(
      '项目数偏离至少（占均值）',
      'Number of items, share of the mean at least',
      DEFAULTS.minimumShareOfItems * PERCENT,
      'percent',
    ),
    after: local('月末后几日起比较', 'Days after the end of a month from which it is compared', 3, 'day'),
    justified: local('合理解释的有效期', 'A justification holds for', 365, 'day'),
    begin: local('启动分析时限', 'Analysis to begin within', 5, 'workday'),
    cause: local('查明原因时限', 'Cause to be found within', 15, 'workday'),
    require: local('提出改进要求时限', 'Requirements to be made within', 5, 'workday'),
    check: local('数据复核时限', 'Figures to show it within', 75, 'day'),
  },
  fields: {
    month: { zh: '统计月份', en: 'Month', kind: 'text' },
    figure: { zh: '本机构', en: 'The institution', kind: 'text' },
    mean: { zh: '同类机构均值', en: 'Mean of its peers', kind: 'text' },
    bound: { zh: '偏离界限', en: 'Bound', kind: 'text' },
    peersCompared: { zh: '同类机构数', en: 'Peers compared', kind: 'number' },
    opportunities: { zh: '应互认数', en: 'What should have been recognised', kind: 'number' },
    responsible: { zh: '分析负责人', en: 'Who answers for the analysis', kind: 'text' },
    causeKind: {
      zh: '原因类别',
      en: 'Kind of cause',
      kind: 'choice',
      options: {
        reluctance: { zh: '落实不力', en: 'Not carried out' },
        overuse: { zh: '采纳过宽', en: 'Accepted too freely' },
        patients: { zh: '患者与病种结构', en: 'Patients and their diseases' },
        system: { zh: '信息系统或提示', en: 'Information system or prompts' },
        data: { zh: '数据缺陷', en: 'Faulty data' },
        other: { zh: '其他', en: 'Other' },
      },
    },
    cause: { zh: '原因分析', en: 'Cause', kind: 'long-text' },
    requirement: { zh: '改进要求', en: 'Requirements', kind: 'long-text' },
    dueOn: { zh: '整改期限', en: 'To be put right by', kind: 'day' },
    measures: { zh: '整改措施', en: 'Measures', kind: 'long-text' },
    comparedMonth: { zh: '复核月份', en: 'Month that was compared', kind: 'text' },
    comparison: { zh: '复核结果', en: 'What was compared', kind: 'text' },
    reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  },
  stages: [
    {
      id: 'begin',
      zh: '启动分析',
      en: 'Begin the analysis',
      clauses: CLAUSES,
      after: [],
      limit: { parameter: 'begin' },
      owner: QUALITY_OFFICE,
      escalation: [
        { percent: 0, to: HOSPITAL_HEAD },
        { percent: 80, to: QUALITY_OFFICE },
        { percent: 100, to: COMMISSION },
      ],
      outcomes: { begun: done('已启动', 'Begun', ['responsible']) },
    },
    {
      id: 'cause',
      zh: '查明原因',
      en: 'Find the cause',
      clauses: CLAUSES,
      after: ['begin'],
      limit: { parameter: 'cause' },
      owner: QUALITY_OFFICE,
      outcomes: { found: done('已查明', 'Found', ['causeKind', 'cause']) },
    },
    {
      id: 'require',
      zh: '提出改进要求',
      en: 'Say what is to be put right',
      clauses: CLAUSES,
      after: ['cause'],
      limit: { parameter: 'require' },
      owner: COMMISSION,
      outcomes: {
        required: done('提出要求', 'Required', ['requirement', 'dueOn']),
        justified: done('偏离有合理解释，无需整改', 'The deviation is justified: nothing to put right', ['reason']),
        returned: { ...done('原因不清，退回', 'The cause is not clear: sent back', ['reason']), again: ['cause'] },
      },
    },
    {
      id: 'correct',
      zh: '整改',
      en: 'Put right',
      clauses: CLAUSES,
      after: ['require'],
      when: [{ stage: 'require', outcome: ['required'] }],
      limit: { fact: 'dueOn', of: 'require' },
      owner: QUALITY_OFFICE,
      outcomes: { corrected: done('已整改', 'Put right', ['measures']) },
    },
    {
      id: 'check',
      zh: '以后续月份数据复核',
      en: 'Check by the figures of a month after',
      clauses: CLAUSES,
      after: ['correct'],
      when: [{ stage: 'require', outcome: ['required'] }],
      limit: { parameter: 'check' },
      owner: COMMISSION,
      alsoBy: ['platform'],
      notBy: ['correct'],
      outcomes: {
        within: {
          ...done('已回到界限以内', 'Within the bound again', ['comparedMonth', 'comparison']),
          onlyBy: ['platform'],
          page: '/deviations',
        },
        outside: {
          ...done('仍然偏离，重新查因', 'It still deviates: the cause is sought again', [
            'comparedMonth',
            'comparison',
          ]),
          onlyBy: ['platform'],
          page: '/deviations',
          again: ['cause'],
        },
        judged: {
          ...done('数据不足以比较，经核实已改进', 'Too few figures to compare: seen to be put right', ['reason']),
          onlyBy: ['commission'],
        },
      },
    },
  ],
  escalation: [
    { percent: 80, to: QUALITY_OFFICE },
    { percent: 100, to: COMMISSION },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
  waivers: {
    roles: ['commission'],
    reasons: { closed: { zh: '机构已停业或合并', en: 'The institution was closed or merged' } },
  },
  reopening: ['commission'],
};
