/** The laboratories of a demonstration region whose internal quality control is charted, and on which systems. */
import type { InstitutionRole } from './world.ts';

export type Item = 'K' | 'GLU' | 'CREA' | 'ALT' | 'HGB' | 'PLT';

const CHEMISTRY: readonly Item[] = ['K', 'GLU', 'CREA', 'ALT'];
const HAEMATOLOGY: readonly Item[] = ['HGB', 'PLT'];

type Instruments = Readonly<Record<string, readonly Item[]>>;
/** Those that only show what peers are 室间比较: one item, every few days. */
const PEERS: readonly InstitutionRole[] = [
  ...(['university', 'tumour', 'tcm', 'county', 'township', 'community'] as const),
  ...(['maternal', 'private', 'secondCity', 'thirdCity', 'laboratory', 'secondLaboratory'] as const),
];
const PEER_EVERY_DAYS = 3;
export const LABORATORIES: readonly (readonly [InstitutionRole, Instruments, everyDays: number])[] = [
  ['central', { 'CHEM-1': CHEMISTRY, 'CHEM-2': CHEMISTRY, 'HEMA-1': HAEMATOLOGY }, 1],
  ['district', { 'CHEM-1': CHEMISTRY, 'HEMA-1': HAEMATOLOGY }, 1],
  ...PEERS.map((role) => [role, { 'CHEM-1': ['K'] }, PEER_EVERY_DAYS] as const),
];

/** Each of these systems. */
export const CONTROLLED_SYSTEMS = LABORATORIES.flatMap(([role, instruments]) =>
  Object.entries(instruments).flatMap(([instrument, items]) => items.map((item) => ({ role, instrument, item }))),
);
