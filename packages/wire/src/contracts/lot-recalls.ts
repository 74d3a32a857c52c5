/** Recalls of lots 试剂批号召回: what was recalled and why, and every result that it may have affected, decided on one by one. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { PageNumber, ReviewCounts, reviewDecision, reviewPage } from './result-reviews.ts';
import { Day, literals, NamedCode, nullable } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Text = Type.String({ minLength: 1, maxLength: 500, pattern: SEEN });

const ofLot = { product: Code, lot: Code };

const Recall = Type.Object(
  {
    ...ofLot,
    nameZh: Type.String(),
    kind: nullable(literals('reagent', 'calibrator', 'consumable')),
    ...{ notice: Type.String(), reason: Type.String(), noticedOn: Day, usedFrom: Day, usedTo: nullable(Day) },
    systems: Type.Integer({ description: 'Test systems that use it today all the same' }),
    loop: nullable(Type.Object({ id: Type.Integer(), status: Type.String() }, closed)),
    counts: ReviewCounts,
  },
  closed,
);
export type LotRecall = Static<typeof Recall>;

/** `GET …/resources/recalls`: of one institution, page by page, the latest first. */
export const LotRecallsQuery = Type.Object(
  {
    institution: Type.Optional(Code),
    page: Type.Optional(PageNumber),
    lot: Type.Optional(
      Type.String({ maxLength: 200, description: 'What the lots to choose from hold in name, product and lot' }),
    ),
  },
  closed,
);
export type LotRecallsQuery = Static<typeof LotRecallsQuery>;
export const LotRecallsResponse = Type.Object(
  {
    institution: NamedCode,
    ...{ total: Type.Integer(), page: Type.Integer(), pageSize: Type.Integer() },
    recalls: Type.Array(Recall),
    lots: Type.Array(
      Type.Object(
        {
          ...ofLot,
          nameZh: Type.String(),
          /** The first day on which a test system used it. */
          usedFrom: nullable(Day),
        },
        closed,
      ),
      {
        description:
          'Lots of the register that may be recalled: not recalled yet, the latest received first, as many as are looked through',
      },
    ),
  },
  closed,
);
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

export const LotRecalled = Type.Object({ counts: ReviewCounts }, closed);
export type LotRecalled = Static<typeof LotRecalled>;

/** `GET …/resources/recalls/results`: page by page, what is open first. */
export const RecallResultsQuery = Type.Object(
  { institution: Type.Optional(Code), ...ofLot, page: Type.Optional(PageNumber) },
  closed,
);
export type RecallResultsQuery = Static<typeof RecallResultsQuery>;

export const RecallResultsResponse = Type.Object(
  {
    institution: NamedCode,
    recall: Recall,
    waiting: Type.Array(Type.String(), { description: 'Stages of its loop that are waited for' }),
    ...reviewPage,
  },
  closed,
);
export type RecallResultsResponse = Static<typeof RecallResultsResponse>;

/** `POST …/resources/recalls/decisions`: results that stay as they are, by their ids; without them all that are open. */
export const RecallDecision = Type.Object({ ...ofLot, ...reviewDecision }, closed);
export type RecallDecision = Static<typeof RecallDecision>;

/** `POST …/resources/recalls/review`: every result is decided on. */
export const RecallReview = Type.Object(ofLot, closed);
export type RecallReview = Static<typeof RecallReview>;
