/**
 * Years of the workday calendar 工作日历年份: the State Council announces each autumn the holidays and make-up days of the next year. In a year
 * that the register lacks a limit is counted on weekends alone, and may end on a wrong day.
 */
import type { Day } from '../kernel/day.ts';
import { yearOf } from '../kernel/day.ts';
import type { WorkdayRow } from './rows.ts';

/** From this day on the next year is asked for, whatever is open: it was announced by then 次年安排应已公布. */
const ASKED_FROM = '12-01';

/** Years of which the register holds the holidays; a make-up day alone may stand in the notice of the year after it. */
export function heldYears(rows: readonly Pick<WorkdayRow, 'day' | 'working'>[]): ReadonlySet<number> {
  return new Set(rows.filter(({ working }) => !working).map(({ day }) => yearOf(day)));
}

/**
 * Years that are missing on a day 缺少的年份: those that open limits reach from it on, and from 1 December on the next. `latest` are the last
 * days of limits that are counted in working days.
 */
export function missingYears(held: ReadonlySet<number>, latest: readonly Day[], asOf: Day): readonly number[] {
  const year = yearOf(asOf);
  const reached = latest.filter((day) => day >= asOf).map(yearOf);
  const isAsked = asOf.slice(5) >= ASKED_FROM;
  const last = Math.max(...reached, isAsked ? year + 1 : 0);
  // Of a December in which nothing is open the year that ends is nobody's any more.
  const first = reached.length > 0 ? year : year + 1;
  return yearsFrom(first, last).filter((one) => !held.has(one));
}

/** Years between two days, both within, of which the register holds nothing: there the week alone was counted. */
export function yearsOnWeekendsAlone(held: ReadonlySet<number>, from: Day, to: Day): readonly number[] {
  return yearsFrom(yearOf(from), yearOf(to)).filter((year) => !held.has(year));
}

function yearsFrom(first: number, last: number): readonly number[] {
  return last < first ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
