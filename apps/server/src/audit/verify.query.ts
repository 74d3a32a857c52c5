/** Entries and anchors as the verifier reads them: in one snapshot, a part at a time. */
import type { Day } from '@fujie/core/kernel';
import type pg from 'pg';

import type { AuditContent, AuditPlace } from '../platform/audit/chain.ts';
import type { Database, Queryable } from '../platform/db/database.ts';
import { queryable, sql } from '../platform/db/database.ts';

export interface StoredEntry extends AuditContent, AuditPlace {
  readonly id: number;
  readonly hash: Buffer;
}

const PART = 1000;

export interface Snapshot extends Queryable {
  /** The entries of a day by institution, lane and number. */
  entriesOf(day: Day): AsyncGenerator<StoredEntry>;
}

/** Runs `work` on the state of one moment. */
export async function inSnapshot<T>(db: Database, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return db.withClient(async (client) => {
    await client.query('begin isolation level repeatable read read only');
    try {
      return await work({ ...queryable(client), entriesOf: (day) => entriesOf(client, day) });
    } finally {
      await client.query('rollback');
    }
  });
}

async function* entriesOf(client: pg.PoolClient, day: Day): AsyncGenerator<StoredEntry> {
  // To the microsecond: a time that was changed by less than a millisecond is another text.
  await client.query(
    `declare audit_of_day no scroll cursor for
     select id, (extract(epoch from at) * 1000)::float8 as at, actor, role, institution, department, purpose, origin, address,
       credential, action, person_id as "personId", subject, outcome, detail, day, lane, seq, hash
       from audit_event where day = $1 order by day, chain, lane, seq`,
    [day],
  );
  for (;;) {
    const { rows } = await client.query<StoredEntry>(`fetch ${String(PART)} from audit_of_day`);
    yield* rows;
    if (rows.length < PART) break;
  }
  await client.query('close audit_of_day');
}

/** Days with an anchor. */
export async function findAnchoredDays(db: Queryable): Promise<readonly Day[]> {
  const rows = await db.query<{ day: Day }>(sql`select distinct day from audit_anchor order by day`);
  return rows.map((row) => row.day);
}

/** The day on which chaining began; entries without a chain are older. */
export async function findChainedSince(db: Queryable): Promise<Day | null> {
  const [row] = await db.query<{ day: Day }>(sql`
    select (applied_at at time zone 'Asia/Shanghai')::date as day from migration where name = '0100-audit-chain'`);
  return row?.day ?? null;
}
