import { median, scatterOf } from '../kernel/robust.ts';

/**
 * How many robust deviations a value lies above the median of others. Counts scatter by the root of their mean at least, so
 * that somebody whose days are all alike is not unusual with one more.
 */
export function deviationsAbove(value: number, others: readonly number[]): number {
  const centre = median(others);
  return (value - centre) / Math.max(scatterOf(others), Math.sqrt(centre), 1);
}
