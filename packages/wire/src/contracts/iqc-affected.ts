/** What a rejected run may have affected 失控影响的患者结果: results of its item since the last run in control, decided on one by one. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { PageNumber, ReviewCounts, reviewDecision, reviewPage } from './result-reviews.ts';
import { NamedCode, nullable, recordNumber, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;

/** `GET …/iqc/affected`: of one event, by the number of its loop. */
export const IqcAffectedQuery = Type.Object(
  { loop: Type.String({ pattern: '^\\d{1,12}$' }), page: Type.Optional(PageNumber) },
  closed,
);
export type IqcAffectedQuery = Static<typeof IqcAffectedQuery>;

export const IqcAffectedResponse = Type.Object(
  {
    institution: NamedCode,
    loop: Type.Object({ id: Type.Integer(), status: Type.String() }, closed),
    system: Type.String(),
    item: NamedCode,
    instrument: Type.String(),
    since: nullable(Type.String({ description: 'The last run in control; null: none is known, 30 days are listed' })),
    rejectedAt: Timestamp,
    until: nullable(Timestamp),
    mayDecide: Type.Boolean({ description: 'Its results are still to be decided on' }),
    isEarlier: Type.Boolean({ description: 'It was assessed by a text before results were listed' }),
    counts: ReviewCounts,
    ...reviewPage,
  },
  closed,
);
export type IqcAffectedResponse = Static<typeof IqcAffectedResponse>;

/** `POST …/iqc/affected/decisions`. */
export const IqcAffectedDecision = Type.Object({ loop: recordNumber(), ...reviewDecision }, closed);
export type IqcAffectedDecision = Static<typeof IqcAffectedDecision>;

export const IqcAffectedDecided = Type.Object({ counts: ReviewCounts }, closed);
export type IqcAffectedDecided = Static<typeof IqcAffectedDecided>;
