/**
 * Comparison of two methods 方法学比对 on the same samples: differences, Deming and Passing-Bablok regression, bias at decision levels. Source:
 * CLSI EP09 (by general knowledge); Passing and Bablok, J Clin Chem Clin Biochem 1983;21:709.
 */
import { meanOf, momentsOf } from '../estimates/moments.ts';
import { isAbove } from '../estimates/tolerance.ts';
import type { Criterion } from '../eqa/limits.ts';
import { allowableError } from '../eqa/limits.ts';
import { median } from '../kernel/robust.ts';

/** A sample measured by the comparative method and by the one that is tested. */
export interface MethodPair {
  readonly reference: number;
  readonly test: number;
}

export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

export interface Differences {
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
  /** Mean of the differences in percent of the reference. */
  readonly meanPercent: number | null;
  /** Where 95 % of differences lie: mean ± 1.96 SD. */
  readonly limits: readonly [low: number, high: number] | null;
}

/** Differences test − reference 偏差图. */
export function differencesOf(pairs: readonly MethodPair[]): Differences {
  const { n, mean, sd } = momentsOf(pairs.map(({ reference, test }) => test - reference));
  const percents = pairs.flatMap(({ reference, test }) =>
    reference === 0 ? [] : (100 * (test - reference)) / reference,
  );
  return {
    ...{ n, mean, sd },
    meanPercent: percents.length === 0 ? null : meanOf(percents),
    limits: mean === null || sd === null ? null : [mean - 1.96 * sd, mean + 1.96 * sd],
  };
}

interface Sums {
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

function sumsOf(pairs: readonly MethodPair[]): Sums {
  const x = meanOf(pairs.map(({ reference }) => reference));
  const y = meanOf(pairs.map(({ test }) => test));
  let [xx, yy, xy] = [0, 0, 0];
  for (const { reference, test } of pairs) {
    xx += (reference - x) ** 2;
    yy += (test - y) ** 2;
    xy += (reference - x) * (test - y);
  }
  return { x, y, xx, yy, xy };
}

/** Ordinary least squares, for contrast: it takes the reference as free of error. Null where all references are alike. */
export function leastSquares(pairs: readonly MethodPair[]): Line | null {
  const { x, y, xx, xy } = sumsOf(pairs);
  return pairs.length < 2 || xx === 0 ? null : { slope: xy / xx, intercept: y - (xy / xx) * x };
}

/** Deming regression; `ratio`: variance of the error of the test to that of the reference. Null where nothing goes together. */
export function deming(pairs: readonly MethodPair[], ratio = 1): Line | null {
  const { x, y, xx, yy, xy } = sumsOf(pairs);
  if (pairs.length < 2 || xy === 0) return null;
  const difference = yy - ratio * xx;
  const slope = (difference + Math.sqrt(difference ** 2 + 4 * ratio * xy ** 2)) / (2 * xy);
  return { slope, intercept: y - slope * x };
}

export interface PassingBablok extends Line {
  /** 95 % confidence interval of the slope; null of too few samples. */
  readonly slopeInterval: readonly [low: number, high: number] | null;
}

/** Passing-Bablok regression: the shifted median of the slopes of all pairs. Null where no two samples differ. */
export function passingBablok(pairs: readonly MethodPair[]): PassingBablok | null {
  const slopes: number[] = [];
  for (const [i, a] of pairs.entries())
    for (const b of pairs.slice(0, i)) {
      const [dx, dy] = [a.reference - b.reference, a.test - b.test];
      if (dx === 0 && dy === 0) continue;
      const slope = dx === 0 ? Math.sign(dy) * Infinity : dy / dx;
      if (Math.abs(slope + 1) > 1e-12) slopes.push(slope);
    }
  if (slopes.length === 0) return null;
  slopes.sort((a, b) => a - b);
  // Slopes below −1 belong to the other end.
  const shift = slopes.filter((slope) => slope < -1).length;
  const at = (rank: number): number | undefined => slopes[rank - 1 + shift];
  const count = slopes.length;
  const upper = at(Math.floor(count / 2) + 1) ?? NaN;
  const slope = count % 2 === 1 ? upper : ((at(count / 2) ?? NaN) + upper) / 2;
  if (!Number.isFinite(slope)) return null;
  const n = pairs.length;
  const reach = 1.96 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const first = Math.round((count - reach) / 2);
  const [low, high] = [at(first), at(count - first + 1)];
  return {
    slope,
    intercept: median(pairs.map(({ reference, test }) => test - slope * reference)),
    slopeInterval: first < 1 || low === undefined || high === undefined ? null : [low, high],
  };
}

/** What the test method reads more than the reference at a concentration. */
export function biasAt({ slope, intercept }: Line, level: number): number {
  return intercept + (slope - 1) * level;
}

export interface LevelVerdict {
  readonly level: number;
  readonly bias: number;
  readonly biasPercent: number | null;
  readonly allowed: number;
  readonly verdict: 'acceptable' | 'not acceptable';
}

/** Bias at decision levels 医学决定水平 against a share of the allowable error, half of it by default, as between systems of one laboratory. */
export function judgeLevels(
  line: Line,
  levels: readonly number[],
  criterion: Criterion,
  fraction = 0.5,
): readonly LevelVerdict[] {
  return levels.flatMap((level) => {
    const whole = allowableError(level, criterion);
    if (whole === null) return [];
    const [bias, allowed] = [biasAt(line, level), whole * fraction];
    const biasPercent = level === 0 ? null : (100 * bias) / level;
    return [
      {
        level,
        bias,
        biasPercent,
        allowed,
        verdict: isAbove(Math.abs(bias), allowed) ? 'not acceptable' : 'acceptable',
      },
    ];
  });
}
