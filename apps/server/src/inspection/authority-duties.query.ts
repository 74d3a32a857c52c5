/** What authorities did last of what they owe regularly 主管部门定期职责. */
import type { Day, Instant } from '@fujie/core/kernel';
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

export interface Published {
  readonly inspection: number;
  readonly at: Instant;
  readonly on: Day;
}

/** The inspection of examinations or testing that an authority published last; of the safety of patients is another matter. */
export async function findLastPublished(db: Queryable, unit: string): Promise<Published | null> {
  const [row] = await db.query<Published>(sql`
    select i.id as inspection, extract(epoch from i.published_at)::float8 * 1000 as at,
           to_char(i.published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "on"
      from inspection i join inspection_plan p on p.id = i.plan_id
     where i.unit = ${unit} and i.published_at is not null and i.dropped_at is null and p.terms ->> 'subject' <> 'safety'
     order by i.published_at desc, i.id desc limit 1`);
  return row ?? null;
}
