/** Loops of milestones 节点, as they stand. */
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface MilestoneLoop {
  readonly id: number;
  readonly subject: string;
  /** Names the milestone: its subject without the day. */
  readonly stem: string;
  readonly status: LoopState['status'];
  readonly stages: readonly string[];
}

/** The last of each milestone of these units. */
export async function findMilestones(
  db: Queryable,
  definitions: readonly string[],
  units: readonly string[],
): Promise<readonly MilestoneLoop[]> {
  return db.query<MilestoneLoop>(sql`
    select distinct on (unit, regexp_replace(subject, '[|][^|]*$', '')) id, subject, status, stages,
           regexp_replace(subject, '[|][^|]*$', '') as stem
      from loop where definition = any(${definitions}::text[]) and unit = any(${units}::text[]) and status <> 'void'
     order by unit, regexp_replace(subject, '[|][^|]*$', ''), id desc`);
}
