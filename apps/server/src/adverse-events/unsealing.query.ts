/** Openings of the seal 开启报告人身份: who asked, who decided. Rows are only ever added. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface UnsealingRow {
  readonly id: number;
  readonly event: number;
  readonly ground: string;
  readonly asked_ms: number;
  readonly asked_by: string;
  readonly verdict: 'agreed' | 'refused' | null;
  readonly decided_ms: number | null;
  readonly decided_by: string | null;
}

/** Whether an event is there, and whether it was reported under a name. */
export async function findNaming(db: Queryable, event: number): Promise<boolean | null> {
  const rows = await db.query<{ named: boolean | null }>(sql`select adverse_event_is_named(${event}) as named`);
  return rows[0]?.named ?? null;
}

/** Asks once: null while an earlier request for the event waits. */
export async function insertUnsealing(
  tx: Queryable,
  asked: { readonly event: number; readonly ground: string; readonly at: Instant; readonly by: string },
): Promise<number | null> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`unsealing|${String(asked.event)}`}, 0))`);
  const rows = await tx.query<{ id: number }>(sql`
    insert into adverse_event_unsealing (event_id, ground, asked_at, asked_by)
    select ${asked.event}::bigint, ${asked.ground}::text, to_timestamp(${asked.at}::float8 / 1000), ${asked.by}::text
     where not exists (select from adverse_event_unsealing u where u.event_id = ${asked.event}
       and not exists (select from adverse_event_unsealing_decision d where d.unsealing_id = u.id)) returning id`);
  return rows[0]?.id ?? null;
}

export async function findUnsealings(db: Queryable, most: number): Promise<readonly UnsealingRow[]> {
  return db.query<UnsealingRow>(sql`
    select u.id, u.event_id as event, u.ground, extract(epoch from u.asked_at)::float8 * 1000 as asked_ms, u.asked_by, d.verdict,
      extract(epoch from d.decided_at)::float8 * 1000 as decided_ms, d.decided_by
    from adverse_event_unsealing u left join adverse_event_unsealing_decision d on d.unsealing_id = u.id
    order by u.id desc limit ${most}`);
}

/** One opening with where its event is; for the worker, who sees all events. */
export async function findUnsealing(
  tx: Queryable,
  id: number,
): Promise<(Pick<UnsealingRow, 'id' | 'event' | 'ground' | 'asked_by'> & { readonly institution: string }) | null> {
  const rows = await tx.query<Pick<UnsealingRow, 'id' | 'event' | 'ground' | 'asked_by'> & { institution: string }>(sql`
    select u.id, u.event_id as event, u.ground, u.asked_by, e.institution
      from adverse_event_unsealing u join adverse_event e on e.id = u.event_id where u.id = ${id}`);
  return rows[0] ?? null;
}

/** Adds a decision; false when it was decided before. */
export async function insertDecision(
  tx: Queryable,
  decided: { readonly id: number; readonly verdict: string; readonly at: Instant; readonly by: string },
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into adverse_event_unsealing_decision (unsealing_id, verdict, decided_at, decided_by)
    values (${decided.id}, ${decided.verdict}, to_timestamp(${decided.at}::float8 / 1000), ${decided.by})
    on conflict do nothing returning unsealing_id`);
  return rows.length > 0;
}

/** Who reported, for the account that asked and was answered yes by another; the database sees to both. */
export async function findUnsealed(
  db: Queryable,
  id: number,
  account: string,
): Promise<{ readonly event: number; readonly identity: string } | null> {
  const rows = await db.query<{ event: number; identity: string | Buffer }>(
    sql`select event_id as event, identity from adverse_event_unsealed(${id}, ${account})`,
  );
  const [row] = rows;
  return row === undefined ? null : { event: row.event, identity: row.identity.toString() };
}
