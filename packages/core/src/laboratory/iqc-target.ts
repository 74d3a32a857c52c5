/**
 * What a target 靶值 of a lot is computed from: its results in control 在控结果, those before its first target as the initial ones, then month by
 * month; what is left out is told with its reason, for the person who confirms it. Source: WS/T 641 (outline), henan-2025.lab.7#01.
 */
import type { TargetResult } from '../iqc/index.ts';
import type { Instant } from '../kernel/day.ts';
import { dayOf } from '../kernel/day.ts';

/** A result of the lot that is not void. */
export interface ResultForTarget {
  readonly id: number;
  readonly value: number;
  readonly measuredAt: Instant;
  readonly purpose: 'routine' | 'temporary' | 'parallel';
  /** One of `resultsOut` 失控点. */
  readonly isOut: boolean;
}

/** A result that is left out of a target, and why. */
export interface LeftOut {
  readonly result: number;
  readonly reason: string;
}

export interface TargetBasis {
  readonly kept: readonly ResultForTarget[];
  readonly leftOut: readonly LeftOut[];
  /** As `cumulativeTarget` takes them. */
  readonly initial: readonly TargetResult[];
  readonly months: readonly (readonly TargetResult[])[];
}

export const OUT_OF_CONTROL = '失控点 Out of control';
export const NOT_JUDGED = '平行检测，未参加判定 In parallel, not judged';

/**
 * Sorts the results of a lot. What was measured on an occasion of its own 临时加做 is none of them. A run in parallel before the laboratory has
 * a target of its own for the lot (`since`) is how it gets one; from then on it is beside the runs that are judged.
 */
export function targetBasis(
  results: readonly ResultForTarget[],
  { excluded, since }: { readonly excluded: readonly LeftOut[]; readonly since: Instant | null },
): TargetBasis {
  const isInitial = ({ measuredAt }: ResultForTarget): boolean => since === null || measuredAt < since;
  const own = results.filter(({ purpose }) => purpose !== 'temporary');
  const decided = new Map(excluded.map(({ result, reason }) => [result, reason]));
  const reasonOf = (one: ResultForTarget): string | null =>
    decided.get(one.id) ??
    (one.isOut ? OUT_OF_CONTROL : one.purpose === 'parallel' && !isInitial(one) ? NOT_JUDGED : null);
  const sorted = own.map((one) => ({ one, reason: reasonOf(one), month: dayOf(one.measuredAt).slice(0, 7) }));
  const part = (of: typeof sorted): readonly TargetResult[] =>
    of.map(({ one, reason }) => ({ value: one.value, isExcluded: reason !== null }));
  const later = sorted.filter(({ one }) => !isInitial(one));
  return {
    kept: sorted.flatMap(({ one, reason }) => (reason === null ? [one] : [])),
    leftOut: sorted.flatMap(({ one, reason }) => (reason === null ? [] : [{ result: one.id, reason }])),
    initial: part(sorted.filter(({ one }) => isInitial(one))),
    months: [...new Set(later.map(({ month }) => month))].map((month) =>
      part(later.filter((of) => of.month === month)),
    ),
  };
}
