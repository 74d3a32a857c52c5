/** What makes the record of an objection or consent complete 意愿登记. Source: personal information protection law, art. 29 and 31. */
import type { Day } from '../kernel/day.ts';
import { isBlank } from '../kernel/text.ts';
import type { AccessParameters } from './parameters.ts';

/** Who spoke: the person, or a guardian 监护人. */
export const WISH_SPEAKERS = ['self', 'guardian'] as const;
export type WishSpeaker = (typeof WISH_SPEAKERS)[number];

export type WishFault = 'GUARDIAN_NEEDED' | 'GUARDIAN_UNNAMED' | 'ENDS_BEFORE_IT_BEGINS';

export interface WishRecord {
  readonly kind: 'objection' | 'consent';
  readonly by: WishSpeaker;
  readonly guardianName: string | null;
  readonly guardianRelation: string | null;
  readonly from: Day;
  readonly to: Day | null;
}

/** Whole years of age on a day. */
export function ageOn(birthOn: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(birthOn.slice(0, 4));
  return day.slice(5) < birthOn.slice(5) ? years - 1 : years;
}

/**
 * What a record lacks. A child's consent is the guardian's to give; an objection protects, so that a child's own is taken.
 * Of whom the birth day is not known, age is not tested.
 */
export function wishFaults(
  wish: WishRecord,
  birthOn: Day | null,
  { guardianAge }: Pick<AccessParameters, 'guardianAge'>,
): readonly WishFault[] {
  const isChild = birthOn !== null && ageOn(birthOn, wish.from) < guardianAge;
  const isNamed = !isBlank(wish.guardianName) && !isBlank(wish.guardianRelation);
  return [
    ...(wish.kind === 'consent' && isChild && wish.by !== 'guardian' ? (['GUARDIAN_NEEDED'] as const) : []),
    ...(wish.by === 'guardian' && !isNamed ? (['GUARDIAN_UNNAMED'] as const) : []),
    ...(wish.to !== null && wish.to <= wish.from ? (['ENDS_BEFORE_IT_BEGINS'] as const) : []),
  ];
}
