/** Statistics of recognition from the first day; every number opens to its cases. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, nullable, PersonHandle, Timestamp } from './shared.ts';

export const StatisticsUnit = literals('institution', 'department', 'item', 'week', 'issuer');
export type StatisticsUnit = Static<typeof StatisticsUnit>;

/** `GET /api/v1/statistics/recognition?from=&to=&by=&institution=` */
export const StatisticsQuery = Type.Object(
  { from: Day, to: Day, by: Type.Optional(StatisticsUnit), institution: Type.Optional(Type.String({ maxLength: 64 })) },
  { additionalProperties: false },
);
export type StatisticsQuery = Static<typeof StatisticsQuery>;

const Month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$', description: 'Calendar month in China, YYYY-MM' });

/** De-identified cases 去标识化: the release of a month, once it is over and settled. */
export const DeidentifiedQuery = Type.Object({ month: Month }, { additionalProperties: false });
export type DeidentifiedQuery = Static<typeof DeidentifiedQuery>;

export const DeidentifiedResponse = Type.Object(
  {
    month: Month,
    cities: Type.Array(Type.String(), { description: 'Codes of the cities whose cases are given' }),
    withheld: Type.Integer({
      description: 'Cities of which nothing is given: too few persons, or an item that has become sensitive since',
    }),
    total: Type.Integer({ description: 'Cases of these cities, without those of sensitive classes' }),
    rows: Type.Integer({ description: 'Cases that are given' }),
    suppressed: Type.Integer({ description: 'Left out because too few persons are alike' }),
    entry: Type.Integer({ description: 'Number of the entry of the audit' }),
    csv: Type.String(),
  },
  { additionalProperties: false },
);
export type DeidentifiedResponse = Static<typeof DeidentifiedResponse>;

/** What is counted; the names of the members of `Counts`. */
export const Measure = literals(
  'prompted',
  'opportunities',
  'netOpportunities',
  'encouraged',
  'unprompted',
  'opened',
  'acceptedMust',
  'acceptedMay',
  'reordered',
  'incomplete',
  'repeated',
  'repeatedMay',
  'blocked',
  'overlooked',
  'passedOver',
  'timedOut',
  'explanationsDue',
  'explanationsComplete',
  'explanationsOverdue',
  'yuanSaved',
);
export type Measure = Static<typeof Measure>;

/** `GET /api/v1/statistics/recognition/cases`: the same filters, one `key` of the unit, one measure, one code of `repeated`. */
export const StatisticsCasesQuery = Type.Object(
  {
    from: Day,
    to: Day,
    by: Type.Optional(StatisticsUnit),
    institution: Type.Optional(Type.String({ maxLength: 64 })),
    key: Type.Optional(Type.String({ maxLength: 64 })),
    measure: Measure,
    code: Type.Optional(Type.String({ pattern: '^[1-6]$' })),
    after: Type.Optional(
      Type.String({
        pattern: '^\\d{1,16}\\.\\d{1,15}\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\..{0,64}$',
        description: '`next` of the page before',
      }),
    ),
  },
  { additionalProperties: false },
);
export type StatisticsCasesQuery = Static<typeof StatisticsCasesQuery>;

/** A rate with its numerator and denominator; `value` is null when the denominator is 0. */
export const Rate = Type.Object(
  { numerator: Type.Integer(), denominator: Type.Integer(), value: nullable(Type.Number()) },
  { additionalProperties: false },
);
export type Rate = Static<typeof Rate>;

/** The counts of one unit and period. Names as in the decision specification, section 6.1. */
export const Counts = Type.Object(
  {
    prompted: Type.Integer({ description: 'Cases for which something was offered before the order' }),
    opportunities: Type.Integer({ description: 'O: MUST decisions' }),
    netOpportunities: Type.Integer({ description: 'O less J: MUST decisions without a justified repeat' }),
    encouraged: Type.Integer({ description: 'MAY decisions' }),
    unprompted: Type.Integer({ description: 'Of O: ordered without asking, so that nothing was prompted' }),
    opened: Type.Integer(),
    acceptedMust: Type.Integer({ description: 'A' }),
    acceptedMay: Type.Integer({ description: 'B' }),
    reordered: Type.Integer({ description: 'Accepted, and ordered all the same: neither accepted nor saved' }),
    incomplete: Type.Integer({ description: 'Acceptances that the chart lacked a field for' }),
    repeated: Type.Record(Type.String(), Type.Integer(), { description: 'J1 to J6, by code' }),
    repeatedMay: Type.Integer(),
    blocked: Type.Integer(),
    overlooked: Type.Integer({ description: 'V: ordered without an answer to a MUST' }),
    passedOver: Type.Integer({ description: 'Ordered without an answer to a prompted MAY' }),
    timedOut: Type.Integer(),
    explanationsDue: Type.Integer(),
    explanationsComplete: Type.Integer({ description: 'Given in time' }),
    explanationsOverdue: Type.Integer({ description: 'Past their time now, and still owed' }),
    yuanSaved: Type.String(),
  },
  { additionalProperties: false },
);
export type Counts = Static<typeof Counts>;

export const StatisticsRow = Type.Object(
  {
    key: Type.String(),
    name: Bilingual,
    counts: Counts,
    accessRate: Rate,
    grossRecognitionRate: Rate,
    netRecognitionRate: Rate,
    encouragedRecognitionRate: Rate,
  },
  { additionalProperties: false },
);
export type StatisticsRow = Static<typeof StatisticsRow>;

export const StatisticsResponse = Type.Object(
  { from: Day, to: Day, by: Type.String(), total: StatisticsRow, rows: Type.Array(StatisticsRow) },
  { additionalProperties: false },
);
export type StatisticsResponse = Static<typeof StatisticsResponse>;

/** One case behind a number. */
export const StatisticsCase = Type.Object(
  {
    decision: Type.String(),
    at: Timestamp,
    person: nullable(PersonHandle),
    institution: Type.String(),
    institutionName: Bilingual,
    department: nullable(Type.String()),
    departmentName: nullable(Bilingual),
    practitioner: nullable(Type.String()),
    practitionerName: nullable(Type.String({ description: 'For the institution itself' })),
    item: Type.String(),
    itemName: Bilingual,
    issuer: nullable(Type.String()),
    issuerName: nullable(Bilingual),
    class: nullable(Type.String()),
    choice: nullable(Type.String()),
    code: nullable(Type.Integer()),
    yuan: nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type StatisticsCase = Static<typeof StatisticsCase>;

/** One page of cases, latest first; `next` is null on the last. */
export const StatisticsCasesResponse = Type.Object(
  {
    cases: Type.Array(StatisticsCase),
    total: Type.Integer({ description: 'Cases on all pages' }),
    next: nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type StatisticsCasesResponse = Static<typeof StatisticsCasesResponse>;
