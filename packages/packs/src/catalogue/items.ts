/** The item catalogue 检查检验项目目录: laboratory items first, then examinations. */
import type { ItemRow } from '@fujie/core/registers';
import { sourcedItem } from './build.ts';
import { EXAMINATIONS } from './examinations.ts';
import { LABORATORY_BLOOD } from './laboratory-blood.ts';
import { LABORATORY_IMMUNOLOGY } from './laboratory-immunology.ts';
import { LABORATORY_OTHER } from './laboratory-other.ts';
import { LABORATORY_SOURCED } from './laboratory-sourced.ts';
import { SENSITIVE_ITEMS } from './sensitive.ts';

/**
 * Every item 项目 of the shipped catalogue. What no source at hand states (LOINC of many items, price, molar mass,
 * rapid-change hours, tied measures, method sensitivity) is `null` until a region fills it.
 */
export const CATALOGUE_ITEMS: readonly ItemRow[] = [
  ...LABORATORY_SOURCED.map(sourcedItem),
  ...LABORATORY_BLOOD,
  ...LABORATORY_IMMUNOLOGY,
  ...LABORATORY_OTHER,
  ...EXAMINATIONS,
].map((item) => ({ ...item, sensitive: SENSITIVE_ITEMS.get(item.code) ?? null }));
