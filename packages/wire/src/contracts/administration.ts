/** What administrators see and do 管理员: accounts, roles, sessions, systems, keys, and changes that a second one confirms. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { PEOPLE } from './roles.ts';
import { Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const Username = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$' });
const Code = Type.String({ minLength: 1, maxLength: 64 });
const Role = Type.Unsafe<(typeof PEOPLE)[number]>({ type: 'string', enum: PEOPLE });

export const AccountView = Type.Object(
  {
    username: Type.String(),
    name: Type.String(),
    role: nullable(Type.String()),
    roleFrom: nullable(Day),
    roleTo: nullable(Day),
    /** Whether the role holds today. */
    holds: Type.Boolean(),
    institution: nullable(NamedCode),
    department: nullable(NamedCode),
    practitioner: nullable(Type.String()),
    region: nullable(NamedCode),
    disabled: Type.Boolean(),
    isElsewhere: Type.Boolean(),
    mustChangePassword: Type.Boolean(),
    hasSecondFactor: Type.Boolean(),
    madeBy: nullable(Type.String()),
    madeAt: Timestamp,
    seenAt: nullable(Timestamp),
    sessions: Type.Integer(),
  },
  { additionalProperties: false },
);
export type AccountView = Static<typeof AccountView>;

export const AccountsResponse = Type.Object(
  { accounts: Type.Array(AccountView), isCut: Type.Boolean({ description: 'There are more: narrow the search' }) },
  { additionalProperties: false },
);
export type AccountsResponse = Static<typeof AccountsResponse>;

export const NewAccountRequest = Type.Object(
  {
    username: Username,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    isElsewhere: Type.Boolean({ description: 'No password: signs in at the issuer elsewhere only' }),
    subject: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: '`sub` there, when it is known' })),
  },
  { additionalProperties: false },
);
export type NewAccountRequest = Static<typeof NewAccountRequest>;

/** A password shown this once, to be replaced at the first sign-in; null: the account has none. */
export const OnePassword = Type.Object({ password: nullable(Type.String()) }, { additionalProperties: false });
export type OnePassword = Static<typeof OnePassword>;

export const Disabling = Type.Object({ disabled: Type.Boolean() }, { additionalProperties: false });
export type Disabling = Static<typeof Disabling>;

export const RoleGrant = Type.Object(
  {
    role: Role,
    institution: Type.Optional(Code),
    department: Type.Optional(Code),
    practitioner: Type.Optional(Code),
    region: Type.Optional(Code),
    from: Type.Optional(Day),
    /** The day before which it ends. */
    to: Type.Optional(Day),
  },
  { additionalProperties: false },
);
export type RoleGrant = Static<typeof RoleGrant>;

/** Whether a change was made, or waits for a second administrator. */
export const AdminChangeOutcome = Type.Object(
  { state: literals('done', 'waiting'), change: nullable(Type.Integer()) },
  { additionalProperties: false },
);
export type AdminChangeOutcome = Static<typeof AdminChangeOutcome>;

export const AdminChange = Type.Object(
  {
    id: Type.Integer(),
    kind: literals('role', 'system', 'peer'),
    subject: Type.String(),
    content: Type.Record(Type.String(), Type.Unknown()),
    askedBy: Type.String(),
    askedAt: Timestamp,
    verdict: nullable(literals('confirmed', 'refused')),
    decidedBy: nullable(Type.String()),
    decidedAt: nullable(Timestamp),
  },
  { additionalProperties: false },
);
export type AdminChange = Static<typeof AdminChange>;

export const AdminChangesResponse = Type.Object({ changes: Type.Array(AdminChange) }, { additionalProperties: false });
export type AdminChangesResponse = Static<typeof AdminChangesResponse>;

export const AdminChangeDecision = Type.Object(
  { verdict: literals('confirmed', 'refused') },
  { additionalProperties: false },
);
export type AdminChangeDecision = Static<typeof AdminChangeDecision>;

export const SessionsResponse = Type.Object(
  {
    sessions: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          username: Type.String(),
          name: Type.String(),
          role: nullable(Type.String()),
          institution: nullable(NamedCode),
          openedAt: Timestamp,
          seenAt: Timestamp,
          via: Type.String(),
          address: Type.String(),
          device: Type.String(),
        },
        { additionalProperties: false },
      ),
    ),
    isCut: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type SessionsResponse = Static<typeof SessionsResponse>;

const SystemKind = literals('read', 'write', 'recognition');
const Url = Type.String({ minLength: 8, maxLength: 500 });
const EhrServer = Type.Object(
  { url: Url, clientId: Type.String({ minLength: 1, maxLength: 200 }), signs: Type.Boolean() },
  { additionalProperties: false },
);

export const SystemRequest = Type.Object(
  {
    id: Username,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    institution: Code,
    kinds: Type.Array(SystemKind, { minItems: 1, uniqueItems: true }),
    jwks: Type.Optional(
      Type.Object(
        { keys: Type.Array(Type.Record(Type.String(), Type.Unknown()), { minItems: 1, maxItems: 10 }) },
        { additionalProperties: false },
      ),
    ),
    jwksUrl: Type.Optional(Url),
    issuer: nullable(Type.String({ minLength: 1, maxLength: 500 })),
    overlapDays: Type.Integer({ minimum: 0, maximum: 90, description: 'For so long the keys before are taken too' }),
    ehr: nullable(EhrServer),
  },
  { additionalProperties: false },
);
export type SystemRequest = Static<typeof SystemRequest>;

const SystemKey = Type.Object(
  { kid: Type.String(), algorithm: Type.String(), until: nullable(Timestamp) },
  { additionalProperties: false },
);

export const SystemsResponse = Type.Object(
  {
    systems: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          name: Type.String(),
          institution: NamedCode,
          kinds: Type.Array(SystemKind),
          keys: Type.Array(SystemKey),
          jwksUrl: nullable(Type.String()),
          keysAt: nullable(Timestamp),
          issuer: nullable(Type.String()),
          hasToken: Type.Boolean(),
          disabled: Type.Boolean(),
          lastUsedAt: nullable(Timestamp),
          ehr: nullable(EhrServer),
        },
        { additionalProperties: false },
      ),
    ),
    applications: Type.Array(
      Type.Object(
        { id: Type.String(), name: Type.String(), redirectUris: Type.Array(Type.String()), isPublic: Type.Boolean() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type SystemsResponse = Static<typeof SystemsResponse>;

const Peer = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  protocol: literals('mllp', 'dicom'),
  addresses: Type.Array(Type.String({ minLength: 3, maxLength: 64 }), { minItems: 1, maxItems: 20, uniqueItems: true }),
  fingerprint: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the certificate, hexadecimal' }),
  from: Day,
  /** The day before which it ends. */
  to: nullable(Day),
};

/** A peer 接入端 that speaks no HTTP, by its addresses and its certificate. */
export const PeerRequest = Type.Object({ ...Peer, institution: Code }, { additionalProperties: false });
export type PeerRequest = Static<typeof PeerRequest>;

export const PeersResponse = Type.Object(
  {
    peers: Type.Array(
      Type.Object({ ...Peer, id: Type.Integer(), institution: NamedCode }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);
export type PeersResponse = Static<typeof PeersResponse>;

/** A key by its public name: what it is for, since when, and from when on it is to be replaced. */
export const KeyView = Type.Object(
  {
    use: literals('issuer', 'audit', 'system', 'system-token'),
    owner: Type.String(),
    kid: Type.String(),
    since: nullable(Timestamp),
    dueOn: nullable(Day),
    isDue: Type.Boolean(),
    replacesItself: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type KeyView = Static<typeof KeyView>;

export const KeysResponse = Type.Object({ keys: Type.Array(KeyView) }, { additionalProperties: false });
export type KeysResponse = Static<typeof KeysResponse>;

/** What needs a look of each administrator. */
export const AdministrationResponse = Type.Object(
  {
    accounts: Type.Integer(),
    withoutRole: Type.Integer(),
    disabled: Type.Integer(),
    ending: Type.Integer({ description: 'Roles that end within 30 days' }),
    administrators: Type.Integer(),
    withoutSecondFactor: Type.Integer({ description: 'Administrators with a password and without a second factor' }),
    sessions: Type.Integer(),
    changes: Type.Integer(),
    systems: Type.Integer(),
    unusedSystems: Type.Integer({ description: 'Systems that asked nothing for 90 days' }),
    keysDue: Type.Integer(),
  },
  { additionalProperties: false },
);
export type AdministrationResponse = Static<typeof AdministrationResponse>;
