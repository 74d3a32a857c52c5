/** Quality indicators of clinical laboratories 检验质量指标: of a month, of a region, over months, and what a number counts. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Bilingual, literals, NamedCode, nullable } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$', description: 'Calendar month in China, YYYY-MM' });
/** `henan`: what Henan asks for beside the national ones. */
const Edition = literals('2025', '2015', 'henan');
const IndicatorCode = Type.String({ pattern: '^(CL-(0[1-9]|1[0-5])|HN-0[12])$' });

/** `GET /api/v1/laboratory/indicators`: of an institution; without a month the last one that is over. */
export const LaboratoryIndicatorsQuery = Type.Object(
  { institution: Type.Optional(Code), month: Type.Optional(Month), edition: Type.Optional(Edition) },
  closed,
);
export type LaboratoryIndicatorsQuery = Static<typeof LaboratoryIndicatorsQuery>;

const figure = {
  code: IndicatorCode,
  standing: literals('computed', 'entered', 'missing'),
  kind: literals('share', 'p90-minutes', 'median-minutes'),
  numerator: nullable(Type.Integer()),
  denominator: nullable(Type.Integer()),
  value: nullable(Type.Number({ description: 'Percent, or minutes; null: no data' })),
};

export const LaboratoryIndicator = Type.Object(
  {
    ...figure,
    title: Bilingual,
    numeratorTitle: Bilingual,
    denominatorTitle: Bilingual,
    isChanged: Type.Boolean({
      description: 'The code means something else in the other edition: the two are no one series',
    }),
    entered: nullable(
      Type.Object(
        { numerator: Type.Integer(), denominator: Type.Integer(), basis: Type.String() },
        {
          ...closed,
          description: 'What was entered by hand: the number itself where `standing` is `entered`, else beside it',
        },
      ),
    ),
    hasCases: Type.Boolean(),
  },
  closed,
);
export type LaboratoryIndicator = Static<typeof LaboratoryIndicator>;

export const LaboratoryIndicatorsResponse = Type.Object(
  { institution: NamedCode, month: Month, edition: Edition, indicators: Type.Array(LaboratoryIndicator) },
  closed,
);
export type LaboratoryIndicatorsResponse = Static<typeof LaboratoryIndicatorsResponse>;

/** `GET …/indicators/region`: every institution within reach beside each other. */
export const LaboratoryIndicatorsRegion = Type.Object(
  {
    month: Month,
    edition: Edition,
    indicators: Type.Array(Type.Object({ code: IndicatorCode, title: Bilingual, kind: figure.kind }, closed)),
    institutions: Type.Array(
      Type.Object({ institution: NamedCode, figures: Type.Array(Type.Object(figure, closed)) }, closed),
    ),
  },
  closed,
);
export type LaboratoryIndicatorsRegion = Static<typeof LaboratoryIndicatorsRegion>;

export const IndicatorParams = Type.Object({ code: IndicatorCode }, closed);
export type IndicatorParams = Static<typeof IndicatorParams>;

/** `GET …/indicators/:code/cases`: what a number counts; of reports the slowest, or those that were wrong. */
export const IndicatorCases = Type.Object(
  {
    total: Type.Integer(),
    cases: Type.Array(
      Type.Object(
        {
          key: Type.String(),
          item: nullable(NamedCode),
          device: nullable(NamedCode),
          loop: nullable(Type.Integer()),
          isCounted: Type.Boolean({ description: 'It stands in the numerator, too' }),
          detail: Bilingual,
          minutes: nullable(
            Type.Integer({
              description:
                'From collection, or in the edition of 2015 from receipt, to the report, where that is what counts',
            }),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type IndicatorCases = Static<typeof IndicatorCases>;

/** `GET …/indicators/:code/trend`: so many months up to `month`; without an institution, who is of none sees its region alone. */
export const IndicatorTrendQuery = Type.Object(
  {
    institution: Type.Optional(Code),
    month: Type.Optional(Month),
    edition: Type.Optional(Edition),
    months: Type.Optional(Type.String({ pattern: '^([3-9]|1\\d|2[0-4])$', description: '3 to 24; 12 by default' })),
  },
  closed,
);
export type IndicatorTrendQuery = Static<typeof IndicatorTrendQuery>;

const Maybe = nullable(Type.Number());

export const IndicatorTrend = Type.Object(
  {
    institution: nullable(NamedCode),
    ...{ code: IndicatorCode, edition: Edition, kind: figure.kind },
    ...{ title: Bilingual, numeratorTitle: Bilingual, denominatorTitle: Bilingual },
    isChanged: Type.Boolean(),
    aims: Type.Array(Type.Object({ year: Type.Integer(), aim: Type.Number(), isLower: Type.Boolean() }, closed), {
      description: 'What the institution aims at, from its yearly targets of the same code',
    }),
    months: Type.Array(
      Type.Object(
        {
          month: Month,
          own: nullable(
            Type.Object(
              {
                ...{ standing: figure.standing, numerator: figure.numerator },
                ...{ denominator: figure.denominator, value: figure.value, hasCases: Type.Boolean() },
              },
              closed,
            ),
          ),
          region: Type.Object(
            {
              // What the median is of: counted from records, or entered by hand where nobody has others.
              standing: nullable(literals('computed', 'entered')),
              ...{ median: Maybe, least: Maybe, greatest: Maybe },
              ...{ computed: Type.Integer(), entered: Type.Integer(), missing: Type.Integer() },
            },
            closed,
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type IndicatorTrend = Static<typeof IndicatorTrend>;
