/** Entries of a register 目录导出 as one file holds them: never more than one import takes back. */
import type { AnyRegister, Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import type { ListedEntry } from './listing.query.ts';
import { listEntries } from './listing.query.ts';
import { MAX_ENTRIES } from '../platform/sheet/limits.ts';

/** The entries of a file, of one institution or of all: in force on a day, or without one every entry that is not superseded. `part` counts from 1. */
export async function entriesToExport(
  db: Queryable,
  register: AnyRegister,
  institution: string | null,
  asOf: Day | null,
  part: number | null,
): Promise<readonly ListedEntry[]> {
  const filter = { register: register.id, asOf, history: false, text: '', institution };
  const page = { limit: MAX_ENTRIES, offset: ((part ?? 1) - 1) * MAX_ENTRIES };
  const { entries, total } = await listEntries(db, filter, page);
  refuseOtherParts(total, part);
  return entries;
}

/** A file that left entries out would be taken for the whole register, unless a part was asked for. */
export function refuseOtherParts(total: number, part: number | null): void {
  const parts = Math.max(1, Math.ceil(total / MAX_ENTRIES));
  if (part === null ? parts === 1 : part <= parts) return;
  throw new HttpProblem('too-large', {
    en: `The register holds ${total} entries, and one file at most ${MAX_ENTRIES}, as many as an import takes; choose \`part\` 1 to ${parts}.`,
    zh: `目录共 ${total} 条，单个文件最多 ${MAX_ENTRIES} 条（与一次导入的上限一致）；请用 part 指定第 1 至 ${parts} 部分。`,
  });
}
