/**
 * Patterns of control results that do not look measured 可疑质控数据: never out of control, the same values again, too small a scatter. They are
 * asked about, never judged. Source: henan-2025.lab, and the probabilities of independent normal results.
 */
import { chiSquareQuantile, normalCdf } from '../estimates/distributions.ts';
import { momentsOf } from '../estimates/moments.ts';

export interface SuspicionSettings {
  /** How improbable something must be. */
  readonly probability: number;
  /** Values in a row that come again in the same order; more of them where few different values make that likely. */
  readonly repeatedValues: number;
}
export const DEFAULT_SUSPICION: SuspicionSettings = { probability: 0.001, repeatedValues: 6 };

export const SUSPICIONS = ['never-beyond-2s', 'repeated-values', 'scatter-too-small'] as const;
export type SuspicionKind = (typeof SUSPICIONS)[number];

export interface Suspicion {
  readonly kind: SuspicionKind;
  /** What was found, by name: counts, SDs, places. */
  readonly facts: Readonly<Record<string, number>>;
}

export interface SuspiciousSeries {
  /** Results as reported, in order. */
  readonly values: readonly number[];
  /** Their z by the target in force. */
  readonly z: readonly number[];
  /** SD of the target. */
  readonly targetSd: number;
}

/** What is suspicious in the results of one item, system, lot and level over a time. */
export function suspicionsOf(
  { values, z, targetSd }: SuspiciousSeries,
  settings: SuspicionSettings = DEFAULT_SUSPICION,
): readonly Suspicion[] {
  return [...neverBeyond(z, settings), ...repeated(values, settings), ...tooSmall(values, targetSd, settings)];
}

/** One of 22 honest results lies beyond 2 SD: so many without any are improbable. */
function neverBeyond(z: readonly number[], { probability }: SuspicionSettings): readonly Suspicion[] {
  const inside = 1 - 2 * normalCdf(-2);
  if (z.some((value) => Math.abs(value) > 2) || inside ** z.length >= probability) return [];
  return [{ kind: 'never-beyond-2s', facts: { n: z.length } }];
}

/** Values in a row that stood in the same order before; a stretch of one value alone is no order. */
function repeated(values: readonly number[], settings: SuspicionSettings): readonly Suspicion[] {
  const repeatedValues = stretchOf(values, settings);
  const seen = new Map<string, number>();
  for (let end = repeatedValues; end <= values.length; end += 1) {
    const stretch = values.slice(end - repeatedValues, end);
    if (new Set(stretch).size < 3) continue;
    const key = stretch.join('|');
    const first = seen.get(key);
    if (first === undefined) seen.set(key, end - repeatedValues);
    // Two stretches that overlap share their values anyway.
    else if (end - repeatedValues - first >= repeatedValues)
      return [{ kind: 'repeated-values', facts: { length: repeatedValues, first, again: end - repeatedValues } }];
  }
  return [];
}

/** Values in a row of which chance alone would repeat none: reported in few decimals, honest results are often alike. */
function stretchOf(values: readonly number[], { probability, repeatedValues }: SuspicionSettings): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const alike = [...counts.values()].reduce((sum, count) => sum + (count / values.length) ** 2, 0);
  const pairs = values.length ** 2 / 2;
  const needed = alike > 0 && alike < 1 ? Math.ceil(Math.log(probability / pairs) / Math.log(alike)) : 0;
  return Math.max(repeatedValues, needed);
}

/** A scatter far below that which the laboratory found itself when it made the target. */
function tooSmall(
  values: readonly number[],
  targetSd: number,
  { probability }: SuspicionSettings,
): readonly Suspicion[] {
  const { n, sd } = momentsOf(values);
  if (sd === null || n < 10 || !(targetSd > 0)) return [];
  const least = targetSd * Math.sqrt(chiSquareQuantile(probability, n - 1) / (n - 1));
  return sd < least ? [{ kind: 'scatter-too-small', facts: { n, sd, targetSd, least } }] : [];
}
