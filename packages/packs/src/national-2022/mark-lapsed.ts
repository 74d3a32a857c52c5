/**
 * Lapses of marks 标识失效: one loop for each institution, cause and day, which names the items that it ends. Told ahead where the end is
 * known; ended by the registers alone, when the cause is gone. Days are proposals.
 */
import type { FieldDefinition, LoopDefinition, Owner } from '@fujie/core/loops';
import { REASONS } from '@fujie/core/recognition';

import { done, local } from '../loop-writer.ts';

const LABORATORY: Owner = { role: 'laboratory', at: 'institution' };
const OFFICE: Owner = { role: 'quality-office', at: 'institution' };
const CENTRE: Owner = { role: 'qc-centre', at: 'region' };

const FIELDS = {
  cause: {
    zh: '原因',
    en: 'Cause',
    kind: 'choice',
    options: Object.fromEntries([...REASONS].map(([code, { zh, en }]) => [code, { zh, en }])),
  },
  items: { zh: '项目', en: 'Items', kind: 'long-text' },
  lapsesOn: { zh: '失效日', en: 'Lapses on', kind: 'day' },
  restoredOn: { zh: '恢复日', en: 'Restored on', kind: 'day' },
} as const satisfies Record<string, FieldDefinition>;

export const markLapsed: LoopDefinition = {
  id: 'mark/lapsed',
  title: { zh: '互认标识失效', en: 'Marks that lapse' },
  clauses: ['national-2022.art.13#02', 'national-2022.art.22#02', 'national-2022.art.24#01', 'national-2022.art.25#02'],
  arises: {
    zh: '目录显示互认标识已失效，或将于已知日期失效',
    en: 'The registers show that marks no longer hold, or will not from a known day',
  },
  harm: 3,
  parameters: {
    ahead: local('提前提醒', 'Told ahead', 30, 'day'),
    restore: local('恢复时限', 'To be restored within', 30, 'day'),
    summary: local('质控月报宽限', 'Summary of quality control may come within', 10, 'day'),
  },
  fields: FIELDS,
  stages: [
    {
      id: 'restore',
      zh: '消除原因',
      en: 'Remove the cause',
      clauses: ['national-2022.art.13#02'],
      after: [],
      limit: { fact: 'dueAt' },
      owner: LABORATORY,
      alsoBy: ['platform'],
      // The registers prove it, nobody's word.
      outcomes: { restored: { ...done('原因已消除，标识恢复', 'The cause is gone', ['restoredOn']), page: '/marks' } },
    },
  ],
  // Of thirty days the last seven; then whoever answers for quality, and whoever keeps the list.
  escalation: [
    { percent: 77, to: LABORATORY },
    { percent: 100, to: OFFICE },
    { percent: 150, to: CENTRE },
  ],
  waivers: {
    roles: ['quality-office', 'qc-centre', 'platform'],
    reasons: { 'given-up': { zh: '项目已停止开展', en: 'The item was given up' } },
  },
  reopening: ['quality-office', 'qc-centre', 'platform'],
};
