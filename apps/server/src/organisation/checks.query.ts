/** Checks and self-inspections of departments 科室检查与自查 as their loops stand. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';

export interface CheckRow {
  readonly id: number;
  readonly definition: string;
  readonly department: string | null;
  readonly status: LoopState['status'];
  readonly stages: readonly string[];
  readonly dueMs: number | null;
  readonly outcomes: readonly { readonly id: string; readonly outcome: string | null }[];
}

/** Those of an institution, or of one department of it, since a moment; the newest first. */
export async function findChecks(
  db: Queryable,
  {
    definitions,
    institution,
    department,
    since,
  }: {
    readonly definitions: readonly string[];
    readonly institution: string;
    readonly department: string | null;
    readonly since: Instant;
  },
): Promise<readonly CheckRow[]> {
  return db.query<CheckRow>(sql`
    select id, definition, department, status, stages, extract(epoch from due_at)::float8 * 1000 as "dueMs", state -> 'stages' as outcomes from loop
     where definition = any(${definitions}::text[]) and unit = ${institution} and status <> 'void'
       and (${department}::text is null or department = ${department}) and opened_at >= to_timestamp(${since}::float8 / 1000)
     order by id desc limit 1000`);
}

/** Departments of an institution of which something of a kind is open; until the end of the transaction nobody else opens one. */
export async function takeOpenChecks(
  tx: Queryable,
  definition: string,
  institution: string,
): Promise<readonly string[]> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtext(${definition}), hashtext(${institution}))`);
  const rows = await tx.query<{ department: string }>(
    sql`select department from loop where definition = ${definition} and unit = ${institution} and status = 'open' and department is not null`,
  );
  return rows.map(({ department }) => department);
}
