/**
 * Patient-based real-time quality control 患者数据实时质控 (PBRTQC): moving statistics of patient results against limits learnt from the
 * laboratory's own results. An alarm stands beside the controls, and replaces none. Source: Bull's formula as usually printed; batches of 20.
 */
import { quantile } from '../estimates/robust.ts';
import { median } from '../kernel/robust.ts';

/** Results outside are left out (`exclude`) or count as the limit (`limit`) 截断. */
export interface Truncation {
  readonly low: number | null;
  readonly high: number | null;
  readonly how: 'exclude' | 'limit';
}

export type MovingStatistic =
  | { readonly kind: 'mean'; readonly window: number }
  | { readonly kind: 'median'; readonly window: number }
  | { readonly kind: 'ewma'; readonly weight: number; readonly start: number }
  | { readonly kind: 'bull'; readonly batch: number; readonly start: number };

export interface PatientControl {
  readonly statistic: MovingStatistic;
  readonly truncation: Truncation;
}

/** Results as they count after truncation. */
export function truncate(values: readonly number[], { low, high, how }: Truncation): readonly number[] {
  const [from, to] = [low ?? -Infinity, high ?? Infinity];
  return how === 'exclude'
    ? values.filter((value) => value >= from && value <= to)
    : values.map((value) => Math.min(Math.max(value, from), to));
}

/** The statistic after each result; null while it is not full, and between the batches of Bull's. */
export function movingSeries(values: readonly number[], statistic: MovingStatistic): readonly (number | null)[] {
  switch (statistic.kind) {
    case 'mean':
      return movingMean(values, statistic.window);
    case 'median':
      return values.map((_, i) => {
        const full = values.slice(Math.max(0, i + 1 - statistic.window), i + 1);
        return full.length < statistic.window ? null : median(full);
      });
    case 'ewma': {
      let average = statistic.start;
      return values.map((value) => (average += statistic.weight * (value - average)));
    }
    case 'bull': {
      let mean = statistic.start;
      return values.map((_, i) => {
        if ((i + 1) % statistic.batch !== 0) return null;
        mean = bullMean(values.slice(i + 1 - statistic.batch, i + 1), mean).mean;
        return mean;
      });
    }
  }
}

function movingMean(values: readonly number[], window: number): readonly (number | null)[] {
  let sum = 0;
  return values.map((value, i) => {
    sum += value - (i >= window ? (values[i - window] ?? 0) : 0);
    return i + 1 < window ? null : sum / window;
  });
}

/** Bull's mean Bull 算法 of a batch, given that of the one before: the sum of signed roots, and the mean that follows. */
export function bullMean(values: readonly number[], previous: number): { readonly sum: number; readonly mean: number } {
  let sum = 0;
  for (const value of values) sum += Math.sign(value - previous) * Math.sqrt(Math.abs(value - previous));
  const mean = values.length === 0 ? previous : previous + Math.sign(sum) * (sum / values.length) ** 2;
  return { sum, mean };
}

export interface PatientLimits {
  readonly low: number;
  readonly high: number;
}

/** Limits that so many of the statistics of a time in control lie outside, half at each end; null of none. */
export function learnLimits(
  history: readonly number[],
  control: PatientControl,
  falseAlarmRate: number,
): PatientLimits | null {
  const statistics = statisticsOf(history, control);
  if (statistics.length === 0) return null;
  return { low: quantile(statistics, falseAlarmRate / 2), high: quantile(statistics, 1 - falseAlarmRate / 2) };
}

function statisticsOf(values: readonly number[], { statistic, truncation }: PatientControl): readonly number[] {
  return movingSeries(truncate(values, truncation), statistic).flatMap((value) => value ?? []);
}

/** Whether a statistic lies beyond the limits, which are inside. */
export const isAlarm = (value: number, { low, high }: PatientLimits): boolean => value < low || value > high;

/** The share of statistics that raise an alarm though nothing is wrong 误报率; null of none. */
export function falseAlarmRate(
  values: readonly number[],
  control: PatientControl,
  limits: PatientLimits,
): number | null {
  const statistics = statisticsOf(values, control);
  return statistics.length === 0
    ? null
    : statistics.filter((value) => isAlarm(value, limits)).length / statistics.length;
}

export interface Detection {
  /** Starts from which the bias was found before the results ended. */
  readonly found: number;
  readonly starts: number;
  /** Patient results from the start of the bias to the alarm, on average of those found; null: never. */
  readonly average: number | null;
}

/** Patient results until a bias in percent is found 检出所需结果数, by putting it on the laboratory's own results from several starts on. */
export function resultsToDetection(
  values: readonly number[],
  control: PatientControl,
  limits: PatientLimits,
  biasPercent: number,
  starts: readonly number[],
): Detection {
  const waits = starts.flatMap((start) => {
    const biased = values.map((value, i) => (i < start ? value : value * (1 + biasPercent / 100)));
    const { low, high, how } = control.truncation;
    // Which result each statistic belongs to, of those that truncation leaves.
    const places = biased.flatMap((value, i) =>
      how === 'exclude' && ((low !== null && value < low) || (high !== null && value > high)) ? [] : [i],
    );
    const series = movingSeries(truncate(biased, control.truncation), control.statistic);
    const at = series.findIndex((value, i) => value !== null && (places[i] ?? 0) >= start && isAlarm(value, limits));
    return at < 0 ? [] : [(places[at] ?? 0) - start + 1];
  });
  const average = waits.length === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  return { found: waits.length, starts: starts.length, average };
}
