/**
 * Target mean and SD 靶值与标准差 of a control lot: provisional from the first results, cumulative month by month, fixed for the rest of the
 * lot. Nothing is left out here by itself: what was excluded was so by somebody's recorded decision. Source: WS/T 641 (outline), CLSI C24.
 */
import { isAbove } from '../estimates/tolerance.ts';
import type { Moments } from '../estimates/moments.ts';
import { meanOf, momentsOf } from '../estimates/moments.ts';

export interface TargetSettings {
  /** Results, each of a run of its own, for a provisional target. */
  readonly initial: number;
  /** Results for the mean of a new lot of a known product; until it has as many as `initial`, the CV is that of the old lot. */
  readonly newLot: number;
  /** Months that are pooled before a target is fixed. */
  readonly months: number;
}

export const DEFAULT_TARGET_SETTINGS: TargetSettings = { initial: 20, newLot: 10, months: 5 };

/** A result that a target may be made of, and whether somebody decided that it is not. */
export interface TargetResult {
  readonly value: number;
  readonly isExcluded: boolean;
}

/** `provisional` 暂定靶值, `cumulative` 累积靶值, `fixed` 常用靶值. */
export type TargetStage = 'provisional' | 'cumulative' | 'fixed';

export interface TargetProposal extends Moments {
  readonly stage: TargetStage;
  /** Too few results yet: it may be looked at, not used. */
  readonly isTooFew: boolean;
}

/** The target from the first results and the in-control results of each month since. */
export function cumulativeTarget(
  initial: readonly TargetResult[],
  months: readonly (readonly TargetResult[])[],
  settings: TargetSettings = DEFAULT_TARGET_SETTINGS,
): TargetProposal {
  const kept = [initial, ...months].flat().filter(({ isExcluded }) => !isExcluded);
  const stage = months.length === 0 ? 'provisional' : months.length < settings.months ? 'cumulative' : 'fixed';
  return { ...momentsOf(kept.map(({ value }) => value)), stage, isTooFew: kept.length < settings.initial };
}

/** The target of a new lot: its own mean; its own SD once there are enough results, until then the cumulative CV of the old lot. */
export function newLotTarget(
  own: readonly TargetResult[],
  oldCvPercent: number,
  settings: TargetSettings = DEFAULT_TARGET_SETTINGS,
): TargetProposal {
  const values = own.filter(({ isExcluded }) => !isExcluded).map(({ value }) => value);
  const moments = momentsOf(values);
  const isTooFew = values.length < settings.newLot;
  if (moments.mean === null || values.length >= settings.initial) return { ...moments, stage: 'provisional', isTooFew };
  const sd = (Math.abs(moments.mean) * oldCvPercent) / 100;
  return { ...moments, sd, cvPercent: oldCvPercent, stage: 'provisional', isTooFew };
}

/** The historical CV 加权平均 CV: that of earlier lots, each by its number of results; null: none has a CV. */
export function weightedCv(lots: readonly Pick<Moments, 'n' | 'cvPercent'>[]): number | null {
  const known = lots.flatMap(({ n, cvPercent }) => (cvPercent === null ? [] : [{ n, cvPercent }]));
  const count = known.reduce((sum, { n }) => sum + n, 0);
  return count === 0 ? null : known.reduce((sum, { n, cvPercent }) => sum + n * cvPercent, 0) / count;
}

/** The target of a short-lived material 短效期质控品, as blood cells: what lies beyond 3 SD goes once, the SD comes from the historical CV. */
export function shortLivedTarget(
  values: readonly number[],
  historicalCvPercent: number,
): Moments & { readonly removed: readonly number[] } {
  const { mean, sd } = momentsOf(values);
  const isFar = (value: number): boolean => mean !== null && sd !== null && isAbove(Math.abs(value - mean), 3 * sd);
  const kept = values.filter((value) => !isFar(value));
  const centre = kept.length === 0 ? null : meanOf(kept);
  return {
    n: kept.length,
    mean: centre,
    sd: centre === null ? null : (Math.abs(centre) * historicalCvPercent) / 100,
    cvPercent: centre === null ? null : historicalCvPercent,
    removed: values.filter(isFar),
  };
}
