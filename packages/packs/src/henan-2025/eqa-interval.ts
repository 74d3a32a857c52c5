/**
 * Organisers of EQA hold rounds at intervals 定期组织室间质评: items whose interval is nearly over are asked for. Source: henan-2025.lab.15#02,
 * which says at intervals and no more: half a year is a proposal.
 */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';

const CENTRE = { role: 'qc-centre', at: 'region' } as const;
const CLAUSE = 'henan-2025.lab.15#02';

export const eqaInterval: LoopDefinition = {
  id: 'eqa/interval',
  title: { zh: '室间质评间隔将满', en: 'The interval between EQA rounds is nearly over' },
  clauses: [CLAUSE],
  arises: {
    zh: '项目上一轮次截止后，间隔将满而尚无下一轮次',
    en: 'The interval since the last round of an item is nearly over, and no other is planned',
  },
  harm: 3,
  parameters: {
    interval: local('轮次间隔', 'A round again after', 183, 'day'),
    ahead: local('提前提醒', 'Told ahead', 60, 'day'),
  },
  fields: {
    items: { zh: '项目', en: 'Items', kind: 'text' },
    organiser: { zh: '组织者', en: 'Organiser', kind: 'text' },
    record: { zh: '轮次截止日', en: 'A round closes on', kind: 'text' },
    reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
  },
  stages: [
    {
      ...{ id: 'plan', zh: '安排轮次', en: 'Plan a round', clauses: [CLAUSE], after: [], owner: CENTRE },
      ...{ alsoBy: ['platform'], limit: { fact: 'dueAt' } },
      outcomes: {
        planned: { ...done('已安排', 'Planned', ['record']), onlyBy: ['platform'], page: '/laboratory/eqa' },
        elsewhere: done('由其他组织者组织', 'Another organiser holds it', ['reason']),
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
