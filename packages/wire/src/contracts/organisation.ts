/** Organisation of quality 质量管理组织: committee and officers, meetings and what they decide, hand-overs. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, GivenTime, literals, NamedCode, nullable, recordNumber, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });
const Maybe = (maxLength: number) => Type.Optional(Type.String({ maxLength }));
const Code = Type.String({ minLength: 1, maxLength: 60 });

const MEETING_KINDS = ['committee', 'department', 'week', 'visit'] as const;
export const OrganisationDutyKind = literals(...MEETING_KINDS, 'journal', 'indicators');

export const OrganisationStaff = Type.Object({ code: Type.String(), name: Type.String() }, closed);
export type OrganisationStaff = Static<typeof OrganisationStaff>;

const OrganisationMember = Type.Object(
  {
    ...OrganisationStaff.properties,
    role: Type.String(),
    represents: nullable(Type.String()),
    since: Day,
    until: nullable(Day),
  },
  closed,
);

const OrganisationBody = Type.Object(
  {
    code: Type.String(),
    nameZh: Type.String(),
    nameEn: nullable(Type.String()),
    kind: Type.String(),
    department: nullable(NamedCode),
    parent: nullable(Type.String()),
    foundedBy: nullable(Type.String()),
    members: Type.Array(OrganisationMember),
  },
  closed,
);

const OrganisationOfficer = Type.Object(
  {
    ...OrganisationStaff.properties,
    department: NamedCode,
    level: Type.String(),
    title: Type.String(),
    isFullTime: Type.Boolean(),
    since: Day,
    until: nullable(Day),
    isEarly: Type.Boolean({ description: 'Left before two years (henan-2025.mq.2#05)' }),
    endReason: nullable(Type.String()),
  },
  closed,
);

/** A hand-over 交接 that waits for signatures. */
const OrganisationHandover = Type.Object(
  {
    loop: Type.Integer(),
    department: NamedCode,
    outgoing: OrganisationStaff,
    incoming: OrganisationStaff,
    on: Day,
    signed: Type.Array(Type.String({ description: 'Stages that are signed' })),
    mine: nullable(literals('hand-over', 'take-over')),
  },
  closed,
);

/** `GET /api/v1/organisation`: who is in charge of quality, and what is wrong with that. */
export const OrganisationResponse = Type.Object(
  {
    institution: NamedCode,
    isBound: Type.Boolean({ description: 'Whether the duties of organisation are this institution’s' }),
    ownRule: nullable(Type.String({ description: 'Document of the institution that makes them its own rule' })),
    heads: Type.Array(OrganisationStaff),
    bodies: Type.Array(OrganisationBody),
    officers: Type.Array(OrganisationOfficer),
    officerRules: Type.Array(
      Type.Object(
        {
          subject: Bilingual,
          rule: nullable(
            Type.Object(
              { title: Type.String(), number: Type.String(), edition: Type.String(), text: Type.String(), since: Day },
              closed,
            ),
          ),
        },
        closed,
      ),
      { description: 'How officers are chosen, rewarded and held to account; null: no rules are in force' },
    ),
    faults: Type.Array(Type.String({ description: '`none`, `chair`, or `kind:` and the kind that is missing' })),
    withoutOfficer: Type.Array(NamedCode),
    withoutGroup: Type.Array(NamedCode),
    handovers: Type.Array(OrganisationHandover),
    tenure: Type.Object({ ended: Type.Integer(), early: Type.Integer() }, closed),
    staff: Type.Array(Type.Object({ ...OrganisationStaff.properties, department: nullable(Type.String()) }, closed)),
    departments: Type.Array(NamedCode),
  },
  closed,
);
export type OrganisationResponse = Static<typeof OrganisationResponse>;

export const OrganisationPeriodQuery = Type.Object({ from: Type.Optional(Day), to: Type.Optional(Day) }, closed);
export type OrganisationPeriodQuery = Static<typeof OrganisationPeriodQuery>;

/** `done` and `late` by when it was held; `missing`: the period is over; `accounted`: released from, with a reason. */
export const OrganisationStanding = literals('coming', 'done', 'late', 'missing', 'accounted');

const OrganisationDuty = Type.Object(
  {
    loop: Type.Integer(),
    kind: OrganisationDutyKind,
    department: nullable(NamedCode),
    period: Type.String(),
    dueAt: Timestamp,
    standing: OrganisationStanding,
    awaitsSignature: Type.Boolean(),
    meetings: Type.Array(Type.Integer()),
  },
  closed,
);

const OrganisationCount = Type.Object(
  {
    kind: Type.String(),
    due: Type.Integer({ description: 'Periods that are over, and those in which it was done already' }),
    held: Type.Integer({ description: 'In time or late' }),
    late: Type.Integer(),
    missing: Type.Integer({ description: 'Not done, accounted for or not' }),
  },
  closed,
);

/** Meetings of a department to which the committee came 委员会参加, by whom. */
const CommitteeAttendance = Type.Object(
  {
    department: NamedCode,
    attended: Type.Array(
      Type.Object({ meeting: Type.Integer(), on: Day, members: Type.Array(OrganisationStaff) }, closed),
    ),
  },
  closed,
);

/** `GET /api/v1/organisation/calendar`: what fell due in a period, and how it stands; its counts open to these rows. */
export const OrganisationCalendarResponse = Type.Object(
  {
    duties: Type.Array(OrganisationDuty),
    counts: Type.Array(OrganisationCount),
    committee: Type.Array(CommitteeAttendance, {
      description:
        'Departments and their signed meetings of the period that the committee attended (henan-2023.t3.3#03)',
    }),
  },
  closed,
);
export type OrganisationCalendarResponse = Static<typeof OrganisationCalendarResponse>;

const MeetingDecision = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: 99 }),
    text: Text(500),
    owner: literals('department', 'office'),
    department: Type.Optional(Code),
    dueOn: Day,
    evidence: Maybe(300),
    analyse: Type.Optional(
      Type.Boolean({
        description: 'A difficulty that is analysed with quality tools before anything is done (henan-2023.t3.1#03)',
      }),
    ),
  },
  closed,
);

export const MeetingContent = Type.Object(
  {
    place: Maybe(100),
    chair: Code,
    present: Type.Array(Code, { maxItems: 300, uniqueItems: true }),
    guests: Maybe(500),
    agenda: Type.Array(Text(200), { maxItems: 30 }),
    minutes: Maybe(8000),
    carriedOut: Maybe(4000),
    problems: Maybe(4000),
    nextSteps: Maybe(4000),
    findings: Maybe(4000),
    decisions: Type.Array(MeetingDecision, { maxItems: 30 }),
  },
  closed,
);
export type MeetingContent = Static<typeof MeetingContent>;

/** `POST /api/v1/organisation/meetings`: the record of a meeting or visit of the period of a loop. */
export const MeetingEntry = Type.Object({ loop: recordNumber(), heldAt: GivenTime, content: MeetingContent }, closed);
export type MeetingEntry = Static<typeof MeetingEntry>;

/** `POST /api/v1/organisation/meetings/:id/versions`: what stands in its place, and why. */
export const MeetingCorrection = Type.Object({ heldAt: GivenTime, content: MeetingContent, reason: Text(300) }, closed);
export type MeetingCorrection = Static<typeof MeetingCorrection>;

export const MeetingApproval = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 999 }) }, closed);
export type MeetingApproval = Static<typeof MeetingApproval>;

const MeetingVersion = Type.Object(
  {
    version: Type.Integer(),
    heldAt: Timestamp,
    enteredBy: Type.String(),
    enteredAt: Timestamp,
    reason: nullable(Type.String()),
    present: Type.Integer(),
    members: Type.Integer(),
    quorate: Type.Boolean(),
    content: MeetingContent,
    approvedBy: nullable(Type.String()),
    approvedAt: nullable(Timestamp),
  },
  closed,
);

export const OrganisationDecision = Type.Object(
  {
    loop: Type.Integer(),
    meeting: Type.Integer(),
    number: Type.Integer(),
    title: Bilingual,
    department: nullable(NamedCode),
    status: literals('open', 'closed', 'waived', 'void'),
    dueAt: nullable(Timestamp),
    closedAt: nullable(Timestamp),
    late: Type.Boolean(),
  },
  closed,
);
export type OrganisationDecision = Static<typeof OrganisationDecision>;

export const MeetingResponse = Type.Object(
  {
    id: Type.Integer(),
    loop: Type.Integer(),
    kind: literals(...MEETING_KINDS),
    department: nullable(NamedCode),
    period: Type.String(),
    versions: Type.Array(MeetingVersion, { description: 'The newest first' }),
    decisions: Type.Array(OrganisationDecision),
    names: Type.Array(OrganisationStaff, { description: 'Whom the versions name by staff number' }),
    mayApprove: Type.Boolean(),
    mayCorrect: Type.Boolean(),
  },
  closed,
);
export type MeetingResponse = Static<typeof MeetingResponse>;

export const MeetingRecorded = Type.Object(
  { meeting: Type.Integer(), version: Type.Integer(), quorate: Type.Boolean() },
  closed,
);
export type MeetingRecorded = Static<typeof MeetingRecorded>;

/** `GET /api/v1/organisation/decisions`: of meetings whose minutes were signed; counted by whether they were closed in time. */
export const OrganisationDecisionsResponse = Type.Object(
  {
    decisions: Type.Array(OrganisationDecision),
    total: Type.Integer(),
    closedInTime: Type.Integer(),
    overdue: Type.Integer(),
  },
  closed,
);
export type OrganisationDecisionsResponse = Static<typeof OrganisationDecisionsResponse>;

/** `POST /api/v1/organisation/hand-overs/:id/signature` */
export const HandoverSignature = Type.Object({ text: Text(2000) }, closed);
export type HandoverSignature = Static<typeof HandoverSignature>;
export const HandoverSigned = Type.Object({ loop: Type.Integer(), stage: Type.String() }, closed);
export type HandoverSigned = Static<typeof HandoverSigned>;
