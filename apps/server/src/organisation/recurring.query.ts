/** Loops of what comes again after an interval 周期性事项, as they stand. */
import type { Day } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface RecurringRow {
  readonly id: number;
  readonly definition: string;
  readonly subject: string;
  readonly unit: string;
  readonly department: string | null;
  readonly status: LoopState['status'];
  readonly stages: readonly string[];
  readonly closedOn: Day | null;
  /** Of what is waited for. */
  readonly dueOn: Day | null;
}

/** What came of these kinds in one institution, or in all, the newest first; what was withdrawn came at no time. */
export async function findRecurring(
  db: Queryable,
  definitions: readonly string[],
  institution: string | null = null,
): Promise<readonly RecurringRow[]> {
  return db.query<RecurringRow>(sql`
    select id, definition, subject, unit, department, status, stages, to_char(closed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "closedOn",
      to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "dueOn"
      from loop where definition = any(${definitions}::text[]) and status <> 'void' and (${institution}::text is null or unit = ${institution})
     order by id desc`);
}
