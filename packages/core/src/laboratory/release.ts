/**
 * The gate of release 报告放行: whether a line of a report comes from a system whose run was rejected and is not settled, or that lacks the
 * control of the day. Source: henan-2025.lab.7#02, #03, #06, national-2022.art.24#01.
 */
import type { Day, Instant } from '../kernel/day.ts';
import { addDays, dayOf, isInForce, startOfDay } from '../kernel/day.ts';
import { groupBy } from '../kernel/group-by.ts';
import { testSystems } from '../registers/definitions.ts';
import type { InstrumentRow, IqcHoldRow, TestSystemRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** What a line says of where it was measured. */
export interface ReportedLine {
  readonly institution: string;
  readonly item: string;
  /** Code or name of the instrument, as the report says it; null: it does not. */
  readonly device: string | null;
}

/** The hold that stands in the way of a line now; null: none does. A line that names another instrument of the institution is free. */
export function holdOn(snapshot: RegisterSnapshot, line: ReportedLine, day: Day): IqcHoldRow | null {
  const holds = snapshot.holds(line.institution, line.item).filter(({ releasedOn }) => releasedOn === null);
  if (holds.length === 0) return null;
  const named = namedInstruments(snapshot, line, day);
  // One that is not known may be the one in question.
  return holds.find(({ instrument }) => named.length === 0 || named.includes(instrument)) ?? null;
}

/** The instruments that measure the item of a line, and those of them that it names. */
export function measuringInstruments(
  snapshot: RegisterSnapshot,
  { institution, item, device }: ReportedLine,
  day: Day,
): { readonly all: readonly InstrumentRow[]; readonly named: readonly InstrumentRow[] } {
  const all = snapshot.instruments(institution, item, day);
  return { all, named: all.filter(({ code, nameZh }) => device === code || device === nameZh) };
}

/** Codes of the instruments that a line names, of those that measure its item. */
function namedInstruments(snapshot: RegisterSnapshot, line: ReportedLine, day: Day): readonly string[] {
  return measuringInstruments(snapshot, line, day).named.map(({ code }) => code);
}

/** The test systems that may have measured a line: those of the instrument that it names, or, where that has none, all of its item. */
export function systemsOfLine(snapshot: RegisterSnapshot, line: ReportedLine, day: Day): readonly TestSystemRow[] {
  const index = snapshot.memo('systems-of-item', () =>
    groupBy(snapshot.all(testSystems), ({ row }) => `${row.institution}|${row.item}`),
  );
  const all = index.get(`${line.institution}|${line.item}`) ?? NONE;
  const systems = all.filter((entry) => isInForce(entry, day)).map(({ row }) => row);
  if (systems.length === 0) return systems;
  const named = namedInstruments(snapshot, line, day);
  const own = systems.filter(({ instrument }) => named.includes(instrument));
  return own.length === 0 ? systems : own;
}
const NONE: readonly never[] = [];

const HOUR_MS = 3_600_000;

/**
 * When runs were measured that count as the control of the day 当日质控 for what is released at an instant: on its day, and before the hour by
 * which a laboratory has run it, on the day before, so that what is measured at night can go out.
 */
export function controlPeriod(releasedAt: Instant, byHour: number): { readonly from: Instant; readonly to: Instant } {
  const day = dayOf(releasedAt);
  const isNight = releasedAt < startOfDay(day) + byHour * HOUR_MS;
  return { from: startOfDay(isNight ? addDays(day, -1) : day), to: startOfDay(addDays(day, 1)) };
}

/** Levels that the control of a day needs: two, or as many as the system has (henan-2025.lab.7#03). */
export const levelsNeeded = ({ levels }: { readonly levels: number }): number => Math.min(levels, 2);

/** What is on record of the control of a system. */
export interface ControlOnRecord {
  /** A run of it was judged before: of what has no target yet, or was never measured, nothing is known. */
  readonly hasBegun: boolean;
  /** A run of enough levels was in control in the period of the day. */
  readonly isControlled: boolean;
}

/** Whether a line lacks the control of the day: none of the systems that may have measured it had it. */
export function lacksControl(systems: readonly ControlOnRecord[]): boolean {
  const begun = systems.filter(({ hasBegun }) => hasBegun);
  return begun.length > 0 && !begun.some(({ isControlled }) => isControlled);
}
