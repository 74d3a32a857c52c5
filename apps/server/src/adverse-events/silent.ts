/**
 * Departments that report nothing 零报告科室: each month those that had discharges and no event for months are asked why.
 * Source: henan-2025.mq.11#06; how many months and discharges is a local figure.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf, startOfDay } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';
import { dischargeCounts } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { findReporting } from './silent.query.ts';

const SILENT = 'adverse-event/silent-department';
const COUNTER: LoopActor = { id: 'adverse-events', name: '系统统计 Monthly count', role: 'system' };
const MONTHS_AT_MOST = 24;

/** Asks them; how many are asked for the first time of this month. */
export async function askSilentDepartments(
  deps: Pick<Deps, 'clock' | 'config' | 'registers' | 'worker'>,
): Promise<number> {
  const today = dayOf(deps.clock.now());
  const end = `${today.slice(0, 7)}-01` as Day;
  const reporting = new Map<number, ReadonlySet<string>>();
  let asked = 0;
  for (const [unit, months] of dischargesOfMonths(deps, end)) {
    const [institution = '', department = ''] = unit.split('|');
    const figures = loopOn(deps, SILENT, institution, today)?.parameters;
    const count = Math.min(figures?.['months']?.value ?? 0, MONTHS_AT_MOST);
    const from = monthsBefore(end, count);
    const discharges = [...months].filter(([month]) => month >= from.slice(0, 7)).reduce((sum, [, n]) => sum + n, 0);
    if (count === 0 || discharges < (figures?.['discharges']?.value ?? Infinity)) continue;
    let known = reporting.get(count);
    if (known === undefined) {
      known = await findReporting(deps.worker, startOfDay(from), startOfDay(end));
      reporting.set(count, known);
    }
    if (known.has(unit)) continue;
    const facts = { period: `${from.slice(0, 7)} – ${monthsBefore(end, 1).slice(0, 7)}`, discharges };
    const opened = await deps.worker.tx((tx) =>
      openLoop(deps, tx, {
        definition: SILENT,
        subject: `${unit}|${end}`,
        unit: institution,
        department,
        personId: null,
        occurredAt: startOfDay(end),
        by: COUNTER,
        facts,
      }),
    );
    if (opened !== null) asked += 1;
  }
  return asked;
}

/** Discharges of the months before a day, by unit. */
function dischargesOfMonths(
  { registers }: Pick<Deps, 'registers'>,
  end: Day,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
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
