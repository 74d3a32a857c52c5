/**
 * Which item of the catalogue a result is 项目对照: the regional code itself, a mapping approved by the quality-control
 * centre, or the LOINC code of exactly one item with a unit that fits. Without one of them a result is kept, but nobody
 * must recognise it. Source: sichuan-2025.4#03.
 */
import type { Day } from '@fujie/core/kernel';
import type { ItemRow, RegisterSnapshot } from '@fujie/core/registers';
import type { Coding } from '@fujie/wire/fhir';
import { ITEM_SYSTEM, LOINC_SYSTEM } from '@fujie/wire/fhir';

import { convertUnit } from './units.ts';

export type ItemBasis = 'item' | 'mapping' | 'loinc';

export interface ItemMatch {
  readonly item: ItemRow;
  readonly by: ItemBasis;
}

/** The item of an institution's codings on a day, or null when none is certain. `unit` undefined: an order, which has none. */
export function itemOf(
  registers: RegisterSnapshot,
  institution: string,
  codings: readonly Coding[],
  day: Day,
  unit: string | null | undefined,
): ItemMatch | null {
  for (const coding of codings) {
    const item = coding.system === ITEM_SYSTEM && coding.code !== undefined ? registers.item(coding.code) : null;
    if (item) return { item, by: 'item' };
  }
  for (const { system, code } of codings) {
    if (system === undefined || code === undefined || system === ITEM_SYSTEM) continue;
    const mapping = registers.mapping(institution, system, code, day);
    const item = mapping?.state === 'approved' ? registers.item(mapping.item) : null;
    if (item) return { item, by: 'mapping' };
  }
  for (const { system, code } of codings) {
    if (system !== LOINC_SYSTEM || code === undefined) continue;
    const [item, another] = registers.itemsByLoinc(code);
    if (item && !another && fitsUnit(item, unit)) return { item, by: 'loinc' };
  }
  return null;
}

function fitsUnit(item: ItemRow, unit: string | null | undefined): boolean {
  if (unit === undefined) return true;
  if (!item.quantitative || item.unit === null) return unit === null || item.unit === null;
  return unit !== null && convertUnit(1, unit, item.unit, item.molarMass) !== null;
}

export interface Converted {
  readonly value: number | null;
  readonly warnings: readonly string[];
}

/** The value in the unit of the item; what prevents it is named. */
export function convertToItem(item: ItemRow, value: number | null, unit: string | null): Converted {
  if (value === null || !item.quantitative) return { value: null, warnings: [] };
  if (item.unit === null) return { value: null, warnings: ['item-without-unit'] };
  if (unit === null) return { value: null, warnings: ['unit-missing'] };
  const converted = convertUnit(value, unit, item.unit, item.molarMass);
  return converted === null ? { value: null, warnings: ['unit-not-convertible'] } : { value: converted, warnings: [] };
}
