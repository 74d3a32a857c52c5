/** What anchors are made from, and the anchors themselves; rows are only ever added. */
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { LOCKS } from '../platform/db/locks.ts';

/** The end of one chain. */
export interface ChainHead {
  /** Institution, or '' for what belongs to none. */
  readonly chain: string;
  readonly lane: string;
  readonly seq: number;
  readonly hash: Buffer;
}

export interface AnchorRow {
  readonly no: number;
  readonly day: Day;
  readonly closed: boolean;
  readonly statement: string;
  readonly hash: Buffer;
  readonly signature: Buffer;
}

/** Nobody else makes anchors until this transaction ends. */
export async function lockAnchors(tx: Queryable): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCKS.anchors}::bigint)`);
}

/** The ends of all chains of a day; from the index alone, however many entries there are. */
export async function findHeads(db: Queryable, day: Day): Promise<readonly ChainHead[]> {
  return db.query<ChainHead>(sql`
    with recursive known as (
      (select chain, lane from audit_event where day = ${day} order by chain, lane limit 1)
      union all
      select n.chain, n.lane from known k cross join lateral (
        select e.chain, e.lane from audit_event e
         where e.day = ${day} and (e.chain, e.lane) > (k.chain, k.lane) order by e.chain, e.lane limit 1) n
    )
    select k.chain, k.lane, h.seq, h.hash from known k cross join lateral (
      select seq, hash from audit_event e where e.day = ${day} and e.chain = k.chain and e.lane = k.lane
       order by e.seq desc limit 1) h`);
}

/** Days that have entries, oldest first. */
export async function findDays(db: Queryable): Promise<readonly Day[]> {
  const rows = await db.query<{ day: Day }>(sql`
    with recursive known as (
      (select day from audit_event order by day limit 1)
      union all
      select n.day from known k cross join lateral (
        select e.day from audit_event e where e.day > k.day order by e.day limit 1) n
    ) select day from known`);
  return rows.map((row) => row.day);
}

export async function findClosedDays(db: Queryable): Promise<ReadonlySet<Day>> {
  const rows = await db.query<{ day: Day }>(sql`select day from audit_anchor where closed`);
  return new Set(rows.map((row) => row.day));
}

export async function findLastAnchor(db: Queryable): Promise<AnchorRow | null> {
  return (await db.query<AnchorRow>(sql`select * from audit_anchor order by no desc limit 1`))[0] ?? null;
}

export async function findAnchorsOf(db: Queryable, day: Day): Promise<readonly AnchorRow[]> {
  return db.query<AnchorRow>(sql`select * from audit_anchor where day = ${day} order by no`);
}

/** Some anchors that follow a number. */
export async function findAnchorsAfter(db: Queryable, no: number, most: number): Promise<readonly AnchorRow[]> {
  return db.query<AnchorRow>(sql`select * from audit_anchor where no > ${no} order by no limit ${most}`);
}

export async function insertAnchor(tx: Queryable, anchor: AnchorRow): Promise<void> {
  await tx.query(sql`
    insert into audit_anchor (no, day, closed, statement, hash, signature)
    values (${anchor.no}, ${anchor.day}, ${anchor.closed}, ${anchor.statement}, ${anchor.hash}, ${anchor.signature})`);
}

/** Removes the entries of one anchored day past the limit; refused by the database for any other. */
export async function forgetDay(db: Queryable, day: Day): Promise<number> {
  const [row] = await db.query<{ gone: number }>(sql`select audit_forget(${day}::date) as gone`);
  return row?.gone ?? 0;
}
