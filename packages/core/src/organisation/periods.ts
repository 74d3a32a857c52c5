/** The periods 周期 in which an organisational duty falls due: months, and weeks from Monday (ISO 8601), by the calendar of China. */
import { weekOf } from '../duties/weeks.ts';
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';

export interface Period {
  /** Such as `2026-05` or `2026-W21`. */
  readonly key: string;
  readonly from: Day;
  /** The day after its last. */
  readonly to: Day;
}

export function monthOf(day: Day): Period {
  const key = day.slice(0, 7);
  const [year = 0, month = 0] = key.split('-').map(Number);
  const next = month === 12 ? `${String(year + 1)}-01` : `${String(year)}-${String(month + 1).padStart(2, '0')}`;
  return { key, from: `${key}-01` as Day, to: `${next}-01` as Day };
}

/** The week of a day: a week belongs to the year of its Thursday. */
export function isoWeekOf(day: Day): Period {
  const from = weekOf(day);
  const year = addDays(from, 3).slice(0, 4);
  const first = weekOf(`${year}-01-04` as Day);
  let number = 1;
  for (let monday = first; monday < from; monday = addDays(monday, 7)) number += 1;
  return { key: `${year}-W${String(number).padStart(2, '0')}`, from, to: addDays(from, 7) };
}

/** The periods that begin within `[since, until]`, the earliest first. */
export function periodsFrom(of: (day: Day) => Period, since: Day, until: Day): readonly Period[] {
  const periods: Period[] = [];
  let period = of(since);
  if (period.from < since) period = of(period.to);
  for (; period.from <= until; period = of(period.to)) periods.push(period);
  return periods;
}
