/** What coverage 质控覆盖 is taken of: what was reported, and what was controlled; no row says whose a result is. */
import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import type { MonthsSpan } from './indicators.query.ts';
import { LAST_VERSION } from './iqc.query.ts';

interface OfMonth {
  readonly institution: string;
  /** Calendar month in China. */
  readonly month: string;
}

/** Items of which each institution reported results in each month. What was reported in a month was stored since. */
export async function findReportedItems(
  db: Queryable,
  { institutions, from, to }: MonthsSpan,
): Promise<readonly (OfMonth & { readonly item: string })[]> {
  return db.query(sql`
    select distinct institution, item, to_char(reported_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month from result
     where institution = any(${institutions}::text[]) and updated_at >= to_timestamp(${from}::float8 / 1000) and current and item is not null
       and content = 'data' and reported_at >= to_timestamp(${from}::float8 / 1000) and reported_at < to_timestamp(${to}::float8 / 1000)`);
}

/** Test systems of which a routine run stands in control, by month. */
export async function findControlledSystems(
  db: Queryable,
  { institutions, from, to }: MonthsSpan,
): Promise<readonly (OfMonth & { readonly system: string })[]> {
  return db.query(sql`
    select distinct institution, system, to_char(measured_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month from iqc_run v
     where institution = any(${institutions}::text[]) and measured_at >= to_timestamp(${from}::float8 / 1000) and measured_at < to_timestamp(${to}::float8 / 1000)
       and purpose = 'routine' and verdict in ('accept', 'warning') and ${LAST_VERSION}`);
}
