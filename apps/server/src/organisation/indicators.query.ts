/** Critical values of a month as the indicators of the core systems count them. */
import type { FollowedCritical } from '@fujie/core/critical';
import type { Day } from '@fujie/core/kernel';

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

/** The day in China on which the first critical value of an institution appeared; null: none did. */
export async function findFirstCritical(db: Queryable, institution: string): Promise<Day | null> {
  const [row] = await db.query<{ first: Day | null }>(sql`
    select to_char(min(appeared_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as first from critical_value where unit = ${institution}`);
  return row?.first ?? null;
}
