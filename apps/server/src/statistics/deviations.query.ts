/** What deviations from the average rest on, and how their loops stand. */
import type { Day, Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

/** What institutions decided on days: MUST decisions, those accepted, and distinct items of which a result was accepted. */
export async function countRecognition(
  db: Queryable,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<
  readonly {
    readonly institution: string;
    readonly opportunities: number;
    readonly accepted: number;
    readonly items: number;
  }[]
> {
  return db.query(sql`
    select institution, coalesce(sum(count) filter (where measure = 'opportunities'), 0)::int as opportunities,
           coalesce(sum(count) filter (where measure = 'acceptedMust'), 0)::int as accepted,
           (count(*) filter (where measure = 'accepted' and count > 0))::int as items
      from (
        select institution, measure, item, sum(count) as count from recognition_daily
         where day >= ${from}::date and day < ${to}::date and measure in ('opportunities', 'acceptedMust') group by 1, 2, 3
        union all
        select institution, 'accepted', item, sum(count) from recognition_daily
         where day >= ${from}::date and day < ${to}::date and measure in ('acceptedMust', 'acceptedMay') group by 1, 3) counts
     group by 1 order by 1`);
}

export interface DeviationLoop {
  readonly id: number;
  readonly subject: string;
  readonly status: LoopState['status'];
  readonly dueMs: Instant | null;
  readonly stages: readonly string[];
  readonly closedOn: Day | null;
  /** How the authority judged it, and when it was put right. */
  readonly judged: string | null;
  readonly correctedOn: Day | null;
}

/** Loops of deviations within the scope that are open, or were closed since a day; the newest first. */
export async function findDeviationLoops(
  db: Queryable,
  definition: string,
  since: Day,
): Promise<readonly DeviationLoop[]> {
  return db.query<DeviationLoop>(sql`
    select id, subject, status, stages, extract(epoch from due_at)::float8 * 1000 as "dueMs",
           to_char(closed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "closedOn",
           (select s ->> 'outcome' from jsonb_array_elements(state -> 'stages') s where s ->> 'id' = 'require') as judged,
           (select to_char(to_timestamp((s ->> 'doneAt')::float8 / 1000) at time zone 'Asia/Shanghai', 'YYYY-MM-DD')
              from jsonb_array_elements(state -> 'stages') s where s ->> 'id' = 'correct') as "correctedOn"
      from loop where definition = ${definition} and status <> 'void' and (status = 'open' or closed_at >= ${since}::date::timestamp at time zone 'Asia/Shanghai')
     order by id desc`);
}
