/**
 * Anchors 审计锚点: signed statements of how far every chain had come, each naming the one before. One closes each day; during the
 * day more are made, so that little is ever unanchored.
 */
import { createHash } from 'node:crypto';

import type { Day, Instant } from '@fujie/core/kernel';
import { addDays, dayOf, startOfDay } from '@fujie/core/kernel';

import type { Deps } from '../platform/deps.ts';
import { programActor } from '../platform/auth/program-actor.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { AnchorRow, ChainHead } from './anchors.query.ts';
import {
  findAnchorsOf,
  findClosedDays,
  findDays,
  findHeads,
  findLastAnchor,
  insertAnchor,
  lockAnchors,
} from './anchors.query.ts';
import type { AuditKey } from './key.ts';

/** What an anchor states. */
export interface Statement {
  readonly version: 1;
  readonly no: number;
  /** When it was made. */
  readonly at: string;
  readonly day: Day;
  /** The day is over: these are all its chains, and they are whole. */
  readonly closed: boolean;
  /** SM3 of the statement before; empty for the first. */
  readonly previous: string;
  /** Public key with which it is signed. */
  readonly key: string;
  /** Entries of earlier days may have been deleted for their age; null: none were. */
  readonly keptFrom: Day | null;
  /** Institution ('' for none), lane, number of entries, hash of the last. */
  readonly chains: readonly (readonly [chain: string, lane: string, count: number, hash: string])[];
}

/** A writer that began an entry before midnight has this long to write it. */
const GRACE_MS = 10 * 60_000;

export type AnchorDeps = Pick<Deps, 'db' | 'clock'>;

/** Closes the days that are over, and anchors what today has so far; returns what was made, oldest first. */
export async function makeAnchors(
  { db, clock }: AnchorDeps,
  key: AuditKey,
  keptFrom: Day | null = null,
): Promise<readonly AnchorRow[]> {
  const now = clock.now();
  return db.tx(async (tx) => {
    await lockAnchors(tx);
    const closed = await findClosedDays(tx);
    const made: AnchorRow[] = [];
    let last = await findLastAnchor(tx);
    const known = last === null ? null : statementOf(last).keptFrom;
    const add = async (day: Day, isClosed: boolean, heads: readonly ChainHead[]): Promise<void> => {
      last = anchorOf(key, {
        version: 1,
        no: (last?.no ?? 0) + 1,
        at: new Date(now).toISOString(),
        day,
        closed: isClosed,
        previous: last?.hash.toString('hex') ?? '',
        key: key.publicKey,
        keptFrom: keptFrom ?? known,
        chains: heads.map((head) => [head.chain, head.lane, head.seq, head.hash.toString('hex')]),
      });
      await insertAnchor(tx, last);
      made.push(last);
    };
    for (const day of await findDays(tx)) {
      if (closed.has(day)) continue;
      const heads = await findHeads(tx, day);
      if (isOver(day, now)) await add(day, true, heads);
      else {
        const moved = await movedSince(tx, day, heads);
        if (moved.length > 0) await add(day, false, moved);
      }
    }
    if (keptFrom !== null && keptFrom !== known && made.length === 0) await add(dayOf(now), false, []);
    return made;
  });
}

export function isOver(day: Day, now: Instant): boolean {
  return now >= startOfDay(addDays(day, 1)) + GRACE_MS;
}

/** Chains that have more entries than the day's anchors say. */
async function movedSince(tx: Queryable, day: Day, heads: readonly ChainHead[]): Promise<readonly ChainHead[]> {
  const counts = new Map<string, number>();
  for (const anchor of await findAnchorsOf(tx, day))
    for (const [chain, lane, count] of statementOf(anchor).chains) counts.set(`${chain}\n${lane}`, count);
  return heads.filter((head) => head.seq > (counts.get(`${head.chain}\n${head.lane}`) ?? 0));
}

function anchorOf(key: AuditKey, made: Statement): AnchorRow {
  const statement = JSON.stringify(made);
  const { no, day, closed } = made;
  return { no, day, closed, statement, hash: statementHash(statement), signature: key.sign(statement) };
}

export function statementHash(statement: string): Buffer {
  return createHash('sm3').update(statement).digest();
}

export function statementOf(anchor: Pick<AnchorRow, 'statement'>): Statement {
  return JSON.parse(anchor.statement) as Statement;
}

/** Who makes anchors when nobody asks for one. */
export const AUDIT_JOB = programActor('platform');
