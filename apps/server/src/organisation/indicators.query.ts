/** Critical values of a month as the indicators of the core systems count them. */
import type { FollowedCritical } from '@fujie/core/critical';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { FOLLOWED_CRITICAL } from '../platform/loops/critical-followed.query.ts';

export async function findFollowedCritical(
  db: Queryable,
  institution: string,
  from: number,
  to: number,
): Promise<readonly FollowedCritical[]> {
  return db.query<FollowedCritical>(sql`
    select ${FOLLOWED_CRITICAL}
      from critical_value v join loop l on l.id = v.loop_id
     where v.unit = ${institution} and v.appeared_at >= to_timestamp(${from}::float8 / 1000)
       and v.appeared_at < to_timestamp(${to}::float8 / 1000)`);
}
