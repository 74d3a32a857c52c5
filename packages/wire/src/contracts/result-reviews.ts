/** Results under review 受影响结果评估: what a recalled lot or a rejected run may have affected, decided on one by one. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;

/** How a result stands: what was corrected or withdrawn since, records say and nobody's word. */
const Standing = literals('open', 'as-is', 'corrected', 'withdrawn');

export const ReviewCounts = Type.Object(
  {
    results: Type.Integer(),
    open: Type.Integer(),
    asIs: Type.Integer(),
    corrected: Type.Integer(),
    withdrawn: Type.Integer(),
  },
  closed,
);
export type ReviewCounts = Static<typeof ReviewCounts>;

const Result = Type.Object(
  {
    id: Type.String(),
    report: nullable(Type.String()),
    item: NamedCode,
    value: nullable(Type.String({ description: 'For who reviews it at its own institution; others see none' })),
    unit: nullable(Type.String()),
    reportedAt: nullable(Timestamp),
    device: nullable(Type.String({ description: 'The instrument that it names' })),
    isNamed: Type.Boolean({
      description: 'It names the lot or the instrument; otherwise it is listed for its item and time alone',
    }),
    standing: Standing,
    reason: nullable(Type.String({ description: 'Why it is released as is' })),
    by: nullable(Type.String()),
    at: nullable(Timestamp),
  },
  closed,
);
export type ReviewedResult = Static<typeof Result>;

export const PageNumber = Type.String({ pattern: '^[1-9]\\d{0,4}$' });

/** A page of a review, what is open first. */
export const reviewPage = { page: Type.Integer(), pageSize: Type.Integer(), results: Type.Array(Result) };

/** Results that stay as they are, by their ids; without them all that are open. */
export const reviewDecision = {
  results: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 500 })),
  reason: Type.String({ minLength: 1, maxLength: 500, pattern: SEEN }),
};
