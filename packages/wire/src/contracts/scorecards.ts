/** Scorecards of departments 科室质量得分, and where their results were taken into account. */
import { SEEN } from '@fujie/core/kernel';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable, recordNumber, SentKey, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: SEEN });
const Month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$', description: 'Calendar month in China, YYYY-MM' });
const Measure = literals('critical', 'loops', 'recognition', 'explanations', 'targets');
const Use = literals(
  ...(['head-assessment', 'head-appointment', 'award', 'doctor-assessment', 'doctor-promotion'] as const),
  ...(['department-pay', 'staff-pay', 'officer-evaluation'] as const),
);

export const ScoreView = Type.Object(
  {
    measure: Measure,
    numerator: Type.Integer(),
    denominator: Type.Integer(),
    value: nullable(Type.Number({ description: 'Null: nothing was asked' })),
  },
  closed,
);
export type ScoreView = Static<typeof ScoreView>;

/** `GET /api/v1/scorecards?month=`: without one, the last month that is over. */
export const ScorecardsQuery = Type.Object({ month: Type.Optional(Month) }, closed);
export type ScorecardsQuery = Static<typeof ScorecardsQuery>;

export const ScorecardsResponse = Type.Object(
  {
    institution: NamedCode,
    month: Month,
    asOf: Timestamp,
    measures: Type.Array(Type.Object({ id: Measure, name: Bilingual }, closed)),
    hospital: Type.Array(ScoreView),
    departments: Type.Array(
      Type.Object(
        {
          department: NamedCode,
          head: nullable(Type.String({ description: 'Who leads its quality group' })),
          scores: Type.Array(ScoreView),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ScorecardsResponse = Static<typeof ScorecardsResponse>;

/** `GET /api/v1/scorecards/cases`: the steps of loops behind a number; without a department, of the whole hospital. */
export const ScoreCasesQuery = Type.Object(
  { month: Month, measure: literals('critical', 'loops'), department: Type.Optional(Text(40)) },
  closed,
);
export type ScoreCasesQuery = Static<typeof ScoreCasesQuery>;

export const ScoreCasesResponse = Type.Object(
  {
    total: Type.Integer({
      description: 'As many steps as the number counts; of many, those alone come first that were not met',
    }),
    cases: Type.Array(
      Type.Object(
        {
          loop: Type.Integer(),
          kind: Bilingual,
          step: Bilingual,
          department: NamedCode,
          standing: literals('met', 'met-late', 'overdue'),
          dueAt: nullable(Timestamp),
          doneAt: nullable(Timestamp),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ScoreCasesResponse = Static<typeof ScoreCasesResponse>;

/** `POST /api/v1/scorecards/uses`. */
export const ResultUseEntry = Type.Object(
  {
    key: Type.Optional(SentKey),
    kind: Use,
    department: Text(40),
    practitioner: Type.Optional(Text(64)),
    from: Month,
    to: Month,
    result: Text(1000),
    decidedOn: Day,
    decidedBy: Text(200),
    corrects: Type.Optional(recordNumber('The entry in whose place it stands')),
  },
  closed,
);
export type ResultUseEntry = Static<typeof ResultUseEntry>;

export const ResultUseView = Type.Object(
  {
    id: Type.Integer(),
    kind: Use,
    kindName: Bilingual,
    department: NamedCode,
    practitioner: nullable(Type.Object({ code: Type.String(), name: Type.String() }, closed)),
    from: Month,
    to: Month,
    result: Type.String(),
    scores: Type.Array(ScoreView),
    decidedOn: Day,
    decidedBy: Type.String(),
    recordedBy: Type.String(),
    recordedAt: Timestamp,
    corrected: Type.Boolean({ description: 'Another entry stands in its place' }),
  },
  closed,
);
export type ResultUseView = Static<typeof ResultUseView>;

/** `GET /api/v1/scorecards/uses`: the newest first; the head of a department sees its own. */
export const ResultUsesResponse = Type.Object(
  {
    uses: Type.Array(ResultUseView),
    mayRecord: Type.Boolean(),
    kinds: Type.Array(Type.Object({ id: Use, name: Bilingual, ofPerson: Type.Boolean() }, closed)),
    departments: Type.Array(NamedCode),
    staff: Type.Array(
      Type.Object({ code: Type.String(), name: Type.String(), department: nullable(Type.String()) }, closed),
    ),
  },
  closed,
);
export type ResultUsesResponse = Static<typeof ResultUsesResponse>;
