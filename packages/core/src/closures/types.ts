/**
 * Closures that look faked 虚假闭环疑点: what people recorded to end stages, looked at together. A doubt is a question to be
 * answered, not a verdict. Source: core-systems.15#01 (records are true, and nobody signs for another).
 */
import type { Instant } from '../kernel/day.ts';

/** An act that ended a stage of a loop. */
export interface Closure {
  readonly loop: number;
  /** The kind of loop. */
  readonly definition: string;
  readonly stage: string;
  /** The institution that owes it. */
  readonly unit: string;
  /** The account that recorded it. */
  readonly by: string;
  readonly startedAt: Instant;
  readonly dueAt: Instant | null;
  /** When it happened, as claimed. */
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** How many fields it fills. */
  readonly fields: number;
  /** What it says at length, as `wording` makes it comparable, or a digest of that. */
  readonly wordings: readonly string[];
}

export const CLOSURE_RULES = ['COPIED_TEXT', 'IN_BULK', 'TOO_FAST', 'ONE_FOR_ALL', 'AT_THE_LIMIT'] as const;
export type ClosureRule = (typeof CLOSURE_RULES)[number];

/** What somebody should be asked about. */
export interface Doubt {
  readonly rule: ClosureRule;
  readonly unit: string;
  /** The account in doubt. */
  readonly by: string;
  /** Null: closures of several kinds of loops. */
  readonly definition: string | null;
  readonly loops: readonly number[];
  /** The latest of these closures. */
  readonly at: Instant;
  /** The same doubt has the same name whenever it is worked out in a month. */
  readonly episode: string;
}
