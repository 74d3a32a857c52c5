/** How the compact tables of the catalogue become rows of the item register. */
import type { ItemRow } from '@fujie/core/registers';

export type ItemCategory = ItemRow['category'];

/** Code, Chinese name, English name, category, specimen, UCUM unit, LOINC, how the LOINC code is known. */
export type SourcedTuple = readonly [
  string,
  string,
  string,
  ItemCategory,
  string,
  string | null,
  string | null,
  'seen' | 'recalled' | null,
];

/** Code, Chinese name, English name, specimen or body site, UCUM unit (`null`: not a measured quantity). */
export type PlainTuple = readonly [string, string, string, string | null, string | null];

/** Code, Chinese name, English name, body site. */
export type ExaminationTuple = readonly [string, string, string, string];

const UNKNOWN = {
  methodSensitive: null,
  rapidChangeHours: null,
  majorMeasures: null,
  price: null,
  molarMass: null,
  sensitive: null,
} as const;

const RECALLED_NOTE = 'LOINC 编码校验位有效，待与正式发布版核对';

/** A laboratory item whose LOINC code or unit came from a source. */
export function sourcedItem([code, nameZh, nameEn, category, specimen, unit, loinc, basis]: SourcedTuple): ItemRow {
  return {
    ...UNKNOWN,
    code,
    nameZh,
    nameEn,
    kind: 'laboratory',
    category,
    specimen,
    loinc,
    unit,
    quantitative: unit !== null,
    note: basis === 'recalled' ? RECALLED_NOTE : null,
  };
}

/** Laboratory items of one category without a LOINC code at hand. */
export function laboratoryItems(category: ItemCategory, rows: readonly PlainTuple[]): readonly ItemRow[] {
  return rows.map(([code, nameZh, nameEn, specimen, unit]) => ({
    ...UNKNOWN,
    code,
    nameZh,
    nameEn,
    kind: 'laboratory',
    category,
    specimen,
    loinc: null,
    unit,
    quantitative: unit !== null,
    note: null,
  }));
}

/** Examinations 检查 of one modality, one item per body site. */
export function examinationItems(category: ItemCategory, rows: readonly ExaminationTuple[]): readonly ItemRow[] {
  return rows.map(([code, nameZh, nameEn, site]) => ({
    ...UNKNOWN,
    code,
    nameZh,
    nameEn,
    kind: 'examination',
    category,
    specimen: site,
    loinc: null,
    unit: null,
    quantitative: false,
    note: null,
  }));
}
