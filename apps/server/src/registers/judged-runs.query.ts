/** Runs of internal quality control 室内质控分析批 that were judged on days. */
import type { Day } from '@fujie/core/kernel';
import type { ChangedDays } from '@fujie/core/laboratory';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

/** The last of these days on which a run of a system was judged; null: none was. */
export async function findLastJudged(
  tx: Queryable,
  { institution, system }: { readonly institution: string; readonly system: string },
  days: readonly ChangedDays[],
): Promise<Day | null> {
  const [row] = await tx.query<{ last: Day | null }>(sql`
    select to_char(max(r.at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as last
      from unnest(${days.map(({ from }) => from)}::date[], ${days.map(({ to }) => to)}::date[]) as d ("from", "to")
     cross join lateral (
       select max(measured_at) as at from iqc_run
        where institution = ${institution} and system = ${system}
          and measured_at >= coalesce(d."from"::timestamp at time zone 'Asia/Shanghai', '-infinity')
          and measured_at < coalesce(d."to"::timestamp at time zone 'Asia/Shanghai', 'infinity')) r`);
  return row?.last ?? null;
}
