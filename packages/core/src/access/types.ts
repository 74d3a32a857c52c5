/** What is known of a person and of whoever wants to read, for the decision on access 访问判定. Facts only; nothing is derived here. */
import type { Day, Instant } from '../kernel/day.ts';

/** Classes of results of which the law asks for more than for others 敏感类别. Source: personal information protection law, art. 28. */
export const SENSITIVE_CLASSES = ['hiv', 'sti', 'genetics', 'psychiatry', 'reproduction'] as const;
export type SensitiveClass = (typeof SENSITIVE_CLASSES)[number];

/** Why an obstacle is passed without the ordinary ground 紧急调阅的情形; only `emergency` passes an objection or a missing consent. */
export const BREAK_GLASS_CODES = ['emergency', 'unregistered', 'consultation', 'other'] as const;
export type BreakGlassCode = (typeof BREAK_GLASS_CODES)[number];

/**
 * What for 目的: `treatment` of this person; `management` of what the own institution decided (its quality office). Whoever
 * has neither reads what its own institution recorded, and no more.
 */
export type AccessPurpose = 'treatment' | 'management';

export interface Reader {
  readonly at: Instant;
  readonly institution: string;
  /** Null: a system of the institution, which speaks for whoever treats the person there. */
  readonly practitioner: string | null;
  readonly purpose: AccessPurpose;
  /** The person's life is in danger now, as the encounter itself says 抢救. */
  readonly rescue: boolean;
}

/** An encounter 就诊 as the institution stored it. */
export interface EncounterFact {
  readonly kind: 'encounter';
  readonly institution: string;
  readonly state: 'open' | 'ended' | 'void';
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** When the institution last said something of it. */
  readonly toldAt: Instant;
}

/** An order 医嘱 that the institution stored, or a question at ordering that its own system asked. */
export interface MomentFact {
  readonly kind: 'order' | 'question';
  readonly institution: string;
  readonly at: Instant;
}

export type RelationFact = EncounterFact | MomentFact;

/** A look that a practitioner took without the ordinary ground 紧急调阅, for a limited time. */
export interface BreakGlassFact {
  readonly institution: string;
  readonly practitioner: string;
  readonly code: BreakGlassCode;
  readonly from: Instant;
  readonly until: Instant;
}

/** What an objection or consent is about: everything, one institution, or one sensitive class. */
export type WishScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'institution'; readonly institution: string }
  | { readonly kind: 'class'; readonly class: SensitiveClass };

/**
 * An objection 反对 or consent 同意 of a person, from a day to the day before it was lifted. An objection against an
 * institution works both ways: what it issued is not shown elsewhere, and it is shown nothing of others.
 */
export interface WishFact {
  readonly kind: 'objection' | 'consent';
  readonly scope: WishScope;
  readonly from: Day;
  /** The first day on which it no longer holds; null: until it is lifted. */
  readonly to: Day | null;
}

export interface AccessFacts {
  readonly relations: readonly RelationFact[];
  readonly breakGlass: readonly BreakGlassFact[];
  readonly wishes: readonly WishFact[];
}

/** A result as access looks at it. `unknown`: of no item of the register, so that it may be of any class. */
export interface AccessResult {
  readonly issuer: string;
  readonly sensitive: SensitiveClass | 'unknown' | null;
}
