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

/** A value far from the middle of its like. */
export interface FarValue {
  readonly index: number;
  readonly value: number;
  /** Distance from the median, in robust SD. */
  readonly distance: number;
}

/** Fewer values have no middle that could be told from their ends. */
const FEWEST = 5;
const FARTHEST = 3.5;
/** Makes the mean absolute deviation of normal values their standard deviation. */
const NORMAL_MEAN_DEVIATION = 1.253314;
const RELATIVE = 1e-9;

/**
 * Values 离群值 more than 3.5 robust SD from the median, the farthest first: by median and MAD, which two outliers do not widen as they would
 * mean and SD, so that neither hides the other. Where half of the values are alike, the mean absolute deviation takes the place of the
 * MAD. Source: Iglewicz and Hoaglin 1993, modified z-score (NIST/SEMATECH e-Handbook 1.3.5.17, outline).
 */
export function farFromMedian(values: readonly number[]): readonly FarValue[] {
  if (values.length < FEWEST) return [];
  const centre = median(values);
  const scatter = scatterOf(values);
  const absolute = values.reduce((sum, value) => sum + Math.abs(value - centre), 0) / values.length;
  const spread = scatter > 0 ? scatter : NORMAL_MEAN_DEVIATION * absolute;
  if (!(spread > 0)) return [];
  return values
    .map((value, index) => ({ index, value, distance: Math.abs(value - centre) / spread }))
    .filter(({ distance }) => distance > FARTHEST * (1 + RELATIVE))
    .sort((a, b) => b.distance - a.distance);
}
