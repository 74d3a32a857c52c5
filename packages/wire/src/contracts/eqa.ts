/** External quality assessment 室间质评: rounds of an organiser, returns of laboratories, grades. */
import { SEEN } from '@fujie/core/kernel';
import { MATERIAL_KINDS } from '@fujie/core/eqa';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { GivenTime, literals, Measured, nullable } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Note = Type.String({ minLength: 2, maxLength: 500, pattern: SEEN });
const Sample = Type.String({ minLength: 1, maxLength: 30 });
const Variant = Type.String({ minLength: 1, maxLength: 10 });

/** As readers of English are shown it; without it they read the Chinese. */
const NameEn = Type.String({ minLength: 1, maxLength: 120, pattern: SEEN });

const Percent = Type.Number({ exclusiveMinimum: 0 });
export const EqaCriterion = Type.Union([
  Type.Object({ type: Type.Literal('pct'), percent: Percent }, closed),
  Type.Object({ type: Type.Literal('abs'), units: Percent }, closed),
  Type.Object({ type: Type.Literal('greater'), percent: Percent, units: Percent }, closed),
  Type.Object({ type: Type.Literal('piecewise_le'), percent: Percent, units: Percent, cut: Measured }, closed),
  Type.Object({ type: Type.Literal('piecewise_lt'), percent: Percent, units: Percent, cut: Measured }, closed),
  Type.Object({ type: Type.Literal('agreement') }, closed),
]);

const ErrorSource = Type.String({
  ...{ minLength: 1, maxLength: 200, pattern: SEEN },
  description: 'Document that the criterion is from 允许误差出处',
});

/** An item as a round asks for it. */
export const EqaItem = Type.Object(
  {
    item: Code,
    kind: literals('quantitative', 'qualitative'),
    unit: nullable(Type.String({ maxLength: 40 })),
    criterion: EqaCriterion,
    source: Type.Optional(ErrorSource),
    passMark: Type.Number({ minimum: 0, maximum: 100 }),
    minimumGroup: Type.Integer({ minimum: 2, maximum: 1000 }),
    lowest: nullable(Type.Number()),
    highest: nullable(Type.Number()),
  },
  closed,
);
export type EqaItem = Static<typeof EqaItem>;

const ItemEntries = Type.Array(
  Type.Object(
    {
      item: Code,
      kind: literals('quantitative', 'qualitative'),
      unit: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      criterion: EqaCriterion,
      source: Type.Optional(ErrorSource),
      passMark: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
      minimumGroup: Type.Optional(Type.Integer({ minimum: 2, maximum: 1000 })),
      lowest: Type.Optional(Measured),
      highest: Type.Optional(Measured),
    },
    closed,
  ),
  { minItems: 1, maxItems: 200 },
);

/** Without it a reference value; `consensus` takes back what was entered before. */
const TargetKind = literals('reference', 'formulation', 'experts', 'consensus');
const Targets = Type.Array(
  Type.Object(
    {
      item: Code,
      sample: Sample,
      variant: Type.Optional(Variant),
      group: Type.Optional(
        Type.String({
          ...{ minLength: 1, maxLength: 260, pattern: SEEN },
          description:
            'Participants it is for: method, or method / instrument, or method / instrument / reagent; without it for all',
        }),
      ),
      kind: Type.Optional(TargetKind),
      value: Type.Optional(Measured),
      uncertainty: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12, description: 'Standard uncertainty' })),
      experts: Type.Optional(
        Type.Array(
          Type.Object(
            {
              laboratory: Type.String({ minLength: 1, maxLength: 80, pattern: SEEN }),
              value: Measured,
              uncertainty: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
            },
            closed,
          ),
          { minItems: 1, maxItems: 100, description: 'What the panel found: their robust mean is the target' },
        ),
      ),
      accepted: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1 })),
    },
    closed,
  ),
  { maxItems: 20_000 },
);

/** `POST …/rounds/:id/targets`: targets that do not come of the participants, from now on; the next evaluation goes by them. */
export const EqaTargetsEntry = Type.Object({ targets: Targets, note: Type.Optional(Note) }, closed);
export type EqaTargetsEntry = Static<typeof EqaTargetsEntry>;

/** `POST /api/v1/laboratory/eqa/rounds`: a round with its items and samples; targets that are known beforehand stay with the organiser. */
export const EqaRoundEntry = Type.Object(
  {
    organiser: Code,
    round: Code,
    programme: Type.Optional(Code),
    nameZh: Type.String({ minLength: 1, maxLength: 120 }),
    nameEn: Type.Optional(nullable(NameEn)),
    year: Type.Integer({ minimum: 2000, maximum: 2100 }),
    opensAt: GivenTime,
    closesAt: GivenTime,
    lateRule: literals('refuse', 'store'),
    samples: Type.Array(Sample, { minItems: 1, maxItems: 40, uniqueItems: true }),
    items: ItemEntries,
    targets: Type.Optional(Targets),
  },
  closed,
);
export type EqaRoundEntry = Static<typeof EqaRoundEntry>;

/** `POST …/rounds/:id/enrolments`: who takes part with what, from now on. */
export const EqaEnrolmentEntry = Type.Object(
  {
    enrolments: Type.Array(
      Type.Object(
        {
          institution: Code,
          items: Type.Array(Code, { maxItems: 200, uniqueItems: true }),
          excused: Type.Optional(Type.Array(Code, { maxItems: 200, uniqueItems: true })),
          variant: Type.Optional(Variant),
          reason: Type.Optional(Note),
        },
        closed,
      ),
      { minItems: 1, maxItems: 2000 },
    ),
  },
  closed,
);
export type EqaEnrolmentEntry = Static<typeof EqaEnrolmentEntry>;

/** `POST …/rounds/:id/acts`; with `enrolment` the times are those within which laboratories may ask to take part. */
export const EqaActEntry = Type.Object(
  {
    kind: literals('shipped', 'rescheduled', 'final', 'enrolment'),
    opensAt: Type.Optional(GivenTime),
    closesAt: Type.Optional(GivenTime),
    reason: Type.Optional(Note),
  },
  closed,
);
export type EqaActEntry = Static<typeof EqaActEntry>;

export const EqaExcluded = Type.Object({ institution: Code, item: Code, sample: Sample, reason: Note }, closed);

/** A sample that is withdrawn for everyone 不评价: it has no target, and scores do without it. */
export const EqaUngraded = Type.Object({ item: Code, sample: Sample, reason: Note }, closed);

/** `POST …/rounds/:id/evaluations`: grades the round; another time with its reason. */
export const EqaEvaluationEntry = Type.Object(
  {
    reason: Type.Optional(Note),
    excluded: Type.Optional(Type.Array(EqaExcluded, { maxItems: 5000 })),
    ungraded: Type.Optional(
      Type.Array(EqaUngraded, { maxItems: 8000, description: 'Samples by which nobody is graded, with the reason' }),
    ),
    decisions: Type.Optional(
      Type.Array(Type.Object({ ...EqaExcluded.properties, verdict: literals('acceptable', 'unacceptable') }, closed), {
        maxItems: 5000,
      }),
    ),
  },
  closed,
);
export type EqaEvaluationEntry = Static<typeof EqaEvaluationEntry>;

const MaterialKind = literals(...MATERIAL_KINDS);
/** A sample that is graded although its material is not fit. */
export const EqaUnfit = Type.Object({ item: Code, sample: Sample, kinds: Type.Array(MaterialKind) }, closed);

/** The version that was made of the grades, and what its organiser should look at before it is published. */
export const EqaGraded = Type.Object(
  {
    version: Type.Integer(),
    warnings: Type.Array(
      Type.Object({ ...EqaUnfit.properties, message: Type.String(), messageZh: Type.String() }, closed),
      { description: 'Samples that are graded although their material is not homogeneous or not stable' },
    ),
  },
  closed,
);
export type EqaGraded = Static<typeof EqaGraded>;

/** `POST …/rounds/:id/publication`: of the version that the organiser looked at. */
export const EqaPublicationEntry = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 999 }) }, closed);

export const EqaReviewEntry = Type.Object(
  { first: Code, second: Code, finding: literals('cleared', 'confirmed', 'open'), note: Note },
  closed,
);
export type EqaReviewEntry = Static<typeof EqaReviewEntry>;

export const EqaAppealEntry = Type.Object({ item: Code, text: Note }, closed);
export type EqaAppealEntry = Static<typeof EqaAppealEntry>;
export const EqaAnswerEntry = Type.Object({ outcome: literals('accepted', 'rejected'), text: Note }, closed);
export type EqaAnswerEntry = Static<typeof EqaAnswerEntry>;

const Condition = literals('good', 'thawed', 'leaking', 'missing', 'other');
/** `POST …/rounds/:id/receipt`: the samples arrived, and how. */
export const EqaReceiptEntry = Type.Object(
  { condition: Condition, receivedAt: GivenTime, note: Type.Optional(Note) },
  closed,
);
export type EqaReceiptEntry = Static<typeof EqaReceiptEntry>;

const Given = Type.Optional(nullable(Type.String({ maxLength: 80 })));
/**
 * `POST …/rounds/:id/returns`: the whole matrix; `after` is the version it was made from, 0 for the first. Sent again as it stands, it is the version
 * that it was.
 */
export const EqaReturnEntry = Type.Object(
  {
    after: Type.Integer({ minimum: 0 }),
    results: Type.Array(
      Type.Object(
        {
          item: Code,
          sample: Sample,
          reported: Type.String({ maxLength: 60 }),
          unit: Given,
          method: Given,
          instrument: Given,
          reagent: Given,
          calibrator: Given,
          uncertaintyPercent: Type.Optional(
            nullable(
              Type.Number({
                ...{ exclusiveMinimum: 0, maximum: 100 },
                description: 'Expanded uncertainty (k = 2) in percent of the result',
              }),
            ),
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: 8000 },
    ),
  },
  closed,
);
export type EqaReturnEntry = Static<typeof EqaReturnEntry>;

/** `POST …/programmes`: a programme, or what it is from now on. */
export const EqaProgrammeEntry = Type.Object(
  {
    organiser: Code,
    code: Code,
    nameZh: Type.String({ minLength: 1, maxLength: 120 }),
    nameEn: Type.Optional(nullable(NameEn)),
    samples: Type.Integer({ minimum: 1, maximum: 40 }),
    rounds: Type.Integer({ minimum: 1, maximum: 12, description: 'Rounds of a year' }),
    items: ItemEntries,
    isNew: Type.Optional(Type.Boolean({ description: 'Refused if the organiser has a programme of this code' })),
  },
  closed,
);
export type EqaProgrammeEntry = Static<typeof EqaProgrammeEntry>;

const Readings = Type.Array(Measured, { minItems: 2, maxItems: 100 });
/** `POST …/rounds/:id/materials`: readings of vials before they are shipped, or before and after the time of the round. */
export const EqaMaterialEntry = Type.Object(
  {
    item: Code,
    sample: Sample,
    pairs: Type.Optional(
      Type.Array(Type.Array(Measured, { minItems: 2, maxItems: 2 }), {
        minItems: 2,
        maxItems: 100,
        description: 'Homogeneity: two readings of each vial',
      }),
    ),
    before: Type.Optional(Readings),
    after: Type.Optional(Readings),
  },
  closed,
);
export type EqaMaterialEntry = Static<typeof EqaMaterialEntry>;

/** `POST …/rounds/:id/sheet`: `after` is the version that the sheet was made from, 0 for the first. */
export const EqaSheetQuery = Type.Object({ after: Type.String({ pattern: '^\\d{1,6}$' }) }, closed);
export const EqaVersion = Type.Object({ version: Type.Integer() }, closed);
