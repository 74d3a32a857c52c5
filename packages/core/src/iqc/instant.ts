/**
 * Instant method 即刻法 for fewer than 20 results: from the third on, how far the extremes lie from the mean, in SD, against critical values.
 * Source: the usual table n2s / n3s, which is Grubbs's one-sided test at 5 % and 1 %.
 */
import { isAbove } from '../estimates/tolerance.ts';
import { momentsOf } from '../estimates/moments.ts';

export interface InstantLimit {
  readonly n2s: number;
  readonly n3s: number;
}

const TABLE: readonly (readonly [n2s: number, n3s: number])[] = [
  [1.15, 1.16],
  [1.46, 1.49],
  [1.67, 1.75],
  [1.82, 1.94],
  [1.94, 2.1],
  [2.03, 2.22],
  [2.11, 2.32],
  [2.18, 2.41],
  [2.23, 2.48],
  [2.29, 2.55],
  [2.33, 2.61],
  [2.37, 2.66],
  [2.41, 2.7],
  [2.44, 2.75],
  [2.47, 2.79],
  [2.5, 2.82],
  [2.53, 2.85],
  [2.56, 2.88],
];

/** Critical values by number of results, 3 to 20. */
export const INSTANT_LIMITS: ReadonlyMap<number, InstantLimit> = new Map(
  TABLE.map(([n2s, n3s], index) => [index + 3, { n2s, n3s }]),
);

/** `collecting`: fewer than three results; `established`: more than the table holds, the target takes over. */
export type InstantStatus = 'collecting' | 'in control' | 'warning' | 'out of control' | 'established';

export interface InstantVerdict {
  /** Results so far, this one among them, without those that were dropped. */
  readonly n: number;
  readonly upper: number | null;
  readonly lower: number | null;
  readonly status: InstantStatus;
}

/** Judges results one after the other; one that is out of control is dropped, and the next is judged with those before it. */
export function judgeInstant(
  values: readonly number[],
  limits: ReadonlyMap<number, InstantLimit> = INSTANT_LIMITS,
): readonly InstantVerdict[] {
  let kept: readonly number[] = [];
  return values.map((value) => {
    const verdict = judgeInstantly(kept, value, limits);
    if (verdict.status !== 'out of control') kept = [...kept, value];
    return verdict;
  });
}

/** Judges a result with those before it that were not dropped. */
export function judgeInstantly(
  kept: readonly number[],
  value: number,
  limits: ReadonlyMap<number, InstantLimit> = INSTANT_LIMITS,
): InstantVerdict {
  const values = [...kept, value];
  const { n, mean, sd } = momentsOf(values);
  if (n < 3 || mean === null || sd === null) return { n, upper: null, lower: null, status: 'collecting' };
  // Values that are all alike lie nowhere from their mean.
  const far = (distance: number): number => (sd === 0 ? 0 : distance / sd);
  const upper = far(Math.max(...values) - mean);
  const lower = far(mean - Math.min(...values));
  const limit = limits.get(n);
  if (limit === undefined) return { n, upper, lower, status: 'established' };
  const farthest = Math.max(upper, lower);
  const status = isAbove(farthest, limit.n3s)
    ? 'out of control'
    : isAbove(limit.n2s, farthest)
      ? 'in control'
      : 'warning';
  return { n, upper, lower, status };
}
