/** Count, mean and standard deviation 例数、均值、标准差 (n − 1), at full precision: only what is shown is rounded. */

export interface Moments {
  readonly n: number;
  /** Null of no values. */
  readonly mean: number | null;
  /** Null of fewer than two values. */
  readonly sd: number | null;
  /** Coefficient of variation 变异系数 in percent of the mean; null where there is none. */
  readonly cvPercent: number | null;
}

/** Moments of values in two passes, so that large values with a small scatter keep it. */
export function momentsOf(values: readonly number[]): Moments {
  const n = values.length;
  if (n === 0) return { n, mean: null, sd: null, cvPercent: null };
  const mean = meanOf(values);
  if (n === 1) return { n, mean, sd: null, cvPercent: null };
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const sd = Math.sqrt(squares / (n - 1));
  return { n, mean, sd, cvPercent: cvOf(mean, sd) };
}

export function meanOf(values: readonly number[]): number {
  // Around the first value: decimals that are all alike have exactly that mean.
  const first = values[0] ?? 0;
  let sum = 0;
  for (const value of values) sum += value - first;
  return first + sum / values.length;
}

/** 100 SD / mean; null without a mean to divide by. */
export function cvOf(mean: number, sd: number): number | null {
  return mean === 0 ? null : (100 * sd) / Math.abs(mean);
}
