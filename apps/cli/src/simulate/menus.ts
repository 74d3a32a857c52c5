/** Which items an institution of each breadth performs; the lists and quality data of the demonstration follow from it. */
import { CATALOGUE_ITEMS, CATALOGUE_PANELS } from '@fujie/packs/catalogue';

import type { Menu } from './world.ts';

/** The components of a panel, in order. */
export function componentsOf(panel: string): readonly string[] {
  return CATALOGUE_PANELS.filter((row) => row.panel === panel).map((row) => row.item);
}

const unique = (items: readonly string[]): readonly string[] => [...new Set(items)];
const ofPanels = (...panels: readonly string[]): readonly string[] => unique(panels.flatMap(componentsOf));

const SMALL_LABORATORY = ofPanels('P_CBC', 'P_LIVER', 'P_RENAL', 'P_LYTES', 'P_GLUCOSE', 'P_URINE');
const MIDDLE_LABORATORY = unique([
  ...SMALL_LABORATORY,
  ...ofPanels('P_LIPID', 'P_MYOCARD', 'P_CARDIAC', 'P_THYROID', 'P_COAG', 'P_FIBRINOLYSIS', 'P_HBV5', 'P_INFECTION'),
  ...ofPanels('P_BLOODGROUP', 'P_INFLAMMATION', 'P_TUMOUR_M', 'P_TUMOUR_F'),
  'XMATCH',
]);
const FULL_LABORATORY = unique([...MIDDLE_LABORATORY, ...CATALOGUE_PANELS.map((row) => row.item)]);

function examinations(keep: (code: string, category: string) => boolean): readonly string[] {
  return CATALOGUE_ITEMS.filter((item) => item.kind === 'examination' && keep(item.code, item.category)).map(
    (item) => item.code,
  );
}

const SMALL_EXAMINATIONS = ['DR_CHEST', 'US_ABD', 'ECG_12'];
const MIDDLE_EXAMINATIONS = examinations(
  (code, category) =>
    ['radiology', 'ultrasound'].includes(category) || (category === 'ct' && !code.endsWith('_C')) || code === 'ECG_12',
);
const FULL_EXAMINATIONS = examinations(
  (code, category) =>
    ['radiology', 'ultrasound', 'ct', 'electrophysiology'].includes(category) ||
    (category === 'mr' && !code.endsWith('_C')),
);

const LABORATORY: Readonly<Record<Menu, readonly string[]>> = {
  full: FULL_LABORATORY,
  middle: MIDDLE_LABORATORY,
  small: SMALL_LABORATORY,
  laboratory: FULL_LABORATORY,
};
const EXAMINATION: Readonly<Record<Menu, readonly string[]>> = {
  full: FULL_EXAMINATIONS,
  middle: MIDDLE_EXAMINATIONS,
  small: SMALL_EXAMINATIONS,
  laboratory: [],
};

/** Items that an institution performs. */
export function itemsOf(menu: Menu): readonly string[] {
  return [...LABORATORY[menu], ...EXAMINATION[menu]];
}

/** Items whose quality is followed over the longest time and that the first batch of the lists named. */
export const CORE_ITEMS: readonly string[] = [
  ...[
    'WBC',
    'RBC',
    'HGB',
    'PLT',
    'ALT',
    'AST',
    'GGT',
    'TP',
    'ALB',
    'TBIL',
    'UREA',
    'CREA',
    'UA',
    'GLU',
    'TC',
    'TG',
    'HDLC',
    'LDLC',
  ],
  ...['K', 'Na', 'Cl', 'Ca', 'TSH', 'FT4', 'CEA', 'AFP', 'HBSAG'],
];

/** Items for which the demonstration has a national list: those with a national requirement, and chest CT. */
export const NATIONAL_ITEMS: readonly string[] = [
  'TSH',
  'FT3',
  'FT4',
  'CEA',
  'AFP',
  'CA199',
  'HBA1C_NGSP',
  'K',
  'Na',
  'GLU',
  'CREA',
  'CT_CHEST',
  'CT_HEAD',
];
