/** The watch over keys and reading 异常使用监测: alerts with their evidence, how they are judged, and the list of well-known persons. */
import { SEEN } from '@fujie/core/kernel';
import { SEVERITIES, WATCH_RULES } from '@fujie/core/watch';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { AUDIT_OUTCOMES } from './audit-actions.ts';
import { Bilingual, Day, literals, NamedCode, nullable, PersonHandle, Timestamp } from './shared.ts';

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });

const WATCH_VERDICTS = ['confirmed', 'explained', 'false-alarm'] as const;

/** `GET /api/v1/watch/alerts`: newest first, what is still to judge before the rest. */
export const WatchQuery = Type.Object(
  {
    state: Type.Optional(literals('open', 'judged')),
    rule: Type.Optional(literals(...WATCH_RULES)),
  },
  { additionalProperties: false },
);
export type WatchQuery = Static<typeof WatchQuery>;

export const WatchAlertView = Type.Object(
  {
    id: Type.Integer(),
    rule: literals(...WATCH_RULES),
    severity: literals(...SEVERITIES),
    clause: Type.String(),
    account: Type.String(),
    holder: nullable(Type.String({ description: 'Name of whom the account is of' })),
    institution: nullable(NamedCode),
    at: Timestamp,
    foundAt: Timestamp,
    why: Bilingual,
    evidence: Type.Integer({ description: 'How many entries of the audit are evidence' }),
    review: nullable(
      Type.Object(
        { verdict: literals(...WATCH_VERDICTS), note: Type.String(), at: Timestamp, by: Type.String() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type WatchAlertView = Static<typeof WatchAlertView>;

/** How often a rule fired, and how that was judged. */
export const WatchRuleView = Type.Object(
  {
    rule: literals(...WATCH_RULES),
    name: Bilingual,
    clause: Type.String(),
    raised: Type.Integer(),
    open: Type.Integer(),
    confirmed: Type.Integer(),
    explained: Type.Integer(),
    falseAlarm: Type.Integer(),
  },
  { additionalProperties: false },
);
export type WatchRuleView = Static<typeof WatchRuleView>;

export const WatchResponse = Type.Object(
  {
    alerts: Type.Array(WatchAlertView),
    rules: Type.Array(WatchRuleView),
    watchedUntil: nullable(Timestamp),
  },
  { additionalProperties: false },
);
export type WatchResponse = Static<typeof WatchResponse>;

/** An entry of the audit as evidence 证据: who, when, what kind, from where; the person masked, nothing clinical. */
export const WatchEvidence = Type.Object(
  {
    id: Type.Integer(),
    at: Timestamp,
    account: Type.String(),
    action: Type.String(),
    outcome: literals(...AUDIT_OUTCOMES),
    institution: nullable(Type.String()),
    department: nullable(Type.String()),
    person: nullable(PersonHandle),
    nameMasked: nullable(Type.String()),
    address: nullable(Type.String()),
    credential: nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type WatchEvidence = Static<typeof WatchEvidence>;

/** `GET /api/v1/watch/alerts/{id}` */
export const WatchAlertResponse = Type.Object(
  { alert: WatchAlertView, evidence: Type.Array(WatchEvidence) },
  { additionalProperties: false },
);
export type WatchAlertResponse = Static<typeof WatchAlertResponse>;

/** `POST /api/v1/watch/alerts/{id}/review` */
export const WatchReview = Type.Object(
  { verdict: literals(...WATCH_VERDICTS), note: Text(1000) },
  { additionalProperties: false },
);
export type WatchReview = Static<typeof WatchReview>;

export const WatchedPersonView = Type.Object(
  {
    id: Type.Integer(),
    person: PersonHandle,
    nameMasked: Type.String(),
    from: Day,
    to: nullable(Day),
    standing: Type.Boolean({ description: 'On the list today' }),
    reason: Type.String(),
    recordedAt: Timestamp,
    recordedBy: Type.String(),
  },
  { additionalProperties: false },
);
export type WatchedPersonView = Static<typeof WatchedPersonView>;

/** `GET /api/v1/watch/persons`: the list of well-known persons, the ended ones included. */
export const WatchedPersonsResponse = Type.Object(
  { persons: Type.Array(WatchedPersonView) },
  { additionalProperties: false },
);
export type WatchedPersonsResponse = Static<typeof WatchedPersonsResponse>;

/** `POST /api/v1/watch/persons`: the number finds the person and is not kept. */
export const WatchedPersonRequest = Type.Object(
  {
    identifier: Type.String({ minLength: 1, maxLength: 64, description: 'Identity document, passport or health card' }),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    reason: Text(500),
  },
  { additionalProperties: false },
);
export type WatchedPersonRequest = Static<typeof WatchedPersonRequest>;

/** `POST /api/v1/watch/persons/{id}/lift`: from today on no longer on the list. */
export const WatchedPersonLift = Type.Object({ reason: Text(500) }, { additionalProperties: false });
export type WatchedPersonLift = Static<typeof WatchedPersonLift>;
