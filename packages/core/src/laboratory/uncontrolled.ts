/**
 * Items of which results go out though no test system is registered for them 无检测系统项目: covered for a while by a comparison 比对, else
 * without any control on record. Source: henan-2025.lab.7#01, #02, CNAS-CL02 7.3.7.3 f (outline).
 */
import type { Day } from '../kernel/day.ts';
import { addDays, isInForce } from '../kernel/day.ts';
import { testSystems } from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** A comparison is made twice a year, as external assessment would be: it covers an item for half a year, which is a convention of the platform. */
const COMPARED_FOR_DAYS = 183;

/** The first day of which a comparison still covers an item on a day. */
export const comparedSince = (day: Day): Day => addDays(day, -COMPARED_FOR_DAYS);

/**
 * Items among those named that belong to a laboratory and have no test system in force on a day. Of an institution that registered no system at
 * all nothing is told: it keeps its control elsewhere.
 */
export function withoutSystem(
  snapshot: RegisterSnapshot,
  { institution, items }: { readonly institution: string; readonly items: readonly string[] },
  day: Day,
): readonly string[] {
  const own = snapshot
    .memo('systems-by-institution', () => {
      const found = new Map<string, Map<string, { from: Day; to: Day | null }[]>>();
      for (const { row, from, to } of snapshot.all(testSystems)) {
        const ofItem = found.get(row.institution) ?? new Map<string, { from: Day; to: Day | null }[]>();
        found.set(row.institution, ofItem);
        ofItem.set(row.item, [...(ofItem.get(row.item) ?? []), { from, to }]);
      }
      return found;
    })
    .get(institution);
  const isRegistered = (item: string): boolean => own?.get(item)?.some((one) => isInForce(one, day)) === true;
  if (own === undefined || ![...own.keys()].some(isRegistered)) return [];
  return items.filter((item) => snapshot.item(item, day)?.kind === 'laboratory' && !isRegistered(item));
}
