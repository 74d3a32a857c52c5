/** What a laboratory reported itself of an item 患者结果, for control by patients' results: numbers and times, of no patient. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface ReportedValue {
  readonly value: number;
  readonly atMs: number;
  readonly device: string | null;
}

export interface ReportedValues {
  readonly institution: string;
  readonly item: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** The last results that stand in the unit of the catalogue, the earliest first; bounded. What was withdrawn teaches nothing. */
export async function findReportedValues(
  db: Queryable,
  { institution, item, from, to }: ReportedValues,
  limit: number,
): Promise<readonly ReportedValue[]> {
  const rows = await db.query<ReportedValue>(sql`
    select item_value::float8 as value, extract(epoch from coalesce(reported_at, collected_at))::float8 * 1000 as "atMs", device from result
     where institution = ${institution} and updated_at >= to_timestamp(${from}::float8 / 1000) and current and item = ${item}
       and item_value is not null and comparator is null and status in ('final', 'amended', 'corrected', 'appended')
       and coalesce(reported_at, collected_at) >= to_timestamp(${from}::float8 / 1000)
       and coalesce(reported_at, collected_at) < to_timestamp(${to}::float8 / 1000)
     order by coalesce(reported_at, collected_at) desc, id desc limit ${limit}`);
  return rows.toReversed();
}
