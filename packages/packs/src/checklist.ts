/**
 * The checklist 检查表 of an inspection, made from the clauses in force on its day: what each asks for, how to see whether it is so, and
 * what to look at. Source: national-2022.art.26#01.
 */
import type { CheckPoint, InspectionSubject } from './check-points.ts';
import { INSPECTION_SUBJECTS } from './check-points.ts';
import { packsInForce } from './jurisdiction.ts';
import type { Bilingual, Pack } from './pack.ts';

export interface ChecklistItem extends CheckPoint {
  /** What the clause asks for, in our own words. */
  readonly text: Bilingual;
}

/** The checklist of a subject by the documents in force on a day, in their order. */
export function checklistOn(jurisdiction: string, subject: InspectionSubject, day: string): readonly ChecklistItem[] {
  return packsInForce(jurisdiction, day).flatMap((pack) =>
    (pack.checks ?? []).filter((check) => check.subject === subject).map((check) => itemOf(pack, check)),
  );
}

/** What an inspection may be about by the documents in force on a day. */
export function subjectsOn(jurisdiction: string, day: string): readonly InspectionSubject[] {
  const checked = new Set(
    packsInForce(jurisdiction, day).flatMap(({ checks = [] }) => checks.map(({ subject }) => subject)),
  );
  return (Object.keys(INSPECTION_SUBJECTS) as InspectionSubject[]).filter((subject) => checked.has(subject));
}

function itemOf(pack: Pack, check: CheckPoint): ChecklistItem {
  const text = pack.clauses.flatMap(({ items }) => items).find(({ id }) => id === check.clause)?.summary;
  if (text === undefined) throw new Error(`${pack.id} checks ${check.clause}, which it does not hold`);
  return { ...check, text };
}
