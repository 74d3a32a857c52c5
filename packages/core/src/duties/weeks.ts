/** Weeks of the dispatch 周调度: Monday to Sunday, handed in by the end of the Monday after. Source: taiyuan-2024.7.4#03, 6.2#04. */
import type { Day, Instant } from '../kernel/day.ts';
import { addDays, dayOf, startOfDay, weekdayOf } from '../kernel/day.ts';

const WEEK_DAYS = 7;

/** The Monday of the week of a day. */
export function weekOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

/** The last day of a week that is named by its Monday. */
export function endOfWeek(week: Day): Day {
  return addDays(week, WEEK_DAYS - 1);
}

/** The day on which the return of a week is due: the Monday after it, holiday or not. */
export function returnDueOn(week: Day): Day {
  return addDays(week, WEEK_DAYS);
}

/** When a week is over and its return is owed. */
export function returnOwedAt(week: Day): Instant {
  return startOfDay(returnDueOn(week));
}

/** The weeks that are over at a moment, the newest first: none before the first, and `most` at most. */
export function weeksOver(first: Day, now: Instant, most: number): readonly Day[] {
  const last = addDays(weekOf(dayOf(now)), -WEEK_DAYS);
  const weeks: Day[] = [];
  for (let week = last; week >= first && weeks.length < most; week = addDays(week, -WEEK_DAYS)) weeks.push(week);
  return weeks;
}

/** Whether an institution takes part 参与机构: public of level two and above, or an independent laboratory. Source: taiyuan-2024.1#02. */
export function owesReturn(institution: {
  readonly ownership: string;
  readonly level: number;
  readonly kind: string;
}): boolean {
  if (institution.kind === 'independent-laboratory') return true;
  return institution.ownership === 'public' && institution.level >= 2;
}

export type ReturnStatus = 'due' | 'submitted' | 'late' | 'missing' | 'released';

export interface Timeliness {
  /** Returns whose time is over, but those from which the unit was released. */
  readonly due: number;
  readonly onTime: number;
  readonly late: number;
  readonly missing: number;
}

/** How punctually returns were handed in 报送及时率; one that still has time counts only once it is there. */
export function timelinessOf(statuses: readonly ReturnStatus[]): Timeliness {
  const count = (status: ReturnStatus): number => statuses.filter((one) => one === status).length;
  const [onTime, late, missing] = [count('submitted'), count('late'), count('missing')];
  return { due: onTime + late + missing, onTime, late, missing };
}
