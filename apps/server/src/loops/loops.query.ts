/** Loops as they are listed and read. */
import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { RememberedLoop } from '../platform/loops/loops.query.ts';

/** Loops by number after one, with what is remembered of them. */
export async function findLoopsAfter(db: Queryable, after: number, most: number): Promise<readonly RememberedLoop[]> {
  return db.query<RememberedLoop>(sql`
    select id, definition, subject, unit, department, person_id as "personId", extract(epoch from opened_at)::float8 * 1000 as "openedMs",
      status, state from loop where id > ${after} order by id limit ${most}`);
}
