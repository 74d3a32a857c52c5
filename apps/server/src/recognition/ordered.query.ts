/** Issued results that changed, with who ordered them 开单; what counts as a change of them is what asks their laboratory for its reason. */
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { OrderedResult } from '../platform/events/events.ts';
import { CORRECTED, ISSUED } from './corrections.query.ts';
import type { Relied } from './reliance.query.ts';

/** Of these orderers of results of a person those who have to be told; the institution is that which issued where none is named. */
export async function findOrdered(
  tx: Queryable,
  { personId, institution, since }: { readonly personId: number; readonly institution: string; readonly since: Day },
  ordered: readonly OrderedResult[],
  moved: readonly string[],
): Promise<readonly Relied[]> {
  if (ordered.length === 0) return [];
  return tx.query<Relied>(sql`
    select coalesce(o.unit, ${institution}) as unit, o.department, o.practitioner, n.institution as issuer,
           coalesce(n.report_id, b.report_id) as report, n.id as result, coalesce(b.item, n.item, '') as item, null::uuid as decision, 'ordered' as basis
      from unnest(${ordered.map(({ result }) => result)}::text[], ${ordered.map((one) => one.institution)}::text[],
             ${ordered.map(({ department }) => department)}::text[], ${ordered.map(({ practitioner }) => practitioner)}::text[])
             as o (result, unit, department, practitioner)
      join result n on n.id = o.result and n.current
      join lateral (select * from result b where b.person_id = ${personId} and b.id = n.id and b.version < n.version
                     order by b.version desc limit 1) b on ${ISSUED}
     where coalesce(n.reported_at, n.updated_at) >= ${since}::date::timestamp at time zone 'Asia/Shanghai'
       and (n.id = any(${moved}::text[]) or ${CORRECTED})
     order by n.id`);
}
