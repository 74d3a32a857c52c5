/** What waits in a database for what another transaction holds: a cluster serves many, and all their locks stand in one list. */
import type { Queryable } from '../src/platform/db/database.ts';
import { single, sql } from '../src/platform/db/database.ts';

/** How many wait for a lock of a kind, in the database of the test alone. */
export async function waitingFor(db: Queryable, kind: 'advisory' | 'relation' | 'transactionid'): Promise<number> {
  const rows = await db.query<{ n: number }>(sql`
    select count(*)::int as n from pg_locks join pg_stat_activity using (pid)
     where datname = current_database() and locktype = ${kind} and not granted`);
  return single(rows).n;
}
