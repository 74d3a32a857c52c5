/** Refused imports 被拒绝的导入: kept with their first faults, newest shown first. */
import type { SheetProblem } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import { jsonText, sql } from '../platform/db/database.ts';

const KEPT_FAULTS = 5;

export interface ImportRefusal {
  readonly register: string;
  readonly fileName: string | null;
  readonly refusedBy: string;
  readonly dryRun: boolean;
}

export interface StoredRefusal extends ImportRefusal {
  readonly id: number;
  readonly refusedAt: Date;
  readonly faults: number;
  readonly firstFaults: readonly Pick<SheetProblem, 'path' | 'message' | 'messageZh'>[];
}

export async function keepRefusal(
  db: Queryable,
  refusal: ImportRefusal,
  problems: readonly SheetProblem[],
): Promise<void> {
  const first = problems.slice(0, KEPT_FAULTS).map(({ path, message, messageZh }) => ({ path, message, messageZh }));
  await db.query(sql`
    insert into import_refusal (register, file_name, refused_by, dry_run, faults, first_faults)
    values (${refusal.register}, ${refusal.fileName}, ${refusal.refusedBy}, ${refusal.dryRun},
      ${problems.length}, ${jsonText(first)})`);
}

export async function listRefusals(db: Queryable, limit: number): Promise<readonly StoredRefusal[]> {
  return db.query<StoredRefusal>(sql`
    select id, register, file_name as "fileName", refused_at as "refusedAt", refused_by as "refusedBy",
           dry_run as "dryRun", faults, first_faults as "firstFaults"
      from import_refusal order by id desc limit ${limit}`);
}
