/** What scorecards count, and where results were taken into account, as it is kept. */
import type { ResultUse, Score } from '@fujie/core/organisation';
import type { Day } from '@fujie/core/kernel';

import type { Sql } from 'sql-template-tag';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface StageCount {
  readonly definition: string;
  readonly department: string;
  readonly stage: string;
  readonly met: number;
  readonly asked: number;
}

interface Span {
  readonly institution: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Steps of loops of departments that were done, or fell due and are not, within a time. */
const asked = ({ institution, fromMs, toMs }: Span): Sql => sql`
  loop l cross join jsonb_array_elements(l.state -> 'stages') s
     where l.unit = ${institution} and l.department is not null and l.status <> 'void' and l.opened_at < to_timestamp(${toMs}::float8 / 1000)
       and (l.closed_at is null or l.closed_at >= to_timestamp(${fromMs}::float8 / 1000) or l.status = 'waived')
       and s ->> 'status' in ('met', 'met-late', 'overdue')
       and coalesce(s ->> 'doneAt', s ->> 'dueAt')::float8 >= ${fromMs}::float8 and coalesce(s ->> 'doneAt', s ->> 'dueAt')::float8 < ${toMs}::float8`;

/** Steps of loops of an institution that were done, or fell due and are not, within a time; by kind, step and department. */
export async function countStages(db: Queryable, span: Span): Promise<readonly StageCount[]> {
  return db.query<StageCount>(sql`
    select l.definition, l.department, s ->> 'id' as stage, (count(*) filter (where s ->> 'status' = 'met'))::int as met, count(*)::int as asked
      from ${asked(span)}
     group by 1, 2, 3`);
}

export interface StageCase {
  readonly loop: number;
  readonly definition: string;
  readonly department: string;
  readonly stage: string;
  readonly standing: 'met' | 'met-late' | 'overdue';
  readonly dueMs: number | null;
  readonly doneMs: number | null;
  readonly total: number;
}

/** The steps behind a count, of kinds named as `loop step`: first what was not met, then the latest. */
export async function listStages(
  db: Queryable,
  {
    department,
    kinds,
    most,
    ...span
  }: Span & { readonly department: string | null; readonly kinds: readonly string[]; readonly most: number },
): Promise<readonly StageCase[]> {
  return db.query<StageCase>(sql`
    select l.id as loop, l.definition, l.department, s ->> 'id' as stage, s ->> 'status' as standing, (s ->> 'dueAt')::float8 as "dueMs",
           (s ->> 'doneAt')::float8 as "doneMs", (count(*) over ())::int as total
      from ${asked(span)}
       and (${department}::text is null or l.department = ${department})
       and l.definition || ' ' || (s ->> 'id') = any(${[...kinds]}::text[])
     order by s ->> 'status' = 'met', coalesce(s ->> 'doneAt', s ->> 'dueAt')::float8 desc, l.id desc limit ${most}`);
}

/** Counts of recognition of an institution on days, by department. */
export async function countRecognitionOf(
  db: Queryable,
  { institution, from, to }: { readonly institution: string; readonly from: Day; readonly to: Day },
): Promise<readonly { readonly department: string; readonly measure: string; readonly count: number }[]> {
  return db.query(sql`
    select department, measure, sum(count)::int as count from recognition_daily
     where institution = ${institution} and day >= ${from}::date and day < ${to}::date and department <> ''
       and measure in ('opportunities', 'acceptedMust', 'explanationsDue', 'explanationsComplete')
     group by 1, 2`);
}

export interface NewUse {
  readonly institution: string;
  readonly kind: ResultUse;
  readonly department: string;
  readonly practitioner: string | null;
  readonly from: string;
  readonly to: string;
  readonly result: string;
  readonly scores: readonly Score[];
  readonly decidedOn: Day;
  readonly decidedBy: string;
  readonly corrects: number | null;
  readonly recordedBy: string;
  readonly recordedName: string;
  readonly recordedAt: number;
  readonly key: string | null;
}

/** Keeps one; null: what it corrects was corrected before, or it was sent before under its key. */
export async function insertUse(db: Queryable, one: NewUse): Promise<number | null> {
  const [row] = await db.query<{ id: number }>(sql`
    insert into quality_result_use (institution, kind, department, practitioner, from_month, to_month, result, scores, decided_on, decided_by,
      corrects, recorded_by, recorded_name, recorded_at, sent_key)
    values (${one.institution}, ${one.kind}, ${one.department}, ${one.practitioner}, ${one.from}, ${one.to}, ${sealed(one.result)},
      ${JSON.stringify(one.scores)}::jsonb, ${one.decidedOn}, ${sealed(one.decidedBy)}, ${one.corrects}, ${one.recordedBy}, ${one.recordedName},
      to_timestamp(${one.recordedAt}::float8 / 1000), ${one.key})
    on conflict do nothing returning id`);
  return row?.id ?? null;
}

export interface UseRow extends Omit<
  NewUse,
  'result' | 'decidedBy' | 'recordedAt' | 'institution' | 'recordedBy' | 'key'
> {
  readonly id: number;
  readonly result: Buffer;
  readonly decidedBy: Buffer;
  readonly recordedMs: number;
  readonly corrected: boolean;
}

const USE = sql`select u.id, u.kind, u.department, u.practitioner, u.from_month as "from", u.to_month as "to", u.result, u.scores, u.decided_on as "decidedOn",
  u.decided_by as "decidedBy", u.corrects, u.recorded_name as "recordedName", extract(epoch from u.recorded_at)::float8 * 1000 as "recordedMs",
  exists (select from quality_result_use c where c.corrects = u.id) as corrected from quality_result_use u`;

/** The one that somebody sent under a key. */
export async function findSentUse(
  db: Queryable,
  { institution, recordedBy, key }: Pick<NewUse, 'institution' | 'recordedBy' | 'key'>,
): Promise<UseRow | null> {
  const rows = await db.query<UseRow>(
    sql`${USE} where u.institution = ${institution} and u.recorded_by = ${recordedBy} and u.sent_key = ${key}`,
  );
  return rows[0] ?? null;
}

/** Whether an institution has recorded this use, however long ago. */
export async function hasUse(db: Queryable, institution: string, id: number): Promise<boolean> {
  const rows = await db.query(sql`select id from quality_result_use where institution = ${institution} and id = ${id}`);
  return rows.length > 0;
}

const MOST = 500;

/** Uses of an institution, the newest first; of one department, if one is named. */
export async function findUses(
  db: Queryable,
  institution: string,
  department: string | null,
): Promise<readonly UseRow[]> {
  return db.query<UseRow>(sql`${USE} where u.institution = ${institution} and (${department}::text is null or u.department = ${department})
     order by u.decided_on desc, u.id desc limit ${MOST}`);
}
