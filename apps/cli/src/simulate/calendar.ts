/** Days of the demonstration, all counted from the day on which it is loaded. */
import type { Day } from '@fujie/core/kernel';
import { addDays, must, parseDay, weekdayOf, yearOf } from '@fujie/core/kernel';
import type { WorkdayRow } from '@fujie/core/registers';
import chineseDays from 'chinese-days';

/** A day written in the source of the demonstration. */
export function day(text: string): Day {
  return must(parseDay(text));
}

/** First day of the month `offset` months from the month of a day. */
export function monthStart(of: Day, offset = 0): Day {
  const months = yearOf(of) * 12 + Number(of.slice(5, 7)) - 1 + offset;
  return day(`${String(Math.floor(months / 12))}-${String((months % 12) + 1).padStart(2, '0')}-01`);
}

/** How many months end from one day to another. */
export function monthsBetween(from: Day, to: Day): number {
  return (yearOf(to) - yearOf(from)) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
}

/** The last `count` complete months before a day, oldest first, as `YYYY-MM`. */
export function completeMonths(before: Day, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => monthStart(before, i - count).slice(0, 7));
}

/** Holidays and make-up workdays of the year before, of and after a day, as far as they have been announced. */
export function announcedWorkdays(today: Day): WorkdayRow[] {
  const rows: WorkdayRow[] = [];
  const last = day(`${String(yearOf(today) + 1)}-12-31`);
  for (let date = day(`${String(yearOf(today) - 1)}-01-01`); date <= last; date = addDays(date, 1)) {
    // Noon, because the library reads a bare day as UTC and would shift it west of Greenwich.
    const detail = chineseDays.getDayDetail(`${date}T12:00:00`);
    const isOrdinaryWorkday = weekdayOf(date) <= 5;
    if (detail.work !== isOrdinaryWorkday)
      rows.push({ day: date, working: detail.work, nameZh: detail.name.split(',')[1] ?? null });
  }
  return rows;
}
