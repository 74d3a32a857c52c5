/** Recalls of lots 试剂批号召回: what was recalled and why, and every result that it may have affected, decided on one by one. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Text = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });

const ofLot = { product: Code, lot: Code };

/** How a result stands: what was corrected or withdrawn since, records say and nobody's word. */
const Standing = literals('open', 'as-is', 'corrected', 'withdrawn');

const Counts = Type.Object(
  {
    results: Type.Integer(),
    open: Type.Integer(),
    asIs: Type.Integer(),
    corrected: Type.Integer(),
    withdrawn: Type.Integer(),
  },
  closed,
);
export type RecallCounts = Static<typeof Counts>;

const Recall = Type.Object(
  {
    ...ofLot,
    nameZh: Type.String(),
    kind: nullable(literals('reagent', 'calibrator', 'consumable')),
    ...{ notice: Type.String(), reason: Type.String(), noticedOn: Day, usedFrom: Day, usedTo: nullable(Day) },
    systems: Type.Integer({ description: 'Test systems that use it today all the same' }),
    loop: nullable(Type.Object({ id: Type.Integer(), status: Type.String() }, closed)),
    counts: Counts,
  },
  closed,
);
export type LotRecall = Static<typeof Recall>;

/** `GET …/resources/recalls`: of one institution, the latest first. */
export const LotRecallsQuery = Type.Object({ institution: Type.Optional(Code) }, closed);
export type LotRecallsQuery = Static<typeof LotRecallsQuery>;
export const LotRecallsResponse = Type.Object({ institution: NamedCode, recalls: Type.Array(Recall) }, closed);
export type LotRecallsResponse = Static<typeof LotRecallsResponse>;

/** `POST …/resources/recalls`: a recall, or what its notice says now; what was on record stays as a version. */
export const LotRecallEntry = Type.Object(
  {
    ...ofLot,
    ...{ notice: Text, reason: Text, noticedOn: Day, usedFrom: Day },
    usedTo: Type.Optional(Day),
  },
  closed,
);
export type LotRecallEntry = Static<typeof LotRecallEntry>;

export const LotRecalled = Type.Object({ counts: Counts }, closed);
export type LotRecalled = Static<typeof LotRecalled>;

/** `GET …/resources/recalls/results`: what is open first, 500 at most. */
export const RecallResultsQuery = Type.Object({ institution: Type.Optional(Code), ...ofLot }, closed);
export type RecallResultsQuery = Static<typeof RecallResultsQuery>;

export const RecallResultsResponse = Type.Object(
  {
    institution: NamedCode,
    recall: Recall,
    waiting: Type.Array(Type.String(), { description: 'Stages of its loop that are waited for' }),
    results: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          report: nullable(Type.String()),
          item: NamedCode,
          reportedAt: nullable(Timestamp),
          isNamed: Type.Boolean({ description: 'It names the lot; otherwise its system used the lot at the time' }),
          standing: Standing,
          reason: nullable(Type.String({ description: 'Why it is released as is' })),
          by: nullable(Type.String()),
          at: nullable(Timestamp),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type RecallResultsResponse = Static<typeof RecallResultsResponse>;

/** `POST …/resources/recalls/decisions`: results that stay as they are, by their ids; without them all that are open. */
export const RecallDecision = Type.Object(
  { ...ofLot, results: Type.Optional(Type.Array(Code, { minItems: 1, maxItems: 500 })), reason: Text },
  closed,
);
export type RecallDecision = Static<typeof RecallDecision>;

/** `POST …/resources/recalls/review`: every result is decided on. */
export const RecallReview = Type.Object(ofLot, closed);
export type RecallReview = Static<typeof RecallReview>;
