/**
 * Items of a sensitive class 敏感类别: to other institutions only with explicit consent, or in an emergency (personal
 * information protection law, art. 28 and 29). No document lists items; the choice is ours and a region changes it:
 * sexually transmitted are the diseases of the measures on their prevention (性病防治管理办法), so neither HPV nor
 * ureaplasma; genetic is what is inherited, not what a tumour acquired; psychiatric are drugs that are given for nothing
 * else, so not valproate; of reproduction what tells of fertility and of the unborn. Pregnancy tests stay open, because
 * radiology and medication depend on them, and so do sex hormones and CD4 counts, which tell of many things.
 */
import type { SensitiveClass } from '@fujie/core/access';

const CLASSES: Readonly<Record<SensitiveClass, readonly string[]>> = {
  hiv: ['HIVAB', 'HIVRNA'],
  sti: ['TPAB', 'TRUST', 'CTDNA', 'NGDNA'],
  genetics: ['CYP2C19', 'ALDH2', 'MTHFR', 'HLAB5801', 'THALA', 'THALB', 'KARYO', 'SMN1'],
  psychiatry: ['Li', 'CLOZ'],
  reproduction: ['SEMEN', 'AMH', 'NIPT', 'PAPPA', 'BHCG_FREE', 'E3_FREE'],
};

export const SENSITIVE_ITEMS: ReadonlyMap<string, SensitiveClass> = new Map(
  Object.entries(CLASSES).flatMap(([known, codes]) => codes.map((code) => [code, known as SensitiveClass] as const)),
);
