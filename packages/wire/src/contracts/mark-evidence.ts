/** Evidence behind the marks 互认标识 of an institution and item, and the marks of a region beside each other, over `/api/v1/marks`. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { NamedItem } from './marks.ts';
import {
  Bilingual,
  Day,
  Finding,
  ImprecisionLimits,
  literals,
  NamedCode,
  nullable,
  Reason,
  Timestamp,
} from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 200 });
const Count = Type.Integer({ minimum: 0 });
const Page = Type.String({ pattern: '^[1-9]\\d{0,5}$' });

/** `GET /api/v1/marks/evidence` */
export const MarkEvidenceQuery = Type.Object({ institution: Code, item: Code, day: Type.Optional(Day) }, closed);
export type MarkEvidenceQuery = Static<typeof MarkEvidenceQuery>;

const ScopeEvidence = Type.Object(
  {
    scope: Type.String(),
    scopeLabel: nullable(Type.String()),
    label: nullable(Type.String()),
    reasons: Type.Array(Reason),
    findings: Type.Array(Finding),
    /** The day on which it ends if nothing is done, within a year; null: not within a year, or there is no mark. */
    lapse: nullable(Type.Object({ on: Day, daysLeft: Count, reasons: Type.Array(Reason), detail: Bilingual }, closed)),
  },
  closed,
);

/** Loops that follow up what marks rest on. */
export const FOLLOWED_LOOPS = [
  'iqc/out-of-control',
  'eqa/rectification',
  'blind-sample/failed',
  'instrument/activity-due',
  'mark/lapsed',
] as const;
export type FollowedLoop = (typeof FOLLOWED_LOOPS)[number];

const OpenLoop = Type.Object(
  { id: Type.Integer(), definition: literals(...FOLLOWED_LOOPS), openedAt: Timestamp, dueAt: nullable(Timestamp) },
  closed,
);

export const MarkEvidenceResponse = Type.Object(
  {
    institution: NamedCode,
    item: NamedItem,
    day: Day,
    revision: Count,
    scopes: Type.Array(ScopeEvidence),
    lists: Type.Array(
      Type.Object(
        { code: Type.String(), titleZh: Type.String(), scope: Type.String(), from: Day, to: nullable(Day) },
        closed,
      ),
    ),
    rounds: Type.Array(
      Type.Object(
        {
          organiser: NamedCode,
          round: Type.String(),
          year: Type.Integer(),
          closedOn: Day,
          publishedOn: nullable(Day),
          outcome: literals('PASS', 'FAIL', 'ABSENT', 'PENDING'),
          organised: nullable(
            Type.Integer({
              description: 'Number of the round where it was organised here; null: only the register knows it',
            }),
          ),
        },
        closed,
      ),
    ),
    /** The twelve months before the day; the last of them is what counts. */
    months: Type.Array(
      Type.Object(
        {
          month: Type.String(),
          isMeasured: Type.Boolean({
            description: 'Computed from what was measured on the platform; else as it was submitted',
          }),
          testingDays: Count,
          qcDays: Count,
          cv: nullable(Type.Number()),
          sd: nullable(Type.Number()),
          classCv: nullable(Type.Number()),
          agreement: nullable(Type.Number()),
          reportedOn: nullable(Day),
        },
        closed,
      ),
    ),
    /** The subject to which an item that is run belongs; without a registration it is outside the licence. Null: nothing says that it is run. */
    licence: nullable(
      Type.Object(
        { subject: Type.String(), title: Bilingual, registration: nullable(Type.String()), approvedOn: nullable(Day) },
        closed,
      ),
    ),
    requirements: Type.Array(
      Type.Object(
        { scope: Type.String(), ...ImprecisionLimits.properties, minAgreement: nullable(Type.Number()) },
        closed,
      ),
    ),
    instruments: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          nameZh: Type.String(),
          nameEn: nullable(Type.String()),
          /** First day of a hold that is open on the day. */
          heldSince: nullable(Day),
          carries: Type.Boolean({ description: 'In date and not held on the day: a mark can rest on it' }),
          activities: Type.Array(
            Type.Object(
              { activity: Type.String(), doneOn: nullable(Day), dueOn: Day, certificate: nullable(Type.String()) },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
    blindSamples: Type.Array(
      Type.Object(
        { verdictOn: Day, measuredOn: nullable(Day), outcome: literals('PASS', 'FAIL'), liftedOn: nullable(Day) },
        closed,
      ),
    ),
    suspensions: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          cause: Type.String(),
          from: Day,
          to: nullable(Day),
          doubtFrom: nullable(Day),
          isWhole: Type.Boolean({ description: 'Of all items of the institution' }),
        },
        closed,
      ),
    ),
    /** What is on record beyond the registers; null for whoever the institution is not within reach of. */
    recorded: nullable(
      Type.Object(
        {
          /** The last run of each test system of the item, before the day ends. */
          runs: Type.Array(
            Type.Object(
              {
                system: Type.String(),
                instrument: Type.String(),
                measuredAt: Timestamp,
                verdict: literals('accept', 'warning', 'reject', 'unjudged'),
                rules: Type.Array(Type.String()),
              },
              closed,
            ),
          ),
          /** Open loops that follow up one of these facts. */
          loops: Type.Array(OpenLoop),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type MarkEvidenceResponse = Static<typeof MarkEvidenceResponse>;

/** `GET /api/v1/marks/region`: institutions of the caller's region × items, a page of each. */
export const RegionMarksQuery = Type.Object(
  {
    day: Type.Optional(Day),
    category: Type.Optional(Code),
    /** Part of the code or name of an item. */
    q: Type.Optional(Type.String({ maxLength: 100 })),
    /** Part of the code or name of an institution. */
    institution: Type.Optional(Type.String({ maxLength: 100 })),
    lacking: Type.Optional(
      Type.Literal('only', { description: 'Items and institutions of which some listed mark is not in force' }),
    ),
    page: Type.Optional(Page),
    across: Type.Optional(Page),
    width: Type.Optional(Type.String({ pattern: '^([1-9]|1\\d|20)$', description: 'Institutions beside each other' })),
  },
  closed,
);
export type RegionMarksQuery = Static<typeof RegionMarksQuery>;

const RegionCell = Type.Object(
  {
    institution: Type.String(),
    /** Labels in force, widest first. */
    labels: Type.Array(Type.String()),
    /** Labels that are listed and not in force. */
    lacking: Type.Array(Type.String()),
    /** Why those are not, by code. */
    reasons: Type.Array(Type.String()),
  },
  closed,
);
export type RegionCell = Static<typeof RegionCell>;

export const RegionMarksResponse = Type.Object(
  {
    day: Day,
    revision: Count,
    categories: Type.Array(Type.String()),
    items: Count,
    institutionsInAll: Count,
    institutions: Type.Array(NamedCode),
    /** Cells of listed pairs alone. */
    rows: Type.Array(Type.Object({ item: NamedItem, cells: Type.Array(RegionCell) }, closed)),
    /** Text of the reasons that occur. */
    reasons: Type.Array(Reason),
  },
  closed,
);
export type RegionMarksResponse = Static<typeof RegionMarksResponse>;

/** `GET /api/v1/marks/changes`: marks gained and lost over a period in the caller's region, or of one institution. */
export const MarkChangesQuery = Type.Object(
  { from: Day, to: Day, institution: Type.Optional(Code), item: Type.Optional(Code) },
  closed,
);
export type MarkChangesQuery = Static<typeof MarkChangesQuery>;

export const MarkTurn = Type.Object(
  {
    on: Day,
    institution: NamedCode,
    item: NamedItem,
    scope: Type.String(),
    before: nullable(Type.String()),
    after: nullable(Type.String()),
    reasons: Type.Array(Reason),
  },
  closed,
);
export type MarkTurn = Static<typeof MarkTurn>;

export const MarkChangesResponse = Type.Object(
  {
    from: Day,
    to: Day,
    revision: Count,
    gained: Count,
    lost: Count,
    /** The latest first, a thousand at most; the export has all. */
    turns: Type.Array(MarkTurn),
  },
  closed,
);
export type MarkChangesResponse = Static<typeof MarkChangesResponse>;
