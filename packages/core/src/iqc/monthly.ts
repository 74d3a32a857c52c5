/**
 * Monthly statistics 月度统计 of one item, system, lot and level, and whether imprecision meets the requirement. Rejected points stay on the
 * chart; only the figures "in control" leave them out. Source: WS/T 641 (outline), WS/T 403-2024, WS/T 406-2024.
 */
import { isAbove, isAtLeast, roundHalfAway } from '../estimates/tolerance.ts';
import type { Moments } from '../estimates/moments.ts';
import { momentsOf } from '../estimates/moments.ts';
import type { FlagMeaning } from './flags.ts';
import type { RuleName } from './rules.ts';

/** How much a method may scatter 不精密度要求; null: nothing is asked of it. */
export interface ImprecisionLimits {
  /** In percent. */
  readonly maxCv: number | null;
  /** In the unit of the item, where a percentage says nothing, as of pH (WS/T 403-2024, no. 39). */
  readonly maxSd: number | null;
  /** The SD counts below this concentration and the CV from it on, and neither limit is inside, as of glucose meters (WS/T 403-2024, no. 82). */
  readonly sdBelow: number | null;
  /** Levels of these classes 水平类别 have a CV of their own, as of blood counts that are low and clotting times that are abnormal (WS/T 406-2024). */
  readonly byClass: ClassLimit | null;
}

export interface ClassLimit {
  readonly classes: readonly string[];
  readonly maxCv: number;
}

export const NO_LIMITS: ImprecisionLimits = { maxCv: null, maxSd: null, sdBelow: null, byClass: null };

/** What of a scatter is compared with its limits, as it is printed: the CV with two decimals, the SD with four. */
export interface ImprecisionFigures {
  readonly cv: number | null;
  readonly sd: number | null;
  /** The CV of a level whose class has its own limit; it is then no `cv`. */
  readonly classCv: number | null;
}

export type ImprecisionVerdict = 'meets' | 'exceeds' | 'unknown';

const CV_DECIMALS = 2;
const SD_DECIMALS = 4;

/** The figures of one level: its CV, and its SD where one is asked for; where a concentration tells them apart, one of them. */
export function imprecisionFigures(
  { mean, sd, cvPercent }: Moments,
  { maxSd, sdBelow, byClass }: ImprecisionLimits,
  levelClass: string | null = null,
): ImprecisionFigures {
  if (mean === null || sd === null) return { cv: null, sd: null, classCv: null };
  const isLow = sdBelow !== null && !isAtLeast(mean, sdBelow);
  const cv = isLow || cvPercent === null ? null : roundHalfAway(cvPercent, CV_DECIMALS);
  const isOfClass = levelClass !== null && byClass?.classes.includes(levelClass) === true;
  return {
    ...(isOfClass ? { cv: null, classCv: cv } : { cv, classCv: null }),
    sd: (sdBelow === null ? maxSd !== null : isLow) ? roundHalfAway(sd, SD_DECIMALS) : null,
  };
}

/**
 * Whether figures meet their limits, as they are printed, whoever computed them; what has no limit, or was not measured, says nothing. The same
 * rule for the page of a laboratory, the region, CL-08 and the mark (M8).
 */
export function judgeFigures({ cv, sd, classCv }: ImprecisionFigures, limits: ImprecisionLimits): ImprecisionVerdict {
  const byCv = isBeyond(cv, CV_DECIMALS, limits.maxCv, limits);
  const bySd = isBeyond(sd, SD_DECIMALS, limits.maxSd, limits);
  // What is asked of all levels is asked of those of a class, where nothing else is.
  const byClassCv = isBeyond(classCv, CV_DECIMALS, limits.byClass?.maxCv ?? limits.maxCv, limits);
  const found = [byCv, bySd, byClassCv];
  if (found.includes(true)) return 'exceeds';
  return found.includes(false) ? 'meets' : 'unknown';
}

/** Null: there is no figure, or no limit of it. */
function isBeyond(
  value: number | null,
  decimals: number,
  limit: number | null,
  { sdBelow }: ImprecisionLimits,
): boolean | null {
  if (value === null || limit === null) return null;
  const printed = roundHalfAway(value, decimals);
  return sdBelow === null ? isAbove(printed, limit) : isAtLeast(printed, limit);
}

/** Whether the scatter of a level meets its limits. */
export function judgeImprecision(
  moments: Moments,
  limits: ImprecisionLimits,
  levelClass: string | null = null,
): ImprecisionVerdict {
  return judgeFigures(imprecisionFigures(moments, limits, levelClass), limits);
}

/** Whether a CV is above what is allowed: the limit itself meets it. */
export function exceedsCv(cvPercent: number, percent: number): boolean {
  return judgeFigures({ cv: cvPercent, sd: null, classCv: null }, { ...NO_LIMITS, maxCv: percent }) === 'exceeds';
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
