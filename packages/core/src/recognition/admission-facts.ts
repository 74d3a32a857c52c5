/** From registers 目录 to the input of admission 清单准入 (section 2.6): who the institution is and which evaluations it passed. */
import type { Day } from '../kernel/day.ts';
import * as registers from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import type { AdmissionInput } from './admit.ts';
import { eqaResultsFor } from './eqa-facts.ts';
import { isKnown } from './mark.ts';
import type { EqaResult } from './types.ts';

/**
 * What `admit` looks at, read from the registers as of a day; null when no institution of that code is registered on it.
 * An evaluation is passed when the latest grade that its organiser had published for the item by that day is a pass.
 */
export function admissionInputFor(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string,
  scope: string | undefined,
  day: Day,
): AdmissionInput | null {
  const row = snapshot.find(registers.institutions, institution, day);
  if (row === null) return null;
  const { ownership, level, region, kind } = row;
  return {
    ...(scope === undefined ? {} : { scope }),
    institution: { ownership, level, region, kind },
    evaluations: latestByOrganiser(eqaResultsFor(snapshot, institution, item, day), day).flatMap((result) => {
      const organiser = snapshot.find(registers.qcOrganisations, result.organiser, day);
      return organiser === null
        ? []
        : [{ level: organiser.level, region: organiser.region, passed: result.outcome === 'PASS' }];
    }),
  };
}

function latestByOrganiser(results: readonly EqaResult[], day: Day): readonly EqaResult[] {
  const latest = new Map<string, EqaResult>();
  for (const result of results) {
    const before = latest.get(result.organiser);
    if (isKnown(result, day) && (before === undefined || before.closed <= result.closed))
      latest.set(result.organiser, result);
  }
  return [...latest.values()];
}
