/** What loops taught 经验教训 and an office shared with a whole hospital 全院分享: the text alone, of no place and no person. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable } from '../db/database.ts';
import { sql } from '../db/database.ts';
import { findRecords } from './loops.query.ts';

export interface Lesson {
  readonly sharedMs: Instant;
  readonly text: string;
}

/** Which lessons: shared in `[from, to)` at a stage of a kind of loop. */
export interface Shared {
  readonly institution: string;
  readonly definition: string;
  readonly stage: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** What was shared, the newest first. */
export async function findLessons(
  db: Queryable,
  { institution, definition, stage, from, to }: Shared,
  most: number,
): Promise<readonly Lesson[]> {
  const rows = await db.query<{ id: number; record: string; sharedMs: number }>(sql`
    select loop.id, s.by as record, s."doneAt" as "sharedMs" from loop
      cross join lateral jsonb_to_recordset(state -> 'stages') as s (id text, outcome text, by text, "doneAt" float8)
     where unit = ${institution} and definition = ${definition} and loop.status <> 'void'
       and s.id = ${stage} and s.outcome = 'shared' and s."doneAt" >= ${from}::float8 and s."doneAt" < ${to}::float8
     order by s."doneAt" desc limit ${most}`);
  const records = await findRecords(
    db,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id, record, sharedMs }) => {
    const act = records.get(id)?.find((one) => one.id === record);
    const text = act?.kind === 'act' ? act.fields['lesson'] : undefined;
    return typeof text === 'string' ? [{ sharedMs: sharedMs as Instant, text: text.trim() }] : [];
  });
}
