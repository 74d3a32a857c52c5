/**
 * Monthly statistics 月度统计 of one item, system, lot and level, and whether imprecision meets the requirement. Rejected points stay on the
 * chart; only the figures "in control" leave them out. Source: WS/T 641 (outline), WS/T 403-2024, WS/T 406-2024.
 */
import { isAbove, isAtLeast, roundHalfAway } from '../estimates/tolerance.ts';
import type { Moments } from '../estimates/moments.ts';
import { momentsOf } from '../estimates/moments.ts';
import type { FlagMeaning } from './flags.ts';
import type { RuleName } from './rules.ts';

/** What a requirement limits: a CV; an SD where there is no percentage, as of pH; an SD below a concentration and a CV from it, as of glucose meters. */
export type ImprecisionRequirement =
  | { readonly kind: 'cv'; readonly percent: number }
  | { readonly kind: 'sd'; readonly sd: number }
  | { readonly kind: 'sd-below'; readonly cut: number; readonly sd: number; readonly percent: number };

export type ImprecisionVerdict = 'meets' | 'exceeds' | 'unknown';

/** Whether a CV is above what is allowed: as it is printed, with two decimals; the limit itself meets it. */
export function exceedsCv(cvPercent: number, percent: number): boolean {
  return isAbove(roundHalfAway(cvPercent, 2), percent);
}

/** Whether a scatter meets a requirement. Limits are inside, those of glucose meters are not. */
export function judgeImprecision(
  { mean, sd, cvPercent }: Moments,
  requirement: ImprecisionRequirement,
): ImprecisionVerdict {
  if (mean === null || sd === null) return 'unknown';
  const cv = cvPercent === null ? null : roundHalfAway(cvPercent, 2);
  switch (requirement.kind) {
    case 'cv':
      return cvPercent === null ? 'unknown' : exceedsCv(cvPercent, requirement.percent) ? 'exceeds' : 'meets';
    case 'sd':
      return isAbove(sd, requirement.sd) ? 'exceeds' : 'meets';
    case 'sd-below':
      if (!isAtLeast(mean, requirement.cut)) return isAtLeast(sd, requirement.sd) ? 'exceeds' : 'meets';
      return cv === null ? 'unknown' : isAtLeast(cv, requirement.percent) ? 'exceeds' : 'meets';
  }
}

export interface MonthlyStatistics {
  readonly all: Moments;
  readonly inControl: Moments;
  readonly out: number;
  /** Share of results out of control in percent; null of none. */
  readonly outRatePercent: number | null;
}

/** Whether a point is out of control: evidence of a rule that does not only warn. */
export function isOutOfControl(flags: readonly FlagMeaning[], warnings: readonly RuleName[]): boolean {
  return flags.some(({ rule }) => !warnings.includes(rule));
}

/** Figures of results that were not void. */
export function monthlyStatistics(
  results: readonly { readonly value: number; readonly isOut: boolean }[],
): MonthlyStatistics {
  const out = results.filter(({ isOut }) => isOut).length;
  return {
    all: momentsOf(results.map(({ value }) => value)),
    inControl: momentsOf(results.filter(({ isOut }) => !isOut).map(({ value }) => value)),
    out,
    outRatePercent: results.length === 0 ? null : (100 * out) / results.length,
  };
}
