/** When a limit ends 时限计算. Source: national-2022 and henan-2025 state days and hours; working days by the State Council's calendar. */
import type { Instant } from '../kernel/day.ts';
import { addDays, dayOf, startOfDay } from '../kernel/day.ts';
import type { WorkdayCalendar } from '../registers/workdays.ts';
import { addWorkdays } from '../registers/workdays.ts';
import type { LimitUnit } from './types.ts';

const MINUTE_MS = 60_000;

/** The last instant that is in time: hours and minutes include their end, days end at 24:00 of the last. */
export function deadline(from: Instant, count: number, unit: LimitUnit, calendar: WorkdayCalendar): Instant {
  switch (unit) {
    case 'minute':
      return (from + count * MINUTE_MS) as Instant;
    case 'hour':
      return (from + count * 60 * MINUTE_MS) as Instant;
    case 'day':
      return endOf(addDays(dayOf(from), count));
    case 'workday':
      return endOf(addWorkdays(dayOf(from), count, calendar));
  }
}

function endOf(day: ReturnType<typeof dayOf>): Instant {
  return (startOfDay(addDays(day, 1)) - 1) as Instant;
}
