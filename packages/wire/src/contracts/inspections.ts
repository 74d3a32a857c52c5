/** Inspections 双随机一公开: plans, draws, what was found, what the party says to it, and what of it is public. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { DrawnTeams } from './inspection-draws.ts';
import { Bilingual, Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });
const Code = Type.String({ minLength: 1, maxLength: 40 });
const Hex = Type.String({ pattern: '^[0-9a-f]{64}$' });

export const INSPECTION_VERDICTS = ['conform', 'nonconform', 'not-applicable'] as const;
export const INSPECTION_SEVERITIES = ['immediate', 'within-15', 'within-30'] as const;
export const REPLACEMENT_REASONS = ['conflict', 'unavailable', 'ceased'] as const;
const Subject = literals(
  ...(['recognition', 'laboratory', 'safety', 'pathology', 'nuclear-medicine', 'blood-supply', 'transfusion'] as const),
  'occupational-disease',
);
const Severity = literals(...INSPECTION_SEVERITIES);
const Verdict = literals(...INSPECTION_VERDICTS);

/** `POST /api/v1/inspection/plans`. */
export const InspectionPlanRequest = Type.Object(
  {
    title: Text(120),
    subject: Subject,
    unannounced: Type.Boolean({ description: 'The parties learn of it as the team arrives' }),
    mutual: Type.Optional(
      Type.Boolean({ description: 'Institutions check each other: inspectors of institutions alone' }),
    ),
    levels: Type.Array(Type.Integer({ minimum: 0, maximum: 3 }), { maxItems: 4, description: 'Empty: all' }),
    strataBy: literals('none', 'level', 'kind', 'county'),
    quota: Type.Object(
      { kind: literals('number', 'percent'), value: Type.Integer({ minimum: 1, maximum: 100 }) },
      closed,
    ),
    teamSize: Type.Integer({ minimum: 2, maximum: 6 }),
    specialties: Type.Array(Code, { maxItems: 6 }),
    from: Day,
    to: Day,
  },
  closed,
);
export type InspectionPlanRequest = Static<typeof InspectionPlanRequest>;

const Custodian = Type.Object(
  {
    place: Type.Integer(),
    name: Type.String(),
    commitment: Hex,
    committedAt: Timestamp,
    revealedAt: nullable(Timestamp),
    isMine: Type.Boolean(),
  },
  closed,
);

/** Where a draw stands. */
export const DRAW_STATES = ['frozen', 'committed', 'drawn', 'void'] as const;

const Draw = {
  id: Type.Integer(),
  number: Type.Integer({ description: 'Which draw of the plan: a second one shows that the first was given up' }),
  state: literals(...DRAW_STATES),
  listsDigest: Hex,
  parties: Type.Integer(),
  inspectors: Type.Integer(),
  frozenAt: Timestamp,
  publicSource: nullable(Type.String()),
  publicOn: nullable(Day),
  hasPublicValue: Type.Boolean(),
  custodians: Type.Array(Custodian),
  drawnAt: nullable(Timestamp),
  isOpen: Type.Boolean({ description: 'Whether seed, lists and teams are public' }),
  voided: nullable(Type.Object({ at: Timestamp, reason: Type.String() }, closed)),
};

const Plan = {
  id: Type.Integer(),
  title: Type.String(),
  region: NamedCode,
  subject: Bilingual,
  unannounced: Type.Boolean(),
  mutual: Type.Boolean(),
  strataBy: literals('none', 'level', 'kind', 'county'),
  quota: InspectionPlanRequest.properties.quota,
  teamSize: Type.Integer(),
  specialties: Type.Array(Type.String()),
  from: Day,
  to: Day,
  orderedBy: Type.String(),
  orderedAt: Timestamp,
  draws: Type.Array(Type.Object(Draw, closed)),
};

export const InspectionSummary = Type.Object(
  {
    id: Type.Integer(),
    plan: Type.Object({ id: Type.Integer(), title: Type.String() }, closed),
    institution: NamedCode,
    inspectors: Type.Array(NamedCode),
    isMine: Type.Boolean({ description: 'Whether the reader is of the team' }),
    from: Day,
    to: Day,
    notifiedAt: nullable(Timestamp),
    concludedAt: nullable(Timestamp),
    publishedAt: nullable(Timestamp),
    checked: Type.Integer(),
    items: Type.Integer(),
    nonconforming: Type.Integer(),
  },
  closed,
);
export type InspectionSummary = Static<typeof InspectionSummary>;

export const InspectionPlanView = Type.Object(Plan, closed);
export type InspectionPlanView = Static<typeof InspectionPlanView>;

export const InspectionPlansResponse = Type.Object(
  {
    plans: Type.Array(InspectionPlanView),
    subjects: Type.Array(Type.Object({ id: Subject, name: Bilingual }, closed), {
      description: 'What a plan may be about: subjects of which documents in force today have points',
    }),
  },
  closed,
);
export type InspectionPlansResponse = Static<typeof InspectionPlansResponse>;

/** `GET /api/v1/inspection/plans/{id}`: teams and inspections are for the authority that ordered it. */
export const InspectionPlanResponse = Type.Object(
  {
    plan: InspectionPlanView,
    teams: nullable(DrawnTeams),
    names: Type.Record(Type.String(), Type.String(), { description: 'Of parties and inspectors, by code' }),
    inspections: Type.Array(InspectionSummary),
  },
  closed,
);
export type InspectionPlanResponse = Static<typeof InspectionPlanResponse>;

/** `POST /api/v1/inspection/plans/{id}/draws`: freezes the lists. */
export const DrawRequest = Type.Object(
  {
    publicSource: Type.Optional(Text(200)),
    publicOn: Type.Optional(Day),
  },
  closed,
);
export type DrawRequest = Static<typeof DrawRequest>;

export const DrawCommitment = Type.Object({ place: Type.Integer({ minimum: 1, maximum: 2 }), commitment: Hex }, closed);
export type DrawCommitment = Static<typeof DrawCommitment>;

export const DrawShare = Type.Object({ place: Type.Integer({ minimum: 1, maximum: 2 }), share: Hex }, closed);
export type DrawShare = Static<typeof DrawShare>;

export const DrawPublicValue = Type.Object({ value: Text(200) }, closed);
export type DrawPublicValue = Static<typeof DrawPublicValue>;

export const DrawVoiding = Type.Object({ reason: Text(1000) }, closed);
export type DrawVoiding = Static<typeof DrawVoiding>;

export const DrawReplacement = Type.Object(
  {
    party: Code,
    inspector: nullable(Code),
    reason: literals(...REPLACEMENT_REASONS),
    note: Text(1000),
  },
  closed,
);
export type DrawReplacement = Static<typeof DrawReplacement>;

export const DrawChanged = Type.Object({ draw: Type.Integer(), state: literals(...DRAW_STATES) }, closed);
export type DrawChanged = Static<typeof DrawChanged>;

export const InspectionsResponse = Type.Object({ inspections: Type.Array(InspectionSummary) }, closed);
export type InspectionsResponse = Static<typeof InspectionsResponse>;

const Finding = Type.Object(
  {
    id: Type.Integer(),
    verdict: Verdict,
    severity: nullable(Severity),
    facts: Type.String(),
    samples: nullable(Type.Integer()),
    by: Type.String(),
    at: Timestamp,
    isCurrent: Type.Boolean(),
  },
  closed,
);

const Rectification = Type.Object(
  {
    loop: Type.Integer(),
    status: literals('open', 'closed', 'waived', 'void'),
    stage: nullable(Bilingual),
    dueAt: nullable(Timestamp),
    isLate: Type.Boolean(),
    isRefused: Type.Boolean(),
    mayVerify: Type.Boolean(),
  },
  closed,
);

export const InspectionItemView = Type.Object(
  {
    item: Type.String({ description: 'The clause, by its id' }),
    text: Bilingual,
    how: Bilingual,
    evidence: Bilingual,
    severity: Severity,
    findings: Type.Array(Finding, { description: 'Everything that was entered, the newest first' }),
    rectification: nullable(Rectification),
  },
  closed,
);
export type InspectionItemView = Static<typeof InspectionItemView>;

const Note = {
  field: Type.String({
    maxLength: 60,
    description: 'The clause of an item, `statement`, or `verify:` and the number of a loop',
  }),
  text: Type.String({ maxLength: 4000 }),
  samples: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  severity: Type.Optional(Severity),
};

/** `POST /api/v1/inspections/{id}/notes`: what the reader is writing and has not saved; an empty text takes it away. */
export const InspectionNote = Type.Object(Note, closed);
export type InspectionNote = Static<typeof InspectionNote>;

/** `GET /api/v1/inspections/{id}`. */
export const InspectionResponse = Type.Object(
  {
    inspection: InspectionSummary,
    subject: Bilingual,
    items: Type.Array(InspectionItemView),
    signatures: Type.Array(Type.Object({ name: Type.String(), at: Timestamp }, closed)),
    findingsDigest: Hex,
    statement: nullable(Type.Object({ text: Type.String(), by: Type.String(), at: Timestamp }, closed)),
    notes: Type.Array(InspectionNote, { description: 'What the reader was writing and has not saved; of nobody else' }),
    may: Type.Object(
      {
        notify: Type.Boolean(),
        find: Type.Boolean(),
        sign: Type.Boolean(),
        state: Type.Boolean(),
        publish: Type.Boolean(),
        recuse: Type.Boolean(),
      },
      closed,
    ),
  },
  closed,
);
export type InspectionResponse = Static<typeof InspectionResponse>;

/** `POST /api/v1/inspections/{id}/findings`. */
export const InspectionFinding = Type.Object(
  {
    item: Type.String({ maxLength: 60 }),
    verdict: Verdict,
    severity: Type.Optional(Severity),
    facts: Type.String({ maxLength: 4000 }),
    samples: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    replaces: nullable(Type.Integer({ description: 'The finding that the inspector saw; null: none' })),
  },
  closed,
);
export type InspectionFinding = Static<typeof InspectionFinding>;

/** `POST /api/v1/inspections/{id}/signatures`: of the findings as the inspector saw them. */
export const InspectionSignature = Type.Object({ findingsDigest: Hex }, closed);
export type InspectionSignature = Static<typeof InspectionSignature>;

export const InspectionStatement = Type.Object({ text: Text(4000) }, closed);
export type InspectionStatement = Static<typeof InspectionStatement>;

export const InspectionRecusal = Type.Object({ note: Text(1000) }, closed);
export type InspectionRecusal = Static<typeof InspectionRecusal>;

/** `POST /api/v1/inspections/{id}/verifications`. */
export const InspectionVerification = Type.Object(
  {
    loop: Type.Integer(),
    outcome: literals('effective', 'insufficient'),
    finding: Text(4000),
    sample: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  },
  closed,
);
export type InspectionVerification = Static<typeof InspectionVerification>;

/** `GET /api/v1/inspection/statistics`. */
export const InspectionStatisticsResponse = Type.Object(
  {
    plans: Type.Integer(),
    drawn: Type.Integer(),
    concluded: Type.Integer(),
    published: Type.Integer(),
    byClause: Type.Array(
      Type.Object(
        {
          clause: Type.String(),
          text: Bilingual,
          checked: Type.Integer(),
          nonconforming: Type.Integer(),
          inspections: Type.Array(Type.Integer(), { description: 'Where it was found' }),
        },
        closed,
      ),
    ),
    byCounty: Type.Array(
      Type.Object(
        {
          county: NamedCode,
          institutions: Type.Integer({ description: 'In the area' }),
          inspected: Type.Integer(),
          nonconforming: Type.Integer(),
          rectified: Type.Integer(),
          inTime: Type.Integer(),
          overdue: Type.Integer(),
          inspections: Type.Array(Type.Integer()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type InspectionStatisticsResponse = Static<typeof InspectionStatisticsResponse>;

const PublicResult = Type.Object(
  {
    id: Type.Integer(),
    institution: NamedCode,
    inspectors: Type.Array(Type.String()),
    concludedAt: Timestamp,
    publishedAt: Timestamp,
    checked: Type.Integer(),
    nonconforming: Type.Array(
      Type.Object(
        {
          clause: Type.String(),
          text: Bilingual,
          severity: Severity,
          state: literals('open', 'overdue', 'refused', 'rectified', 'withdrawn'),
          dueAt: nullable(Timestamp),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** `GET /api/v1/public/inspections`: plans with their draws, and what was found. */
export const PublicInspectionsResponse = Type.Object(
  {
    plans: Type.Array(
      Type.Object({ plan: InspectionPlanView, results: Type.Array(PublicResult), waiting: Type.Integer() }, closed),
    ),
  },
  closed,
);
export type PublicInspectionsResponse = Static<typeof PublicInspectionsResponse>;
