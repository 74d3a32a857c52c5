/** Work of a night that one server does for all that share its database 夜间任务. */
import type { Day } from '@fujie/core/kernel';

import type { Database } from '../db/database.ts';
import { jsonText, queryable, sql } from '../db/database.ts';

/**
 * Does the work of a day unless it was done, and keeps what was found; whoever comes later is told. Null: another server is at it, or the work
 * gave nothing and is left to be done. A server that dies lets go of it with its connection.
 */
export async function onceForAll<T extends object>(
  worker: Database,
  { job, day }: { readonly job: string; readonly day: Day },
  work: () => Promise<T | null>,
): Promise<T | null> {
  return worker.withClient(async (client) => {
    const db = queryable(client);
    const key = `nightly|${job}`;
    const [lock] = await db.query<{ held: boolean }>(
      sql`select pg_try_advisory_lock(hashtextextended(${key}, 0)) as held`,
    );
    if (lock?.held !== true) return null;
    try {
      const [known] = await db.query<{ found: T }>(
        sql`select found from nightly where job = ${job} and day = ${day}::date`,
      );
      if (known !== undefined) return known.found;
      const found = await work();
      if (found !== null)
        await db.query(
          sql`insert into nightly (job, day, found) values (${job}, ${day}::date, ${jsonText(found)}::jsonb)`,
        );
      return found;
    } finally {
      await db.query(sql`select pg_advisory_unlock(hashtextextended(${key}, 0))`);
    }
  });
}
