/**
 * Changes of the rules 质控规则变更 by which runs of control are judged: for which days another rule would hold than before. Source:
 * henan-2025.lab.7#01, #04.
 */
import type { Day } from '../kernel/day.ts';
import type { Entry } from '../kernel/register.ts';
import type { TestSystemRow } from '../registers/rows.ts';
import { entryAsOf } from '../registers/snapshot.ts';

type Version = Entry<TestSystemRow>;

/** Days [from, to); null: without a beginning, or without an end. */
export interface ChangedDays {
  readonly from: Day | null;
  readonly to: Day | null;
}

/** The days for which versions of a test system judge by other rules than those before them; none where it had no version yet. */
export function judgedOtherwise(before: readonly Version[], after: readonly Version[]): readonly ChangedDays[] {
  if (before.length === 0) return [];
  const starts = [...new Set([...before, ...after].map(({ from }) => from))].sort();
  // Days before the first version are judged by it.
  return starts.flatMap((from, place): readonly ChangedDays[] =>
    rulesOn(before, from) === rulesOn(after, from)
      ? []
      : [{ from: place === 0 ? null : from, to: starts[place + 1] ?? null }],
  );
}

/** By what runs of a day are judged, written so that it can be compared. */
function rulesOn(versions: readonly Version[], day: Day): string | null {
  const row = entryAsOf(
    [...versions].sort((a, b) => (a.from < b.from ? -1 : 1)),
    day,
  )?.row;
  if (row === undefined) return null;
  const { kind, rules, warnings, gate, rangeRule } = row;
  return JSON.stringify([kind, rules, warnings ?? [], gate ?? 'none', rangeRule ?? 'strict']);
}
