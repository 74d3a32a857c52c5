/** Weekly returns 周报: what institutions and county bureaus hand in each Monday, whether in time, and the figures behind it. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Counts, StatisticsRow } from './statistics.ts';
import { Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1, maxLength: 4000, pattern: SEEN });

export const ReturnStatus = literals('due', 'submitted', 'late', 'missing', 'released');
export type ReturnStatus = Static<typeof ReturnStatus>;
const Kind = literals('institution', 'county');

const Timeliness = {
  due: Type.Integer({ description: 'Returns whose time is over, but those from which the unit was released' }),
  onTime: Type.Integer(),
  late: Type.Integer(),
  missing: Type.Integer(),
};

const Unit = {
  unit: Type.String({ description: 'As loops name it' }),
  kind: Kind,
  name: NamedCode,
  county: nullable(NamedCode),
};

/** A de-identified case: what its release says of it, and nothing of where it happened. */
const TypicalCase = Type.Object(
  {
    month: Type.String(),
    row: Type.Integer({ description: 'Its place in the release of the month' }),
    age: Type.String(),
    sex: Type.String(),
    region: Type.String(),
    time: Type.String(),
    item: NamedCode,
    verdict: nullable(Type.String()),
    choice: nullable(Type.String()),
    code: nullable(Type.Integer({ description: 'Case of Article 19' })),
  },
  closed,
);
export type TypicalCase = Static<typeof TypicalCase>;
const Typical = { text: Type.String(), case: nullable(TypicalCase) };

/** `GET /api/v1/weekly-returns/cases`: cases of the own city in its last release, from which a typical one is chosen. */
export const ReturnCasesResponse = Type.Object(
  {
    month: Type.String({ description: 'The last month that is released' }),
    cases: Type.Array(Type.Object({ ...TypicalCase.properties, alike: Type.Integer() }, closed)),
  },
  closed,
);
export type ReturnCasesResponse = Static<typeof ReturnCasesResponse>;

export const WeeklyReturnRow = Type.Object(
  {
    ...Unit,
    weeks: Type.Array(
      Type.Object({ week: Day, status: ReturnStatus, loop: Type.Integer(), submittedAt: nullable(Timestamp) }, closed),
    ),
    ...Timeliness,
  },
  closed,
);
export type WeeklyReturnRow = Static<typeof WeeklyReturnRow>;

const Problem = {
  problem: Type.String({ minLength: 1, maxLength: 500, pattern: SEEN }),
  measure: Type.String({ minLength: 1, maxLength: 500, pattern: SEEN }),
  responsible: Type.String({ minLength: 1, maxLength: 40, pattern: SEEN }),
  dueOn: Day,
};

/** A problem of the ledger, with how it stands. */
export const ReturnProblem = Type.Object(
  {
    loop: Type.Integer(),
    unit: Type.String(),
    name: NamedCode,
    week: Day,
    ...Problem,
    state: literals('open', 'overdue', 'solved', 'released'),
  },
  closed,
);
export type ReturnProblem = Static<typeof ReturnProblem>;

/** `GET /api/v1/weekly-returns`: the weeks that are over, the newest first, and who handed in what. */
export const WeeklyReturnsResponse = Type.Object(
  {
    weeks: Type.Array(Type.Object({ week: Day, until: Day, dueOn: Day, ...Timeliness }, closed)),
    rows: Type.Array(WeeklyReturnRow),
    total: Type.Object(Timeliness, closed),
    typical: Type.Array(Type.Object({ unit: Type.String(), name: NamedCode, week: Day, ...Typical }, closed), {
      description: 'Typical cases of these weeks, as last handed in',
    }),
    ledger: Type.Array(ReturnProblem, { description: 'Problems that were handed in, those first that are not solved' }),
  },
  closed,
);
export type WeeklyReturnsResponse = Static<typeof WeeklyReturnsResponse>;

export const ReturnFigures = Type.Object(
  {
    counts: Counts,
    patients: Type.Integer({ description: 'Patients of whom a result was accepted, once in each institution' }),
    marksSuspended: Type.Integer(),
    marksRestored: Type.Integer(),
    complaintsReceived: Type.Integer(),
    complaintsAnswered: Type.Integer(),
    accepted: Type.Array(Type.Object({ issuer: NamedCode, count: Type.Integer() }, closed), {
      description: 'Accepted results by the institution that issued them',
    }),
  },
  closed,
);
export type ReturnFigures = Static<typeof ReturnFigures>;

export const ReturnVersion = Type.Object(
  {
    version: Type.Integer(),
    figures: ReturnFigures,
    progress: Type.String(),
    problems: nullable(Type.String()),
    typical: nullable(Type.Object(Typical, closed)),
    submittedAt: Timestamp,
    submitter: Type.String(),
  },
  closed,
);
export type ReturnVersion = Static<typeof ReturnVersion>;

/** `GET /api/v1/weekly-returns/{unit}/{week}`: the figures as the records have them now, and every version that was handed in. */
export const WeeklyReturnResponse = Type.Object(
  {
    ...Unit,
    week: Day,
    until: Day,
    dueAt: Timestamp,
    status: ReturnStatus,
    loop: Type.Integer(),
    maySubmit: Type.Boolean(),
    figures: ReturnFigures,
    total: StatisticsRow,
    rows: Type.Array(StatisticsRow, { description: 'The institutions of which it is the sum' }),
    versions: Type.Array(ReturnVersion, { description: 'The newest first' }),
    ledger: Type.Array(ReturnProblem, { description: 'Problems that were handed in with it' }),
  },
  closed,
);
export type WeeklyReturnResponse = Static<typeof WeeklyReturnResponse>;

/** `POST /api/v1/weekly-returns/{unit}/{week}`: a further version. */
export const WeeklyReturnRequest = Type.Object(
  {
    progress: Text,
    problems: Type.Optional(Text),
    ledger: Type.Optional(Type.Array(Type.Object(Problem, closed), { maxItems: 20 })),
    typical: Type.Optional(
      Type.Object(
        {
          month: Type.String({ pattern: '^\\d{4}-\\d{2}$' }),
          row: Type.Integer({ minimum: 0 }),
          text: Type.String({ minLength: 1, maxLength: 500, pattern: SEEN, description: 'What was learned from it' }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type WeeklyReturnRequest = Static<typeof WeeklyReturnRequest>;
