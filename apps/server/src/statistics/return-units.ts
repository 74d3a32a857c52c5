/** Who hands in a weekly return 报送单位: the institutions that take part and the county bureaus, where the plan governs. */
import { endOfWeek, owesReturn } from '@fujie/core/duties';
import type { Day } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { institutions, regions } from '@fujie/core/registers';
import { WEEKLY_RETURN } from '@fujie/packs';

import { unitOfRegion } from '../platform/auth/scope.ts';

export interface ReturnUnit {
  readonly unit: string;
  readonly definition: string;
}

const isThere = (region: string): boolean => region.startsWith(WEEKLY_RETURN.region);

/** Those that owe a return of a week. */
export function unitsOwing(snapshot: RegisterSnapshot, week: Day): readonly ReturnUnit[] {
  const on = endOfWeek(week);
  return [
    ...countiesIn(snapshot, on).map((code) => ({ unit: unitOfRegion(code), definition: WEEKLY_RETURN.county })),
    ...participants(snapshot, on).map(({ code }) => ({ unit: code, definition: WEEKLY_RETURN.institution })),
  ];
}

function countiesIn(snapshot: RegisterSnapshot, on: Day): readonly string[] {
  return snapshot
    .inForce(regions, on)
    .filter(({ code, kind }) => kind === 'district' && isThere(code))
    .map(({ code }) => code);
}

function participants(snapshot: RegisterSnapshot, on: Day) {
  return snapshot.inForce(institutions, on).filter((row) => isThere(row.region) && owesReturn(row));
}

const REGION = 'region.';

/** The region whose bureau a unit is; null: it is an institution. */
export function countyOfUnit(unit: string): string | null {
  return unit.startsWith(REGION) ? unit.slice(REGION.length) : null;
}

/** The institutions of which the return of a unit is the sum. */
export function institutionsOfUnit(snapshot: RegisterSnapshot, unit: string, week: Day): readonly string[] {
  const county = countyOfUnit(unit);
  if (county === null) return [unit];
  return participants(snapshot, endOfWeek(week))
    .filter(({ region }) => region.startsWith(county))
    .map(({ code }) => code);
}
