/** Quarantine 隔离区: messages that were refused, as they came, with what is wrong; corrected and replayed, or dismissed. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { literals, nullable, PersonHandle, Timestamp } from './shared.ts';

const Spot = Type.Object(
  { code: Type.String(), path: Type.String(), message: Type.String(), messageZh: Type.String() },
  { additionalProperties: false },
);

const entry = {
  id: Type.Integer(),
  receivedAt: Timestamp,
  institution: nullable(Type.String()),
  sender: Type.String(),
  channel: Type.String(),
  contentType: nullable(Type.String()),
  size: nullable(Type.Integer({ description: 'Bytes of the message' })),
  problems: Type.Array(Spot),
  state: literals('open', 'replayed', 'dismissed'),
  closedAt: nullable(Timestamp),
  closedBy: nullable(Type.String()),
  closeNote: nullable(Type.String()),
};

/** `GET /api/v1/quarantine?state=&page=`: newest first, 50 on a page. */
export const QuarantineQuery = Type.Object(
  {
    state: Type.Optional(literals('open', 'replayed', 'dismissed')),
    page: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,5}$' })),
    pageSize: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,2}$' })),
  },
  { additionalProperties: false },
);
export type QuarantineQuery = Static<typeof QuarantineQuery>;

export const QuarantineEntryView = Type.Object(entry, { additionalProperties: false });
export type QuarantineEntryView = Static<typeof QuarantineEntryView>;

export const QuarantineListResponse = Type.Object(
  { total: Type.Integer(), entries: Type.Array(QuarantineEntryView) },
  { additionalProperties: false },
);
export type QuarantineListResponse = Static<typeof QuarantineListResponse>;

/** `GET /api/v1/quarantine/{id}`; `GET /api/v1/quarantine/{id}/raw` gives the bytes. */
export const QuarantineDetail = Type.Object(
  {
    ...entry,
    raw: nullable(Type.String({ description: 'The message as text; null when it is too long to be shown' })),
    isText: Type.Boolean({ description: 'False: the bytes are not UTF-8, and the text shows where' }),
    isWhole: Type.Boolean({ description: 'False: only the beginning of an oversized message was kept' }),
    digest: nullable(Type.String({ description: 'SHA-256 of the whole message, hexadecimal' })),
    corrected: nullable(Type.String({ description: 'The last correction, stored or refused in its turn' })),
    correctedProblems: nullable(Type.Array(Spot, { description: 'What was wrong when it was last replayed' })),
    request: nullable(
      Type.Object(
        {
          method: literals('POST', 'PUT'),
          address: Type.String({ description: 'Below `/fhir`' }),
          ifMatch: nullable(Type.String()),
          ifNoneExist: nullable(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type QuarantineDetail = Static<typeof QuarantineDetail>;

export const QuarantineParams = Type.Object(
  { id: Type.String({ pattern: '^[1-9]\\d{0,14}$' }) },
  { additionalProperties: false },
);
export type QuarantineParams = Static<typeof QuarantineParams>;

/** `POST /api/v1/quarantine/{id}/replay` */
export const ReplayRequest = Type.Object(
  {
    corrected: Type.Optional(
      Type.String({ minLength: 1, description: 'The message as it should have been; the original stays' }),
    ),
    ifMatch: Type.Optional(
      nullable(
        Type.String({
          pattern: '^(W/)?"?\\d+"?$',
          description: 'The version that is replaced, in place of the one that was sent; null: whatever it is',
        }),
      ),
    ),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type ReplayRequest = Static<typeof ReplayRequest>;

export const ReplayResponse = Type.Object(
  { accepted: Type.Boolean(), problems: Type.Array(Spot) },
  { additionalProperties: false },
);
export type ReplayResponse = Static<typeof ReplayResponse>;

/** `POST /api/v1/quarantine/{id}/dismiss` */
export const DismissRequest = Type.Object(
  { note: Type.String({ minLength: 2, maxLength: 500, pattern: SEEN, description: 'Why it is not to be stored' }) },
  { additionalProperties: false },
);
export type DismissRequest = Static<typeof DismissRequest>;

export const DismissResponse = Type.Object({ dismissed: Type.Literal(true) }, { additionalProperties: false });
export type DismissResponse = Static<typeof DismissResponse>;

/** `GET /api/v1/quarantine/person-reviews`: records of patients that were not linked with certainty 身份复核, newest first. */
export const PersonReviewsResponse = Type.Object(
  {
    reviews: Type.Array(
      Type.Object(
        {
          id: Type.Integer(),
          at: Timestamp,
          lastSeenAt: Timestamp,
          institution: Type.String(),
          patient: Type.String({ description: 'Id of the Patient resource' }),
          person: PersonHandle,
          otherPerson: nullable(PersonHandle),
          reason: literals(
            'same-number-other-person',
            'number-contradicts-record',
            'numbers-of-two-persons',
            'incomplete-record',
            'not-identified',
          ),
          fields: Type.Array(literals('name', 'birthOn', 'sex')),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type PersonReviewsResponse = Static<typeof PersonReviewsResponse>;
