/** Half-years 半年度 of Article 25 (section 2.4, conflict C3). */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';

/** Both days belong to it. */
export interface HalfYear {
  readonly from: string;
  readonly to: string;
}

/** The half-year whose participation counts on a day: the last complete calendar half, or the six months before the day. */
export function halfYearOf(day: string, kind: 'calendar' | 'rolling' = 'calendar'): HalfYear {
  if (kind === 'rolling') return { from: sixMonthsBefore(day), to: addDays(day as Day, -1) };
  const year = day.slice(0, 4);
  if (day.slice(5) >= '07-01') return { from: `${year}-01-01`, to: `${year}-06-30` };
  const previous = String(Number(year) - 1);
  return { from: `${previous}-07-01`, to: `${previous}-12-31` };
}

const SHORT_MONTHS: Readonly<Record<string, number>> = { '02': 28, '04': 30, '06': 30, '09': 30, '11': 30 };

/** The same day six months earlier, or the last day of a month that is too short for it. */
function sixMonthsBefore(day: string): string {
  const month = Number(day.slice(5, 7));
  const year = Number(day.slice(0, 4)) - (month <= 6 ? 1 : 0);
  const target = String(month <= 6 ? month + 6 : month - 6).padStart(2, '0');
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = target === '02' && isLeap ? 29 : (SHORT_MONTHS[target] ?? 31);
  const dayOfMonth = Math.min(Number(day.slice(8)), length);
  return `${String(year)}-${target}-${String(dayOfMonth).padStart(2, '0')}`;
}
