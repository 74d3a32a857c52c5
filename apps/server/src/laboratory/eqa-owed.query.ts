/** Who owes a return of EQA 室间质评回报, over all organisers: for the program that tells laboratories. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface OwedReturn {
  /** The number of the round, and how its organiser calls it. */
  readonly round: number;
  readonly name: string;
  readonly organiser: string;
  readonly institution: string;
  /** With which it takes part and from which it is not excused. */
  readonly items: readonly string[];
  readonly closesMs: number;
  readonly isReturned: boolean;
}

/** Those of rounds that have opened and close by then; of what closed a month ago nothing is told any more. */
export async function findOwedReturns(db: Queryable, now: Instant, until: Instant): Promise<readonly OwedReturn[]> {
  return db.query<OwedReturn>(sql`
    select w.id as round, w.round as name, w.organiser, e.institution, e.items,
      extract(epoch from w.closes_at)::float8 * 1000 as "closesMs",
      exists (select from eqa_return v join eqa_return_act s on s.return_id = v.id and s.kind = 'submitted'
               where v.round_id = w.id and v.institution = e.institution) as "isReturned"
      from (
        select r.id, r.round, r.organiser, coalesce(moved.opens_at, r.opens_at) as opens_at,
          coalesce(moved.closes_at, r.closes_at) as closes_at
          from eqa_round r left join lateral (
            select opens_at, closes_at from eqa_act a where a.round_id = r.id and a.kind = 'rescheduled'
             order by a.id desc limit 1) moved on true) w
      cross join lateral (
        select distinct on (institution) institution, array(select unnest(items) except select unnest(excused) order by 1) as items
          from eqa_enrolment n where n.round_id = w.id order by institution, n.id desc) e
     where w.opens_at <= to_timestamp(${now}::float8 / 1000) and w.closes_at <= to_timestamp(${until}::float8 / 1000)
       and w.closes_at > to_timestamp(${now}::float8 / 1000) - interval '30 days' and cardinality(e.items) > 0`);
}
