/** Audit 审计: what is recorded, and how the audit administrator asks for it. Source: henan-2025.mq.19#03, #07. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from './audit-actions.ts';
import { Day, literals, nullable, PersonHandle, Timestamp } from './shared.ts';

/** `GET /api/v1/audit/events`: entries of some days, newest first. */
export const AuditQuery = Type.Object(
  {
    id: Type.Optional(
      Type.String({ pattern: '^\\d{1,15}$', description: 'One entry by its number, as exports and papers carry it' }),
    ),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    actor: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    person: Type.Optional(PersonHandle),
    action: Type.Optional(literals(...AUDIT_ACTIONS)),
    outcome: Type.Optional(literals(...AUDIT_OUTCOMES)),
    institution: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    after: Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: '`next` of the page before' })),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditEntryView = Type.Object(
  {
    id: Type.Integer(),
    at: Timestamp,
    actor: Type.String(),
    role: Type.String(),
    institution: nullable(Type.String()),
    institutionName: nullable(Type.String()),
    department: nullable(Type.String()),
    action: Type.String(),
    outcome: literals(...AUDIT_OUTCOMES),
    purpose: nullable(Type.String({ description: 'Null: recorded before purposes were' })),
    person: nullable(PersonHandle),
    subject: nullable(Type.String()),
    origin: nullable(literals('session', 'token', 'certificate', 'cli', 'job', 'none')),
    address: nullable(Type.String()),
    credential: nullable(Type.String({ description: 'Tells sessions and tokens apart; opens nothing' })),
    counts: Type.Record(Type.String(), Type.Number(), { description: 'What of it is a number, such as `results`' }),
    chained: Type.Boolean(),
    lane: Type.String(),
    seq: Type.Integer(),
  },
  { additionalProperties: false },
);
export type AuditEntryView = Static<typeof AuditEntryView>;

export const AuditResponse = Type.Object(
  { entries: Type.Array(AuditEntryView), next: nullable(Type.String()) },
  { additionalProperties: false },
);
export type AuditResponse = Static<typeof AuditResponse>;

/** One thing that is not as it was written. */
export const AuditFinding = Type.Object(
  {
    kind: literals(
      'changed',
      'missing',
      'inserted',
      'tail-missing',
      'chain-missing',
      'chain-inserted',
      'anchor-missing',
      'anchor-changed',
      'anchor-signature',
      'not-chained',
    ),
    institution: nullable(Type.String()),
    day: nullable(Day),
    lane: nullable(Type.String()),
    seq: nullable(Type.Integer()),
    id: nullable(Type.Integer()),
    anchor: nullable(Type.Integer()),
    message: Type.String(),
    messageZh: Type.String(),
  },
  { additionalProperties: false },
);
export type AuditFinding = Static<typeof AuditFinding>;

/** What a verification 校验 looked at and found. */
export const AuditVerification = Type.Object(
  {
    from: nullable(Day),
    to: nullable(Day),
    rows: Type.Integer(),
    chains: Type.Integer(),
    anchors: Type.Integer(),
    unchained: Type.Integer({ description: 'Entries from before the chain, which nothing vouches for' }),
    found: Type.Integer(),
    findings: Type.Array(AuditFinding, { description: 'The first of them' }),
  },
  { additionalProperties: false },
);
export type AuditVerification = Static<typeof AuditVerification>;

/** `POST /api/v1/audit/verifications` */
export const AuditVerifyRequest = Type.Object({ day: Day }, { additionalProperties: false });
export type AuditVerifyRequest = Static<typeof AuditVerifyRequest>;

/** `GET /api/v1/audit/state`: how far the chains are vouched for. */
export const AuditState = Type.Object(
  {
    lastAnchor: nullable(
      Type.Object({ no: Type.Integer(), at: Timestamp, day: Day, closed: Type.Boolean(), chains: Type.Integer() }),
    ),
    lastClosed: nullable(Day),
    lastVerification: nullable(
      Type.Object({ at: Timestamp, by: Type.String(), from: nullable(Day), to: nullable(Day), found: Type.Integer() }),
    ),
    keptMonths: Type.Integer(),
  },
  { additionalProperties: false },
);
export type AuditState = Static<typeof AuditState>;
