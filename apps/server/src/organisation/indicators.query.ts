/** Critical values of a month as the indicators of the core systems count them. */
import type { FollowedCritical } from '@fujie/core/critical';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export async function findFollowedCritical(
  db: Queryable,
  institution: string,
  from: number,
  to: number,
): Promise<readonly FollowedCritical[]> {
  return db.query<FollowedCritical>(sql`
    select v.loop_id as "loopId", v.setting, extract(epoch from v.appeared_at)::float8 * 1000 as "appearedAt", l.status, l.flaws, l.state,
      case when l.status = 'waived' then (select w.content from loop_record w where w.loop_id = l.id and w.kind = 'waived' and w.stage is null
        order by w.id desc limit 1) end as waiver
      from critical_value v join loop l on l.id = v.loop_id
     where v.unit = ${institution} and v.appeared_at >= to_timestamp(${from}::float8 / 1000)
       and v.appeared_at < to_timestamp(${to}::float8 / 1000)`);
}
