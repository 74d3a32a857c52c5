/** Periodic reports of an organiser of EQA 室间质评定期报告: drafted from a period, issued, received by each authority. */
import { SEEN } from '@fujie/core/kernel';
import { RECTIFIED } from '@fujie/core/eqa';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Day, literals, NamedCode, nullable, recordNumber, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Note = Type.String({ minLength: 2, maxLength: 500, pattern: SEEN });
const passed = { graded: Type.Integer(), passed: Type.Integer(), absent: Type.Integer() };

const Figures = Type.Object(
  {
    rounds: Type.Array(
      Type.Object(
        {
          ...{ round: Type.String(), nameZh: Type.String(), closesOn: Day },
          publishedOn: nullable(Day),
          /** When its grades were corrected last; null: they were not, or it was not told apart. */
          correctedOn: nullable(Day),
          ...{ enrolled: Type.Integer(), inTime: Type.Integer() },
          ...{ late: Type.Array(Type.String()), missing: Type.Array(Type.String()) },
        },
        closed,
      ),
    ),
    items: Type.Array(Type.Object({ item: Type.String(), ...passed }, closed)),
    institutions: Type.Array(
      Type.Object(
        {
          ...{ institution: Type.String(), ...passed },
          failures: Type.Array(
            Type.Object(
              {
                ...{ round: Type.String(), item: Type.String(), outcome: literals('FAIL', 'ABSENT') },
                rectified: literals(...RECTIFIED),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** Of which organiser and days. */
export const EqaReportQuery = Type.Object({ organiser: Code, from: Day, to: Day }, closed);
export type EqaReportQuery = Static<typeof EqaReportQuery>;

/** `GET …/reports/draft`: what a report of the period says as of now. */
export const EqaReportDraft = Type.Object(
  {
    figures: Figures,
    seen: Type.String({ description: 'Names these figures: a report is issued of what was looked at' }),
    authorities: Type.Array(NamedCode, { description: 'Regions of the authorities to which it goes' }),
    institutions: Type.Array(NamedCode),
  },
  closed,
);
export type EqaReportDraft = Static<typeof EqaReportDraft>;

const Advice = Type.Array(Type.Object({ institution: Code, text: Note }, closed), { maxItems: 2000 });

/** `POST …/reports`: issues it; with `corrects` another version of one, and why. */
export const EqaReportEntry = Type.Object(
  {
    ...EqaReportQuery.properties,
    seen: Type.String({ maxLength: 64 }),
    summary: Type.String({ minLength: 2, maxLength: 4000, pattern: SEEN }),
    advice: Advice,
    corrects: Type.Optional(recordNumber()),
    reason: Type.Optional(Note),
  },
  closed,
);
export type EqaReportEntry = Static<typeof EqaReportEntry>;

const Line = Type.Object(
  {
    id: Type.Integer(),
    organiser: NamedCode,
    from: Day,
    to: Day,
    version: Type.Integer(),
    isCurrent: Type.Boolean({ description: 'False: a correction stands for it' }),
    reason: nullable(Type.String()),
    by: Type.String(),
    at: Timestamp,
    receipts: Type.Array(
      Type.Object(
        { region: NamedCode, received: nullable(Type.Object({ by: Type.String(), at: Timestamp }, closed)) },
        closed,
      ),
    ),
    isAwaited: Type.Boolean({ description: 'Whether who asks has still to say that it was received' }),
  },
  closed,
);

/** `GET …/reports`: those of an organiser, or those that go to who asks. */
export const EqaReportsResponse = Type.Object(
  {
    organisers: Type.Array(
      Type.Object(
        {
          ...NamedCode.properties,
          next: Type.Object({ from: Day, to: Day }, { ...closed, description: 'Since the last report' }),
        },
        closed,
      ),
      { description: 'For which who asks may report' },
    ),
    reports: Type.Array(Line),
  },
  closed,
);
export type EqaReportsResponse = Static<typeof EqaReportsResponse>;

/** `GET …/reports/:id`: a report as far as it concerns who asks. */
export const EqaReportResponse = Type.Object(
  {
    ...Line.properties,
    summary: Type.String(),
    advice: Advice,
    figures: Figures,
    institutions: Type.Array(NamedCode),
    canCorrect: Type.Boolean(),
  },
  closed,
);
export type EqaReportResponse = Static<typeof EqaReportResponse>;
