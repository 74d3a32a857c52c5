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

const RECURRING = sql`id, definition, subject, unit, department, status, stages,
  to_char(closed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "closedOn", to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "dueOn"`;

/** What came last of each thing of these kinds, whatever fell due before; what was withdrawn came at no time. */
export async function findLastRecurring(
  db: Queryable,
  definitions: readonly string[],
): Promise<readonly RecurringRow[]> {
  return db.query<RecurringRow>(sql`
    select distinct on (definition, unit, regexp_replace(subject, '[|][^|]*$', '')) ${RECURRING} from loop
     where definition = any(${definitions}::text[]) and status <> 'void'
     order by definition, unit, regexp_replace(subject, '[|][^|]*$', ''), id desc`);
}

/** What came of these kinds in one institution, the newest first. */
export async function findRecurring(
  db: Queryable,
  definitions: readonly string[],
  institution: string,
): Promise<readonly RecurringRow[]> {
  return db.query<RecurringRow>(sql`
    select ${RECURRING} from loop where definition = any(${definitions}::text[]) and status <> 'void' and unit = ${institution}
     order by id desc limit 200`);
}
