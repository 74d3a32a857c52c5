/** Around adverse events 不良事件: what data show and nobody reported, departments that report nothing, a seal that was opened. */
import type { LoopDefinition } from '@fujie/core/loops';
import { EVENT_KINDS } from '@fujie/core/adverse-events';

import { done, local } from '../loop-writer.ts';
import { DEPARTMENT_HEAD, QUALITY_OFFICE } from '../owners.ts';

const GROUNDS = { zh: '理由', en: 'Grounds', kind: 'long-text' } as const;

export const adverseEventUnreported: LoopDefinition = {
  id: 'adverse-event/unreported',
  title: { zh: '数据提示而未上报的不良事件', en: 'Event that data show and nobody reported' },
  clauses: ['core-systems.ae#03'],
  arises: {
    zh: '接入系统或平台自有记录检出监测事件，尚无对应上报',
    en: 'A connected system, or what is recorded here, shows a watched event for which there is no report',
  },
  harm: 3,
  parameters: {
    remind: local('提醒上报时限', 'To be reported within', 3, 'day'),
    window: local('检出与上报对应的天数', 'Days between which a report answers a detection', 7, 'count'),
  },
  fields: {
    kind: { zh: '监测事件', en: 'Watched event', kind: 'choice', options: EVENT_KINDS, codesOf: 'watched-event' },
    occurredAt: { zh: '发生时间', en: 'When it happened', kind: 'instant' },
    grounds: GROUNDS,
  },
  stages: [
    {
      id: 'report',
      zh: '上报或说明',
      en: 'Report, or say why not',
      clauses: ['core-systems.ae#03', 'core-systems.ae#09'],
      after: [],
      limit: { parameter: 'remind' },
      owner: DEPARTMENT_HEAD,
      alsoBy: ['quality-office', 'doctor', 'nurse', 'system'],
      outcomes: {
        reported: done('已上报', 'Reported', [], ['grounds']),
        'no-event': done('核实后不属不良事件', 'Found to be no adverse event', ['grounds']),
      },
    },
  ],
  escalation: [{ percent: 100, to: QUALITY_OFFICE }],
  waivers: { roles: ['quality-office'], reasons: { wrong: { zh: '误检出', en: 'Detected wrongly' } } },
  reopening: ['quality-office'],
};

export const adverseEventSilentDepartment: LoopDefinition = {
  id: 'adverse-event/silent-department',
  title: { zh: '零报告科室', en: 'Department that reports nothing' },
  clauses: ['core-systems.ae#12'],
  arises: {
    zh: '科室连续数月未上报一例：出院患者多的科室，期满更久的任何临床与医技科室',
    en: 'A department reported nothing for months: one with many discharges, and after longer any that treats or tests',
  },
  harm: 4,
  parameters: {
    months: local('连续零报告的月数', 'Months without a report', 3, 'count'),
    discharges: local('期间出院人次不低于', 'Discharges in these months at least', 50, 'count'),
    monthsOfAny: local(
      '任何科室（不论出院人次）连续零报告的月数',
      'Months without a report, whatever the discharges',
      6,
      'count',
    ),
    explain: local('说明时限', 'To be explained within', 10, 'workday'),
    guide: local('指导时限', 'To be guided within', 30, 'day'),
  },
  fields: {
    grounds: GROUNDS,
    guidance: { zh: '指导内容', en: 'Guidance', kind: 'long-text' },
    period: { zh: '期间', en: 'Period', kind: 'text' },
    discharges: { zh: '出院人次', en: 'Discharges', kind: 'number' },
  },
  stages: [
    {
      id: 'explain',
      zh: '科室说明',
      en: 'The department explains',
      clauses: ['core-systems.ae#12'],
      after: [],
      limit: { parameter: 'explain' },
      owner: DEPARTMENT_HEAD,
      outcomes: {
        explained: done('已说明', 'Explained', ['grounds']),
        missed: done('自查发现漏报，已补报', 'Found what was not reported, and reported it', ['grounds']),
      },
    },
    {
      id: 'guide',
      zh: '重点指导或通报',
      en: 'Guidance, or a circular',
      clauses: ['core-systems.ae#12'],
      after: ['explain'],
      limit: { parameter: 'guide' },
      owner: QUALITY_OFFICE,
      outcomes: {
        guided: done('已指导', 'Guided', ['guidance']),
        named: done('已通报', 'Named in a circular', ['guidance']),
        accepted: done('说明成立', 'The explanation holds', ['grounds']),
      },
    },
  ],
  escalation: [{ percent: 100, to: QUALITY_OFFICE }],
  waivers: {
    roles: ['quality-office'],
    reasons: { closed: { zh: '科室已停诊或合并', en: 'The department was closed or merged' } },
  },
  reopening: ['quality-office'],
};

export const adverseEventSealOpened: LoopDefinition = {
  id: 'adverse-event/seal-opened',
  title: { zh: '不良事件报告人身份被开启', en: 'Who reported an adverse event was unsealed' },
  clauses: ['core-systems.ae#04'],
  arises: {
    zh: '安全管理员申请、审计管理员同意开启报告人身份',
    en: 'A security administrator asked, and an audit administrator agreed, to unseal who reported',
  },
  harm: 3,
  parameters: { protect: local('保护措施时限', 'To be protected within', 24, 'hour') },
  fields: {
    ground: { zh: '开启依据', en: 'Ground of the opening', kind: 'text' },
    protection: { zh: '对报告人的保护措施', en: 'How the reporter is protected', kind: 'long-text' },
  },
  stages: [
    {
      id: 'protect',
      zh: '核查依据，保护报告人',
      en: 'Check the ground, protect the reporter',
      clauses: ['core-systems.ae#04'],
      after: [],
      limit: { parameter: 'protect' },
      owner: QUALITY_OFFICE,
      outcomes: {
        protected: done('依据成立，已采取保护措施', 'The ground holds; protected', ['protection']),
        contested: done('依据存疑，已提请追究', 'The ground is in doubt; taken further', ['protection']),
      },
    },
  ],
  escalation: [{ percent: 100, to: { role: 'commission', at: 'region' } }],
  waivers: { roles: [], reasons: {} },
  reopening: ['quality-office'],
};
