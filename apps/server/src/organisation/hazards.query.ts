/** Hazards 安全隐患 as their loops stand; what they say is sealed in their records. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface HazardRow {
  readonly id: number;
  /** Begins with its area. */
  readonly subject: string;
  readonly department: string | null;
  readonly status: LoopState['status'];
  readonly stages: readonly string[];
  readonly dueMs: number | null;
  readonly state: Pick<LoopState, 'stages'>;
}

const HAZARD = sql`select id, subject, department, status, stages, extract(epoch from due_at)::float8 * 1000 as "dueMs", state from loop
  where definition = 'organisation/hazard'`;

/** Those of an institution since a moment, the newest first. */
export async function findHazards(db: Queryable, institution: string, since: Instant): Promise<readonly HazardRow[]> {
  return db.query<HazardRow>(
    sql`${HAZARD} and unit = ${institution} and opened_at >= to_timestamp(${since}::float8 / 1000) order by id desc limit 5000`,
  );
}

/** Those that drills found, whenever: their subjects begin so. */
export async function findHazardsOf(db: Queryable, institution: string, stem: string): Promise<readonly HazardRow[]> {
  return db.query<HazardRow>(
    sql`${HAZARD} and unit = ${institution} and starts_with(subject, ${stem}) order by id limit 1000`,
  );
}

/** Which of these loops somebody opened. */
export async function findOpenedBy(db: Queryable, loops: readonly number[], by: string): Promise<readonly number[]> {
  const rows = await db.query<{ id: number }>(
    sql`select loop_id as id from loop_record where loop_id = any(${loops}::bigint[]) and kind = 'opened' and by_id = ${by}`,
  );
  return rows.map(({ id }) => id);
}
