/** Comments on repeats 点评: the sample of a month, what was said of each, and counts by department. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$' });

export const OrderCommentsQuery = Type.Object({ month: Type.Optional(Month) }, closed);
export type OrderCommentsQuery = Static<typeof OrderCommentsQuery>;

export const CommentedCase = Type.Object(
  {
    loop: Type.Integer(),
    decision: Type.String(),
    stratum: literals('code-6', 'repeat', 'overlooked'),
    item: Bilingual,
    department: nullable(NamedCode),
    practitioner: Type.String(),
    actedAt: Timestamp,
    code: nullable(Type.Integer()),
    judgement: nullable(literals('justified', 'unjustified')),
    answer: nullable(literals('confirmed', 'contested')),
    decided: nullable(literals('upheld', 'revised')),
    isOpen: Type.Boolean(),
  },
  closed,
);
export type CommentedCase = Static<typeof CommentedCase>;

const Counts = {
  drawn: Type.Integer(),
  commented: Type.Integer(),
  justified: Type.Integer({ description: 'By the comment, or revised to it' }),
  unjustified: Type.Integer(),
  contested: Type.Integer(),
};

/** `GET /api/v1/order-comments`: of one department for its head, of the institution for its office. */
export const OrderCommentsResponse = Type.Object(
  {
    months: Type.Array(Month),
    lastMonth: Type.Object(
      { month: Month, candidates: Type.Integer({ description: 'Acts of it from which a sample is, or was, drawn' }) },
      closed,
    ),
    sample: nullable(
      Type.Object(
        {
          month: Month,
          drawnAt: Timestamp,
          candidates: Type.Integer(),
          seed: Type.String(),
          lists: Type.String({ description: 'SHA-256 of the lists from which it was drawn' }),
          isReproduced: Type.Boolean({ description: 'The seed draws the same again from what is on record' }),
        },
        closed,
      ),
    ),
    total: Type.Object(Counts, closed),
    departments: Type.Array(Type.Object({ department: nullable(NamedCode), ...Counts }, closed)),
    cases: Type.Array(CommentedCase),
  },
  closed,
);
export type OrderCommentsResponse = Static<typeof OrderCommentsResponse>;
