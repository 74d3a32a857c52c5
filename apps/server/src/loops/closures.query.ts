/** Loops in which people recorded anything lately. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { RememberedLoop } from '../platform/loops/loops.query.ts';

/** Loops by number after one in which an act was recorded since an instant, with what is remembered of them. */
export async function findActedSince(
  db: Queryable,
  since: Instant,
  after: number,
  most: number,
): Promise<readonly RememberedLoop[]> {
  return db.query<RememberedLoop>(sql`
    select id, definition, subject, unit, department, person_id as "personId", extract(epoch from opened_at)::float8 * 1000 as "openedMs",
      status, state from loop l where id > ${after} and exists (
        select from loop_record r where r.loop_id = l.id and r.kind = 'act' and r.recorded_at >= to_timestamp(${since}::float8 / 1000))
     order by id limit ${most}`);
}
