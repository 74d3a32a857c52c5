/** The critical thresholds 危急值阈值 of an item that hold for an institution on a day: its own and those of the region. */
import { bySpecificity } from '@fujie/core/critical';
import type { Day, Entry } from '@fujie/core/kernel';
import { isInForce } from '@fujie/core/kernel';
import type { CriticalThresholdRow, RegisterSnapshot } from '@fujie/core/registers';
import { criticalThresholds } from '@fujie/core/registers';

type Entries = readonly Entry<CriticalThresholdRow>[];
const NONE: readonly CriticalThresholdRow[] = [];

/** Thresholds, the most specific first; most items have none, which is found out without making anything. */
export function criticalThresholdsOf(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string | null,
  day: Day,
): readonly CriticalThresholdRow[] {
  const entries = item === null ? undefined : byItem(snapshot).get(item);
  if (entries === undefined) return NONE;
  return snapshot.memo(`critical|${institution}|${item ?? ''}|${day}`, () =>
    bySpecificity(
      entries
        .filter((entry) => isInForce(entry, day))
        .map(({ row }) => row)
        .filter((row) => row.institution === null || row.institution === institution),
    ),
  );
}

function byItem(snapshot: RegisterSnapshot): ReadonlyMap<string, Entries> {
  return snapshot.memo('critical-by-item', () => {
    const all = snapshot.all(criticalThresholds);
    const items = new Set(all.map(({ row }) => row.item));
    return new Map([...items].map((item) => [item, all.filter(({ row }) => row.item === item)]));
  });
}
