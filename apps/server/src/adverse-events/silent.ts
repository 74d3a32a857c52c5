/**
 * Departments that report nothing 零报告科室: each month those that had discharges and no event for months are asked why, and after more months
 * every other one, since laboratories, imaging and wards with few patients have events to tell of, too. Source: henan-2025.mq.11#06,
 * core-systems.ae#12; how many months and discharges are local figures.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';
import { departments, dischargeCounts } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { findReporting } from './silent.query.ts';

const SILENT = 'adverse-event/silent-department';
const COUNTER: LoopActor = { id: 'adverse-events', name: '系统统计 Monthly count', role: 'system' };
const MONTHS_AT_MOST = 24;
/** Who cares for patients or tests for them. */
const KINDS: readonly string[] = ['clinical', 'laboratory', 'imaging'];

type Needs = Pick<Deps, 'clock' | 'config' | 'registers' | 'worker'>;

/** A department, as `institution|department`, and what is known of its discharges by month. */
interface Unit {
  readonly key: string;
  readonly months: ReadonlyMap<string, number>;
}

/** Months that end with the last one, in which a department should have reported something. */
interface Span {
  readonly from: Day;
  readonly discharges: number;
}

/** Asks them; how many are asked for the first time of this month. */
export async function askSilentDepartments(deps: Needs): Promise<number> {
  const end = `${dayOf(deps.clock.now()).slice(0, 7)}-01` as Day;
  const reporting = new Map<Day, ReadonlySet<string>>();
  let asked = 0;
  for (const unit of unitsOf(deps, end)) {
    for (const span of spansOf(deps, unit, end)) {
      const known =
        reporting.get(span.from) ?? (await findReporting(deps.worker, startOfDay(span.from), startOfDay(end)));
      reporting.set(span.from, known);
      if (known.has(unit.key)) continue;
      if (await ask(deps, unit.key, span, end)) asked += 1;
      break;
    }
  }
  return asked;
}

/** The spans that a department is asked of: with enough discharges the shorter one, and any that was there throughout the longer one. */
function spansOf(deps: Needs, { key, months }: Unit, end: Day): readonly Span[] {
  const [institution = ''] = key.split('|');
  const today = dayOf(deps.clock.now());
  const figures = loopOn(deps, SILENT, institution, today)?.parameters;
  const spanOf = (name: string): Span | null => {
    const count = Math.min(figures?.[name]?.value ?? 0, MONTHS_AT_MOST);
    if (count === 0) return null;
    const from = monthsBefore(end, count);
    const within = [...months].filter(([month]) => month >= from.slice(0, 7));
    return { from, discharges: within.reduce((sum, [, discharges]) => sum + discharges, 0) };
  };
  const [short, long] = [spanOf('months'), spanOf('monthsOfAny')];
  const isBusy = short !== null && short.discharges >= (figures?.['discharges']?.value ?? Infinity);
  const isThroughout = long !== null && isThere(deps, key, long.from) && isThere(deps, key, today);
  return [...(isBusy ? [short] : []), ...(isThroughout ? [long] : [])];
}

function isThere({ registers }: Needs, key: string, on: Day): boolean {
  const row = registers.current().find(departments, key, on);
  return row !== null && KINDS.includes(row.kind);
}

async function ask(deps: Needs, key: string, { from, discharges }: Span, end: Day): Promise<boolean> {
  const [institution = '', department = ''] = key.split('|');
  const facts = { period: `${from.slice(0, 7)} – ${monthsBefore(end, 1).slice(0, 7)}`, discharges };
  const opened = await deps.worker.tx((tx) =>
    openLoop(deps, tx, {
      ...{ definition: SILENT, subject: `${key}|${end}`, unit: institution, department, personId: null },
      ...{ occurredAt: startOfDay(end), by: COUNTER, facts },
    }),
  );
  return opened !== null;
}

/** Departments of hospitals that count their discharges. */
function unitsOf(deps: Needs, end: Day): readonly Unit[] {
  const counted = dischargesOfMonths(deps, end);
  const hospitals = new Set([...counted.keys()].map((key) => key.split('|')[0]));
  const known = deps.registers
    .current()
    .inForce(departments, dayOf(deps.clock.now()))
    .filter(({ institution }) => hospitals.has(institution))
    .map(({ institution, code }) => `${institution}|${code}`);
  return [...new Set([...counted.keys(), ...known])].map((key) => ({ key, months: counted.get(key) ?? new Map() }));
}

/** Discharges of the months before a day, by unit. */
function dischargesOfMonths({ registers }: Needs, end: Day): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const units = new Map<string, Map<string, number>>();
  for (const { row } of registers.current().all(dischargeCounts)) {
    if (row.month >= end.slice(0, 7)) continue;
    const unit = `${row.institution}|${row.department}`;
    const months = units.get(unit) ?? new Map<string, number>();
    units.set(unit, months.set(row.month, row.discharges));
  }
  return units;
}

/** The first day of the month so many months before. */
function monthsBefore(first: Day, months: number): Day {
  const count = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 - months;
  return `${String(Math.floor(count / 12))}-${String((count % 12) + 1).padStart(2, '0')}-01` as Day;
}
