/** What the watch 异常使用监测 looks at: uses of keys, holders, duties, places, and whom somebody read. */
import type { Day, Instant } from '../kernel/day.ts';

/** An account with its holder 密钥持有人. */
export interface Holder {
  readonly account: string;
  readonly name: string;
  readonly role: string;
  readonly institution: string | null;
  readonly department: string | null;
  readonly practitioner: string | null;
}

/** One use of a key that a person made, not a page by itself. */
export interface KeyUse {
  /** The audit entry. */
  readonly event: number;
  readonly at: Instant;
  readonly account: string;
  /** Tells sessions apart. */
  readonly credential: string | null;
  readonly address: string | null;
  /** The site to whose network the address belongs; null: none that is known, such as a home or a telephone. */
  readonly site: string | null;
}

/** A site 院区 by its key. */
export interface Place {
  readonly site: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** When somebody is on duty 班次: from an instant until another. */
export interface Shift {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * How a reader stands to a person whose record was opened: treats the person, somebody of the same department does, the
 * institution does, or nobody there does (a broken glass included).
 */
export const RELATIONS = ['own', 'department', 'institution', 'none'] as const;
export type Relation = (typeof RELATIONS)[number];

/** A person's record opened by a holder. */
export interface Reading {
  readonly event: number;
  readonly at: Instant;
  readonly account: string;
  readonly person: number;
  readonly relation: Relation;
  readonly brokeGlass: boolean;
}

/** What is known of a person who was read; null: not held. */
export interface ReadPerson {
  readonly person: number;
  /** Normalised. */
  readonly name: string | null;
  readonly address: string | null;
  /** Others on record with this name. */
  readonly namesakes: number;
  /** On the list of well-known persons 重点保护人员 that day. */
  readonly wellKnown: boolean;
}

/** Somebody of the staff by name 同事. */
export interface Colleague {
  readonly name: string;
  readonly institution: string;
  readonly department: string | null;
}

/** What an account did on one day. */
export interface DayOfAccount {
  readonly account: string;
  readonly day: Day;
  /** Different persons read. */
  readonly persons: number;
  /** Workstations signed in from. */
  readonly devices: readonly string[];
  /** Entries of the audit that show it, where they are at hand. */
  readonly events?: readonly number[];
}

/** A suspicion with its evidence 预警, for a person to judge. */
export interface Alert {
  readonly rule: WatchRule;
  readonly severity: Severity;
  readonly account: string;
  readonly institution: string | null;
  readonly at: Instant;
  /** The same episode is told once. */
  readonly episode: string;
  /** Audit entries. */
  readonly events: readonly number[];
  /** What the reason is made of. */
  readonly facts: Readonly<Record<string, string | number>>;
}

export const SEVERITIES = ['high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const WATCH_RULES = [
  'TWO_PLACES',
  'TWO_WORKSTATIONS',
  'TRAVEL',
  'OFF_DUTY',
  'MANY_DEVICES',
  'SEVERAL_KEYS',
  'VOLUME',
  'KIN',
  'COLLEAGUE',
  'WELL_KNOWN',
  'NO_ENCOUNTER',
] as const;
export type WatchRule = (typeof WATCH_RULES)[number];
