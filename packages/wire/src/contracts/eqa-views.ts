/** What pages of external quality assessment 室间质评 show: rounds, returns, grades, plans of a year, histories. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import {
  closed,
  Outcome,
  Text,
  EqaReturn,
  Num,
  EqaScore,
  Appeal,
  EqaRound,
  ItemSummary,
  Names,
  Receipt,
} from './eqa-parts.ts';
import { EqaItem } from './eqa.ts';
import { Day, literals, NamedCode, nullable, Timestamp } from './shared.ts';

/** `GET …/rounds`: those one organises, or takes part in. */
export const EqaRoundsResponse = Type.Object(
  {
    now: Timestamp,
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
    stopped: nullable(
      Type.Array(
        Type.Object(
          {
            item: Type.String(),
            from: Day,
            to: nullable(Day),
            days: Type.Integer({ description: 'Of the last year' }),
          },
          closed,
        ),
        {
          description:
            'Of a laboratory: items that a failed round stopped within a year; null: no document here stops one',
        },
      ),
    ),
  },
  closed,
);
export type EqaRoundsResponse = Static<typeof EqaRoundsResponse>;

/** `GET …/rounds/:id`: a round as a laboratory sees it; its scores once they are published. */
export const EqaOwnRound = Type.Object(
  {
    round: EqaRound,
    now: Timestamp,
    institution: NamedCode,
    excused: Type.Array(Type.String()),
    receipts: Type.Array(Receipt),
    returns: Type.Array(EqaReturn, { description: 'Versions, the latest first' }),
    isOwnEntry: Type.Boolean({ description: 'The caller entered the latest version: a second person checks it' }),
    scores: Type.Array(EqaScore),
    appeals: Type.Array(Appeal),
    correction: nullable(Type.String({ description: 'Why grades that were published were corrected' })),
    usual: Type.Array(
      Type.Object({ item: Type.String(), method: Text, instrument: Text, reagent: Text, calibrator: Text }, closed),
      { description: 'With what the laboratory measures each item' },
    ),
    choices: Type.Object(
      { method: Names, instrument: Names, reagent: Names },
      { ...closed, description: 'How methods, instruments and reagents are spelled in the registers' },
    ),
    summaries: Type.Array(ItemSummary),
  },
  closed,
);
export type EqaOwnRound = Static<typeof EqaOwnRound>;

/** `GET …/certificates/:year`: what the certificate of a laboratory for a year is to say. */
export const EqaCertificateResponse = Type.Object(
  {
    institution: NamedCode,
    year: Type.Integer(),
    items: Type.Array(
      Type.Object(
        {
          organiser: Type.String(),
          item: Type.String(),
          rounds: Type.Integer(),
          lowest: Type.Number(),
          methods: Type.Array(Type.String(), { description: 'By which it was measured in these rounds' }),
        },
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
          nameEn: Text,
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
          unit: Text,
          source: nullable(Type.String({ description: 'Document of the criterion' })),
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
          organiser: NamedCode,
          percent: Num,
          outcome: nullable(Outcome),
          rounds: nullable(Type.Integer()),
          methods: Type.Array(Type.String(), {
            description: 'Of a certificate; of one that was given out before they stood on it none',
          }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type EqaPaperResponse = Static<typeof EqaPaperResponse>;
