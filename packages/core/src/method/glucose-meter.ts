/** Portable glucose meters 便携式血糖仪 against the laboratory's analyser. Source: WS/T 781-2021 5.3 to 5.6. */
import { isAtLeast, isWithin } from '../estimates/tolerance.ts';

export interface MeterPair {
  /** mmol/L. */
  readonly laboratory: number;
  readonly meter: number;
  /** Haematocrit in percent, where it was measured. */
  readonly haematocrit?: number;
}

export interface MeterSettings {
  /** Below it the limit is in mmol/L, from it in percent. */
  readonly cut: number;
  readonly units: number;
  readonly percent: number;
  readonly sharePercent: number;
  readonly minimum: number;
  /** Whether each band must reach the share as well as both together. */
  readonly byBand: boolean;
  /** Haematocrit for which the meter is made; other pairs do not count. */
  readonly haematocrit: readonly [low: number, high: number];
}
export const DEFAULT_METER: MeterSettings = {
  ...{ cut: 5.5, units: 0.83, percent: 15, sharePercent: 95, minimum: 40, byBand: false },
  haematocrit: [35, 55],
};

/** How far a meter may read from the laboratory, in mmol/L. */
export function meterLimit(laboratory: number, { cut, units, percent }: MeterSettings = DEFAULT_METER): number {
  return laboratory < cut ? units : (laboratory * percent) / 100;
}

export interface MeterComparison {
  /** For each pair: whether it counts and lies within the limit. */
  readonly pairs: readonly { readonly limit: number; readonly isCounted: boolean; readonly isWithin: boolean }[];
  readonly n: number;
  readonly within: number;
  readonly sharePercent: number | null;
  /** Below the cut and from it; null of none. */
  readonly lowPercent: number | null;
  readonly highPercent: number | null;
  /** Fewer pairs than the standard asks for; the verdict is then of these alone. */
  readonly isTooFew: boolean;
  readonly verdict: 'acceptable' | 'not acceptable';
}

/** Judges a meter by pairs of results. */
export function judgeMeter(pairs: readonly MeterPair[], settings: MeterSettings = DEFAULT_METER): MeterComparison {
  const judged = pairs.map(({ laboratory, meter, haematocrit }) => {
    const limit = meterLimit(laboratory, settings);
    const [low, high] = settings.haematocrit;
    return {
      limit,
      isLow: laboratory < settings.cut,
      isCounted: haematocrit === undefined || isWithin(haematocrit, low, high),
      isWithin: isWithin(meter, laboratory - limit, laboratory + limit),
    };
  });
  const counted = judged.filter(({ isCounted }) => isCounted);
  const share = (of: readonly { readonly isWithin: boolean }[]): number | null =>
    of.length === 0 ? null : (100 * of.filter((pair) => pair.isWithin).length) / of.length;
  const [lowPercent, highPercent] = [
    share(counted.filter(({ isLow }) => isLow)),
    share(counted.filter(({ isLow }) => !isLow)),
  ];
  const bands = settings.byBand ? [lowPercent, highPercent].filter((one) => one !== null) : [];
  const isGood = [share(counted) ?? 0, ...bands].every((one) => isAtLeast(one, settings.sharePercent));
  return {
    pairs: judged.map(({ limit, isCounted, isWithin: isInside }) => ({ limit, isCounted, isWithin: isInside })),
    n: counted.length,
    within: counted.filter((pair) => pair.isWithin).length,
    ...{ sharePercent: share(counted), lowPercent, highPercent },
    isTooFew: counted.length < settings.minimum,
    verdict: isGood ? 'acceptable' : 'not acceptable',
  };
}
