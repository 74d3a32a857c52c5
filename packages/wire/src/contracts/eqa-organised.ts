/** A round of external quality assessment 室间质评 as its organiser sees it. */
import { CELL_STATES, COLLUSION_GROUNDS, COLLUSION_SIGNS } from '@fujie/core/eqa';
import type { Static } from 'typebox';
import { Type } from 'typebox';

import {
  closed,
  Condition,
  Outcome,
  Text,
  ByWhom,
  EqaReturn,
  Num,
  Texts,
  TargetKind,
  EqaScore,
  Appeal,
  EqaRound,
  Target,
  ItemSummary,
  Receipt,
  ReturnStatus,
} from './eqa-parts.ts';
import { EqaRequest, EqaWindow } from './eqa-enrolment.ts';
import { EqaExcluded, EqaReviewEntry, EqaUnfit, EqaUngraded } from './eqa.ts';
import { literals, NamedCode, nullable, Timestamp } from './shared.ts';

/** `GET …/rounds/:id/organiser`: all of a round. */
export const EqaOrganisedRound = Type.Object(
  {
    now: Timestamp,
    round: EqaRound,
    participants: Type.Array(
      Type.Object(
        {
          institution: NamedCode,
          items: Type.Array(Type.String()),
          excused: Type.Array(Type.String()),
          variant: Type.String(),
          received: nullable(Condition),
          status: ReturnStatus,
          submittedAt: nullable(Timestamp),
        },
        closed,
      ),
    ),
    window: nullable(EqaWindow),
    requests: Type.Array(Type.Object({ institution: NamedCode, ...EqaRequest.properties }, closed), {
      description: 'What laboratories asked for, the latest first',
    }),
    known: Type.Array(
      Type.Object(
        {
          ...{ item: Type.String(), sample: Type.String(), variant: Type.String(), group: Text, kind: TargetKind },
          ...{ value: Num, uncertainty: Num, sd: Num, accepted: Texts },
          experts: Type.Array(
            Type.Object({ laboratory: Type.String(), value: Type.Number(), uncertainty: Num }, closed),
          ),
          note: Text,
          isCurrent: Type.Boolean({ description: 'False: another was entered for the same since' }),
          ...ByWhom.properties,
        },
        closed,
      ),
      { description: 'Targets that were entered, the latest first' },
    ),
    groups: Type.Array(Type.String(), {
      description: 'Groups that the returns make, by method, instrument and reagent',
    }),
    evaluation: nullable(
      Type.Object(
        {
          version: Type.Integer(),
          reason: Text,
          at: Timestamp,
          by: Type.String(),
          targets: Type.Array(Target),
          excluded: Type.Array(EqaExcluded),
          ungraded: Type.Array(EqaUngraded),
          unfit: Type.Array(EqaUnfit, {
            description: 'Samples that are graded although their material is not homogeneous or not stable',
          }),
          decisions: Type.Array(
            Type.Object({ ...EqaExcluded.properties, verdict: literals('acceptable', 'unacceptable') }, closed),
          ),
          scores: Type.Array(EqaScore),
        },
        closed,
      ),
    ),
    screening: nullable(
      Type.Object(
        {
          version: Type.Integer(),
          at: Timestamp,
          laboratories: Type.Integer({ description: 'Returns that were compared' }),
          comparable: Type.Integer({ description: 'Results that a pair has in common at least' }),
          sharePercent: Type.Number({ description: 'Share of them that are the same from which on somebody looks' }),
          minutesApart: Type.Number(),
          sharedMistakes: nullable(
            Type.Integer({
              description: 'Precise mistakes to the same figure from which on somebody looks; null: not screened for',
            }),
          ),
          nearness: nullable(
            Type.Number({
              description: 'Mean distance in robust SDs up to which somebody looks; null: not screened for',
            }),
          ),
        },
        { ...closed, description: 'How returns were screened with this version of the grades; null: they were not' },
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
          mistakes: Type.Integer({ description: 'Precise mistakes of both to the same figure' }),
          distance: nullable(Type.Number({ description: 'Mean distance in robust SDs; null: not known' })),
          grounds: Type.Array(literals(...COLLUSION_GROUNDS)),
          signs: Type.Array(literals(...COLLUSION_SIGNS)),
          review: nullable(
            Type.Object({ finding: EqaReviewEntry.properties.finding, note: Type.String(), by: Type.String() }, closed),
          ),
        },
        closed,
      ),
      { description: 'Pairs of returns that somebody should look at, as the screening found them' },
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

/** `GET …/rounds/:id/matrix`: what every laboratory returned for an item, and how it stands. */
export const EqaMatrixResponse = Type.Object(
  {
    item: Type.String(),
    samples: Type.Array(Type.String()),
    rows: Type.Array(
      Type.Object(
        {
          institution: NamedCode,
          receipt: nullable(Receipt),
          status: ReturnStatus,
          submittedAt: nullable(Timestamp),
          versions: Type.Integer({ description: 'Versions that were returned' }),
          outcome: nullable(Outcome),
          cells: Type.Array(
            Type.Object(
              {
                sample: Type.String(),
                reported: Type.String(),
                state: literals(...CELL_STATES),
                corrected: nullable(Type.String({ description: 'What a version before it said' })),
                z: Num,
                zClass: nullable(literals('acceptable', 'warning signal', 'action signal')),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type EqaMatrixResponse = Static<typeof EqaMatrixResponse>;

/** `GET …/rounds/:id/returns/:institution`: the versions that a laboratory returned, the latest first; with what it received. */
export const EqaReturnedResponse = Type.Object(
  { institution: NamedCode, receipts: Type.Array(Receipt), returns: Type.Array(EqaReturn) },
  closed,
);
export type EqaReturnedResponse = Static<typeof EqaReturnedResponse>;
