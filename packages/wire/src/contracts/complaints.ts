/** Complaints 监督举报: sent without an account, followed by a code, handled by the authority of the region. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });

export const COMPLAINT_CHANNELS = ['page', 'telephone', 'letter'] as const;

/** `GET /api/v1/public/complaints/form`: what the form offers. */
export const ComplaintFormResponse = Type.Object(
  {
    categories: Type.Array(Type.Object({ code: Type.String(), title: Bilingual }, closed)),
    answerWorkdays: nullable(
      Type.Number({ description: 'Null: no document here declares how complaints are handled' }),
    ),
    channels: Type.Array(
      Type.Object(
        {
          region: NamedCode,
          institution: nullable(NamedCode),
          department: Type.String(),
          person: Type.String(),
          title: Type.String(),
          phone: Type.String(),
          email: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ComplaintFormResponse = Static<typeof ComplaintFormResponse>;

/** `POST /api/v1/public/complaints`. Name and contact may stay empty: then only the code leads to the answer. */
export const ComplaintRequest = Type.Object(
  {
    key: Type.Optional(
      Type.String({
        pattern: '^[\\w-]{22,80}$',
        description: 'Drawn at random by the sender: what is sent twice is taken once, and gives the same code',
      }),
    ),
    institution: Type.String({ minLength: 1, maxLength: 40 }),
    category: Type.String({ maxLength: 40 }),
    content: Text(4000),
    name: Type.Optional(Text(60)),
    contact: Type.Optional(Text(120)),
  },
  closed,
);
export type ComplaintRequest = Static<typeof ComplaintRequest>;

/** `POST /api/v1/complaints`: entered by the authority for somebody who called or wrote. */
export const ComplaintEntry = Type.Object(
  { ...ComplaintRequest.properties, channel: literals('telephone', 'letter') },
  closed,
);
export type ComplaintEntry = Static<typeof ComplaintEntry>;

export const ComplaintReceived = Type.Object(
  {
    code: Type.String({
      description: 'Leads to the answer; kept nowhere, shown again only to who sends the same under the same key',
    }),
    receivedAt: Timestamp,
    answerBy: nullable(Timestamp),
  },
  closed,
);
export type ComplaintReceived = Static<typeof ComplaintReceived>;

const Code = Type.String({ pattern: '^[0-9A-Za-z]{4}(-[0-9A-Za-z]{4}){4}$' });

/** `POST /api/v1/public/complaints/status`: the code stands in the body, so that no address holds it. */
export const ComplaintFollow = Type.Object({ code: Code }, closed);
export type ComplaintFollow = Static<typeof ComplaintFollow>;

export const ComplaintRating = Type.Object(
  { code: Code, satisfied: Type.Boolean(), note: Type.Optional(Type.String({ maxLength: 2000 })) },
  closed,
);
export type ComplaintRating = Static<typeof ComplaintRating>;

export const ComplaintStatus = Type.Object(
  {
    receivedAt: Timestamp,
    institution: NamedCode,
    category: Bilingual,
    stage: Bilingual,
    answerBy: nullable(Timestamp),
    isLate: Type.Boolean(),
    answer: nullable(Type.Object({ at: Timestamp, text: Type.String() }, closed)),
    mayRate: Type.Boolean(),
    rating: nullable(literals('satisfied', 'dissatisfied')),
  },
  closed,
);
export type ComplaintStatus = Static<typeof ComplaintStatus>;

const Filter = {
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  institution: Type.Optional(Type.String({ maxLength: 40 })),
};

/** Numbers of complaints, each of which opens to those that it counts. */
export const COMPLAINT_MEASURES = ['answered', 'inTime', 'overdue', 'founded', 'satisfied', 'dissatisfied'] as const;

/** `GET /api/v1/complaints`: the ledger of the region, newest first; with `counted` those behind a number. */
export const ComplaintsQuery = Type.Object(
  {
    ...Filter,
    state: Type.Optional(literals('open', 'closed', 'late')),
    counted: Type.Optional(literals(...COMPLAINT_MEASURES)),
    before: Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })),
  },
  closed,
);
export type ComplaintsQuery = Static<typeof ComplaintsQuery>;

export const ComplaintView = Type.Object(
  {
    id: Type.Integer(),
    loop: Type.Integer(),
    channel: literals(...COMPLAINT_CHANNELS),
    institution: NamedCode,
    category: Bilingual,
    section: nullable(Bilingual),
    content: Type.String(),
    name: nullable(Type.String()),
    contact: nullable(Type.String()),
    receivedAt: Timestamp,
    status: literals('open', 'closed', 'waived', 'void'),
    waiting: Type.Array(Bilingual),
    dueAt: nullable(Timestamp),
    answeredAt: nullable(Timestamp),
    isLate: Type.Boolean(),
    rating: nullable(literals('satisfied', 'dissatisfied')),
  },
  closed,
);
export type ComplaintView = Static<typeof ComplaintView>;

export const ComplaintsResponse = Type.Object(
  {
    complaints: Type.Array(ComplaintView),
    more: Type.Boolean({ description: 'Older ones follow: ask for those `before` the last' }),
  },
  closed,
);
export type ComplaintsResponse = Static<typeof ComplaintsResponse>;

/** `GET /api/v1/complaints/statistics`. */
export const ComplaintStatisticsQuery = Type.Object(Filter, closed);
export type ComplaintStatisticsQuery = Static<typeof ComplaintStatisticsQuery>;

const Counts = {
  received: Type.Integer(),
  answered: Type.Integer(),
  inTime: Type.Integer({ description: 'Answered within the limit' }),
  overdue: Type.Integer({ description: 'Not answered, and the limit is over' }),
  founded: Type.Integer(),
  satisfied: Type.Integer(),
  rated: Type.Integer(),
  medianDays: nullable(Type.Number({ description: 'Calendar days from receipt to answer' })),
};

export const OwnComplaintsQuery = Type.Object({ from: Filter.from, to: Filter.to }, closed);
export type OwnComplaintsQuery = Static<typeof OwnComplaintsQuery>;

/** `GET /api/v1/complaints/own`: of the own institution how many there were and how fast they were answered, nothing of what was said. */
export const OwnComplaintsResponse = Type.Object({ open: Type.Integer(), ...Counts }, closed);
export type OwnComplaintsResponse = Static<typeof OwnComplaintsResponse>;

export const ComplaintStatisticsResponse = Type.Object(
  {
    total: Type.Object(Counts, closed),
    byInstitution: Type.Array(Type.Object({ institution: NamedCode, ...Counts }, closed)),
    byCategory: Type.Array(Type.Object({ category: Bilingual, code: Type.String(), ...Counts }, closed)),
  },
  closed,
);
export type ComplaintStatisticsResponse = Static<typeof ComplaintStatisticsResponse>;
