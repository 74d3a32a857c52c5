/** Which reading of “the same day” an institution, or the region, reports 当日处置的读法. Source: core-systems.cs35#32. */
import type { SameDayReading } from '@fujie/core/critical';
import { SAME_DAY_READINGS } from '@fujie/core/critical';
import type { Day } from '@fujie/core/kernel';

import { loopOn } from './definitions.ts';

/** By the date, as the indicator is named, unless it says 24 hours. */
export function sameDayReading(deps: Parameters<typeof loopOn>[0], unit: string | null, day: Day): SameDayReading {
  const { parameters } = loopOn(deps, 'critical-value/inpatient', unit ?? '', day) ?? {};
  return SAME_DAY_READINGS[parameters?.['sameDay']?.value === 2 ? 1 : 0];
}
