/** Broken glass, objections and consents, and what is revealed field by field. */
import { SEEN } from '@fujie/core/kernel';
import { BREAK_GLASS_CODES, SENSITIVE_CLASSES, WISH_SPEAKERS } from '@fujie/core/access';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Day, literals, NamedCode, nullable, PersonHandle, Timestamp } from './shared.ts';

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });

/** `POST /api/v1/persons/{person}/break-glass`: a look without the ordinary ground, for a limited time. */
export const BreakGlassRequest = Type.Object(
  { code: literals(...BREAK_GLASS_CODES), note: Text(1000) },
  { additionalProperties: false },
);
export type BreakGlassRequest = Static<typeof BreakGlassRequest>;

export const BreakGlassResponse = Type.Object(
  { id: Type.Integer(), until: Timestamp, reviewDue: Day },
  { additionalProperties: false },
);
export type BreakGlassResponse = Static<typeof BreakGlassResponse>;

const BREAK_GLASS_VERDICTS = ['justified', 'not-justified'] as const;

export const BreakGlassView = Type.Object(
  {
    id: Type.Integer(),
    nameMasked: Type.String(),
    practitioner: Type.String(),
    practitionerName: nullable(Type.String()),
    code: literals(...BREAK_GLASS_CODES),
    note: Type.String(),
    at: Timestamp,
    until: Timestamp,
    reviewDue: Day,
    overdue: Type.Boolean(),
    review: nullable(
      Type.Object(
        { verdict: literals(...BREAK_GLASS_VERDICTS), note: Type.String(), at: Timestamp, by: Type.String() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type BreakGlassView = Static<typeof BreakGlassView>;

/** `GET /api/v1/break-glass`: of the own institution, what is still to review first. */
export const BreakGlassListResponse = Type.Object(
  { entries: Type.Array(BreakGlassView), open: Type.Integer(), overdue: Type.Integer() },
  { additionalProperties: false },
);
export type BreakGlassListResponse = Static<typeof BreakGlassListResponse>;

/** `POST /api/v1/break-glass/{id}/review` */
export const BreakGlassReview = Type.Object(
  { verdict: literals(...BREAK_GLASS_VERDICTS), note: Text(1000) },
  { additionalProperties: false },
);
export type BreakGlassReview = Static<typeof BreakGlassReview>;

export const WishScopeFields = {
  scope: literals('all', 'institution', 'class'),
  institution: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  sensitiveClass: Type.Optional(literals(...SENSITIVE_CLASSES)),
};

/** `POST /api/v1/wishes`: an objection or consent, recorded on behalf of a patient of the own institution. */
export const WishRequest = Type.Object(
  {
    identifier: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Number of an identity document, health card, or the own patient number',
    }),
    kind: literals('objection', 'consent'),
    ...WishScopeFields,
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    speaker: literals(...WISH_SPEAKERS),
    guardianName: Type.Optional(Text(100)),
    guardianRelation: Type.Optional(Text(100)),
    reference: Type.String({ minLength: 1, maxLength: 200, pattern: SEEN, description: 'Number of the signed paper' }),
  },
  { additionalProperties: false },
);
export type WishRequest = Static<typeof WishRequest>;

export const WishView = Type.Object(
  {
    id: Type.Integer(),
    person: PersonHandle,
    nameMasked: Type.String(),
    kind: literals('objection', 'consent'),
    scope: literals('all', 'institution', 'class'),
    institution: nullable(NamedCode),
    sensitiveClass: nullable(literals(...SENSITIVE_CLASSES)),
    from: Day,
    to: nullable(Day),
    standing: Type.Boolean({ description: 'Holds today' }),
    speaker: literals(...WISH_SPEAKERS),
    guardianName: nullable(Type.String()),
    guardianRelation: nullable(Type.String()),
    channel: literals('paper', 'page'),
    reference: Type.String(),
    recordedAt: Timestamp,
    recordedBy: Type.String(),
  },
  { additionalProperties: false },
);
export type WishView = Static<typeof WishView>;

/** `POST /api/v1/wishes/search`: of one patient of the own institution, whoever recorded it. */
export const WishSearch = Type.Object(
  { identifier: Type.String({ minLength: 1, maxLength: 64 }) },
  { additionalProperties: false },
);
export type WishSearch = Static<typeof WishSearch>;

/** `GET /api/v1/wishes`: what the own institution recorded. */
export const WishesResponse = Type.Object({ wishes: Type.Array(WishView) }, { additionalProperties: false });
export type WishesResponse = Static<typeof WishesResponse>;

/** `POST /api/v1/wishes/{id}/lift`: from a day on it no longer holds. */
export const WishLift = Type.Object(
  { from: Type.Optional(Day), reference: Text(200) },
  { additionalProperties: false },
);
export type WishLift = Static<typeof WishLift>;

const REVEALED_FIELDS = ['name', 'identifier', 'phone'] as const;

/** `POST /api/v1/persons/{person}/reveal`: one field of a person unmasked; each is on record. */
export const RevealRequest = Type.Object({ field: literals(...REVEALED_FIELDS) }, { additionalProperties: false });
export type RevealRequest = Static<typeof RevealRequest>;

export const RevealResponse = Type.Object(
  { field: literals(...REVEALED_FIELDS), value: nullable(Type.String()) },
  { additionalProperties: false },
);
export type RevealResponse = Static<typeof RevealResponse>;
