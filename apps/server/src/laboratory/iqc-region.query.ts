/** Control results of several laboratories beside each other 室内质控室间比较, by their test systems. */
import type { Instant } from '@fujie/core/kernel';
import type { ControlledAt, ReleasedOn } from '@fujie/core/laboratory';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { SystemOf } from './iqc-series.query.ts';
import { EVIDENCE, IS_OUT, runsOfAll } from './iqc.query.ts';

export interface LotOfSystem extends SystemOf {
  readonly product: string;
  readonly lot: string;
  readonly level: string;
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

export interface LotFigures extends LotOfSystem {
  /** Calendar month in China. */
  readonly month: string;
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
  readonly out: number;
}

const at = (instant: Instant) => sql`to_timestamp(${instant}::float8 / 1000)`;
const listed = (systems: readonly SystemOf[]) =>
  sql`unnest(${systems.map(({ institution }) => institution)}::text[], ${systems.map(({ system }) => system)}::text[]) as s (institution, system)`;
const COUNTS = sql`r.purpose = 'routine' and not r.void and r.value is not null
  and not exists (select from iqc_result c where c.corrects = r.id)`;

/** Figures of each lot, level and month over a time, without what was out of control; that is counted. */
export async function findLotFigures(
  db: Queryable,
  systems: readonly SystemOf[],
  { from, to }: Span,
): Promise<readonly LotFigures[]> {
  return db.query<LotFigures>(sql`
    with s as materialized (select * from ${listed(systems)}),
    out as materialized (
      select distinct e::bigint as id from s join iqc_run v using (institution, system), ${EVIDENCE}
       where v.measured_at >= ${at(from)} and v.measured_at < ${at(to)} and ${IS_OUT})
    select institution, system, r.product, r.lot, r.level, to_char(r.measured_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, (count(*) filter (where out.id is null))::int as n, count(out.id)::int as out,
           (avg(r.value) filter (where out.id is null))::float8 as mean, (stddev_samp(r.value) filter (where out.id is null))::float8 as sd
      from s join iqc_result r using (institution, system) left join out on out.id = r.id
     where r.measured_at >= ${at(from)} and r.measured_at < ${at(to)} and ${COUNTS}
     group by institution, system, r.product, r.lot, r.level, month having count(*) > count(out.id)
     order by month, institution, system, r.product, r.lot, r.level`);
}

export interface LongSeries extends LotOfSystem {
  readonly values: readonly number[];
  readonly z: readonly number[];
  readonly targetSd: number;
}

/** Each lot and level over a time, in the order of measurement, with the z by the target in force. */
export async function findLongSeries(
  db: Queryable,
  systems: readonly SystemOf[],
  { from, to }: Span,
): Promise<readonly LongSeries[]> {
  return db.query<LongSeries>(sql`
    select institution, system, r.product, r.lot, r.level, array_agg(r.value::float8 order by r.measured_at, r.id) as values,
           array_agg(((r.value - t.mean) / t.sd)::float8 order by r.measured_at, r.id) as z,
           (array_agg(t.sd::float8 order by r.measured_at desc))[1] as "targetSd"
      from ${listed(systems)} join iqc_result r using (institution, system)
           cross join lateral (
             select t.mean, t.sd from iqc_target t
              where t.institution = r.institution and t.system = r.system and t.product = r.product and t.lot = r.lot and t.level = r.level
                and t.valid_from <= r.measured_at order by t.valid_from desc, t.id desc limit 1) t
     where r.measured_at >= ${at(from)} and r.measured_at < ${at(to)} and ${COUNTS}
     group by institution, system, r.product, r.lot, r.level`);
}

/** The first results of each item that an institution gave out on each day. What was reported in the time was stored since. */
export async function findReleases(
  db: Queryable,
  institution: string,
  { from, to }: Span,
): Promise<readonly ReleasedOn[]> {
  return db.query<ReleasedOn>(sql`
    select item, to_char(reported_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, extract(epoch from min(reported_at))::float8 * 1000 as at
      from result
     where institution = ${institution} and updated_at >= ${at(from)} and item is not null and content = 'data' and version = 1
       and reported_at >= ${at(from)} and reported_at < ${at(to)}
     group by 1, 2 order by 1, 2`);
}

/** When control of an institution was run, by item. */
export async function findRunTimes(
  db: Queryable,
  institution: string,
  { from, to }: Span,
): Promise<readonly ControlledAt[]> {
  return db.query<ControlledAt>(sql`
    select distinct item, extract(epoch from measured_at)::float8 * 1000 as at from ${runsOfAll({ institution, from, to })} where purpose = 'routine'`);
}
