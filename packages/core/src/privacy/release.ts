/**
 * Releases 去标识化发布: de-identified rows leave by whole cities and whole months that are over, for all cities at once, and those of a
 * month are made once. Two releases have therefore either no case in common or all of them, and what they are subtracted from each
 * other leaves is whole groups of `k` persons. Source: GB/T 37964-2019, personal information protection law art. 73.
 */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';

/** So long answers to the cases of a month that is over are waited for. Platform default. */
const SETTLES_IN_DAYS = 7;

/** A calendar month as `2024-05`, by its days. */
export function daysOfMonth(month: string): { readonly from: Day; readonly to: Day } {
  const from = `${month}-01` as Day;
  return { from, to: addDays(firstOfNext(month), -1) };
}

/** The day from which a month can be released. */
export function releasableOn(month: string): Day {
  return addDays(firstOfNext(month), SETTLES_IN_DAYS);
}

/** The last month that can be released. */
export function lastReleasable(today: Day): string {
  const settled = addDays(today, -SETTLES_IN_DAYS);
  return addDays(`${settled.slice(0, 7)}-01` as Day, -1).slice(0, 7);
}

function firstOfNext(month: string): Day {
  const within = addDays(`${month}-01` as Day, 31);
  return `${within.slice(0, 7)}-01` as Day;
}

/** The city of a region, the grain of releases; what lies in no city is one of its own. */
export function cityOf(region: string): string {
  return region.slice(0, 4);
}
