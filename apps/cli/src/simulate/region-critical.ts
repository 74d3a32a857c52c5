/** Critical thresholds 危急值阈值 of a demonstration region: figures to begin with, which every hospital agrees with its wards. */
import type { CriticalThresholdRow } from '@fujie/core/registers';

import { day } from './calendar.ts';
import type { TypedEntry } from './entries.ts';
import { since } from './entries.ts';
import { WORLD_START } from './region-places.ts';
import type { World } from './world.ts';

/** Item, low, high: no national list binds all hospitals, and the lists that are published differ. */
const SEEDS: readonly (readonly [item: string, low: number | null, high: number | null])[] = [
  ['K', 2.8, 6.2],
  ['Na', 120, 160],
  ['Cl', 75, 125],
  ['Ca', 1.6, 3.3],
  ['ICA', 0.8, 1.6],
  ['GLU', 2.5, 24.8],
  ['Mg', 0.4, 2],
  ['P', 0.4, 2.9],
  ['CO2', 10, 40],
  ['CREA', null, 650],
  ['UREA', null, 36],
  ['PH', 7.2, 7.6],
  ['PCO2', 20, 70],
  ['PO2', 45, null],
  ['HGB', 60, 200],
  ['WBC', 2, 30],
  ['PLT', 30, 1000],
  ['FIB', 1, 8],
  ['PT', null, 35],
  ['INR', null, 5],
  ['APTT', null, 100],
];

/** Item and what is critical in it: infarction, ventricular fibrillation, arrest; what grows or is seen. */
const FINDINGS: readonly (readonly [item: string, findings: readonly string[]])[] = [
  ['ECG_12', ['I21', 'I49.0', 'I46']],
  ['ECG_18', ['I21', 'I49.0', 'I46']],
  ['CULT_BLOOD', ['阳性']],
  ['MALARIA', ['阳性']],
];

const SEED: Omit<CriticalThresholdRow, 'item' | 'code' | 'low' | 'high'> = {
  institution: null,
  specimen: null,
  sex: null,
  ageFrom: null,
  ageTo: null,
  ageUnit: null,
  department: null,
  diagnosis: null,
  inclusive: true,
  findings: null,
  repeat: 'before-report',
  firstOnlyDays: null,
  reviewedOn: day('2026-01-05'),
  source: '初始值：参考公开的危急值调查（Clinical Laboratory Reference 2023-24）及国内医院目录，启用前须经临床确认',
};

export function makeCriticalThresholds(world: World): TypedEntry<CriticalThresholdRow>[] {
  const institution = world.code('central');
  return since(WORLD_START, [
    ...SEEDS.map(([item, low, high]) => ({ ...SEED, item, code: 'seed', low, high })),
    { ...SEED, item: 'CREA', code: 'dialysis', low: null, high: 1500, diagnosis: ['N18'], institution },
    { ...SEED, item: 'K', code: 'newborn', low: 2.8, high: 7, ageTo: 28, ageUnit: 'days', institution },
    ...FINDINGS.map(([item, findings]) => ({
      ...SEED,
      item,
      code: 'seed',
      low: null,
      high: null,
      findings,
      repeat: null,
    })),
  ]);
}
