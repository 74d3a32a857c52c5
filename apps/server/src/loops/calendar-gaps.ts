/** Which limits of a loop were counted on weekends alone 未按法定工作日推算, because the calendar lacks a year that they reach. */
import { workdayLimits } from '@fujie/core/loops';
import { yearsOnWeekendsAlone } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { heldYearsOf } from './workday-years.ts';

/** By stage the years that its limit reaches and the calendar lacks. */
export function calendarGaps(
  deps: Pick<Deps, 'registers'>,
  ...loop: Parameters<typeof workdayLimits>
): ReadonlyMap<string, readonly number[]> {
  const held = heldYearsOf(deps);
  return new Map(
    workdayLimits(...loop).map(({ stage, from, to }) => [stage, yearsOnWeekendsAlone(held, from, to)] as const),
  );
}
