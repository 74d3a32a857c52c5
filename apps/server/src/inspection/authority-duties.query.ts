/** What authorities did last of what they owe regularly 主管部门定期职责. */
import type { Day } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface LastDuty {
  readonly id: number;
  readonly definition: string;
  readonly unit: string;
  readonly status: LoopState['status'];
  readonly closedOn: Day | null;
}

/** The last loop of each kind and authority; what was withdrawn came at no time. */
export async function findLastDuties(db: Queryable, definitions: readonly string[]): Promise<readonly LastDuty[]> {
  return db.query<LastDuty>(sql`
    select distinct on (definition, unit) id, definition, unit, status,
           to_char(closed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "closedOn"
      from loop where definition = any(${definitions}::text[]) and status <> 'void' order by definition, unit, id desc`);
}

/** The day on which an authority last published an inspection of examinations or testing; of the safety of patients is another matter. */
export async function findLastPublished(db: Queryable, unit: string): Promise<Day | null> {
  const [row] = await db.query<{ last: Day | null }>(sql`
    select to_char(max(i.published_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as last
      from inspection i join inspection_plan p on p.id = i.plan_id
     where i.unit = ${unit} and i.dropped_at is null and p.terms ->> 'subject' <> 'safety'`);
  return row?.last ?? null;
}
