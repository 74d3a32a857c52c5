/** Middles and scatters that a few wild values do not move 稳健统计. */

/** The middle of values; of an even count the mean of the two in the middle, of none 0. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Makes the median absolute deviation of normal values their standard deviation. */
const NORMAL = 1.4826;

/** The median absolute deviation, scaled to the standard deviation of normal values. */
export function scatterOf(values: readonly number[]): number {
  const centre = median(values);
  return NORMAL * median(values.map((value) => Math.abs(value - centre)));
}
