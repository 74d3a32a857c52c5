/**
 * A return of EQA 室间质评回报 that is owed: told before its round closes, over with the return itself. How long before is a proposal. Source:
 * national-2022.art.25#01, henan-2025.lab.8#01.
 */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { LABORATORY, QUALITY_OFFICE } from '../owners.ts';

export const eqaReturnDue: LoopDefinition = {
  id: 'eqa/return-due',
  title: { zh: '室间质评待回报', en: 'Return of EQA owed' },
  clauses: ['national-2022.art.25#01'],
  arises: {
    zh: '已报名轮次临近截止，尚未回报',
    en: 'A round in which the institution is enrolled closes soon, and nothing was returned',
  },
  harm: 3,
  parameters: { ahead: local('提前提醒', 'Told ahead', 5, 'day') },
  fields: {
    organiser: { zh: '组织者', en: 'Organiser', kind: 'text', codesOf: 'qc-organisation' },
    round: { zh: '轮次', en: 'Round', kind: 'text' },
    items: { zh: '项目', en: 'Items', kind: 'text', codesOf: 'item' },
    doneOn: { zh: '日期', en: 'On', kind: 'day' },
    reason: { zh: '未回报的原因与补救', en: 'Why nothing was returned, and what is done instead', kind: 'long-text' },
  },
  stages: [
    {
      ...{ id: 'return', zh: '回报', en: 'Return', clauses: ['national-2022.art.25#01'], after: [] },
      ...{ limit: { fact: 'dueAt' }, owner: LABORATORY, alsoBy: ['platform'] },
      outcomes: {
        // What the round shows, and nobody's word.
        returned: { ...done('已回报', 'Returned', ['doneOn']), onlyBy: ['platform'], page: '/laboratory/eqa' },
        moved: {
          ...done('已改期或不再参加', 'The round was moved, or is not taken part in', ['doneOn']),
          ...{ onlyBy: ['platform'], page: '/laboratory/eqa' },
        },
        missed: done('未能回报', 'Nothing was returned', ['reason']),
      },
    },
  ],
  escalation: [
    { percent: 60, to: LABORATORY },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['quality-office'],
    reasons: { annulled: { zh: '该轮次已取消', en: 'The round was called off' } },
  },
  reopening: ['quality-office'],
};
