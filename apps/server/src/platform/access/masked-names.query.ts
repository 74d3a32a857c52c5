/** Names of persons 患者姓名 as pages show them where a name is not needed to treat: masked. */
import { maskName } from '@fujie/core/person';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';

/** Names of persons, masked as pages show them. */
export async function findMaskedNames(db: Queryable, ids: readonly number[]): Promise<(person: number) => string> {
  const rows =
    ids.length === 0
      ? []
      : await db.query<{ id: number; name_norm: string | null }>(
          sql`select id, name_norm from person where id = any(${ids})`,
        );
  const names = new Map(rows.map((row) => [row.id, maskName(row.name_norm ?? '')]));
  return (person) => names.get(person) ?? '';
}
