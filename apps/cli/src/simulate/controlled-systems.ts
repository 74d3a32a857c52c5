/** The laboratories of a demonstration region whose internal quality control is charted, and on which systems. */
import type { InstitutionRole } from './world.ts';

export type Item = 'K' | 'GLU' | 'CREA' | 'ALT' | 'HGB' | 'PLT';

const CHEMISTRY: readonly Item[] = ['K', 'GLU', 'CREA', 'ALT'];
const HAEMATOLOGY: readonly Item[] = ['HGB', 'PLT'];

type Instruments = Readonly<Record<string, readonly Item[]>>;
/** Those that only show what peers are 室间比较: one item. */
const PEERS: readonly InstitutionRole[] = [
  ...(['university', 'tumour', 'tcm', 'county', 'township', 'community'] as const),
  ...(['maternal', 'private', 'secondCity', 'thirdCity', 'laboratory', 'secondLaboratory'] as const),
];
export const LABORATORIES: readonly (readonly [InstitutionRole, Instruments])[] = [
  ['central', { 'CHEM-1': CHEMISTRY, 'CHEM-2': CHEMISTRY, 'HEMA-1': HAEMATOLOGY }],
  ['district', { 'CHEM-1': CHEMISTRY, 'HEMA-1': HAEMATOLOGY }],
  ...PEERS.map((role) => [role, { 'CHEM-1': ['K'] }] as const),
];

/** Each of these systems. */
export const CONTROLLED_SYSTEMS = LABORATORIES.flatMap(([role, instruments]) =>
  Object.entries(instruments).flatMap(([instrument, items]) => items.map((item) => ({ role, instrument, item }))),
);
