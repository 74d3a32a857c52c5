/**
 * A centre holds a round of EQA of each item in each half of a year: one that is not planned is asked for before the half is over.
 * Source: sichuan-2025.3#03; how long before is a proposal.
 */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';

const CENTRE = { role: 'qc-centre', at: 'region' } as const;

export const eqaHalfYear: LoopDefinition = {
  id: 'eqa/half-year',
  title: { zh: '半年度未排室间质评轮次', en: 'A half-year without a planned EQA round' },
  clauses: ['sichuan-2025.3#03'],
  arises: {
    zh: '半年度临近结束，前一年内组织过的项目尚无本半年轮次',
    en: 'A half-year nears its end, and items of which rounds were held within a year have none in it',
  },
  harm: 3,
  parameters: { ahead: local('提前提醒', 'Told ahead', 60, 'day') },
  fields: {
    items: { zh: '项目', en: 'Items', kind: 'text' },
    organiser: { zh: '组织者', en: 'Organiser', kind: 'text' },
    record: { zh: '轮次', en: 'Rounds', kind: 'text' },
    reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  },
  stages: [
    {
      ...{ id: 'plan', zh: '安排轮次', en: 'Plan a round', clauses: ['sichuan-2025.3#03'], after: [], owner: CENTRE },
      ...{ alsoBy: ['platform'], limit: { fact: 'dueAt' } },
      outcomes: {
        planned: {
          ...done('已安排', 'Planned', ['record']),
          onlyBy: ['platform'],
          page: '/laboratory/eqa',
        },
        elsewhere: done('本半年由其他组织者组织', 'Another organiser holds it in this half', ['reason']),
      },
    },
  ],
  escalation: [
    { percent: 50, to: CENTRE },
    { percent: 100, to: { role: 'commission', at: 'region' } },
  ],
  waivers: {
    roles: ['qc-centre'],
    reasons: { 'given-up': { zh: '项目已不再组织室间质评', en: 'EQA of the item is given up' } },
  },
  reopening: ['qc-centre'],
};
