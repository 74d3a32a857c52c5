/** `/api/v1/critical-values` 危急值: their register with uniform columns, and their indicators, each of which opens to its cases. */
import { CRITICAL_INDICATORS, CRITICAL_KINDS } from '@fujie/core/critical';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, Day, literals, NamedCode, nullable, PersonHandle, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ maxLength: 64 });
const Setting = literals('inpatient', 'outpatient', 'emergency', 'unknown');
const Kind = literals(...CRITICAL_KINDS);
const Indicator = literals(...CRITICAL_INDICATORS);

const filter = {
  from: Day,
  to: Day,
  institution: Type.Optional(Code),
  department: Type.Optional(Code),
  setting: Type.Optional(Setting),
  kind: Type.Optional(Kind),
};

/** By when the value appeared; with `indicator` and `part` the cases behind a figure. */
export const CriticalValuesQuery = Type.Object(
  {
    ...filter,
    status: Type.Optional(literals('open', 'closed', 'waived', 'void')),
    indicator: Type.Optional(Indicator),
    part: Type.Optional(literals('numerator', 'denominator', 'unknown', 'missed')),
    page: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,4}$' })),
  },
  closed,
);
export type CriticalValuesQuery = Static<typeof CriticalValuesQuery>;

const Step = nullable(
  Type.Object(
    { at: Timestamp, by: nullable(Type.String()), outcome: nullable(Bilingual), late: Type.Boolean() },
    closed,
  ),
);

export const CriticalValue = Type.Object(
  {
    loop: Type.Integer(),
    appearedAt: Timestamp,
    institution: NamedCode,
    department: nullable(NamedCode),
    setting: Setting,
    kind: Kind,
    sentBy: nullable(NamedCode),
    testedBy: nullable(NamedCode),
    person: nullable(PersonHandle),
    nameMasked: nullable(Type.String()),
    item: NamedCode,
    value: Type.String(),
    unit: nullable(Type.String()),
    threshold: nullable(Type.String({ description: 'Null: critical as its issuer says' })),
    uncertain: Type.Array(Type.String(), { description: 'Facts that were not known when it was judged' }),
    status: literals('open', 'closed', 'waived', 'void'),
    flaws: Type.Array(Type.String()),
    verified: Step,
    notified: Step,
    received: Step,
    informed: Step,
    reached: Step,
    acted: Step,
    rechecked: Step,
    minutes: nullable(Type.Number({ description: 'From appearing to receipt by the clinical department' })),
  },
  closed,
);
export type CriticalValue = Static<typeof CriticalValue>;

export const CriticalValuesResponse = Type.Object(
  { total: Type.Integer(), page: Type.Integer(), pageSize: Type.Integer(), values: Type.Array(CriticalValue) },
  closed,
);
export type CriticalValuesResponse = Static<typeof CriticalValuesResponse>;

export const CriticalStatisticsQuery = Type.Object(
  { ...filter, by: Type.Optional(literals('institution', 'department', 'kind', 'setting', 'month')) },
  closed,
);
export type CriticalStatisticsQuery = Static<typeof CriticalStatisticsQuery>;

const Figure = Type.Object(
  {
    indicator: Indicator,
    title: Bilingual,
    kind: literals('minutes', 'share'),
    isPreferred: nullable(
      Type.Boolean({
        description: 'Of the readings of one indicator that its document leaves open, the one that is reported',
      }),
    ),
    clauses: Type.Array(Type.String()),
    value: nullable(Type.Number()),
    numerator: Type.Integer(),
    denominator: Type.Integer(),
    unknown: Type.Integer({ description: 'Of the denominator: not known, and never in the numerator' }),
  },
  closed,
);
export type CriticalFigure = Static<typeof Figure>;

const Group = Type.Object(
  {
    key: Type.String(),
    institution: nullable(Code),
    department: nullable(Code),
    kind: nullable(Kind),
    setting: nullable(Setting),
    title: Bilingual,
    cases: Type.Integer(),
    figures: Type.Array(Figure),
  },
  closed,
);
export type CriticalGroup = Static<typeof Group>;

export const CriticalStatisticsResponse = Type.Object({ total: Group, groups: Type.Array(Group) }, closed);
export type CriticalStatisticsResponse = Static<typeof CriticalStatisticsResponse>;

/** `GET /api/v1/critical-values/list` 危急值目录: what is critical today in the hospital of whoever asks; of an item what decides first stands first. */
export const CriticalListed = Type.Object(
  {
    item: NamedCode,
    kind: Kind,
    unit: nullable(Type.String()),
    code: Type.String(),
    isOwn: Type.Boolean({ description: 'Of the hospital itself; otherwise of the region' }),
    specimen: nullable(Type.String()),
    sex: nullable(literals('male', 'female')),
    ageFrom: nullable(Type.Number()),
    ageTo: nullable(Type.Number({ description: 'Below this age' })),
    ageUnit: nullable(literals('days', 'months', 'years')),
    department: nullable(NamedCode),
    diagnosis: Type.Array(Type.String(), { description: 'Beginnings of codes of diagnoses; none: of any' }),
    low: nullable(Type.Number()),
    high: nullable(Type.Number()),
    inclusive: Type.Boolean({ description: 'Whether the limit itself is critical' }),
    findings: Type.Array(Type.String()),
    repeat: nullable(literals('before-report', 'after-report')),
    firstOnlyDays: nullable(Type.Number()),
    reviewedOn: Day,
    source: Type.String(),
  },
  closed,
);
export type CriticalListed = Static<typeof CriticalListed>;

export const CriticalListResponse = Type.Object({ on: Day, thresholds: Type.Array(CriticalListed) }, closed);
export type CriticalListResponse = Static<typeof CriticalListResponse>;
