/** Parts of what pages of external quality assessment 室间质评 show. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { EqaItem, EqaReceiptEntry } from './eqa.ts';
import { literals, nullable, Timestamp } from './shared.ts';

export const closed = { additionalProperties: false } as const;
export const { condition: Condition } = EqaReceiptEntry.properties;
const State = literals('planned', 'shipped', 'open', 'closed', 'evaluated', 'published', 'final');
export const Outcome = literals('PASS', 'FAIL', 'ABSENT', 'PENDING');

export const Text = nullable(Type.String());
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
    uncertaintyPercent: Type.Optional(nullable(Type.Number())),
  },
  closed,
);
export type EqaResult = Static<typeof EqaResult>;

export const ByWhom = Type.Object({ by: Type.String(), at: Timestamp }, closed);
export const EqaReturn = Type.Object(
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

export const Num = nullable(Type.Number());
export const Texts = nullable(Type.Array(Type.String()));
export const TargetKind = literals('reference', 'formulation', 'experts', 'consensus');
export const EqaScore = Type.Object(
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
          kind: nullable(TargetKind),
          n: nullable(Type.Integer({ description: 'Laboratories that the target rests on' })),
          passedOver: Type.Array(Type.Object({ group: Type.String(), n: Type.Integer() }, closed), {
            description: 'Narrower groups of this result that were too small for a target',
          }),
          low: Num,
          high: Num,
          biasPercent: Num,
          z: Num,
          usesZPrime: Type.Boolean({ description: 'The z is z′, because the target is uncertain' }),
          allowablePercent: nullable(
            Type.Number({ description: 'Difference in percent of the allowable error (P_A)' }),
          ),
          en: Num,
          ungraded: nullable(
            Type.String({ description: 'Why the sample was withdrawn for everyone; null: it was not' }),
          ),
          verdict: literals('acceptable', 'unacceptable', 'excluded', 'review'),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type EqaScore = Static<typeof EqaScore>;

export const Appeal = Type.Object(
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

export const EqaRound = Type.Object(
  {
    id: Type.Integer(),
    organiser: Type.String(),
    round: Type.String(),
    nameZh: Type.String(),
    nameEn: Text,
    programme: Text,
    year: Type.Integer(),
    opensAt: Timestamp,
    closesAt: Timestamp,
    lateRule: literals('refuse', 'store'),
    state: State,
    isShipped: Type.Boolean({ description: 'Its samples were shipped; one may open before they are' }),
    published: Type.Integer({ description: 'Version of the grades that is published; 0: none' }),
    samples: Type.Array(Type.String()),
    items: Type.Array(EqaItem),
  },
  closed,
);
export type EqaRound = Static<typeof EqaRound>;

export const Target = Type.Object(
  {
    item: Type.String(),
    sample: Type.String(),
    variant: Type.String(),
    group: Type.String(),
    kind: TargetKind,
    value: Num,
    uncertainty: Num,
    sd: Num,
    n: Type.Integer(),
    accepted: Texts,
  },
  closed,
);

const { item: _item, sample: _sample, ...OfTarget } = Target.properties;
export const ItemSummary = Type.Object(
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
          ungraded: nullable(Type.String({ description: 'Why nobody was graded by it; null: they were' })),
          targets: Type.Array(Type.Object(OfTarget, closed)),
          lines: Type.Array(Type.Object({ group: Type.String(), value: Type.Number(), low: Num, high: Num }, closed), {
            description: 'Targets with the limits around them, that on which most results rest first',
          }),
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

export const Names = Type.Array(Type.String());
export const Receipt = Type.Object(
  { condition: Condition, receivedAt: Timestamp, note: Text, by: Type.String() },
  closed,
);
export const ReturnStatus = literals('submitted', 'late', 'not participating');
