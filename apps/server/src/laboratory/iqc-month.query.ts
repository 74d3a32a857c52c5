/** What a month of internal quality control 室内质控月汇总 is computed from. */
import type { Day, Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';
import type { Span } from './iqc.query.ts';
import { EVIDENCE, IS_OUT } from './iqc.query.ts';

export interface MonthSpan {
  readonly institution: string;
  readonly from: Instant;
  readonly to: Instant;
}

export interface MonthRow {
  readonly id: number;
  readonly system: string;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly value: number;
}

const at = (instant: Instant) => sql`to_timestamp(${instant}::float8 / 1000)`;
const COUNTS = sql`r.purpose = 'routine' and not r.void and r.value is not null
  and not exists (select from iqc_result c where c.corrects = r.id)`;

/** Routine results of a month that count, in the order of measurement. */
export async function findMonthResults(
  db: Queryable,
  { institution, from, to }: MonthSpan,
): Promise<readonly MonthRow[]> {
  return db.query<MonthRow>(sql`
    select r.id, r.system, r.product, r.lot, r.level, r.value::float8 as value from iqc_result r
     where r.institution = ${institution} and r.measured_at >= ${at(from)} and r.measured_at < ${at(to)} and ${COUNTS}
     order by r.measured_at, r.id`);
}

export interface CumulativeRow {
  readonly system: string;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
}

/** Each lot of systems over a time, without what was out of control. */
export async function findCumulative(
  db: Queryable,
  { institution, from, to }: MonthSpan,
  systems: readonly string[],
): Promise<readonly CumulativeRow[]> {
  return db.query<CumulativeRow>(sql`
    with out as (
      select distinct e::bigint as id from iqc_run v, ${EVIDENCE}
       where v.institution = ${institution} and v.system = any(${systems}::text[]) and v.measured_at >= ${at(from)} and v.measured_at < ${at(to)} and ${IS_OUT})
    select r.system, r.product, r.lot, r.level, count(*)::int as n, avg(r.value)::float8 as mean, stddev_samp(r.value)::float8 as sd
      from iqc_result r
     where r.institution = ${institution} and r.system = any(${systems}::text[]) and r.measured_at >= ${at(from)} and r.measured_at < ${at(to)}
       and ${COUNTS} and not exists (select from out where out.id = r.id)
     group by r.system, r.product, r.lot, r.level`);
}

/** Results out of control 失控点 of a system, by their numbers. */
export async function findResultsOut(
  db: Queryable,
  { institution, system, from, to }: Span,
): Promise<ReadonlySet<number>> {
  const rows = await db.query<{ id: number }>(sql`
    select distinct e::bigint as id from iqc_run v, ${EVIDENCE}
     where v.institution = ${institution} and v.system = ${system} and v.measured_at >= ${at(from)}
       ${to === null ? empty : sql`and v.measured_at < ${at(to)}`} and ${IS_OUT}`);
  return new Set(rows.map(({ id }) => id));
}

/** Days of a month on which an institution reported results of patients, by item. */
export async function findTestingDays(
  db: Queryable,
  { institution, from, to }: MonthSpan,
): Promise<ReadonlyMap<string, readonly Day[]>> {
  // What was reported in the month was stored since: the index by the time of storing leads to it.
  const rows = await db.query<{ item: string; days: Day[] }>(sql`
    select item, array_agg(distinct to_char(coalesce(reported_at, collected_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD')) as days from result
     where institution = ${institution} and updated_at >= ${at(from)} and current and item is not null
       and coalesce(reported_at, collected_at) >= ${at(from)} and coalesce(reported_at, collected_at) < ${at(to)}
     group by item`);
  return new Map(rows.map(({ item, days }) => [item, days.sort()]));
}

/** How many results of patients an institution reported in a span, by item. */
export async function countReported(
  db: Queryable,
  { institution, from, to }: MonthSpan,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ item: string; n: number }>(sql`
    select item, count(*)::int as n from result
     where institution = ${institution} and updated_at >= ${at(from)} and current and item is not null
       and reported_at >= ${at(from)} and reported_at < ${at(to)}
     group by item`);
  return new Map(rows.map(({ item, n }) => [item, n]));
}

/** When each system was first controlled before an instant, whatever came of it; one that was not is not told. */
export async function findFirstControls(
  db: Queryable,
  institution: string,
  systems: readonly string[],
  to: Instant,
): Promise<ReadonlyMap<string, Instant>> {
  const rows = await db.query<{ system: string; ms: number }>(sql`
    select s.system, extract(epoch from v.measured_at)::float8 * 1000 as ms from unnest(${systems}::text[]) s(system)
     cross join lateral (
       select measured_at from iqc_run
        where institution = ${institution} and system = s.system and purpose = 'routine' and measured_at < ${at(to)}
        order by measured_at limit 1) v`);
  return new Map(rows.map(({ system, ms }) => [system, ms as Instant]));
}

/** Months to be computed anew, of institutions. */
export async function insertDueMonths(
  db: Queryable,
  months: readonly { readonly institution: string; readonly month: string }[],
): Promise<void> {
  await db.query(sql`
    insert into iqc_month_due (institution, month)
    select * from unnest(${months.map(({ institution }) => institution)}::text[], ${months.map(({ month }) => month)}::text[])`);
}

export interface DueMonth {
  readonly institution: string;
  readonly month: string;
}

/** One of them that is none of some, the latest month first, struck out as often as it is seen there; null: none is due. */
export async function takeDueMonth(tx: Queryable, without: readonly DueMonth[] = []): Promise<DueMonth | null> {
  const rows = await tx.query<DueMonth>(sql`
    delete from iqc_month_due
     where (institution, month) = (
       select institution, month from iqc_month_due
        where (institution, month) not in (
          select * from unnest(${without.map(({ institution }) => institution)}::text[], ${without.map(({ month }) => month)}::text[]))
        order by month desc, institution limit 1)
    returning institution, month`);
  return rows[0] ?? null;
}
