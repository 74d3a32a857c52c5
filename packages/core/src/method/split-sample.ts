/**
 * Split samples 分割样品比对 for items without EQA: the same samples by an accredited laboratory. Source: WS/T 415-2013 and CNAS-CL02 (five
 * samples, four of five inside), by general knowledge; the share of the allowable error is a setting.
 */
import { isAbove, isAtLeast } from '../estimates/tolerance.ts';
import type { MethodPair } from './comparison.ts';

export interface SplitSettings {
  /** Share of the allowable error that limits a sample. */
  readonly fraction: number;
  readonly minimum: number;
  readonly sharePercent: number;
}
export const DEFAULT_SPLIT: SplitSettings = { fraction: 0.5, minimum: 5, sharePercent: 80 };

export interface SplitSample {
  readonly limit: number;
  /** 100 (test − reference) / reference. */
  readonly biasPercent: number | null;
  readonly isInside: boolean;
}

export interface SplitComparison {
  readonly samples: readonly SplitSample[];
  readonly inside: number;
  readonly sharePercent: number | null;
  readonly verdict: 'acceptable' | 'not acceptable';
}

/** Judges split samples by an allowable error in percent; the limit is inside. */
export function judgeSplitSamples(
  pairs: readonly MethodPair[],
  allowedPercent: number,
  settings: SplitSettings = DEFAULT_SPLIT,
): SplitComparison {
  const samples = pairs.map(({ reference, test }): SplitSample => {
    const limit = (Math.abs(reference) * allowedPercent * settings.fraction) / 100;
    return {
      limit,
      biasPercent: reference === 0 ? null : (100 * (test - reference)) / reference,
      isInside: !isAbove(test, reference + limit) && !isAbove(reference - limit, test),
    };
  });
  const inside = samples.filter(({ isInside }) => isInside).length;
  const sharePercent = samples.length === 0 ? null : (100 * inside) / samples.length;
  const isGood =
    samples.length >= settings.minimum && sharePercent !== null && isAtLeast(sharePercent, settings.sharePercent);
  return { samples, inside, sharePercent, verdict: isGood ? 'acceptable' : 'not acceptable' };
}
