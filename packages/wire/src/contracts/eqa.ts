/** External quality assessment 室间质评: rounds of an organiser, returns of laboratories, grades. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { GivenTime, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const Code = Type.String({ minLength: 1, maxLength: 60 });
const Note = Type.String({ minLength: 2, maxLength: 500, pattern: '\\S' });
const Sample = Type.String({ minLength: 1, maxLength: 30 });
const Variant = Type.String({ minLength: 1, maxLength: 10 });

const State = literals('planned', 'shipped', 'open', 'closed', 'evaluated', 'published', 'final');
const Outcome = literals('PASS', 'FAIL', 'ABSENT', 'PENDING');

const Percent = Type.Number({ exclusiveMinimum: 0 });
const Criterion = Type.Union([
  Type.Object({ type: Type.Literal('pct'), percent: Percent }, closed),
  Type.Object({ type: Type.Literal('abs'), units: Percent }, closed),
  Type.Object({ type: Type.Literal('greater'), percent: Percent, units: Percent }, closed),
  Type.Object({ type: Type.Literal('piecewise_le'), percent: Percent, units: Percent, cut: Type.Number() }, closed),
  Type.Object({ type: Type.Literal('piecewise_lt'), percent: Percent, units: Percent, cut: Type.Number() }, closed),
  Type.Object({ type: Type.Literal('agreement') }, closed),
]);

const EqaItem = Type.Object(
  {
    item: Code,
    kind: literals('quantitative', 'qualitative'),
    unit: nullable(Type.String({ maxLength: 40 })),
    criterion: Criterion,
    passMark: Type.Number({ minimum: 0, maximum: 100 }),
    minimumGroup: Type.Integer({ minimum: 2, maximum: 1000 }),
    lowest: nullable(Type.Number()),
    highest: nullable(Type.Number()),
  },
  closed,
);
export type EqaItem = Static<typeof EqaItem>;

/** `POST /api/v1/laboratory/eqa/rounds`: a round with its items and samples; targets that are known beforehand stay with the organiser. */
export const EqaRoundEntry = Type.Object(
  {
    organiser: Code,
    round: Code,
    nameZh: Type.String({ minLength: 1, maxLength: 120 }),
    year: Type.Integer({ minimum: 2000, maximum: 2100 }),
    opensAt: GivenTime,
    closesAt: GivenTime,
    lateRule: literals('refuse', 'store'),
    samples: Type.Array(Sample, { minItems: 1, maxItems: 40, uniqueItems: true }),
    items: Type.Array(
      Type.Object(
        {
          item: Code,
          kind: literals('quantitative', 'qualitative'),
          unit: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
          criterion: Criterion,
          passMark: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
          minimumGroup: Type.Optional(Type.Integer({ minimum: 2, maximum: 1000 })),
          lowest: Type.Optional(Type.Number()),
          highest: Type.Optional(Type.Number()),
        },
        closed,
      ),
      { minItems: 1, maxItems: 200 },
    ),
    targets: Type.Optional(
      Type.Array(
        Type.Object(
          {
            item: Code,
            sample: Sample,
            variant: Variant,
            value: Type.Optional(Type.Number()),
            uncertainty: Type.Optional(Type.Number({ minimum: 0 })),
            accepted: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1 })),
          },
          closed,
        ),
        { maxItems: 20_000 },
      ),
    ),
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

/** `POST …/rounds/:id/acts`. */
export const EqaActEntry = Type.Object(
  {
    kind: literals('shipped', 'rescheduled', 'final'),
    opensAt: Type.Optional(GivenTime),
    closesAt: Type.Optional(GivenTime),
    reason: Type.Optional(Note),
  },
  closed,
);
export type EqaActEntry = Static<typeof EqaActEntry>;

const Excluded = Type.Object({ institution: Code, item: Code, sample: Sample, reason: Note }, closed);

/** `POST …/rounds/:id/evaluations`: grades the round; another time with its reason. */
export const EqaEvaluationEntry = Type.Object(
  {
    reason: Type.Optional(Note),
    excluded: Type.Optional(Type.Array(Excluded, { maxItems: 5000 })),
    decisions: Type.Optional(
      Type.Array(Type.Object({ ...Excluded.properties, verdict: literals('acceptable', 'unacceptable') }, closed), {
        maxItems: 5000,
      }),
    ),
    targets: Type.Optional(EqaRoundEntry.properties.targets),
  },
  closed,
);
export type EqaEvaluationEntry = Static<typeof EqaEvaluationEntry>;

/** `POST …/rounds/:id/publication`: of the version that the organiser looked at. */
export const EqaPublicationEntry = Type.Object({ version: Type.Integer({ minimum: 1 }) }, closed);

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
/** `POST …/rounds/:id/returns`: the whole matrix; `after` is the version it was made from, 0 for the first. */
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
        },
        closed,
      ),
      { minItems: 1, maxItems: 8000 },
    ),
  },
  closed,
);
export type EqaReturnEntry = Static<typeof EqaReturnEntry>;

const Text = nullable(Type.String());
const EqaResult = Type.Object(
  {
    item: Type.String(),
    sample: Type.String(),
    reported: Type.String(),
    unit: Text,
    method: Text,
    instrument: Text,
    reagent: Text,
    calibrator: Text,
  },
  closed,
);
export type EqaResult = Static<typeof EqaResult>;

const ByWhom = Type.Object({ by: Type.String(), at: Timestamp }, closed);
const EqaReturn = Type.Object(
  {
    version: Type.Integer(),
    results: Type.Array(EqaResult),
    entered: ByWhom,
    checked: nullable(ByWhom),
    submitted: nullable(Type.Object({ ...ByWhom.properties, receipt: Type.String(), isLate: Type.Boolean() }, closed)),
  },
  closed,
);
export type EqaReturn = Static<typeof EqaReturn>;

const Num = nullable(Type.Number());
const Texts = nullable(Type.Array(Type.String()));
const EqaScore = Type.Object(
  {
    institution: Type.String(),
    item: Type.String(),
    outcome: Outcome,
    percent: Num,
    review: Type.Integer({ description: 'Results on which a person has still to decide' }),
    cells: Type.Array(
      Type.Object(
        {
          sample: Type.String(),
          reported: Type.String(),
          target: Num,
          accepted: Texts,
          group: Text,
          low: Num,
          high: Num,
          biasPercent: Num,
          z: Num,
          verdict: literals('acceptable', 'unacceptable', 'excluded', 'review'),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type EqaScore = Static<typeof EqaScore>;

const Appeal = Type.Object(
  {
    id: Type.Integer(),
    institution: Type.String(),
    item: Type.String(),
    text: Type.String(),
    by: Type.String(),
    at: Timestamp,
    answer: nullable(
      Type.Object({ outcome: literals('accepted', 'rejected'), text: Type.String(), at: Timestamp }, closed),
    ),
  },
  closed,
);

const EqaRound = Type.Object(
  {
    id: Type.Integer(),
    organiser: Type.String(),
    round: Type.String(),
    nameZh: Type.String(),
    year: Type.Integer(),
    opensAt: Timestamp,
    closesAt: Timestamp,
    lateRule: literals('refuse', 'store'),
    state: State,
    published: Type.Integer({ description: 'Version of the grades that is published; 0: none' }),
    samples: Type.Array(Type.String()),
    items: Type.Array(EqaItem),
  },
  closed,
);
export type EqaRound = Static<typeof EqaRound>;

/** `GET …/rounds`: those one organises, or takes part in. */
export const EqaRoundsResponse = Type.Object({ rounds: Type.Array(EqaRound) }, closed);
export type EqaRoundsResponse = Static<typeof EqaRoundsResponse>;

/** `GET …/rounds/:id`: a round as a laboratory sees it; its scores once they are published. */
export const EqaOwnRound = Type.Object(
  {
    round: EqaRound,
    institution: NamedCode,
    excused: Type.Array(Type.String()),
    receipts: Type.Array(
      Type.Object({ condition: Condition, receivedAt: Timestamp, note: Text, by: Type.String() }, closed),
    ),
    returns: Type.Array(EqaReturn, { description: 'Versions, the latest first' }),
    scores: Type.Array(EqaScore),
    appeals: Type.Array(Appeal),
  },
  closed,
);
export type EqaOwnRound = Static<typeof EqaOwnRound>;

const Target = Type.Object(
  {
    item: Type.String(),
    sample: Type.String(),
    variant: Type.String(),
    group: Type.String(),
    kind: literals('reference', 'formulation', 'experts', 'consensus'),
    value: Num,
    uncertainty: Num,
    sd: Num,
    n: Type.Integer(),
    accepted: Texts,
  },
  closed,
);

/** `GET …/rounds/:id/organiser`: all of a round. */
export const EqaOrganisedRound = Type.Object(
  {
    round: EqaRound,
    participants: Type.Array(
      Type.Object(
        {
          institution: NamedCode,
          items: Type.Array(Type.String()),
          excused: Type.Array(Type.String()),
          variant: Type.String(),
          received: nullable(Condition),
          status: literals('submitted', 'late', 'not participating'),
          submittedAt: nullable(Timestamp),
        },
        closed,
      ),
    ),
    evaluation: nullable(
      Type.Object(
        {
          version: Type.Integer(),
          reason: Text,
          at: Timestamp,
          by: Type.String(),
          targets: Type.Array(Target),
          excluded: Type.Array(Excluded),
          scores: Type.Array(EqaScore),
        },
        closed,
      ),
    ),
    alike: Type.Array(
      Type.Object(
        {
          first: Type.String(),
          second: Type.String(),
          comparable: Type.Integer(),
          identical: Type.Integer(),
          precise: Type.Integer(),
          sharePercent: Num,
          signs: Type.Array(
            literals('other-instrument', 'same-submitter', 'same-address', 'minutes-apart', 'shared-mistakes'),
          ),
          review: nullable(
            Type.Object({ finding: EqaReviewEntry.properties.finding, note: Type.String(), by: Type.String() }, closed),
          ),
        },
        closed,
      ),
      { description: 'Pairs of returns that somebody should look at' },
    ),
    appeals: Type.Array(Appeal),
  },
  closed,
);
export type EqaOrganisedRound = Static<typeof EqaOrganisedRound>;

/** `GET …/certificates/:year`: what the certificate of a laboratory for a year is to say. */
export const EqaCertificateResponse = Type.Object(
  {
    institution: NamedCode,
    year: Type.Integer(),
    items: Type.Array(
      Type.Object(
        { organiser: Type.String(), item: Type.String(), rounds: Type.Integer(), lowest: Type.Number() },
        closed,
      ),
    ),
  },
  closed,
);
export type EqaCertificateResponse = Static<typeof EqaCertificateResponse>;
