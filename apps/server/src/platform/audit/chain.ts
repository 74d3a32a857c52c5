/**
 * The chain of audit entries 审计链: each carries the SM3 hash of the one before it in its institution, day and lane, together
 * with its own text, so that none can be changed, taken out, put in or moved unseen. Source: henan-2025.mq.19#07, GB/T 39786.
 */
import { createHash, randomBytes } from 'node:crypto';

import type { AuditAction, AuditOutcome, AuditPurpose } from '@fujie/wire/contracts';
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';

import type { Origin } from '../auth/permissions.ts';

/** What an entry says, before it has a place. */
export interface AuditContent {
  readonly at: number;
  readonly actor: string;
  readonly role: string;
  readonly institution: string | null;
  readonly department: string | null;
  readonly purpose: AuditPurpose;
  readonly origin: Origin['kind'];
  readonly address: string | null;
  readonly credential: string | null;
  readonly action: AuditAction;
  readonly personId: number | null;
  readonly subject: string | null;
  readonly outcome: AuditOutcome;
  readonly detail: unknown;
}

/** Where an entry stands: lanes 写入通道 belong to one process and one day, so that several servers never wait for each other. */
export interface AuditPlace {
  readonly day: string;
  readonly lane: string;
  readonly seq: number;
}

export interface ChainedEntry extends AuditContent, AuditPlace {
  readonly hash: Buffer;
}

/** Before the first entry of a chain. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

/** SM3 of the hash before and the canonical text of the entry. */
export function chainHash(previous: Buffer, entry: AuditContent & AuditPlace): Buffer {
  const text = JSON.stringify([
    entry.institution,
    entry.day,
    entry.lane,
    entry.seq,
    entry.at,
    entry.actor,
    entry.role,
    entry.department,
    entry.purpose,
    entry.origin,
    entry.address,
    entry.credential,
    entry.action,
    entry.personId,
    entry.subject,
    entry.outcome,
    entry.detail === null ? null : inOrder(entry.detail),
  ]);
  return createHash('sm3').update(previous).update(text).digest();
}

/** Keys in one order: the database keeps them in its own. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  // As entries, since numbers among the keys of an object come first whatever was said.
  return { entries: entries.map(([key, held]) => [key, inOrder(held)]) };
}

/** Gives entries their places and hashes; one per writer, used by one call at a time. */
export class ChainWriter {
  #day: Day | null = null;
  #lane = '';
  /** By institution: how many, and the hash of the last. */
  #heads = new Map<string | null, { readonly seq: number; readonly hash: Buffer }>();

  /** The next entries, in order. */
  extend(contents: readonly AuditContent[]): ChainedEntry[] {
    return contents.map((content) => {
      const day = dayOf(content.at as Instant);
      if (day !== this.#day) this.#begin(day);
      const head = this.#heads.get(content.institution) ?? { seq: 0, hash: CHAIN_START };
      const placed = { ...content, day, lane: this.#lane, seq: head.seq + 1 };
      const hash = chainHash(head.hash, placed);
      this.#heads.set(content.institution, { seq: placed.seq, hash });
      return { ...placed, hash };
    });
  }

  /** What was given last may not have been written, or may have been: nothing is added to it. */
  abandon(): void {
    this.#day = null;
  }

  #begin(day: Day): void {
    this.#day = day;
    this.#lane = randomBytes(6).toString('hex');
    this.#heads = new Map();
  }
}
