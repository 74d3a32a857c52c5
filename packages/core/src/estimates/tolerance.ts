/**
 * Comparison of measured figures 数值比较. What people write in decimals is compared as if it were: (4.20 − 4.00) / 0.10 is two, although
 * binary arithmetic makes a little more of it.
 */

/** Relative: what binary arithmetic adds is a thousandth of it, what a laboratory reports is a million times as coarse. */
const RELATIVE = 1e-12;

/** Whether a figure lies strictly above another. */
export function isAbove(value: number, limit: number): boolean {
  return value - limit > RELATIVE * Math.max(Math.abs(value), Math.abs(limit));
}

/** Whether a figure reaches another. */
export function isAtLeast(value: number, limit: number): boolean {
  return !isAbove(limit, value);
}

/** Whether a figure lies in `[low, high]`. */
export function isWithin(value: number, low: number, high: number): boolean {
  return !isAbove(low, value) && !isAbove(value, high);
}

/** Rounds as people do: half away from zero 四舍五入, by what is written in decimals. */
export function roundHalfAway(value: number, decimals: number): number {
  const scaled = Math.abs(value) * 10 ** decimals;
  const rounded = Math.floor(scaled + 0.5 + scaled * RELATIVE) / 10 ** decimals;
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}
