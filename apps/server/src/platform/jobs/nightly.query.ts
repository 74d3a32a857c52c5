/** Work of a night that one server does for all that share its database 夜间任务. */
import type { Day } from '@fujie/core/kernel';

import type { Database, Queryable } from '../db/database.ts';
import { jsonText, queryable, sql } from '../db/database.ts';

interface Nightly {
  readonly job: string;
  readonly day: Day;
}

/**
 * Does the work of a day unless it was done, keeps what was found and tells of it; whoever comes later gets what was found. Null: another server
 * is at it, or the work gave nothing and is left to be done. A server that dies lets go of it with its connection, and another takes it over;
 * one that lost no more than its connection keeps and tells nothing of what it found.
 */
export async function onceForAll<T extends object>(
  worker: Database,
  night: Nightly,
  work: () => Promise<T | null>,
  tell: (found: T) => Promise<void>,
): Promise<T | null> {
  return worker.withClient(async (client) => {
    const db = queryable(client);
    const key = `nightly|${night.job}`;
    const letGo = () => db.query(sql`select pg_advisory_unlock(hashtextextended(${key}, 0))`);
    const [lock] = await db.query<{ held: boolean }>(
      sql`select pg_try_advisory_lock(hashtextextended(${key}, 0)) as held`,
    );
    if (lock?.held !== true) return null;
    let found: T | null;
    try {
      found = await doOnce(db, night, work, tell);
    } catch (error) {
      // Where the connection is lost, nothing is held any more.
      await letGo().catch(() => undefined);
      throw error;
    }
    await letGo();
    return found;
  });
}

async function doOnce<T extends object>(
  db: Queryable,
  { job, day }: Nightly,
  work: () => Promise<T | null>,
  tell: (found: T) => Promise<void>,
): Promise<T | null> {
  const [known] = await db.query<{ found: T }>(
    sql`select found from nightly where job = ${job} and day = ${day}::date`,
  );
  if (known !== undefined) return known.found;
  const found = await work();
  if (found === null) return null;
  await db.query(sql`begin`);
  try {
    await db.query(sql`insert into nightly (job, day, found) values (${job}, ${day}::date, ${jsonText(found)}::jsonb)`);
    await tell(found);
    await db.query(sql`commit`);
  } catch (error) {
    await db.query(sql`rollback`).catch(() => undefined);
    throw error;
  }
  return found;
}
