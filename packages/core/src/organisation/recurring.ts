/**
 * What comes again after an interval 周期性事项: searches for hazards, reviews and drills of emergency plans. Source:
 * henan-2023.sa4.0#01, #02, which state no interval: it is a parameter of the owner.
 */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { Bilingual } from '../kernel/register.ts';

/** Where a hazard lies 隐患领域: the whole of care, infrastructure and emergency response (henan-2023.sa4.0#01); surgery apart (sa1.0#02). */
export const HAZARD_AREAS = {
  care: { zh: '诊疗服务', en: 'Care' },
  surgery: { zh: '手术与麻醉', en: 'Surgery and anaesthesia' },
  building: { zh: '基础设施', en: 'Buildings and equipment' },
  emergency: { zh: '应急处置', en: 'Emergency response' },
} as const satisfies Record<string, Bilingual>;
export type HazardArea = keyof typeof HAZARD_AREAS;

export interface Interval {
  /** Days from one time until the next. */
  readonly interval: number;
  /** Days before, from which on it is asked for. */
  readonly notice: number;
}

/** The first day on which it may have been done to count for a day when it is due: from there the interval reaches beyond it. */
export function countsSince(due: Day, interval: number): Day {
  return addDays(due, 1 - interval);
}

/** The day that counts of what a record says was held: the one that it names, unless that lies after the record. */
export function heldDay(named: unknown, recordedOn: Day): Day {
  return typeof named === 'string' && named <= recordedOn ? (named as Day) : recordedOn;
}

/** By when it is due, once it is to be asked for; null: not yet. What was done at no time is due as long from now as notice is given. */
export function dueAgain(last: Day | null, { interval, notice }: Interval, today: Day): Day | null {
  const soonest = addDays(today, notice);
  if (last === null) return soonest;
  const due = addDays(last, interval);
  if (due > soonest) return null;
  // Nobody was told in time: as long is given as if it had been.
  return due < today ? soonest : due;
}
