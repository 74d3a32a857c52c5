/** Whether test systems have control of a day on record 当日质控. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface AskedSystem {
  readonly system: string;
  /** Levels that a run needs. */
  readonly levels: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** When a system had its first control that was judged, and whether it had a run in control in the period. */
export interface FoundControl {
  readonly first: Instant | null;
  readonly isControlled: boolean;
}

/** Of each system, in the order asked. */
export async function findControl(
  db: Queryable,
  institution: string,
  asked: readonly AskedSystem[],
): Promise<readonly FoundControl[]> {
  return db.query<FoundControl>(sql`
    select (select extract(epoch from v.measured_at)::float8 * 1000 from iqc_run v
             where v.institution = ${institution} and v.system = a.system and v.purpose = 'routine' and v.verdict <> 'unjudged'
             order by v.measured_at limit 1) as first,
           exists (select from iqc_run v
             where v.institution = ${institution} and v.system = a.system and v.measured_at >= to_timestamp(a.since / 1000)
               and v.measured_at < to_timestamp(a.until / 1000) and v.purpose = 'routine' and v.verdict in ('accept', 'warning')
               and v.levels >= a.levels and not exists (select from iqc_run n
                 where n.institution = v.institution and n.system = v.system and n.run = v.run and n.version > v.version)) as "isControlled"
      from unnest(${asked.map(({ system }) => system)}::text[], ${asked.map(({ levels }) => levels)}::int[],
        ${asked.map(({ from }) => from)}::float8[], ${asked.map(({ to }) => to)}::float8[])
        with ordinality as a (system, levels, since, until, place)
     order by place`);
}
