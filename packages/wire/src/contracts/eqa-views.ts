/** What pages of external quality assessment 室间质评 show: rounds, returns, grades, plans of a year, histories. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { EqaExcluded, EqaItem, EqaReceiptEntry, EqaReviewEntry } from './eqa.ts';
import { literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const { condition: Condition } = EqaReceiptEntry.properties;
const State = literals('planned', 'shipped', 'open', 'closed', 'evaluated', 'published', 'final');
const Outcome = literals('PASS', 'FAIL', 'ABSENT', 'PENDING');

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
    programme: Text,
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
export const EqaRoundsResponse = Type.Object(
  {
    rounds: Type.Array(EqaRound),
    /** Of a laboratory: how far it is in each round; rounds that it has not begun are not here. */
    parts: Type.Array(
      Type.Object(
        {
          round: Type.Integer(),
          isReceived: Type.Boolean(),
          step: nullable(literals('entered', 'checked', 'submitted', 'late')),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type EqaRoundsResponse = Static<typeof EqaRoundsResponse>;

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

const { item: _item, sample: _sample, ...OfTarget } = Target.properties;
const ItemSummary = Type.Object(
  {
    item: Type.String(),
    graded: Type.Integer(),
    passed: Type.Integer(),
    samples: Type.Array(
      Type.Object(
        {
          sample: Type.String(),
          acceptable: Type.Integer(),
          unacceptable: Type.Integer(),
          targets: Type.Array(Type.Object(OfTarget, closed)),
          bins: Type.Array(Type.Object({ from: Type.Number(), to: Type.Number(), count: Type.Integer() }, closed)),
          responses: Type.Array(Type.Object({ text: Type.String(), count: Type.Integer() }, closed)),
        },
        closed,
      ),
    ),
    z: Type.Array(Type.Array(Num), {
      description: 'A row for each laboratory, in an order that says nothing of whose it is',
    }),
  },
  closed,
);
export type EqaItemSummary = Static<typeof ItemSummary>;

/** `GET …/rounds/:id`: a round as a laboratory sees it; its scores once they are published. */
export const EqaOwnRound = Type.Object(
  {
    round: EqaRound,
    now: Timestamp,
    institution: NamedCode,
    excused: Type.Array(Type.String()),
    receipts: Type.Array(
      Type.Object({ condition: Condition, receivedAt: Timestamp, note: Text, by: Type.String() }, closed),
    ),
    returns: Type.Array(EqaReturn, { description: 'Versions, the latest first' }),
    scores: Type.Array(EqaScore),
    appeals: Type.Array(Appeal),
    usual: Type.Array(
      Type.Object({ item: Type.String(), method: Text, instrument: Text, reagent: Text, calibrator: Text }, closed),
      { description: 'With what the laboratory measures each item' },
    ),
    summaries: Type.Array(ItemSummary),
  },
  closed,
);
export type EqaOwnRound = Static<typeof EqaOwnRound>;

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
          excluded: Type.Array(EqaExcluded),
          decisions: Type.Array(
            Type.Object({ ...EqaExcluded.properties, verdict: literals('acceptable', 'unacceptable') }, closed),
          ),
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
    summaries: Type.Array(ItemSummary),
    materials: Type.Array(
      Type.Object(
        {
          item: Type.String(),
          sample: Type.String(),
          kind: literals('homogeneity', 'stability'),
          isFit: Type.Boolean(),
          verdict: Type.String(),
          figure: Type.Number({ description: 'SD between vials, or difference of the means' }),
          limit: Type.Number(),
          by: Type.String(),
          at: Timestamp,
        },
        closed,
      ),
    ),
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

/** `GET …/programmes/:year`: what an organiser offers, and the rounds of a year. */
export const EqaProgrammesResponse = Type.Object(
  {
    year: Type.Integer(),
    organisers: Type.Array(NamedCode),
    programmes: Type.Array(
      Type.Object(
        {
          organiser: NamedCode,
          code: Type.String(),
          nameZh: Type.String(),
          samples: Type.Integer(),
          rounds: Type.Integer(),
          items: Type.Array(EqaItem),
          held: Type.Array(EqaRound, { description: 'Rounds of the year, the earliest first' }),
          halvesWithout: Type.Array(literals('first', 'second'), {
            description: 'Halves of the year in which no round closes (sichuan-2025.3#03)',
          }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type EqaProgrammesResponse = Static<typeof EqaProgrammesResponse>;

/** `GET …/history/:item`: published rounds of a laboratory in an item, the earliest first. */
export const EqaHistoryResponse = Type.Object(
  {
    institution: NamedCode,
    item: NamedCode,
    rounds: Type.Array(
      Type.Object(
        {
          id: Type.Integer(),
          organiser: Type.String(),
          round: Type.String(),
          closesAt: Timestamp,
          outcome: Outcome,
          percent: Num,
          passMark: Type.Number(),
          standing: literals('in good standing', 'unsuccessful'),
          bias: Num,
          cells: EqaScore.properties.cells,
        },
        closed,
      ),
    ),
    trend: Type.Object(
      { sameSide: Type.Integer(), direction: nullable(literals('high', 'low')) },
      { ...closed, description: 'Rounds in a row, up to the last, whose bias lies on one side' },
    ),
  },
  closed,
);
export type EqaHistoryResponse = Static<typeof EqaHistoryResponse>;

/** `GET /api/v1/public/eqa/papers/:code`: what a paper says that was given out under a code. */
export const EqaPaperResponse = Type.Object(
  {
    code: Type.String(),
    kind: literals('report', 'certificate'),
    year: Type.Integer(),
    round: Text,
    version: nullable(Type.Integer()),
    institution: NamedCode,
    issuedAt: Timestamp,
    isCurrent: Type.Boolean({ description: 'False: a correction of the grades has replaced it' }),
    items: Type.Array(
      Type.Object(
        {
          item: NamedCode,
          organiser: Type.String(),
          percent: Num,
          outcome: nullable(Outcome),
          rounds: nullable(Type.Integer()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type EqaPaperResponse = Static<typeof EqaPaperResponse>;
