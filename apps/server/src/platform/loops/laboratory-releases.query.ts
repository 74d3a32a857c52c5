/** What laboratories were answered before they released reports 发出前核对. Source: core-systems.14#02. */
import type { Check, JudgedBefore, ReleaseAnswer } from '@fujie/core/critical';
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../db/database.ts';
import { jsonText, sql } from '../db/database.ts';

export interface ReleaseRow extends ReleaseAnswer {
  readonly unit: string;
  readonly reportNo: string;
  readonly askedBy: string;
  readonly isEmergency: boolean;
  readonly mayRelease: boolean;
}

export async function insertRelease(db: Queryable, row: ReleaseRow): Promise<number> {
  const rows = await db.query<{ id: number }>(sql`
    insert into laboratory_release (unit, report_no, answered_at, asked_by, checks, is_emergency, judged, may_release)
    values (${row.unit}, ${row.reportNo}, to_timestamp(${row.at}::float8 / 1000), ${row.askedBy}, ${jsonText(row.checks)}::jsonb, ${row.isEmergency},
      ${jsonText(row.judged)}::jsonb, ${row.mayRelease}) returning id`);
  return rows[0]?.id ?? 0;
}

/** The last answers about each of these reports, by their numbers. */
export async function findReleases(
  db: Queryable,
  unit: string,
  reports: readonly (string | null)[],
): Promise<ReadonlyMap<string | null, readonly ReleaseAnswer[]>> {
  const numbers = [...new Set(reports.flatMap((report) => report ?? []))];
  const found = new Map<string | null, ReleaseAnswer[]>();
  if (numbers.length === 0) return found;
  const rows = await db.query<{
    no: string;
    at: Instant;
    checks: readonly Check[];
    judged: readonly JudgedBefore[];
  }>(sql`
    select n.no, r.at, r.checks, r.judged from unnest(${numbers}::text[]) as n (no)
      cross join lateral (select extract(epoch from answered_at)::float8 * 1000 as at, checks, judged from laboratory_release
        where unit = ${unit} and report_no = n.no order by id desc limit 20) r`);
  for (const { no, at, checks, judged } of rows)
    found.set(no, [...(found.get(no) ?? []), { at: Math.round(at) as Instant, checks, judged }]);
  return found;
}
