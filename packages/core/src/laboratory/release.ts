/**
 * The gate of release 报告放行: whether a line of a report comes from a system whose run was rejected and is not settled. Source:
 * henan-2025.lab.7#06, national-2022.art.24#01.
 */
import type { Day } from '../kernel/day.ts';
import type { IqcHoldRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** What a line says of where it was measured. */
export interface ReportedLine {
  readonly institution: string;
  readonly item: string;
  /** Code or name of the instrument, as the report says it; null: it does not. */
  readonly device: string | null;
}

/** The hold that stands in the way of a line now; null: none does. A line that names another instrument of the institution is free. */
export function holdOn(
  snapshot: RegisterSnapshot,
  { institution, item, device }: ReportedLine,
  day: Day,
): IqcHoldRow | null {
  const holds = snapshot.holds(institution, item).filter(({ releasedOn }) => releasedOn === null);
  if (holds.length === 0) return null;
  const measuring = snapshot.instruments(institution, item, day);
  const named = measuring.filter(({ code, nameZh }) => device === code || device === nameZh).map(({ code }) => code);
  // One that is not known may be the one in question.
  return holds.find(({ instrument }) => named.length === 0 || named.includes(instrument)) ?? null;
}
