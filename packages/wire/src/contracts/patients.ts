/** What patients see and ask on a page of their own 患者本人查询, and what the offices of institutions do for them. */
import { SEEN } from '@fujie/core/kernel';
import { CORRECTION_STATES, CORRECTION_VERDICTS, BREAK_GLASS_CODES } from '@fujie/core/access';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from './audit-actions.ts';
import { WishScopeFields, WishView } from './consent.ts';
import { Day, literals, NamedCode, nullable, recordNumber, ResourceId, Timestamp } from './shared.ts';

const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });
const Secret = Type.String({ minLength: 20, maxLength: 100 });
const Id = recordNumber();

/** Kinds of numbers by which a patient is known; `mrn` with its institution. */
export const PATIENT_NUMBER_KINDS = ['resident-id', 'health-card', 'passport', 'mrn'] as const;

/** `GET /api/v1/my/ways`: how patients prove here who they are. */
export const PatientWays = Type.Object(
  {
    codes: Type.Boolean({ description: 'One-time codes are delivered to the telephone number on record' }),
    demonstration: Type.Boolean({ description: 'They are shown on the page, and sent to nobody' }),
    codeMinutes: Type.Integer(),
  },
  { additionalProperties: false },
);
export type PatientWays = Static<typeof PatientWays>;

/** Who a patient says to be. */
export const PatientClaim = Type.Object(
  {
    kind: literals(...PATIENT_NUMBER_KINDS),
    number: Text(64),
    name: Text(100),
    institution: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Whose patient number it is' })),
  },
  { additionalProperties: false },
);
export type PatientClaim = Static<typeof PatientClaim>;

/** `POST /api/v1/my/verifications`: asks for a one-time code, by number and name or by a link. */
export const VerificationRequest = Type.Object(
  { claim: Type.Optional(PatientClaim), link: Type.Optional(Secret) },
  { additionalProperties: false },
);
export type VerificationRequest = Static<typeof VerificationRequest>;

/** The same for whoever is known and whoever is not. */
export const VerificationResponse = Type.Object(
  { verification: Secret, minutes: Type.Integer() },
  { additionalProperties: false },
);
export type VerificationResponse = Static<typeof VerificationResponse>;

/** `POST /api/v1/my/session`: a code that was delivered; or a link together with number and name. */
export const PatientSignIn = Type.Object(
  {
    verification: Type.Optional(Secret),
    code: Type.Optional(Type.String({ pattern: '^\\d{6}$' })),
    link: Type.Optional(Secret),
    claim: Type.Optional(PatientClaim),
  },
  { additionalProperties: false },
);
export type PatientSignIn = Static<typeof PatientSignIn>;

/** `GET /api/v1/my/session` */
export const PatientSession = Type.Object(
  {
    nameMasked: Type.String(),
    guardian: nullable(Type.Object({ nameMasked: Type.String(), relation: Type.String() })),
    children: Type.Array(
      Type.Object(
        { guardianship: Id, nameMasked: Type.String(), relation: Type.String() },
        { additionalProperties: false },
      ),
      { description: 'Whose page the person may open as guardian' },
    ),
    endsAt: Timestamp,
  },
  { additionalProperties: false },
);
export type PatientSession = Static<typeof PatientSession>;

/** `POST /api/v1/my/session/page`: opens the page of a child, or with null the own one. */
export const PatientTurn = Type.Object({ guardianship: nullable(Id) }, { additionalProperties: false });
export type PatientTurn = Static<typeof PatientTurn>;

/** `GET /api/v1/my/delivered`: what the demonstration would have sent. */
export const DeliveredResponse = Type.Object(
  { messages: Type.Array(Type.Object({ at: Timestamp, phone: Type.String(), text: Type.String() })) },
  { additionalProperties: false },
);
export type DeliveredResponse = Static<typeof DeliveredResponse>;

export const LooksQuery = Type.Object(
  { after: Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: '`next` of the page before' })) },
  { additionalProperties: false },
);
export type LooksQuery = Static<typeof LooksQuery>;

/** One look at the own data 查阅记录. */
export const LookView = Type.Object(
  {
    id: Type.Integer(),
    at: Timestamp,
    institution: nullable(NamedCode),
    department: nullable(NamedCode),
    role: Type.String(),
    staff: nullable(Type.String({ description: 'Only where the region shows names' })),
    purpose: nullable(Type.String()),
    action: literals(...AUDIT_ACTIONS),
    outcome: literals(...AUDIT_OUTCOMES),
    times: Type.Integer({
      description: 'How often: lists that an open page reads anew count as one of a reader and day',
    }),
  },
  { additionalProperties: false },
);
export type LookView = Static<typeof LookView>;

/** A look without the ordinary ground 紧急调阅, as the person is told of it. */
export const GlassView = Type.Object(
  {
    id: Type.Integer(),
    institution: NamedCode,
    staff: nullable(Type.String()),
    code: literals(...BREAK_GLASS_CODES),
    note: Type.String(),
    at: Timestamp,
    until: Timestamp,
    open: Type.Boolean({ description: 'It still holds' }),
    reviewDue: Day,
    verdict: nullable(literals('justified', 'not-justified')),
  },
  { additionalProperties: false },
);
export type GlassView = Static<typeof GlassView>;

/** `GET /api/v1/my/looks` 谁看过我的数据, newest first. */
export const LooksResponse = Type.Object(
  { glass: Type.Array(GlassView), looks: Type.Array(LookView), next: nullable(Type.String()) },
  { additionalProperties: false },
);
export type LooksResponse = Static<typeof LooksResponse>;

/** `POST /api/v1/my/wishes`: holds from today until it is withdrawn. */
export const OwnWishRequest = Type.Object(
  { kind: literals('objection', 'consent'), ...WishScopeFields },
  { additionalProperties: false },
);
export type OwnWishRequest = Static<typeof OwnWishRequest>;

export const OwnWishView = Type.Omit(WishView, ['person', 'nameMasked', 'recordedBy', 'reference']);
export type OwnWishView = Static<typeof OwnWishView>;

/** `GET /api/v1/my/wishes`: whoever recorded them. */
export const OwnWishesResponse = Type.Object({ wishes: Type.Array(OwnWishView) }, { additionalProperties: false });
export type OwnWishesResponse = Static<typeof OwnWishesResponse>;

/** `GET /api/v1/my/records`: what may be asked to be corrected; without values. */
export const OwnRecordsResponse = Type.Object(
  {
    institutions: Type.Array(NamedCode),
    results: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          institution: NamedCode,
          item: nullable(NamedCode),
          name: nullable(Type.String()),
          reportedAt: nullable(Timestamp),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type OwnRecordsResponse = Static<typeof OwnRecordsResponse>;

/** `POST /api/v1/my/corrections` 更正申请: what is wrong, and what should stand. */
export const CorrectionRequest = Type.Object(
  {
    institution: Type.String({ minLength: 1, maxLength: 64 }),
    result: Type.Optional(ResourceId),
    wrong: Text(1000),
    wanted: Text(1000),
  },
  { additionalProperties: false },
);
export type CorrectionRequest = Static<typeof CorrectionRequest>;

const correctionFields = {
  id: Type.Integer(),
  institution: NamedCode,
  result: nullable(
    Type.Object(
      { id: Type.String(), item: nullable(NamedCode), name: nullable(Type.String()), reportedAt: nullable(Timestamp) },
      { additionalProperties: false },
    ),
  ),
  wrong: Type.String(),
  wanted: Type.String(),
  guardian: nullable(Type.String({ description: 'Name and relation of the guardian who asked' })),
  askedAt: Timestamp,
  dueOn: Day,
  state: literals(...CORRECTION_STATES),
  reason: nullable(Type.String()),
  answeredAt: nullable(Timestamp),
};

export const OwnCorrectionView = Type.Object(correctionFields, { additionalProperties: false });
export type OwnCorrectionView = Static<typeof OwnCorrectionView>;

export const OwnCorrectionsResponse = Type.Object(
  { corrections: Type.Array(OwnCorrectionView) },
  { additionalProperties: false },
);
export type OwnCorrectionsResponse = Static<typeof OwnCorrectionsResponse>;

export const CorrectionView = Type.Object(
  { ...correctionFields, nameMasked: Type.String(), overdue: Type.Boolean(), answeredBy: nullable(Type.String()) },
  { additionalProperties: false },
);
export type CorrectionView = Static<typeof CorrectionView>;

/** `GET /api/v1/corrections`: of records of the own institution, what is still to answer first. */
export const CorrectionsResponse = Type.Object(
  { corrections: Type.Array(CorrectionView) },
  { additionalProperties: false },
);
export type CorrectionsResponse = Static<typeof CorrectionsResponse>;

/** `POST /api/v1/corrections/{id}/answer` */
export const CorrectionAnswer = Type.Object(
  { verdict: literals(...CORRECTION_VERDICTS), reason: Text(1000) },
  { additionalProperties: false },
);
export type CorrectionAnswer = Static<typeof CorrectionAnswer>;

const Identifier = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Number of an identity document, health card, or the own patient number',
});

/** `POST /api/v1/patient-links` 核验链接: for one patient of the own institution, to be handed over. */
export const PatientLinkRequest = Type.Object({ identifier: Identifier }, { additionalProperties: false });
export type PatientLinkRequest = Static<typeof PatientLinkRequest>;

export const PatientLink = Type.Object(
  { id: Type.Integer(), url: Type.String(), nameMasked: Type.String(), expiresAt: Timestamp },
  { additionalProperties: false },
);
export type PatientLink = Static<typeof PatientLink>;

/** `POST /api/v1/guardians` 监护登记: by the paper that shows it; both are persons known here. */
export const GuardianRequest = Type.Object(
  {
    identifier: Identifier,
    guardianIdentifier: Type.String({ minLength: 1, maxLength: 64 }),
    guardianName: Text(100),
    relation: Text(100),
    reference: Text(200),
  },
  { additionalProperties: false },
);
export type GuardianRequest = Static<typeof GuardianRequest>;

export const GuardianView = Type.Object(
  {
    id: Type.Integer(),
    nameMasked: Type.String(),
    guardianMasked: Type.String(),
    relation: Type.String(),
    reference: Type.String(),
    from: Day,
    to: nullable(Day),
    recordedAt: Timestamp,
  },
  { additionalProperties: false },
);
export type GuardianView = Static<typeof GuardianView>;

/** `GET /api/v1/guardians`: what the own institution recorded. */
export const GuardiansResponse = Type.Object({ guardians: Type.Array(GuardianView) }, { additionalProperties: false });
export type GuardiansResponse = Static<typeof GuardiansResponse>;

/** `POST /api/v1/guardians/{id}/end` */
export const GuardianEnd = Type.Object({ reference: Text(200) }, { additionalProperties: false });
export type GuardianEnd = Static<typeof GuardianEnd>;
