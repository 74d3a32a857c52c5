/**
 * Samples that are withdrawn for everyone 不评价样品: for want of consensus, or because the material is at fault. They have no target and no place in
 * scores. Source: ISO 13528:2015 6.1 (homogeneity and stability before results are judged), 42 CFR 493.959, by general knowledge.
 */
export interface Ungraded {
  readonly item: string;
  readonly sample: string;
  readonly reason: string;
}

export const MATERIAL_KINDS = ['homogeneity', 'stability'] as const;
export type MaterialKind = (typeof MATERIAL_KINDS)[number];

/** What the last check of a material found. */
export interface CheckedMaterial {
  readonly item: string;
  readonly sample: string;
  readonly kind: MaterialKind;
  readonly isFit: boolean;
}

/** A sample that is graded although its material is not fit 不符合要求仍予评价, with what it failed. */
export interface UnfitGraded {
  readonly item: string;
  readonly sample: string;
  readonly kinds: readonly MaterialKind[];
}

/** Which samples are graded although their material is not homogeneous or not stable enough: the organiser is warned of them. */
export function unfitGraded(
  materials: readonly CheckedMaterial[],
  ungraded: readonly Pick<Ungraded, 'item' | 'sample'>[],
): readonly UnfitGraded[] {
  const withdrawn = new Set(ungraded.map(({ item, sample }) => `${item}|${sample}`));
  const found = new Map<string, UnfitGraded>();
  for (const { item, sample, kind, isFit } of materials) {
    const key = `${item}|${sample}`;
    if (isFit || withdrawn.has(key)) continue;
    found.set(key, { item, sample, kinds: [...(found.get(key)?.kinds ?? []), kind] });
  }
  return [...found.values()];
}
