/** Runs of internal quality control 室内质控分析批 that were judged on days. */
import type { Day } from '@fujie/core/kernel';
import type { ChangedDays } from '@fujie/core/laboratory';
import type { ControlMaterialRow, TestSystemRow } from '@fujie/core/registers';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

/** The last of these days on which a run of a system was judged; null: none was. */
export async function findLastJudged(
  tx: Queryable,
  { institution, code }: Pick<TestSystemRow, 'institution' | 'code'>,
  days: readonly ChangedDays[],
): Promise<Day | null> {
  const ofSystem = sql`select measured_at from iqc_run where institution = ${institution} and system = ${code}`;
  return lastOf(tx, ofSystem, days);
}

/** The last of these days on which a reading of a lot was judged by word, one that stands and was no trial beside the routine; null: none was. */
export async function findLastRead(
  tx: Queryable,
  { institution, product, lot, level }: Pick<ControlMaterialRow, 'institution' | 'product' | 'lot' | 'level'>,
  days: readonly ChangedDays[],
): Promise<Day | null> {
  const ofLot = sql`
    select measured_at from iqc_result r
     where institution = ${institution} and product = ${product} and lot = ${lot} and level = ${level}
       and system in (select e.data ->> 'code' from register_entry e where e.register = 'test-system'
          and e.data ->> 'institution' = ${institution} and e.data ->> 'kind' = 'qualitative')
       and value is null and not void and purpose <> 'parallel'
       and not exists (select from iqc_result c where c.corrects = r.id)`;
  return lastOf(tx, ofLot, days);
}

/** The last of these days on which any of them was measured. */
async function lastOf(tx: Queryable, measured: Sql, days: readonly ChangedDays[]): Promise<Day | null> {
  const [row] = await tx.query<{ last: Day | null }>(sql`
    select to_char(max(l.at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as last
      from unnest(${days.map(({ from }) => from)}::date[], ${days.map(({ to }) => to)}::date[]) as d ("from", "to")
     cross join lateral (
       select max(m.measured_at) as at from (${measured}) m
        where m.measured_at >= coalesce(d."from"::timestamp at time zone 'Asia/Shanghai', '-infinity')
          and m.measured_at < coalesce(d."to"::timestamp at time zone 'Asia/Shanghai', 'infinity')) l`);
  return row?.last ?? null;
}
