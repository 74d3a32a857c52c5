/** Blind samples 飞行盲样 hidden among ordinary ones, over `/api/v1/laboratory/blind-samples`: for the centre alone. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { EqaCriterion } from './eqa.ts';
import { Day, literals, Measured, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60, pattern: SEEN });
const Note = Type.String({ minLength: 2, maxLength: 500, pattern: SEEN });
const Accepted = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 20 });

/** `POST …`: hides one. */
export const BlindSampleEntry = Type.Object(
  {
    code: Code,
    institution: Code,
    /** Record number under which it is registered there as an ordinary patient. */
    mrn: Code,
    /** Name under which it is registered there: results of another person under this number are none of it. */
    name: Code,
    handedOn: Day,
    targets: Type.Array(
      Type.Object(
        { item: Code, criterion: EqaCriterion, value: Type.Optional(Measured), accepted: Type.Optional(Accepted) },
        closed,
      ),
      { minItems: 1, maxItems: 60 },
    ),
  },
  closed,
);
export type BlindSampleEntry = Static<typeof BlindSampleEntry>;

/** `POST …/{id}/reveal`: what figures cannot judge is decided with a reason. */
export const BlindRevealEntry = Type.Object(
  {
    decisions: Type.Optional(
      Type.Array(Type.Object({ item: Code, outcome: literals('PASS', 'FAIL'), reason: Note }, closed), {
        maxItems: 60,
      }),
    ),
  },
  closed,
);
export type BlindRevealEntry = Static<typeof BlindRevealEntry>;

/** `POST …/{id}/withdrawal` */
export const BlindWithdrawalEntry = Type.Object({ reason: Note }, closed);
export type BlindWithdrawalEntry = Static<typeof BlindWithdrawalEntry>;

/** An item with what was reported of it, so far or when it was revealed. */
export const BlindComparison = Type.Object(
  {
    item: NamedCode,
    criterion: EqaCriterion,
    value: nullable(Type.Number()),
    accepted: nullable(Type.Array(Type.String())),
    unit: nullable(Type.String()),
    reported: nullable(Type.String()),
    reportedAt: nullable(Timestamp),
    measuredOn: nullable(Day),
    reportNo: nullable(Type.String()),
    low: nullable(Type.Number()),
    high: nullable(Type.Number()),
    biasPercent: nullable(Type.Number()),
    /** `none`: withdrawn before it was reported. */
    verdict: literals('waiting', 'none', 'acceptable', 'unacceptable', 'review'),
    /** Why a person decided so. */
    reason: nullable(Type.String()),
  },
  closed,
);
export type BlindComparison = Static<typeof BlindComparison>;

export const BlindSample = Type.Object(
  {
    id: Type.Integer(),
    code: Type.String(),
    institution: NamedCode,
    handedOn: Day,
    hiddenBy: Type.String(),
    state: literals('hidden', 'reported', 'revealed', 'withdrawn'),
    /** Its number is that of somebody of another name, whose results nobody reads here: it is withdrawn. */
    isAnothers: Type.Boolean(),
    endedAt: nullable(Timestamp),
    endedBy: nullable(Type.String()),
    reason: nullable(Type.String()),
    items: Type.Array(BlindComparison),
  },
  closed,
);
export type BlindSample = Static<typeof BlindSample>;

export const BlindSamplesResponse = Type.Object({ samples: Type.Array(BlindSample) }, closed);
export type BlindSamplesResponse = Static<typeof BlindSamplesResponse>;
