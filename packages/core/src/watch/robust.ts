/** Medians and what lies above them: figures that a few wild days do not move. */

function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Makes the median absolute deviation of normal values their standard deviation. */
const NORMAL = 1.4826;

/**
 * How many robust deviations a value lies above the median of others. Counts scatter by the root of their mean at least, so
 * that somebody whose days are all alike is not unusual with one more.
 */
export function deviationsAbove(value: number, others: readonly number[]): number {
  const centre = median(ascending(others));
  const scatter = NORMAL * median(ascending(others.map((other) => Math.abs(other - centre))));
  return (value - centre) / Math.max(scatter, Math.sqrt(centre), 1);
}
