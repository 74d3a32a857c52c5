/** A month of internal quality control 室内质控月汇总: figures, what was submitted, the laboratories of a region beside each other. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Day, literals, NamedCode, nullable } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$', description: 'Calendar month in China, YYYY-MM' });
const Verdict = literals('meets', 'exceeds', 'unknown');

export const IqcMonthParams = Type.Object({ month: Month }, closed);
export type IqcMonthParams = Static<typeof IqcMonthParams>;

export const IqcMonthQuery = Type.Object({ institution: Type.Optional(Code) }, closed);
export type IqcMonthQuery = Static<typeof IqcMonthQuery>;

const Moments = Type.Object(
  {
    n: Type.Integer(),
    mean: nullable(Type.Number()),
    sd: nullable(Type.Number()),
    cvPercent: nullable(Type.Number()),
  },
  closed,
);

export const IqcSeriesMonth = Type.Object(
  {
    system: Type.String(),
    product: Type.String(),
    lot: Type.String(),
    level: Type.String(),
    all: Moments,
    inControl: Moments,
    cumulative: nullable(Moments),
    out: Type.Integer(),
    outRatePercent: nullable(Type.Number()),
    verdict: Verdict,
    suspicions: Type.Array(literals('never-beyond-2s', 'repeated-values', 'scatter-too-small')),
  },
  closed,
);
export type IqcSeriesMonth = Static<typeof IqcSeriesMonth>;

const figures = {
  testingDays: Type.Integer({ description: 'Days with results of patients' }),
  qcDays: Type.Integer({ description: 'Testing days on which every system had an accepted run' }),
  cv: nullable(Type.Number({ description: 'The highest CV in control of all systems and levels, percent' })),
  agreement: nullable(Type.Number()),
};

export const IqcItemMonth = Type.Object(
  {
    item: NamedCode,
    ...figures,
    missingDays: Type.Array(Day),
    maxCv: nullable(Type.Number()),
    verdict: Verdict,
    submitted: nullable(Type.Object({ ...figures, reportedOn: nullable(Day) }, closed)),
    isCurrent: Type.Boolean({ description: 'What was submitted is what is on record now' }),
    series: Type.Array(IqcSeriesMonth),
  },
  closed,
);
export type IqcItemMonth = Static<typeof IqcItemMonth>;

/** `GET …/months/:month`: items of which something was measured in the month. */
export const IqcMonthResponse = Type.Object(
  {
    institution: NamedCode,
    month: Month,
    dueOn: Day,
    isComplete: Type.Boolean({ description: 'The month is over: it can be submitted' }),
    items: Type.Array(IqcItemMonth),
  },
  closed,
);
export type IqcMonthResponse = Static<typeof IqcMonthResponse>;

/** `POST …/months/:month/submission`: what changed is written, what is as it was submitted is left. */
export const IqcSubmitted = Type.Object({ submitted: Type.Integer(), unchanged: Type.Integer() }, closed);
export type IqcSubmitted = Static<typeof IqcSubmitted>;
