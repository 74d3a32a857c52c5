/** Items with invented prices, panels, code mappings, limits and requirements of a demonstration region. */
import type { Day } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import type { CodeMappingRow, ItemRow, QualityRequirementRow, TimeLimitRow } from '@fujie/core/registers';
import {
  CATALOGUE_ALLOWABLE_ERRORS,
  CATALOGUE_ITEMS,
  CATALOGUE_PANELS,
  CATALOGUE_QUALITY_REQUIREMENTS,
  CATALOGUE_TIME_LIMITS,
} from '@fujie/packs/catalogue';

import type { RegionRegisters } from './entries.ts';
import { since } from './entries.ts';
import { itemsOf } from './menus.ts';
import type { Random } from './random.ts';
import { WORLD_START } from './region-places.ts';
import type { InstitutionPlan, World } from './world.ts';

type Catalogue = Pick<
  RegionRegisters,
  | 'item'
  | 'panel-component'
  | 'code-mapping'
  | 'time-limit'
  | 'negative-list'
  | 'quality-requirement'
  | 'allowable-error'
  | 'allowable-error-choice'
>;

const NOTE = '价格、变化时限、关联措施为演示数据，非真实标准';

/** Lowest and highest invented price of a category, in yuan. */
const PRICES: Readonly<Record<ItemRow['category'], readonly [number, number]>> = {
  chemistry: [4, 25],
  immunology: [20, 120],
  haematology: [3, 12],
  coagulation: [10, 40],
  urinalysis: [2, 8],
  microbiology: [40, 160],
  molecular: [80, 300],
  'blood-bank': [10, 60],
  poct: [10, 60],
  radiology: [40, 180],
  ct: [180, 420],
  mr: [380, 780],
  ultrasound: [60, 260],
  electrophysiology: [20, 320],
  'nuclear-medicine': [200, 900],
  endoscopy: [180, 650],
  pathology: [120, 480],
};

/** Invented: hours after which a result may have changed fast, and measures that an item decides on. */
const RAPID_HOURS: Readonly<Record<string, string>> = {
  K: '24',
  Na: '24',
  GLU: '24',
  LAC: '6',
  CTNI: '12',
  CKMB_M: '12',
  MYO: '12',
  PCT: '24',
  PH: '2',
  PCO2: '2',
  PO2: '2',
  DDIMER: '48',
};
const MEASURES: Readonly<Record<string, readonly string[]>> = {
  ABO: ['surgery', 'transfusion'],
  RHD: ['surgery', 'transfusion'],
  ABSCR: ['transfusion'],
  PT: ['surgery'],
  APTT: ['surgery'],
  HGB: ['transfusion'],
  HBSAG: ['surgery'],
  HCVAB: ['surgery'],
  HIVAB: ['surgery'],
  TPAB: ['surgery'],
};

/** Molar masses in g/mol, from the chemical formulae, for laboratories that report mass concentrations. */
const MOLAR_MASS: Readonly<Record<string, number>> = {
  GLU: 180.16,
  CREA: 113.12,
  UREA: 60.06,
  UA: 168.11,
  TC: 386.65,
  TBIL: 584.66,
  Ca: 40.08,
};

const METHOD_SENSITIVE = new Set([
  'CTNI',
  'CTNT',
  'TPSA',
  'FPSA',
  'CEA',
  'CA199',
  'CA125',
  'CA153',
  'HCG',
  'PTH',
  'DDIMER',
]);

function priceOf(item: ItemRow, random: Random): string {
  const [low, high] = PRICES[item.category];
  return (random.int(low * 2, high * 2) / 2).toFixed(2);
}

function pricedItems(random: Random): ItemRow[] {
  return CATALOGUE_ITEMS.map((item) => ({
    ...item,
    price: priceOf(item, random.fork(item.code)),
    rapidChangeHours: item.code in RAPID_HOURS ? Number(RAPID_HOURS[item.code]) : null,
    majorMeasures: MEASURES[item.code] ?? null,
    molarMass: MOLAR_MASS[item.code] ?? null,
    methodSensitive: METHOD_SENSITIVE.has(item.code) ? true : null,
    note: item.note === null ? NOTE : `${item.note}；${NOTE}`,
  }));
}

/** A panel costs less than its components together. */
function pricedPanels(items: readonly ItemRow[]): RegionRegisters['panel-component'] {
  const price = new Map(items.map((item) => [item.code, Number(item.price)]));
  const sum = new Map<string, number>();
  for (const row of CATALOGUE_PANELS) sum.set(row.panel, (sum.get(row.panel) ?? 0) + (price.get(row.item) ?? 0));
  return since(
    WORLD_START,
    CATALOGUE_PANELS.map((row) => ({
      ...row,
      panelPrice: (Math.round((sum.get(row.panel) ?? 0) * 0.85 * 2) / 2).toFixed(2),
    })),
  );
}

/** Code system of an institution's own item codes. */
export function localSystem(institution: string): string {
  return `urn:fujie:demo:${institution}`;
}

/** The code an institution uses for an item where it has codes of its own. */
export function localCode(plan: Pick<InstitutionPlan, 'menu'>, item: string): string {
  const index = itemsOf(plan.menu).indexOf(item);
  return `X${String(1001 + index)}`;
}

/** Mappings that the quality centre has not approved yet: results under them are stored but bind nobody. */
export const DRAFT_MAPPINGS: readonly string[] = ['FER', 'HE4', 'SAA', 'MR_DWI'];

function mappingsOf(plan: InstitutionPlan): CodeMappingRow[] {
  if (plan.coding === 'regional') return [];
  const loinc = new Set(CATALOGUE_ITEMS.filter((item) => item.loinc !== null).map((item) => item.code));
  return itemsOf(plan.menu)
    .filter((item) => plan.coding === 'local' || !loinc.has(item))
    .map((item) => ({
      institution: plan.code,
      system: localSystem(plan.code),
      code: localCode(plan, item),
      item,
      state: DRAFT_MAPPINGS.includes(item) ? 'draft' : 'approved',
    }));
}

/** Ceiling in days of each group of items; invented where the Hubei list says nothing. */
const DEMO_CEILINGS: readonly (readonly [number, readonly string[]])[] = [
  [
    7,
    [
      'WBC',
      'RBC',
      'HGB',
      'HCT',
      'PLT',
      'MCV',
      'MCH',
      'MCHC',
      'CRP',
      'ALT',
      'AST',
      'GGT',
      'ALP',
      'PT',
      'INR',
      'APTT',
      'FIB',
      'TT',
    ],
  ],
  [
    30,
    [
      'UREA',
      'CREA',
      'UA',
      'CYSC',
      'TSH',
      'FT3',
      'FT4',
      'CEA',
      'AFP',
      'CA199',
      'CA125',
      'CT_CHEST',
      'CT_HEAD',
      'US_ABD',
      'DR_CHEST',
    ],
  ],
  [90, ['HBSAG', 'HCVAB', 'HIVAB', 'TPAB', 'MR_HEAD']],
];

function timeLimits(province: string): TimeLimitRow[] {
  const adopted = CATALOGUE_TIME_LIMITS.map((row) => ({
    ...row,
    region: province,
    source: row.kind === 'ceiling' ? `演示：假设本省沿用 ${row.source}` : row.source,
  }));
  const invented = DEMO_CEILINGS.flatMap(([days, items]) =>
    items.map((item): TimeLimitRow => ({
      region: province,
      item,
      kind: 'ceiling',
      days,
      hours: null,
      source: '演示数据',
    })),
  );
  const troponin: TimeLimitRow = {
    region: province,
    item: 'CTNI',
    kind: 'ceiling',
    days: null,
    hours: 24,
    source: '演示数据',
  };
  return [...adopted, ...invented, troponin];
}

const BY_CV_ALONE = { maxSd: null, sdBelow: null, levelClasses: null, classMaxCv: null };

/** A province asks for its own figures where the national standards give none. */
function qualityRequirements(province: string): QualityRequirementRow[] {
  const national = new Set(CATALOGUE_QUALITY_REQUIREMENTS.filter(({ scope }) => scope === 'CN').map((row) => row.item));
  const performed = new Set(itemsOf('full'));
  const own = CATALOGUE_ITEMS.filter((item) => performed.has(item.code) && !national.has(item.code)).map(
    (item): QualityRequirementRow => ({
      scope: province,
      item: item.code,
      maxCv: item.quantitative ? 12 : null,
      ...BY_CV_ALONE,
      minAgreement: item.quantitative ? null : 90,
      source: '演示数据',
    }),
  );
  const imaging = ['CT_CHEST', 'CT_HEAD'].map((item): QualityRequirementRow => ({
    scope: 'CN',
    item,
    maxCv: null,
    ...BY_CV_ALONE,
    minAgreement: 90,
    source: '演示数据',
  }));
  return [...CATALOGUE_QUALITY_REQUIREMENTS, ...imaging, ...own];
}

/** The parts of a region that are about items. */
export function makeCatalogue(world: World, random: Random, today: Day): Catalogue {
  const items = pricedItems(random.fork('price'));
  return {
    item: since(WORLD_START, items),
    'panel-component': pricedPanels(items),
    'code-mapping': since(addDays(today, -400), world.institutions.flatMap(mappingsOf)),
    'time-limit': since(addDays(today, -400), timeLimits(world.province)),
    'negative-list': since(addDays(today, -400), [
      {
        region: world.province,
        item: 'XMATCH',
        circumstance: 'any',
        descriptionZh: '交叉配血只对该次输血有效（演示）',
      },
      {
        region: world.province,
        item: 'CULT_BLOOD',
        circumstance: 'any',
        descriptionZh: '血培养反映采集当时的状态（演示）',
      },
      { region: world.province, item: 'GLU_POCT', circumstance: 'any', descriptionZh: '床旁血糖不作互认（演示）' },
    ]),
    'quality-requirement': since(WORLD_START, qualityRequirements(world.province)),
    'allowable-error': CATALOGUE_ALLOWABLE_ERRORS.map((one) => ({ ...one, to: null })),
    // One laboratory follows the plan by whose rounds it is judged; the others take the national standard.
    'allowable-error-choice': since(
      addDays(today, -400),
      world.institutions.slice(0, 1).map(({ code }) => ({
        ...{ institution: code, item: null, source: 'NCCL', reason: '与室间质评评价标准一致（演示）' },
      })),
    ),
  };
}
