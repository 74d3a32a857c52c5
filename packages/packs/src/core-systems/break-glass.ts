/**
 * A look without the ordinary ground 紧急调阅 falls due for its review: the quality office judges it on its page, and the head of the hospital is
 * told of one that nobody judged. Source: core-systems.18#02.
 */
import type { LoopDefinition } from '@fujie/core/loops';

import { done } from '../loop-writer.ts';
import { HOSPITAL_HEAD, QUALITY_OFFICE } from '../owners.ts';

const CLAUSES = ['core-systems.18#02'];
const PAGE = '/break-glass';

export const breakGlassReview: LoopDefinition = {
  id: 'access/break-glass',
  title: { zh: '紧急调阅复核', en: 'Review of a broken glass' },
  clauses: CLAUSES,
  arises: { zh: '医师无日常依据调阅患者资料', en: 'A physician looked at a patient without the ordinary ground' },
  about: PAGE,
  harm: 3,
  parameters: {},
  fields: { note: { zh: '复核意见', en: 'What was found', kind: 'long-text' } },
  stages: [
    {
      id: 'review',
      zh: '复核',
      en: 'Review',
      clauses: CLAUSES,
      after: [],
      limit: { fact: 'dueOn' },
      owner: QUALITY_OFFICE,
      outcomes: {
        justified: { ...done('合理', 'Justified', ['note']), page: PAGE },
        'not-justified': { ...done('不合理', 'Not justified', ['note']), page: PAGE },
      },
    },
  ],
  escalation: [
    { percent: 80, to: QUALITY_OFFICE },
    { percent: 100, to: HOSPITAL_HEAD },
  ],
  waivers: { roles: [], reasons: {} },
  reopening: [],
};
