/** Until when what is open is owed, stage by stage. */
import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface LatestLimit {
  readonly definition: string;
  readonly stage: string;
  readonly dueMs: number;
}

/** Of each kind of loops and each of its stages the latest limit of those that wait for it. */
export async function findLatestLimits(db: Queryable, definitions: readonly string[]): Promise<readonly LatestLimit[]> {
  return db.query<LatestLimit>(sql`
    select l.definition, s.stage ->> 'id' as stage, max((s.stage ->> 'dueAt')::float8) as "dueMs"
      from loop l cross join lateral jsonb_array_elements(l.state -> 'stages') s (stage)
     where l.status = 'open' and l.definition = any(${definitions}::text[]) and s.stage ->> 'id' = any(l.stages)
       and s.stage ->> 'dueAt' is not null
     group by 1, 2`);
}
