/** Results of issued reports that were corrected or withdrawn 更正: what stood before, and what stands. */
import type { Day } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface CorrectedRow {
  readonly id: string;
  readonly version: number;
  readonly report: string;
  readonly reportNumber: string | null;
  readonly item: string | null;
  readonly name: string | null;
  readonly before: string;
  readonly after: string;
  readonly isVoid: boolean;
}

const VALUE = (row: 'b' | 'n') =>
  row === 'b'
    ? sql`concat_ws(' ', coalesce(b.value_text, coalesce(b.comparator, '') || b.value_num::text), b.unit)`
    : sql`concat_ws(' ', coalesce(n.value_text, coalesce(n.comparator, '') || n.value_num::text), n.unit)`;

/** Of an earlier version `b`: it was issued. */
export const ISSUED = sql`b.status in ('final', 'corrected', 'amended', 'appended', 'available')`;
/** Of what stands now, `n`, beside what was issued before, `b`: it is a correction, called so or not. */
export const CORRECTED = sql`(n.status in ('corrected', 'amended', 'entered-in-error', 'cancelled')
        or (n.status <> 'appended' and ${VALUE('b')} <> ${VALUE('n')}))`;

/**
 * Of these results of a person those that were issued before and are corrected now: called so, withdrawn, or another value. What came
 * before it was final, and what was only added to, is no correction; neither is what was issued longer ago than is asked about.
 */
export async function findCorrected(
  tx: Queryable,
  { personId, results, since }: { readonly personId: number; readonly results: readonly string[]; readonly since: Day },
): Promise<readonly CorrectedRow[]> {
  return tx.query<CorrectedRow>(sql`
    select n.id, n.version, coalesce(n.report_id, b.report_id, n.id) as report, coalesce(n.report_no, b.report_no) as "reportNumber",
           coalesce(b.item, n.item) as item, coalesce(b.name, n.name) as name, ${VALUE('b')} as before, ${VALUE('n')} as after,
           n.status in ('entered-in-error', 'cancelled') as "isVoid"
      from unnest(${results}::text[]) as c (id) join result n on n.id = c.id and n.current
      join lateral (select * from result b where b.person_id = ${personId} and b.id = n.id and b.version < n.version
                     order by b.version desc limit 1) b on ${ISSUED}
     where coalesce(n.reported_at, n.updated_at) >= ${since}::date::timestamp at time zone 'Asia/Shanghai'
       and ${CORRECTED}
     order by n.id`);
}

export interface CorrectionLoop {
  readonly id: number;
  readonly status: LoopState['status'];
  readonly dueMs: number | null;
}

export interface CorrectionsIn {
  readonly definition: string;
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}

/** Corrections of an institution's reports that became known in a period, the newest first, so many before a number. */
export async function findCorrectionLoops(
  db: Queryable,
  { definition, unit, from, to }: CorrectionsIn,
  { before, most }: { readonly before: number | null; readonly most: number },
): Promise<readonly CorrectionLoop[]> {
  return db.query<CorrectionLoop>(sql`
    select id, status, extract(epoch from due_at)::float8 * 1000 as "dueMs" from loop
     where definition = ${definition} and unit = ${unit} and status <> 'void'
       and opened_at >= to_timestamp(${from}::float8 / 1000) and opened_at < to_timestamp(${to}::float8 / 1000)
       and (${before}::bigint is null or id < ${before}::bigint)
     order by id desc limit ${most}`);
}
