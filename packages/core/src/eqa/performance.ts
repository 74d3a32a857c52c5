/** Performance statistics 能力统计量 of a result: z, z′, ζ, En, D, PA. Source: ISO 13528. */
import { isAbove, isAtLeast } from '../estimates/tolerance.ts';

export interface PerformanceInput {
  readonly x: number;
  /** Assigned value 指定值, its standard uncertainty. */
  readonly assigned: number;
  readonly assignedU: number;
  /** Standard deviation for proficiency assessment 能力评定标准差. */
  readonly sigma: number;
  /** Expanded uncertainties (k = 2) of the laboratory and of the assigned value; null: not given. */
  readonly labExpandedU: number | null;
  readonly assignedExpandedU: number;
  /** Allowable error in units. */
  readonly allowable: number;
}

export type ZClass = 'acceptable' | 'warning signal' | 'action signal';

export interface Performance {
  readonly z: number | null;
  readonly zClass: ZClass | null;
  /** z′ is to be used: the assigned value is uncertain beyond 0.3 sigma. */
  readonly usesZPrime: boolean;
  readonly zPrime: number | null;
  readonly zeta: number | null;
  readonly en: number | null;
  readonly isEnAccepted: boolean | null;
  /** 100 (x − assigned) / assigned. */
  readonly differencePercent: number | null;
  /** Difference in percent of the allowable error. */
  readonly allowablePercent: number | null;
}

/** |z| ≤ 2 acceptable, from 3 an action signal. */
export function classOfZ(z: number): ZClass {
  const size = Math.abs(z);
  if (!isAbove(size, 2)) return 'acceptable';
  return isAtLeast(size, 3) ? 'action signal' : 'warning signal';
}

/** The sigma that follows from an allowable error: a third of it. */
export function sigmaFromAllowable(allowable: number): number {
  return allowable / 3;
}

const over = (value: number, divisor: number): number | null => (divisor > 0 ? value / divisor : null);

export function performanceOf(input: PerformanceInput): Performance {
  const { x, assigned, assignedU, sigma, labExpandedU, assignedExpandedU, allowable } = input;
  const difference = x - assigned;
  const z = over(difference, sigma);
  const en = labExpandedU === null ? null : over(difference, Math.hypot(labExpandedU, assignedExpandedU));
  return {
    z,
    zClass: z === null ? null : classOfZ(z),
    usesZPrime: isAbove(assignedU, 0.3 * sigma),
    zPrime: over(difference, Math.hypot(sigma, assignedU)),
    zeta: labExpandedU === null ? null : over(difference, Math.hypot(labExpandedU / 2, assignedU)),
    en,
    isEnAccepted: en === null ? null : !isAbove(Math.abs(en), 1),
    differencePercent: assigned === 0 ? null : (100 * difference) / assigned,
    allowablePercent: over(100 * difference, allowable),
  };
}
