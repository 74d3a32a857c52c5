/** The journal as it is kept, and the sums of a month from which it is drafted. */
import type { JournalFigures } from '@fujie/core/organisation';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { sealed } from '../platform/db/key-ring.ts';

export interface JournalRow {
  readonly month: string;
  readonly version: number;
  readonly content: Buffer;
  readonly figures: JournalFigures;
  readonly editedName: string;
  readonly approvedName: string | null;
  readonly approvedBy: string | null;
  readonly publishedName: string | null;
  readonly publishedMs: number | null;
}

const JOURNAL = sql`
  select j.month, j.version, j.content, j.figures, j.edited_name as "editedName", a.by_name as "approvedName", a.by_id as "approvedBy",
    p.by_name as "publishedName", extract(epoch from p.at)::float8 * 1000 as "publishedMs"
    from quality_journal j
    left join quality_journal_step a on a.institution = j.institution and a.month = j.month and a.version = j.version and a.step = 'approved'
    left join quality_journal_step p on p.institution = j.institution and p.month = j.month and p.version = j.version and p.step = 'published'`;

/** Versions of an issue, the newest first. */
export async function findJournal(db: Queryable, institution: string, month: string): Promise<readonly JournalRow[]> {
  return db.query<JournalRow>(
    sql`${JOURNAL} where j.institution = ${institution} and j.month = ${month} order by j.version desc`,
  );
}

export async function lockJournal(tx: Queryable, institution: string, month: string): Promise<void> {
  await tx.query(
    sql`select pg_advisory_xact_lock(hashtext('quality_journal'), hashtext(${`${institution}|${month}`}))`,
  );
}

export interface NewJournal {
  readonly institution: string;
  readonly month: string;
  readonly version: number;
  readonly content: string;
  readonly figures: JournalFigures;
  readonly by: { readonly id: string; readonly name: string };
  readonly at: number;
}

export async function insertJournal(tx: Queryable, one: NewJournal): Promise<void> {
  await tx.query(sql`
    insert into quality_journal (institution, month, version, content, figures, edited_by, edited_name, edited_at)
    values (${one.institution}, ${one.month}, ${one.version}, ${sealed(one.content)}, ${JSON.stringify(one.figures)}::jsonb,
      ${one.by.id}, ${one.by.name}, to_timestamp(${one.at}::float8 / 1000))`);
}

/** Adds a step of a version; false when it was taken before. */
export async function insertStep(
  tx: Queryable,
  one: Pick<NewJournal, 'institution' | 'month' | 'version' | 'by' | 'at'> & {
    readonly step: 'approved' | 'published';
  },
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into quality_journal_step (institution, month, version, step, by_id, by_name, at)
    values (${one.institution}, ${one.month}, ${one.version}, ${one.step}, ${one.by.id}, ${one.by.name}, to_timestamp(${one.at}::float8 / 1000))
    on conflict (institution, month, version, step) do nothing returning id`);
  return rows.length > 0;
}

export interface IssueRow {
  readonly month: string;
  readonly version: number;
  readonly approved: boolean;
  readonly publishedVersion: number | null;
  readonly publishedMs: number | null;
}

/** The issues of a year: of each its newest version, and the last that was published. */
export async function findIssues(db: Queryable, institution: string, year: string): Promise<readonly IssueRow[]> {
  return db.query<IssueRow>(sql`
    select j.month, max(j.version) as version,
      bool_or(s.step = 'approved' and s.version = (select max(n.version) from quality_journal n where n.institution = j.institution and n.month = j.month)) is true as approved,
      max(s.version) filter (where s.step = 'published') as "publishedVersion",
      extract(epoch from max(s.at) filter (where s.step = 'published'))::float8 * 1000 as "publishedMs"
      from quality_journal j
      left join quality_journal_step s on s.institution = j.institution and s.month = j.month and s.version = j.version
     where j.institution = ${institution} and j.month like ${`${year}-%`}
     group by j.institution, j.month order by j.month`);
}

export interface LoopSum {
  readonly definition: string;
  readonly total: number;
  readonly closed: number;
  readonly late: number;
  readonly cases: readonly number[];
}

/** Loops of an institution that arose within `[from, to)`, by kind, with the numbers of those that were late. */
export async function sumLoops(
  db: Queryable,
  institution: string,
  from: number,
  to: number,
  now: number,
): Promise<readonly LoopSum[]> {
  const isLate = sql`('late' = any(flaws) or (status = 'open' and due_at < to_timestamp(${now}::float8 / 1000)))`;
  return db.query<LoopSum>(sql`
    select definition, count(*)::int as total, count(*) filter (where status = 'closed')::int as closed,
      count(*) filter (where ${isLate})::int as late,
      coalesce((array_agg(id::int order by id) filter (where ${isLate}))[1:100], '{}') as cases
      from loop where unit = ${institution} and status <> 'void'
       and opened_at >= to_timestamp(${from}::float8 / 1000) and opened_at < to_timestamp(${to}::float8 / 1000)
     group by definition order by definition`);
}

/** Adverse events reported in months, by month. */
export async function sumEvents(
  db: Queryable,
  institution: string,
  from: number,
  to: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ month: string; count: number }>(sql`
    select to_char(e.reported_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*)::int as count
      from adverse_event e join loop l on l.id = e.loop_id and l.status <> 'void'
     where e.institution = ${institution} and e.reported_at >= to_timestamp(${from}::float8 / 1000)
       and e.reported_at < to_timestamp(${to}::float8 / 1000) group by 1`);
  return new Map(rows.map(({ month, count }) => [month, count]));
}

/** Counts of recognition of a month, by measure. */
export async function sumRecognition(
  db: Queryable,
  institution: string,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ measure: string; count: number }>(sql`
    select measure, sum(count)::int as count from recognition_daily
     where institution = ${institution} and day >= ${from}::date and day < ${to}::date group by measure`);
  return new Map(rows.map(({ measure, count }) => [measure, count]));
}
