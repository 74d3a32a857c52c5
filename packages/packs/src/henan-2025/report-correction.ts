/**
 * Why an issued report was corrected 更正报告的原因与复检: its laboratory says truthfully what was wrong and what a retest gave, and the quality
 * office looks at it; the versions stay as they were. Source: henan-2025.lab.9#07, which states no limit: all are proposals.
 */
import type { FieldDefinition, LoopDefinition } from '@fujie/core/loops';
import { CORRECTION_CAUSES } from '@fujie/core/laboratory';

import { done, local } from '../loop-writer.ts';
import { LABORATORY, QUALITY_OFFICE } from '../owners.ts';

const CLAUSE = 'henan-2025.lab.9#07';

const FIELDS = {
  report: { zh: '报告', en: 'Report', kind: 'text' },
  before: { zh: '原报告', en: 'As it was issued', kind: 'long-text' },
  after: { zh: '更正后', en: 'As it stands', kind: 'long-text' },
  changedAt: { zh: '变更时间', en: 'Changed', kind: 'instant' },
  causeKind: { zh: '原因类别', en: 'Kind of cause', kind: 'choice', options: CORRECTION_CAUSES },
  cause: { zh: '原因', en: 'What was wrong', kind: 'long-text' },
  retestedAt: { zh: '复检时间', en: 'Retested at', kind: 'instant' },
  retestedBy: { zh: '复检者', en: 'Retested by', kind: 'text' },
  retest: { zh: '复检数据', en: 'What the retest gave', kind: 'long-text' },
  reason: { zh: '理由', en: 'Reason', kind: 'long-text' },
} as const satisfies Record<string, FieldDefinition>;

export const reportCorrection: LoopDefinition = {
  id: 'report/correction',
  title: { zh: '更正报告的原因与复检', en: 'Why a report was corrected, and its retest' },
  clauses: [CLAUSE],
  arises: { zh: '已签发报告的结果被更正或撤回', en: 'A result of an issued report is corrected or withdrawn' },
  about: '/report-changes',
  harm: 3,
  parameters: {
    explain: local('写明原因与复检时限', 'To be explained within', 2, 'workday'),
    review: local('审核时限', 'To be reviewed within', 3, 'workday'),
    fresh: local('只及于几日内签发的更正', 'Corrections that were issued within so many days', 7, 'count'),
  },
  fields: FIELDS,
  stages: [
    {
      ...{ id: 'explain', zh: '写明原因与复检', en: 'Say why, and what a retest gave', clauses: [CLAUSE], after: [] },
      ...{ owner: LABORATORY, limit: { parameter: 'explain' } },
      outcomes: {
        retested: done('已复检', 'Retested', ['causeKind', 'cause', 'retestedAt', 'retestedBy', 'retest']),
        'not-retested': done('无须复检', 'No retest was needed', ['causeKind', 'cause', 'reason']),
      },
    },
    {
      ...{ id: 'review', zh: '审核', en: 'Review', clauses: [CLAUSE], after: ['explain'], notBy: ['explain'] },
      ...{ owner: QUALITY_OFFICE, limit: { parameter: 'review' } },
      outcomes: {
        accepted: done('属实', 'It is so', [], ['reason']),
        returned: { ...done('退回补充', 'Sent back: more is needed', ['reason']), again: ['explain'] },
      },
    },
  ],
  escalation: [
    { percent: 80, to: LABORATORY },
    { percent: 100, to: QUALITY_OFFICE },
  ],
  waivers: {
    roles: ['quality-office'],
    reasons: { resent: { zh: '内容未变，仅重复报送', en: 'Sent again, with nothing changed in it' } },
  },
  reopening: ['quality-office'],
};
