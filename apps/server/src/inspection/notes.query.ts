/** What somebody is writing at an inspection and has not saved 未提交的记录, for nobody else. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface NoteRow {
  readonly field: string;
  readonly content: Buffer;
}

export async function findNotes(db: Queryable, inspection: number, account: string): Promise<readonly NoteRow[]> {
  return db.query<NoteRow>(
    sql`select field, content from inspection_note where inspection_id = ${inspection} and account = ${account} order by field`,
  );
}

export async function putNote(
  tx: Queryable,
  one: { readonly inspection: number; readonly account: string; readonly field: string; readonly content: string },
  at: Instant,
): Promise<void> {
  await tx.query(sql`
    insert into inspection_note (inspection_id, account, field, content, at)
    values (${one.inspection}, ${one.account}, ${one.field}, ${sealed(one.content)}, to_timestamp(${at}::float8 / 1000))
    on conflict (inspection_id, account, field) do update set content = excluded.content, at = excluded.at`);
}

/** Takes away what somebody wrote in a field. */
export async function dropNote(tx: Queryable, inspection: number, account: string, field: string): Promise<void> {
  await tx.query(
    sql`delete from inspection_note where inspection_id = ${inspection} and account = ${account} and field = ${field}`,
  );
}

/** Takes away what anybody still wrote of the items. */
export async function dropNotesOfItems(tx: Queryable, inspection: number): Promise<void> {
  await tx.query(
    sql`delete from inspection_note where inspection_id = ${inspection} and field <> 'statement' and field not like 'verify:%'`,
  );
}
