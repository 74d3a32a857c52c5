/** Looks without the ordinary ground 紧急调阅 and their review. Rows are only ever added. */
import type { BreakGlassCode } from '@fujie/core/access';
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { single, sql } from '../platform/db/database.ts';

export interface NewBreakGlass {
  readonly personId: number;
  readonly institution: string;
  readonly practitioner: string;
  readonly actor: string;
  readonly code: BreakGlassCode;
  readonly note: string;
  readonly from: number;
  readonly until: number;
  readonly reviewDue: Day;
}

/** Records a look, and in the same statement that the person is told of it. */
export async function insertBreakGlass(db: Queryable, glass: NewBreakGlass): Promise<number> {
  const rows = await db.query<{ id: number }>(sql`
    with broken as (
      insert into break_glass (person_id, institution, practitioner, actor, code, note, from_at, until_at, review_due)
      values (${glass.personId}, ${glass.institution}, ${glass.practitioner}, ${glass.actor}, ${glass.code}, ${glass.note},
              to_timestamp(${glass.from}::float8 / 1000), to_timestamp(${glass.until}::float8 / 1000), ${glass.reviewDue})
      returning id, person_id, institution, from_at, code),
    told as (
      insert into person_entry (person_id, institution, at, kind, subject)
      select person_id, institution, from_at, 'break-glass', jsonb_build_object('breakGlass', id, 'code', code) from broken)
    select id from broken`);
  return single(rows).id;
}

export interface BreakGlassRow {
  id: number;
  person_id: number;
  practitioner: string;
  code: BreakGlassCode;
  note: string;
  from_ms: number;
  until_ms: number;
  review_due: Day;
  verdict: 'justified' | 'not-justified' | null;
  review_note: string | null;
  reviewed_ms: number | null;
  reviewed_by: string | null;
}

/** Those of an institution: what is still to review first, what is due earliest before the rest. */
export async function findBreakGlass(db: Queryable, institution: string, limit: number): Promise<BreakGlassRow[]> {
  return db.query<BreakGlassRow>(sql`
    select g.id, g.person_id, g.practitioner, g.code, g.note, extract(epoch from g.from_at)::float8 * 1000 as from_ms,
           extract(epoch from g.until_at)::float8 * 1000 as until_ms, g.review_due, r.verdict, r.note as review_note,
           extract(epoch from r.reviewed_at)::float8 * 1000 as reviewed_ms, r.reviewed_by
      from break_glass g
      left join break_glass_review r on r.break_glass_id = g.id
     where g.institution = ${institution}
     order by r.verdict is not null, case when r.verdict is null then g.review_due end, g.from_at desc limit ${limit}`);
}

export async function countOpenBreakGlass(
  db: Queryable,
  institution: string,
  today: Day,
): Promise<{ readonly open: number; readonly overdue: number }> {
  return single(
    await db.query<{ open: number; overdue: number }>(sql`
      select count(*)::int as open, count(*) filter (where g.review_due < ${today}::date)::int as overdue from break_glass g
       where g.institution = ${institution} and not exists (select from break_glass_review r where r.break_glass_id = g.id)`),
  );
}

/** Records what a review found; null when there is no such look there, false when it was reviewed before. */
export async function insertReview(
  db: Queryable,
  review: {
    readonly id: number;
    readonly institution: string;
    readonly verdict: 'justified' | 'not-justified';
    readonly note: string;
    readonly at: number;
    readonly by: string;
  },
): Promise<{ readonly personId: number; readonly isNew: boolean } | null> {
  const rows = await db.query<{ person_id: number; is_new: boolean }>(sql`
    with looked as (select id, person_id, institution from break_glass where id = ${review.id} and institution = ${review.institution}),
    reviewed as (
      insert into break_glass_review (break_glass_id, person_id, institution, verdict, note, reviewed_at, reviewed_by)
      select id, person_id, institution, ${review.verdict}, ${review.note}, to_timestamp(${review.at}::float8 / 1000), ${review.by} from looked
      on conflict do nothing returning 1)
    select person_id, exists (select from reviewed) as is_new from looked`);
  const [row] = rows;
  return row === undefined ? null : { personId: row.person_id, isNew: row.is_new };
}
