/**
 * Rules of alerts that come back to their owner 预警规则复核: one that is dismissed, or wrong, more often than not is read by nobody, and
 * those that matter with it. How often is too often stands in no document.
 */
import type { FieldDefinition, LoopDefinition, Owner, StageDefinition } from '@fujie/core/loops';

import { done, local } from '../loop-writer.ts';

const OFFICE: Owner = { role: 'quality-office', at: 'institution' };
const COMMISSION: Owner = { role: 'commission', at: 'region' };

const FIELDS = {
  rule: { zh: '预警规则', en: 'Rule', kind: 'text' },
  fired: { zh: '发出', en: 'Fired', kind: 'number' },
  dismissed: { zh: '驳回', en: 'Dismissed', kind: 'number' },
  wrong: { zh: '其中误报', en: 'Of them wrong', kind: 'number' },
  changed: { zh: '参数变化', en: 'Figures that changed', kind: 'text' },
  reason: { zh: '保留理由', en: 'Why it is kept', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

const review = (id: string, owner: Owner, place: string): StageDefinition => ({
  id,
  zh: '复核规则',
  en: 'Review the rule',
  clauses: ['national-2022.art.34#01'],
  after: [],
  when: [{ fact: 'place', in: [place] }],
  limit: { parameter: 'review' },
  owner,
  alsoBy: ['platform'],
  outcomes: {
    // The register proves it, when a figure of the loop has changed.
    changed: { ...done('已调整参数', 'Figures changed', ['changed']), page: '/registers' },
    kept: done('保留，说明理由', 'Kept, with the reason', ['reason']),
  },
});

export const alertRule: LoopDefinition = {
  id: 'loops/alert-rule',
  title: { zh: '预警规则复核', en: 'A rule of alerts to be reviewed' },
  clauses: ['national-2022.art.34#01'],
  arises: {
    zh: '某环节的预警被驳回或判为误报的比例超过限度',
    en: 'Alerts of one stage are dismissed, or found wrong, above a share',
  },
  harm: 4,
  parameters: {
    dismissed: local('驳回比例上限', 'Dismissed at most', 50, 'percent'),
    wrong: local('误报比例上限', 'Wrong at most', 20, 'percent'),
    minimum: local('至少发出', 'Of at least so many alerts', 10, 'count'),
    period: local('统计天数', 'Counted over', 30, 'day'),
    review: local('复核时限', 'To be reviewed within', 10, 'workday'),
  },
  fields: FIELDS,
  stages: [review('review', OFFICE, 'institution'), review('review-region', COMMISSION, 'region')],
  escalation: [{ percent: 100, to: COMMISSION }],
  waivers: {
    roles: ['quality-office', 'commission'],
    reasons: { ended: { zh: '该闭环已不再使用', en: 'The loop is no longer used' } },
  },
  reopening: ['quality-office', 'commission'],
};
