/** Yearly targets by department 年度目标, and the 35 indicators of the core systems in their monthly cycle. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { OrganisationStaff } from './organisation.ts';
import { Bilingual, Day, literals, NamedCode, nullable } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$' });
const Maybe = nullable(Type.Number());

const TargetOfDepartment = Type.Object(
  {
    department: NamedCode,
    owner: OrganisationStaff,
    baseline: Maybe,
    aim: Maybe,
    values: Type.Array(Type.Object({ month: Month, value: Type.Number(), basis: nullable(Type.String()) }, closed)),
    standing: literals('met', 'not-met', 'no-value', 'no-aim'),
    isBetter: nullable(Type.Boolean({ description: 'Whether the last value is better than the baseline' })),
  },
  closed,
);

const QualityTarget = Type.Object(
  {
    target: Type.String(),
    nameZh: Type.String(),
    nameEn: nullable(Type.String()),
    source: literals('nation', 'province', 'institution'),
    direction: literals('up', 'down'),
    baseline: Maybe,
    aim: Maybe,
    unit: nullable(Type.String()),
    departments: Type.Array(TargetOfDepartment),
  },
  closed,
);

export const TargetsQuery = Type.Object({ year: Type.Optional(Type.String({ pattern: '^20\\d{2}$' })) }, closed);
export type TargetsQuery = Static<typeof TargetsQuery>;

/** `GET /api/v1/organisation/targets`: the targets of a year; every count opens to these rows (henan-2023.t3.1#02). */
export const TargetsResponse = Type.Object(
  {
    year: Type.Integer(),
    targets: Type.Array(QualityTarget),
    assigned: Type.Integer({ description: 'Targets that were given to some department' }),
    given: Type.Integer({ description: 'Targets of departments' }),
    met: Type.Integer({ description: 'Of these, whose last value reaches what is aimed at' }),
    better: Type.Integer({ description: 'Of these, whose last value is better than the baseline' }),
    staff: Type.Integer({ description: 'Staff of departments with a quality group' }),
    staffWithTarget: Type.Integer({ description: 'Of these, who have a part in a target of their department' }),
    staffWithout: Type.Array(Type.Object({ department: NamedCode, count: Type.Integer() }, closed), {
      description: 'How many of the staff of each department have none',
    }),
    own: Type.Array(
      Type.Object(
        {
          target: NamedCode,
          duty: Type.String(),
          aim: Maybe,
          unit: nullable(Type.String()),
          tools: nullable(Type.String()),
        },
        closed,
      ),
      { description: 'Parts of the reader' },
    ),
    withoutTarget: Type.Array(NamedCode, { description: 'Departments that were given none' }),
  },
  closed,
);
export type TargetsResponse = Static<typeof TargetsResponse>;

const CoreIndicatorFigure = Type.Object(
  {
    title: Bilingual,
    kind: literals('minutes', 'share'),
    value: Maybe,
    numerator: Type.Integer(),
    denominator: Type.Integer(),
    unknown: Type.Integer(),
    indicator: Type.String({ description: 'The indicator of critical values that opens to the cases' }),
  },
  closed,
);

const GivenTo = Type.Object(
  {
    department: NamedCode,
    owner: OrganisationStaff,
    office: NamedCode,
    analysis: nullable(Type.String()),
    lacks: Type.Array(literals('value', 'analysis'), { description: 'What the month lacks' }),
    latest: nullable(
      Type.Object(
        {
          month: Month,
          numerator: Type.Number(),
          denominator: Maybe,
          basis: nullable(Type.String()),
          days: Type.Integer({ minimum: 0, description: 'Days since its month was over' }),
        },
        closed,
      ),
    ),
  },
  closed,
);

const AnnexIndicator = Type.Object(
  {
    clause: Type.String(),
    title: Bilingual,
    isShare: Type.Boolean({ description: 'Whether a value is a part of its denominator' }),
    figures: Type.Array(
      Type.Object({ title: Bilingual, numerator: Type.Integer(), denominator: Type.Integer() }, closed),
      { description: 'What the platform computes of it for the hospital' },
    ),
    departments: Type.Array(GivenTo),
  },
  closed,
);

const CoreIndicator = Type.Object(
  {
    indicator: Type.String({ description: 'Its number, 01 to 35' }),
    clause: Type.String(),
    title: Bilingual,
    standing: literals('computed', 'entered', 'missing'),
    notComputed: nullable(Bilingual),
    figures: Type.Array(CoreIndicatorFigure),
    entered: nullable(
      Type.Object({ numerator: Type.Number(), denominator: Maybe, basis: nullable(Type.String()) }, closed),
    ),
    analysis: nullable(Type.String()),
    feedback: nullable(Type.String()),
    action: nullable(Type.String()),
    lacks: Type.Array(literals('value', 'analysis', 'feedback', 'action'), {
      description: 'Steps of its cycle that are missing',
    }),
    isComplete: Type.Boolean({ description: 'Collected, analysed, told and acted on' }),
    isShare: Type.Boolean(),
    departments: Type.Array(GivenTo, { description: 'Departments that were given it' }),
    direction: nullable(literals('up', 'down')),
    baseline: nullable(
      Type.Object(
        { month: Month, values: Type.Array(Maybe, { description: 'As its figures stand, or the one entered' }) },
        closed,
      ),
    ),
    isBetter: nullable(Type.Boolean({ description: 'Whether it is better than its first month' })),
  },
  closed,
);

export const CoreIndicatorsQuery = Type.Object({ month: Type.Optional(Month) }, closed);
export type CoreIndicatorsQuery = Static<typeof CoreIndicatorsQuery>;

/** `GET /api/v1/organisation/indicators`: the 35 indicators of a month (henan-2025.mq.5#07); without a month the last that is over. */
export const CoreIndicatorsResponse = Type.Object(
  {
    month: Month,
    from: Day,
    to: Day,
    loop: nullable(Type.Integer({ description: 'The loop of this month’s cycle' })),
    indicators: Type.Array(CoreIndicator),
    computed: Type.Integer(),
    entered: Type.Integer(),
    missing: Type.Integer(),
    complete: Type.Integer(),
    better: Type.Integer({ description: 'Better than their first month' }),
    compared: Type.Integer({ description: 'With a value now and in a month before, and a direction' }),
    annex: nullable(
      Type.Object(
        {
          assigned: Type.Integer({ description: 'Of the forty, how many some department has' }),
          days: Type.Object(
            { assign: Type.Integer(), enter: Type.Integer(), feedBack: Type.Integer() },
            { ...closed, description: 'Local figures: no document states them' },
          ),
          indicators: Type.Array(AnnexIndicator),
        },
        {
          ...closed,
          description: 'The forty indicators of Henan (henan-2023.req.2#01); null: they do not bind the hospital',
        },
      ),
    ),
  },
  closed,
);
export type CoreIndicatorsResponse = Static<typeof CoreIndicatorsResponse>;
