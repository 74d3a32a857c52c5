/**
 * Verification of precision and trueness 精密度与正确度验证 over a few days, by one-way analysis of variance. Source: CLSI EP15, by general
 * knowledge: five days of five replicates, claims met within the upper verification limit.
 */
import { chiSquareQuantile, studentQuantile } from '../estimates/distributions.ts';
import { cvOf, meanOf } from '../estimates/moments.ts';
import { isAbove } from '../estimates/tolerance.ts';

export interface PrecisionEstimate {
  readonly days: number;
  /** Replicates of a day; where days differ, what balances them. */
  readonly replicates: number;
  readonly mean: number;
  /** Repeatability 重复性. */
  readonly repeatability: number;
  readonly betweenDays: number;
  /** Within-laboratory precision 实验室内精密度. */
  readonly withinLaboratory: number;
  readonly repeatabilityCv: number | null;
  readonly withinLaboratoryCv: number | null;
  readonly repeatabilityDf: number;
  /** Degrees of freedom by Satterthwaite. */
  readonly withinLaboratoryDf: number;
}

/** Precision from the results of each day; null of fewer than two days or without replicates. */
export function estimatePrecision(days: readonly (readonly number[])[]): PrecisionEstimate | null {
  const held = days.filter((day) => day.length > 0);
  const all = held.flat();
  const [k, n] = [held.length, all.length];
  if (k < 2 || n <= k) return null;
  const mean = meanOf(all);
  let [within, between] = [0, 0];
  for (const day of held) {
    const ofDay = meanOf(day);
    between += day.length * (ofDay - mean) ** 2;
    for (const value of day) within += (value - ofDay) ** 2;
  }
  const [meanWithin, meanBetween] = [within / (n - k), between / (k - 1)];
  const replicates = (n - held.reduce((sum, day) => sum + day.length ** 2, 0) / n) / (k - 1);
  const betweenVariance = Math.max(0, (meanBetween - meanWithin) / replicates);
  const [repeatability, withinLaboratory] = [Math.sqrt(meanWithin), Math.sqrt(meanWithin + betweenVariance)];
  const ofWithin = (replicates - 1) * meanWithin;
  const spread = meanBetween ** 2 / (k - 1) + ofWithin ** 2 / (n - k);
  return {
    ...{ days: k, replicates, mean, repeatability, betweenDays: Math.sqrt(betweenVariance), withinLaboratory },
    repeatabilityCv: cvOf(mean, repeatability),
    withinLaboratoryCv: cvOf(mean, withinLaboratory),
    repeatabilityDf: n - k,
    withinLaboratoryDf: spread === 0 ? n - 1 : (meanBetween + ofWithin) ** 2 / spread,
  };
}

export interface ClaimVerdict {
  /** The most that an honest estimate of the claim exceeds with 5 % chance, shared among the levels. */
  readonly limit: number;
  readonly verdict: 'verified' | 'not verified';
}

/** Whether an estimated SD is compatible with a claimed one. */
export function verifyClaim(estimate: number, df: number, claim: number, levels = 1): ClaimVerdict {
  const limit = claim * Math.sqrt(chiSquareQuantile(1 - 0.05 / levels, df) / df);
  return { limit, verdict: isAbove(estimate, limit) ? 'not verified' : 'verified' };
}

export interface TruenessVerdict {
  readonly bias: number;
  readonly biasPercent: number | null;
  /** An assigned value inside is compatible with the mean. */
  readonly low: number;
  readonly high: number;
  readonly verdict: 'verified' | 'not verified';
}

/** Whether the mean agrees with an assigned value of known standard uncertainty; `allowed`: a bias in units that is accepted anyway. */
export function verifyTrueness(
  { mean, days, withinLaboratory, repeatability, replicates, repeatabilityDf }: PrecisionEstimate,
  assigned: { readonly value: number; readonly uncertainty: number },
  allowed = 0,
): TruenessVerdict {
  const ofMean = Math.max(0, withinLaboratory ** 2 - repeatability ** 2 * (1 - 1 / replicates)) / days;
  const reach =
    studentQuantile(0.975, Math.max(1, Math.min(days - 1, repeatabilityDf))) *
    Math.sqrt(ofMean + assigned.uncertainty ** 2);
  const bias = mean - assigned.value;
  const isCompatible = !isAbove(Math.abs(bias), reach) || !isAbove(Math.abs(bias), allowed);
  return {
    bias,
    biasPercent: assigned.value === 0 ? null : (100 * bias) / assigned.value,
    low: assigned.value - reach,
    high: assigned.value + reach,
    verdict: isCompatible ? 'verified' : 'not verified',
  };
}
