/** How laboratories ask to take part in rounds of EQA 室间质评报名, and how organisers answer. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { EqaRound, Text } from './eqa-parts.ts';
import { literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Note = Type.String({ minLength: 2, maxLength: 500, pattern: SEEN });
const Given = Type.Optional(nullable(Type.String({ maxLength: 80 })));
const Line = (maxLength: number) => Type.String({ minLength: 2, maxLength, pattern: SEEN });

/** `POST …/rounds/:id/requests`: with what a laboratory asks to take part, and where samples are sent. */
export const EqaRequestEntry = Type.Object(
  {
    items: Type.Array(Code, { minItems: 1, maxItems: 200, uniqueItems: true }),
    means: Type.Optional(
      Type.Array(Type.Object({ item: Code, method: Given, instrument: Given }, closed), { maxItems: 200 }),
    ),
    contact: Line(60),
    phone: Type.String({ minLength: 5, maxLength: 30, pattern: '^[0-9+() -]+$' }),
    address: Line(200),
    note: Type.Optional(Note),
  },
  closed,
);
export type EqaRequestEntry = Static<typeof EqaRequestEntry>;

/** `POST …/requests/:id/answer`: a refusal says why. */
export const EqaRequestAnswer = Type.Object(
  { outcome: literals('accepted', 'refused'), reason: Type.Optional(Note) },
  closed,
);
export type EqaRequestAnswer = Static<typeof EqaRequestAnswer>;

const Means = Type.Object({ item: Type.String(), method: Text, instrument: Text }, closed);

/** What a laboratory asked for, and how it stands. */
export const EqaRequest = Type.Object(
  {
    id: Type.Integer(),
    state: literals('waiting', 'accepted', 'refused', 'withdrawn'),
    items: Type.Array(Type.String()),
    means: Type.Array(Means),
    ...{ contact: Type.String(), phone: Type.String(), address: Type.String(), note: Text },
    ...{ by: Type.String(), at: Timestamp },
    reason: nullable(Type.String({ description: 'Why it was refused or withdrawn' })),
    answeredAt: nullable(Timestamp),
  },
  closed,
);
export type EqaRequest = Static<typeof EqaRequest>;

export const EqaWindow = Type.Object({ opensAt: Timestamp, closesAt: Timestamp }, closed);

/** `GET …/enrolment`: rounds that are offered to a laboratory, and what it asked of their organisers. */
export const EqaOffersResponse = Type.Object(
  {
    now: Timestamp,
    institution: nullable(NamedCode),
    offers: Type.Array(
      Type.Object(
        {
          round: EqaRound,
          window: EqaWindow,
          state: literals('not yet', 'open', 'closed'),
          isEnrolled: Type.Boolean(),
          request: nullable(EqaRequest),
          mayWithdraw: Type.Boolean(),
          usual: Type.Array(Means, {
            description: 'With what the laboratory measures each item, as its registers say',
          }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type EqaOffersResponse = Static<typeof EqaOffersResponse>;
