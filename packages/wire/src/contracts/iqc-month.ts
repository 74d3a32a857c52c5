/** A month of internal quality control 室内质控月汇总: figures, what was submitted, the laboratories of a region beside each other. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { Day, ImprecisionLimits, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Month = Type.String({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$', description: 'Calendar month in China, YYYY-MM' });
const Verdict = literals('meets', 'exceeds', 'unknown');
const SuspicionKind = literals('never-beyond-2s', 'repeated-values', 'scatter-too-small');

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
    unit: nullable(Type.String()),
    product: Type.String(),
    lot: Type.String(),
    level: Type.String(),
    levelClass: nullable(Type.String({ description: 'As the laboratory entered it with its material' })),
    all: Moments,
    inControl: Moments,
    cumulative: nullable(Moments),
    out: Type.Integer(),
    outRatePercent: nullable(Type.Number()),
    // That of the lot so far where the month has fewer than three results in control.
    judgedBy: nullable(literals('month', 'cumulative')),
    verdict: Verdict,
    suspicions: Type.Array(SuspicionKind, {
      description: 'What does not look measured in the half year up to the end of the month: asked about, never judged',
    }),
  },
  closed,
);
export type IqcSeriesMonth = Static<typeof IqcSeriesMonth>;

const figures = {
  testingDays: Type.Integer({ description: 'Days with results of patients' }),
  qcDays: Type.Integer({ description: 'Testing days on which every system had an accepted run' }),
  comparedDays: nullable(
    Type.Integer({ description: 'Testing days without a test system that a comparison of the last half year covers' }),
  ),
  cv: nullable(Type.Number({ description: 'The highest CV in control of all systems and levels, percent' })),
  sd: nullable(Type.Number({ description: 'The highest SD in control, where an SD is limited' })),
  classCv: nullable(
    Type.Number({
      description: 'The highest CV in control of levels whose class has a limit of its own; `cv` is then of the others',
    }),
  ),
  agreement: nullable(Type.Number()),
};

export const IqcItemMonth = Type.Object(
  {
    item: NamedCode,
    ...figures,
    missingDays: Type.Array(Day),
    unit: nullable(Type.String()),
    limits: ImprecisionLimits,
    verdict: Verdict,
    submitted: nullable(Type.Object({ ...figures, reportedOn: nullable(Day) }, closed)),
    isCurrent: Type.Boolean({ description: 'What was submitted is what is on record now' }),
    series: Type.Array(IqcSeriesMonth),
  },
  closed,
);
export type IqcItemMonth = Static<typeof IqcItemMonth>;

/** `GET …/months/:month`: items of which something was measured in the month, or that a comparison covered. */
export const IqcMonthResponse = Type.Object(
  {
    institution: NamedCode,
    month: Month,
    dueOn: Day,
    isComplete: Type.Boolean({ description: 'The month is over: it can be submitted' }),
    uncontrolled: Type.Array(Type.Object({ item: NamedCode, testingDays: figures.testingDays }, closed), {
      description: 'Reported without a test system, a comparison, or a month of control that was reported otherwise',
    }),
    items: Type.Array(IqcItemMonth),
  },
  closed,
);
export type IqcMonthResponse = Static<typeof IqcMonthResponse>;

/** `POST …/months/:month/submission`: what changed is written, what is as it was submitted is left. */
export const IqcSubmitted = Type.Object({ submitted: Type.Integer(), unchanged: Type.Integer() }, closed);
export type IqcSubmitted = Static<typeof IqcSubmitted>;

const reportedCounts = {
  of: Type.Integer({ description: 'Pairs of institution and item with a test system' }),
  reported: Type.Integer(),
  late: Type.Integer({ description: 'Reported after the last day in time' }),
  failing: Type.Integer({ description: 'Of the reported: imprecision or agreement does not meet its requirement' }),
  uncovered: Type.Integer({ description: 'Of the reported: a testing day without an accepted run or a comparison' }),
  daysLate: Type.Integer({ description: 'The most days by which one was late' }),
};

/** `GET …/months/:month/region`: how a month was reported by the institutions of a region. */
export const IqcRegionResponse = Type.Object(
  {
    month: Month,
    dueOn: Day,
    isComplete: Type.Boolean(),
    regions: Type.Array(Type.Object({ region: NamedCode, institutions: Type.Integer(), ...reportedCounts }, closed)),
    institutions: Type.Array(Type.Object({ institution: NamedCode, ...reportedCounts }, closed)),
    items: Type.Array(Type.Object({ item: NamedCode, ...reportedCounts }, closed)),
  },
  closed,
);
export type IqcRegionResponse = Static<typeof IqcRegionResponse>;

export const IqcSuspicionsQuery = Type.Object({ after: Type.Optional(Code) }, closed);
export type IqcSuspicionsQuery = Static<typeof IqcSuspicionsQuery>;

/** `GET …/months/:month/suspicions`: what to ask about in a region, some institutions at a time. */
export const IqcSuspicionsResponse = Type.Object(
  {
    month: Month,
    looked: Type.Integer({ description: 'Institutions looked at' }),
    next: nullable(Type.String({ description: 'Ask on with `after`; null: these were all' })),
    series: Type.Array(
      Type.Object(
        {
          ...{ institution: NamedCode, item: NamedCode, system: Type.String() },
          ...{ product: Type.String(), lot: Type.String(), level: Type.String() },
          suspicions: Type.Array(
            Type.Object({ kind: SuspicionKind, facts: Type.Record(Type.String(), Type.Number()) }, closed),
          ),
        },
        closed,
      ),
    ),
    afterRelease: Type.Array(
      Type.Object(
        {
          ...{ institution: NamedCode, item: NamedCode, testingDays: Type.Integer() },
          days: Type.Array(Type.Object({ day: Day, releasedAt: Timestamp, controlledAt: Timestamp }, closed)),
        },
        closed,
      ),
      { description: 'Items of which results went out before the control of that day was run' },
    ),
  },
  closed,
);
export type IqcSuspicionsResponse = Static<typeof IqcSuspicionsResponse>;

export const IqcPeersQuery = Type.Object({ item: Code }, closed);
export type IqcPeersQuery = Static<typeof IqcPeersQuery>;

/** `GET …/months/:month/peers`: series within reach against groups of laboratories in which nobody is named. */
export const IqcPeersResponse = Type.Object(
  {
    month: Month,
    item: NamedCode,
    unit: nullable(Type.String({ description: 'Of the item' })),
    groups: Type.Array(
      Type.Object(
        {
          tier: literals('peers', 'method', 'all'),
          n: Type.Integer({ description: 'Laboratories' }),
          mean: Type.Number(),
          sd: Type.Number(),
          uncertainty: Type.Number(),
          by: literals('algorithm-a', 'q-method'),
          cvPercent: nullable(Type.Number({ description: 'Median of the CVs of its laboratories' })),
          means: Type.Array(Type.Number(), { description: 'One of each laboratory, the smallest first' }),
        },
        closed,
      ),
    ),
    series: Type.Array(
      Type.Object(
        {
          institution: NamedCode,
          system: Type.String(),
          instrument: Type.String(),
          method: nullable(Type.String()),
          model: nullable(Type.String()),
          unit: nullable(Type.String()),
          product: Type.String(),
          lot: Type.String(),
          level: Type.String(),
          n: Type.Integer(),
          out: Type.Integer(),
          mean: Type.Number(),
          sd: nullable(Type.Number()),
          cvPercent: nullable(Type.Number()),
          limits: ImprecisionLimits,
          /** Its CV or SD as it is printed is above what is required. */
          isBeyond: Type.Boolean(),
          group: nullable(Type.Integer({ description: 'Index among `groups`; null: none is large enough' })),
          laboratories: Type.Integer({ description: 'Laboratories with the same lot and level' }),
          sdi: nullable(Type.Number()),
          cvr: nullable(Type.Number()),
          biasPercent: nullable(Type.Number()),
          reading: nullable(literals('acceptable', 'look', 'marginal', 'act')),
          suspicions: Type.Array(
            Type.Object({ kind: SuspicionKind, facts: Type.Record(Type.String(), Type.Number()) }, closed),
          ),
        },
        closed,
      ),
    ),
    reported: Type.Array(
      Type.Object(
        {
          institution: NamedCode,
          limits: ImprecisionLimits,
          cv: nullable(Type.Number()),
          sd: nullable(Type.Number()),
          classCv: nullable(Type.Number()),
          agreement: nullable(Type.Number()),
          testingDays: nullable(Type.Integer()),
          qcDays: nullable(Type.Integer()),
          comparedDays: nullable(Type.Integer()),
          reportedOn: nullable(Day),
          isLate: Type.Boolean(),
          isFailing: Type.Boolean(),
          isUncovered: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type IqcPeersResponse = Static<typeof IqcPeersResponse>;
