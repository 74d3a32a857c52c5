/** Dispatch meetings 调度会: when, who was present, who was named and why, what was decided and by whom it is done. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Day, literals, NamedCode, nullable, SentKey, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });
const MOST_POINTS = 60;
const Kind = literals('decision', 'naming');

const Point = Type.Object({ kind: Kind, unit: Text(64), text: Text(2000), dueOn: Day }, closed);

/** `POST /api/v1/dispatch-meetings`. */
export const DispatchMeetingRequest = Type.Object(
  {
    key: Type.Optional(SentKey),
    heldOn: Day,
    title: Text(200),
    present: Text(2000),
    minutes: Text(8000),
    points: Type.Array(Point, { maxItems: MOST_POINTS }),
  },
  closed,
);
export type DispatchMeetingRequest = Static<typeof DispatchMeetingRequest>;

export const DispatchMeetingView = Type.Object(
  {
    id: Type.Integer(),
    heldOn: Day,
    title: Type.String(),
    region: NamedCode,
    enteredAt: Timestamp,
    present: Type.String({ description: 'Empty for whoever is only asked or named' }),
    minutes: Type.String({ description: 'Empty for whoever is only asked or named' }),
    points: Type.Array(
      Type.Object(
        {
          number: Type.Integer(),
          kind: Kind,
          unit: NamedCode,
          text: Type.String(),
          dueOn: Day,
          loop: nullable(Type.Integer({ description: 'Null: of another unit, which was named' })),
          status: literals('open', 'overdue', 'closed', 'waived', 'void'),
        },
        closed,
      ),
      { description: 'Namings, and what is asked of the reader; everything for the authority' },
    ),
  },
  closed,
);
export type DispatchMeetingView = Static<typeof DispatchMeetingView>;

/** `GET /api/v1/dispatch-meetings`: the newest first, and the units that may be asked. */
export const DispatchMeetingsResponse = Type.Object(
  {
    meetings: Type.Array(DispatchMeetingView),
    units: Type.Array(Type.Object({ unit: Type.String(), name: NamedCode }, closed)),
    mayEnter: Type.Boolean(),
  },
  closed,
);
export type DispatchMeetingsResponse = Static<typeof DispatchMeetingsResponse>;
