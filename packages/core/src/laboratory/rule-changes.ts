/**
 * Changes of that by which runs of control are judged: the rules of a system 质控规则变更, or what a lot is expected to show by word 预期结果变更,
 * and for which days they judge otherwise than before. Source: henan-2025.lab.7#01, #04.
 */
import type { Day } from '../kernel/day.ts';
import type { Entry } from '../kernel/register.ts';
import type { ControlMaterialRow, TestSystemRow } from '../registers/rows.ts';
import { entryAsOf } from '../registers/snapshot.ts';

/** Days [from, to); null: without a beginning, or without an end. */
export interface ChangedDays {
  readonly from: Day | null;
  readonly to: Day | null;
}

/** The days for which versions of an entry judge otherwise than those before them; none where nothing was judged by it yet. */
export function judgedOtherwise<R>(
  before: readonly Entry<R>[],
  after: readonly Entry<R>[],
  judging: (row: R) => string | null,
): readonly ChangedDays[] {
  const starts = [...new Set([...before, ...after].map(({ from }) => from))].sort();
  const [old, now] = [before, after].map((versions) => [...versions].sort((a, b) => (a.from < b.from ? -1 : 1)));
  const on = (versions: readonly Entry<R>[] = [], day: Day): string | null => {
    const entry = entryAsOf(versions, day);
    return entry === null ? null : judging(entry.row);
  };
  // Days before the first version are judged by it.
  return starts.flatMap((from, place): readonly ChangedDays[] => {
    const was = on(old, from);
    return was === null || was === on(now, from)
      ? []
      : [{ from: place === 0 ? null : from, to: starts[place + 1] ?? null }];
  });
}

/** By what the runs of a system are judged, written so that it can be compared. */
export const rulesOfSystem = ({ kind, rules, warnings, gate, rangeRule }: TestSystemRow): string =>
  JSON.stringify([kind, rules, warnings ?? [], gate ?? 'none', rangeRule ?? 'strict']);

/** By what readings of a lot are judged; null: by nothing. */
export const wordOfLot = ({ expected }: ControlMaterialRow): string | null => expected;
