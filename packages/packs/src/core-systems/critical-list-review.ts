/**
 * The list of critical values 危急值目录 of an institution falls due for its review: it ends when the register shows that every threshold was
 * reviewed anew, changed or not. Neither document names the interval: a year is a proposal.
 */
import type { LoopDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';
import { LABORATORY, QUALITY_OFFICE } from '../owners.ts';

export const criticalListReview: LoopDefinition = {
  id: 'critical-value/list-review',
  title: { zh: '危急值目录到期评审', en: 'Review of the list of critical values' },
  clauses: ['core-systems.14#01'],
  arises: { zh: '本机构阈值的评审日将满评审周期', en: 'The day of review of own thresholds is nearly an interval ago' },
  harm: 3,
  parameters: {
    every: local('评审周期', 'Reviewed every', 365, 'day'),
    ahead: local('提前提醒', 'Told ahead', 30, 'day'),
  },
  fields: {
    reviewedOn: { zh: '上次评审日', en: 'Last reviewed on', kind: 'day' },
    dueOn: { zh: '到期日', en: 'Due on', kind: 'day' },
    doneOn: { zh: '评审日', en: 'Reviewed on', kind: 'day' },
    certificate: { zh: '记录', en: 'Record', kind: 'text' },
  },
  stages: [
    {
      id: 'do',
      zh: '评审并登记',
      en: 'Review it and register that',
      clauses: ['core-systems.14#01'],
      after: [],
      limit: { fact: 'dueAt' },
      owner: QUALITY_OFFICE,
      alsoBy: ['laboratory', 'platform'],
      outcomes: { done: { ...done('已评审', 'Reviewed', ['doneOn', 'certificate']), page: '/registers' } },
    },
  ],
  escalation: [
    { percent: 0, to: LABORATORY },
    { percent: 77, to: QUALITY_OFFICE },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: { roles: [], reasons: {} },
  reopening: ['quality-office'],
};
