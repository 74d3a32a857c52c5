/** Test systems and control material of a demonstration region 检测系统与质控品: on what internal quality control is run. */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import { customaryRules } from '@fujie/core/iqc';
import type { ControlMaterialRow, InstrumentRow, TestSystemRow } from '@fujie/core/registers';
import { CATALOGUE_ITEMS } from '@fujie/packs/catalogue';

import { monthStart } from './calendar.ts';
import type { RegionRegisters, TypedEntry } from './entries.ts';
import { since } from './entries.ts';
import { WORLD_START } from './region-places.ts';

/** Kinds of instruments with quantitative control, and the material that is measured on them. */
const MATERIALS: Readonly<Record<string, readonly [product: string, zh: string, en: string]>> = {
  CHEM: ['QC-CHEM', '生化质控品', 'Chemistry control'],
  IMMU: ['QC-IMMU', '免疫质控品', 'Immunoassay control'],
  HEMA: ['QC-HEMA', '血细胞质控品', 'Haematology control'],
  COAG: ['QC-COAG', '凝血质控品', 'Coagulation control'],
};
const LEVELS = [
  ['N', '正常水平', 'normal level', 'normal'],
  ['P', '病理水平', 'pathological level', 'abnormal'],
] as const;
const LOT_DAYS = 240;
const SETTLED_BEFORE_DAYS = 90;

const kindOf = (instrument: string): string => instrument.split('-')[0] ?? '';
const itemByCode = new Map(CATALOGUE_ITEMS.map((item) => [item.code, item]));

/** A system for each quantitative item of each instrument, and the lots in use. */
export function makeTestSystems(
  instruments: readonly TypedEntry<InstrumentRow>[],
  today: Day,
): Pick<RegionRegisters, 'test-system' | 'control-material' | 'iqc-hold' | 'iqc-measured'> {
  const { rules, warnings, gate, r4s } = customaryRules(2);
  const systems: TestSystemRow[] = [];
  const materials = new Map<string, ControlMaterialRow>();
  for (const { row } of instruments) {
    const known = MATERIALS[kindOf(row.code)];
    if (known === undefined) continue;
    const [product, nameZh, nameEn] = known;
    for (const [level, levelZh, levelEn, levelClass] of LEVELS)
      materials.set(`${row.institution}|${product}|${level}`, {
        ...{ institution: row.institution, product, lot: lotOf(today), level, nameZh: `${nameZh}（${levelZh}）` },
        nameEn: `${nameEn} (${levelEn})`,
        ...{ manufacturer: '演示厂家', levelClass, expiresOn: addDays(today, LOT_DAYS), openDays: 14 },
        ...{ thirdParty: true, expected: null },
      });
    for (const code of row.items) {
      const item = itemByCode.get(code);
      if (item?.quantitative !== true) continue;
      systems.push({
        ...{ institution: row.institution, code: `${code}@${row.code}`, item: code, instrument: row.code },
        ...{
          method: null,
          unit: item.unit,
          kind: 'quantitative',
          levels: 2,
          rules: [...rules],
          warnings: [...warnings],
        },
        ...{ gate, rangeRule: r4s, windowMinutes: 60, maxCv: null, tea: null, teaSource: null, pointOfCare: null },
      });
    }
  }
  return {
    'test-system': since(WORLD_START, systems),
    'control-material': since(addDays(today, -LOT_DAYS), [...materials.values()]),
    'iqc-hold': pastHold(systems, today),
    'iqc-measured': pastMonth(systems, today),
  };
}

/** One event of the past that was settled on the day after. */
function pastHold([system]: readonly TestSystemRow[], today: Day): RegionRegisters['iqc-hold'] {
  if (system === undefined) return [];
  const heldOn = addDays(today, -SETTLED_BEFORE_DAYS);
  const { institution, code, item, instrument } = system;
  const row = {
    code: 'IQC:0',
    institution,
    system: code,
    item,
    instrument,
    heldOn,
    releasedOn: addDays(heldOn, 1),
    cause: '1_3s',
  };
  return [{ row, from: heldOn, to: null }];
}

/** One month of the past, as it was measured; the months of the series that are charted the platform computes itself. */
function pastMonth([system]: readonly TestSystemRow[], today: Day): RegionRegisters['iqc-measured'] {
  if (system === undefined) return [];
  const { institution, item } = system;
  const first = monthStart(addDays(today, -SETTLED_BEFORE_DAYS));
  const row = { institution, item, month: first.slice(0, 7), testingDays: 22, qcDays: 22 };
  return [{ row: { ...row, cv: 0.9, sd: null, classCv: null, agreement: null }, from: monthStart(first, 1), to: null }];
}

/** The material that is measured on an instrument. */
export function materialOf(instrument: string): string {
  return MATERIALS[kindOf(instrument)]?.[0] ?? '';
}

/** A lot bears the month in which it came. */
export function lotOf(today: Day): string {
  return addDays(today, -LOT_DAYS).slice(2, 7).replace('-', '');
}
