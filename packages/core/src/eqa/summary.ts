/** What the summary report of a round shows 总结报告, as plain data. */

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** How results of a sample are spread 直方图, in bins of equal width; the last holds its upper end. */
export function histogram(values: readonly number[], bins = 15): readonly HistogramBin[] {
  if (values.length === 0) return [];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const width = (high - low) / bins || 1;
  const counts = new Array<number>(high === low ? 1 : bins).fill(0);
  for (const value of values) {
    const place = Math.min(counts.length - 1, Math.floor((value - low) / width));
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts.map((count, i) => ({ from: low + i * width, to: low + (i + 1) * width, count }));
}
