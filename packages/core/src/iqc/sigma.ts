/**
 * Sigma metric 西格玛度量 of an item at one concentration, and the rules that it asks for. Source: Westgard sigma rules (westgard.com); the
 * figures of N and R below sigma 4 are general knowledge of them.
 */
import { median } from '../kernel/robust.ts';
import { meanOf } from '../estimates/moments.ts';
import { isAbove, isAtLeast } from '../estimates/tolerance.ts';
import type { RuleName } from './rules.ts';

/** (TEa − |bias|) / CV, all in percent of one concentration or all in units; negative where the bias alone is too much. Null without a scatter. */
export function sigmaMetric(allowed: number, bias: number, scatter: number): number | null {
  return scatter > 0 ? (allowed - Math.abs(bias)) / scatter : null;
}

/** Critical systematic error 临界系统误差 in SD: the shift at which 5 % of results exceed the allowable error. */
export function criticalShift(sigma: number): number {
  return sigma - 1.65;
}

export interface QualityGoalIndex {
  readonly value: number;
  readonly reading: 'imprecision' | 'both' | 'inaccuracy';
}

/** Quality goal index 质量目标指数: below 0.8 imprecision dominates, above 1.2 bias. It is read below sigma 6 only. */
export function qualityGoalIndex(bias: number, scatter: number): QualityGoalIndex | null {
  if (!(scatter > 0)) return null;
  const value = Math.abs(bias) / (1.5 * scatter);
  const reading = isAbove(0.8, value) ? 'imprecision' : isAbove(value, 1.2) ? 'inaccuracy' : 'both';
  return { value, reading };
}

/** Results per run and runs looked back over. */
export interface RunDesign {
  readonly n: number;
  readonly r: number;
}

export interface SigmaAdvice {
  readonly rules: readonly RuleName[];
  /** Any of these. */
  readonly designs: readonly RunDesign[];
}

interface Band {
  /** The lowest sigma of the band, inside it. */
  readonly from: number;
  readonly two: SigmaAdvice;
  readonly three: SigmaAdvice;
}

const TWO: readonly RuleName[] = ['1_3s', '2_2s', 'R_4s'];
const THREE: readonly RuleName[] = ['1_3s', '2of3_2s', 'R_4s'];
const BANDS: readonly Band[] = [
  {
    from: 6,
    two: { rules: ['1_3s'], designs: [{ n: 2, r: 1 }] },
    three: { rules: ['1_3s'], designs: [{ n: 3, r: 1 }] },
  },
  { from: 5, two: { rules: TWO, designs: [{ n: 2, r: 1 }] }, three: { rules: THREE, designs: [{ n: 3, r: 1 }] } },
  {
    from: 4,
    two: {
      rules: [...TWO, '4_1s'],
      designs: [
        { n: 4, r: 1 },
        { n: 2, r: 2 },
      ],
    },
    three: { rules: [...THREE, '3_1s'], designs: [{ n: 3, r: 1 }] },
  },
  {
    from: -Infinity,
    two: {
      rules: [...TWO, '4_1s', '8_x'],
      designs: [
        { n: 4, r: 2 },
        { n: 2, r: 4 },
      ],
    },
    three: {
      rules: [...THREE, '3_1s', '6_x'],
      designs: [
        { n: 6, r: 1 },
        { n: 3, r: 2 },
      ],
    },
  },
];

/** Rules and run designs for a sigma and a number of levels. */
export function sigmaRules(sigma: number, levels: number): SigmaAdvice {
  const band = BANDS.find(({ from }) => isAtLeast(sigma, from)) ?? BANDS.at(-1);
  if (band === undefined) return { rules: [], designs: [] };
  return levels >= 3 ? band.three : band.two;
}

/** How a bias is taken from those of EQA rounds; the root of the mean square holds the scatter between rounds as well. */
export type BiasEstimator = 'mean' | 'median' | 'root-mean-square';

/** One bias from those of several rounds; null of none. */
export function biasOf(biases: readonly number[], estimator: BiasEstimator): number | null {
  if (biases.length === 0) return null;
  switch (estimator) {
    case 'mean':
      return meanOf(biases);
    case 'median':
      return median(biases);
    case 'root-mean-square':
      return Math.sqrt(meanOf(biases.map((bias) => bias ** 2)));
  }
}

/** A line of the method decision chart 方法性能决定图: where a method of that sigma lies, by its CV and the bias that then is allowed. */
export interface DecisionLine {
  readonly sigma: number;
  readonly from: { readonly cv: number; readonly bias: number };
  readonly to: { readonly cv: number; readonly bias: number };
}

/** Lines of sigma 2 to 6 for an allowable error. */
export function decisionLines(allowed: number): readonly DecisionLine[] {
  return [2, 3, 4, 5, 6].map((sigma) => ({
    sigma,
    from: { cv: 0, bias: allowed },
    to: { cv: allowed / sigma, bias: 0 },
  }));
}
