/** How good a test system is 检测系统性能: trend of its scatter, sigma, and new lots beside old ones; patients' results as control. */
import type { Static } from 'typebox';
import { Type } from 'typebox';

import { EqaCriterion } from './eqa.ts';
import { ImprecisionLimits, literals, NamedCode, nullable, Timestamp } from './shared.ts';

const closed = { additionalProperties: false } as const;
const moments = {
  n: Type.Integer(),
  mean: nullable(Type.Number()),
  sd: nullable(Type.Number()),
  cvPercent: nullable(Type.Number()),
};
const lot = { product: Type.String(), lot: Type.String(), level: Type.String() };

/** `GET …/systems/:code/performance` */
export const IqcPerformanceResponse = Type.Object(
  {
    institution: NamedCode,
    system: Type.String(),
    item: NamedCode,
    unit: nullable(Type.String()),
    limits: ImprecisionLimits,
    months: Type.Array(Type.Object({ month: Type.String(), ...lot, ...moments, out: Type.Integer() }, closed), {
      description: 'Figures in control of the last year, the earliest first',
    }),
    allowed: Type.Array(
      Type.Object(
        {
          source: literals('own', 'register', 'eqa'),
          code: nullable(Type.String({ description: 'Of the source in the register `allowable-error`' })),
          nameZh: Type.String(),
          nameEn: nullable(Type.String()),
          criterion: EqaCriterion,
          isChosen: Type.Boolean({ description: 'By the laboratory, in the register `allowable-error-choice`' }),
        },
        closed,
      ),
      { description: 'Allowable errors, each with its source; the first is the one that is taken' },
    ),
    rounds: Type.Array(
      Type.Object(
        { organiser: Type.String(), round: Type.String(), closedAt: Timestamp, percent: Type.Number() },
        closed,
      ),
      { description: 'Biases that rounds of EQA showed, percent, the earliest first' },
    ),
    sigmas: Type.Array(
      Type.Object(
        {
          ...lot,
          n: Type.Integer(),
          cvPercent: Type.Number(),
          mean: Type.Number(),
          allowed: Type.Integer({ description: 'Index among `allowed`' }),
          allowedHere: Type.Object(
            {
              percent: Type.Number({ description: 'What is allowed at the mean of the level, in percent of it' }),
              by: literals('percent', 'units'),
            },
            closed,
          ),
          estimator: literals('mean', 'median', 'root-mean-square'),
          bias: nullable(Type.Number()),
          sigma: Type.Number(),
          qgi: nullable(
            Type.Object({ value: Type.Number(), reading: literals('imprecision', 'both', 'inaccuracy') }, closed),
          ),
          rules: Type.Array(Type.String()),
          designs: Type.Array(Type.Object({ n: Type.Integer(), r: Type.Integer() }, closed)),
          runSize: nullable(
            Type.Integer({ description: 'Results of patients between controls that keep unreliable ones below one' }),
          ),
        },
        closed,
      ),
    ),
    lotChanges: Type.Array(
      Type.Object(
        {
          product: Type.String(),
          level: Type.String(),
          oldLot: nullable(Type.String()),
          newLot: Type.String(),
          from: Timestamp,
          old: Type.Object(moments, closed),
          proposal: Type.Object(
            { ...moments, stage: literals('provisional', 'cumulative', 'fixed'), isTooFew: Type.Boolean() },
            closed,
          ),
          outliers: Type.Array(
            Type.Object({ result: Type.Integer(), value: Type.Number(), distance: Type.Number() }, closed),
            { description: 'By median and MAD, the farthest first; the proposal is that without them' },
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type IqcPerformanceResponse = Static<typeof IqcPerformanceResponse>;
