/** Working days 工作日: the ordinary week, changed by the calendar of holidays and make-up workdays. */
import type { Day } from '../kernel/day.ts';
import { addDays, weekdayOf } from '../kernel/day.ts';
import { workdays } from './definitions.ts';
import type { RegisterSnapshot } from './snapshot.ts';

/** What the calendar says of a day; null: it is as its week has it. */
export type WorkdayCalendar = (day: Day) => boolean | null;

const SATURDAY = 6;

export function workdayCalendar(snapshot: Pick<RegisterSnapshot, 'find'>): WorkdayCalendar {
  return (day) => snapshot.find(workdays, day, day)?.working ?? null;
}

export function isWorkday(day: Day, calendar: WorkdayCalendar): boolean {
  return calendar(day) ?? weekdayOf(day) < SATURDAY;
}

/** The n-th working day after a day: terms of working days begin on the day after the event. With 0 the day itself. */
export function addWorkdays(day: Day, n: number, calendar: WorkdayCalendar): Day {
  let reached = day;
  for (let left = n; left > 0;) {
    reached = addDays(reached, 1);
    if (isWorkday(reached, calendar)) left -= 1;
  }
  return reached;
}
