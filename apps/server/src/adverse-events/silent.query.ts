/** Which departments reported anything. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

/** Departments, as `institution|department`, of which an event was reported within `[from, to)`. */
export async function findReporting(db: Queryable, from: Instant, to: Instant): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ unit: string }>(sql`
    select distinct e.institution || '|' || e.department as unit from adverse_event e join loop l on l.id = e.loop_id and l.status <> 'void'
     where e.reported_at >= to_timestamp(${from}::float8 / 1000) and e.reported_at < to_timestamp(${to}::float8 / 1000)`);
  return new Set(rows.map(({ unit }) => unit));
}
