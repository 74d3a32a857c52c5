/**
 * Working days of 2026 as the State Council announced them 国务院办公厅关于2026年部分节假日安排的通知: the calendar on which the worked examples of
 * loops count. A running system takes it from the register `workday`.
 */
import type { WorkdayCalendar } from '@fujie/core/registers';

/** Ordinary weekdays that are holidays. */
const HOLIDAYS: ReadonlySet<string> = new Set([
  ...['2026-01-01', '2026-01-02'],
  ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-23'],
  ...['2026-04-06'],
  ...['2026-05-01', '2026-05-04', '2026-05-05'],
  ...['2026-06-19'],
  ...['2026-09-25'],
  ...['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
]);

/** Days of a weekend that are worked. */
const MAKE_UP_DAYS: ReadonlySet<string> = new Set([
  ...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
]);

export const workdays2026: WorkdayCalendar = (day) => (HOLIDAYS.has(day) ? false : MAKE_UP_DAYS.has(day) ? true : null);

/** The same year with its holidays and without the days on which they are made up. */
export const withoutMakeUpDays: WorkdayCalendar = (day) => (HOLIDAYS.has(day) ? false : null);

/** The same year with its make-up days and without the holidays for which they stand. */
export const withoutHolidays: WorkdayCalendar = (day) => (MAKE_UP_DAYS.has(day) ? true : null);
