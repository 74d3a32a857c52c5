/**
 * Where a critical value 危急值 comes from 检查检验类别: the laboratory, imaging, ultrasound, electrocardiography, pathology. Source:
 * henan-2023.ind.4.7.
 */
import type { ItemRow } from '../registers/rows.ts';

export const CRITICAL_KINDS = [
  'laboratory',
  'imaging',
  'ultrasound',
  'electrocardiogram',
  'pathology',
  'other',
] as const;
export type CriticalKind = (typeof CRITICAL_KINDS)[number];

const OF_CATEGORY: Readonly<Partial<Record<ItemRow['category'], CriticalKind>>> = {
  radiology: 'imaging',
  ct: 'imaging',
  mr: 'imaging',
  'nuclear-medicine': 'imaging',
  ultrasound: 'ultrasound',
  electrophysiology: 'electrocardiogram',
  pathology: 'pathology',
};

/** As the register says of an item. */
export function kindOfItem({ kind, category }: Pick<ItemRow, 'kind' | 'category'>): CriticalKind {
  return OF_CATEGORY[category] ?? (kind === 'laboratory' ? 'laboratory' : 'other');
}

/** Sections of reports (HL7 table 0074, and what stands for imaging elsewhere). */
const OF_SECTION: Readonly<Record<string, CriticalKind>> = {
  ...{ RAD: 'imaging', RX: 'imaging', CT: 'imaging', NMR: 'imaging', NMS: 'imaging', XRC: 'imaging' },
  ...{ imaging: 'imaging', 'LP29684-5': 'imaging', '363679005': 'imaging', '394914008': 'imaging' },
  ...{ RUS: 'ultrasound', CUS: 'ultrasound', VUS: 'ultrasound', OUS: 'ultrasound' },
  ...{ EC: 'electrocardiogram', CG: 'electrocardiogram' },
  ...{ PAT: 'pathology', SP: 'pathology', CP: 'pathology' },
};

/** As the report of what no register knows says of itself. */
export function kindOfReport(isExamination: boolean, sections: readonly string[]): CriticalKind {
  if (!isExamination) return 'laboratory';
  return sections.flatMap((code) => OF_SECTION[code] ?? []).at(0) ?? 'other';
}
