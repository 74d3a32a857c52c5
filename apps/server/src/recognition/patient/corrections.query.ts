/** Requests for correction 更正申请: what may be asked for, what was asked, and what was answered. Rows are only ever added. */
import type { CorrectionVerdict } from '@fujie/core/access';
import type { Day, Instant } from '@fujie/core/kernel';

import type { Queryable } from '../../platform/db/database.ts';
import { single, sql } from '../../platform/db/database.ts';
import { sealed } from '../../platform/db/key-ring.ts';

export interface OwnResultRow {
  id: string;
  version: number;
  institution: string;
  item: string | null;
  name: string | null;
  reported_ms: number | null;
}

/** Current results of a person, newest first; with `id` that one only. */
export async function findOwnResults(
  db: Queryable,
  person: number,
  limit: number,
  id: string | null = null,
): Promise<OwnResultRow[]> {
  return db.query<OwnResultRow>(sql`
    select id, version, institution, item, name, extract(epoch from reported_at)::float8 * 1000 as reported_ms from result
     where person_id = ${person} and current and status not in ('entered-in-error', 'cancelled')
       and (${id}::text is null or id = ${id})
     order by reported_at desc nulls last, id limit ${limit}`);
}

/** Institutions that hold a record of a person. */
export async function findRecorders(db: Queryable, person: number): Promise<string[]> {
  const rows = await db.query<{ institution: string }>(sql`
    select institution from resource where person_id = ${person} and current
    union select institution from result where person_id = ${person} and current order by 1`);
  return rows.map((row) => row.institution);
}

export interface NewCorrection {
  readonly person: number;
  readonly institution: string;
  readonly result: { readonly id: string; readonly version: number } | null;
  readonly wrong: string;
  readonly wanted: string;
  readonly guardian: { readonly name: string; readonly relation: string } | null;
  readonly dueOn: Day;
  readonly at: Instant;
  readonly by: string;
}

export async function insertCorrection(db: Queryable, asked: NewCorrection): Promise<number> {
  const { result, guardian } = asked;
  const rows = await db.query<{ id: number }>(sql`
    insert into correction_request (person_id, institution, result_id, result_version, wrong, wanted, guardian_name,
      guardian_relation, due_on, asked_at, asked_by)
    values (${asked.person}, ${asked.institution}, ${result?.id ?? null}, ${result?.version ?? null}, ${sealed(asked.wrong)}, ${sealed(asked.wanted)},
      ${sealed(guardian?.name ?? null)}, ${guardian?.relation ?? null}, ${asked.dueOn}, ${new Date(asked.at)}, ${asked.by})
    returning id`);
  return single(rows).id;
}

export interface CorrectionRow {
  id: number;
  person_id: number;
  institution: string;
  result_id: string | null;
  asked_version: number | null;
  current_version: number | null;
  item: string | null;
  name: string | null;
  reported_ms: number | null;
  wrong: string;
  wanted: string;
  guardian_name: string | null;
  guardian_relation: string | null;
  due_on: Day;
  asked_ms: number;
  verdict: CorrectionVerdict | null;
  reason: string | null;
  answered_ms: number | null;
  answered_by: string | null;
}

/** Of one person, or of the records of one institution; what is still to answer first. */
export async function findCorrections(
  db: Queryable,
  of: { readonly person: number } | { readonly institution: string },
  limit: number,
): Promise<CorrectionRow[]> {
  const wanted = 'person' in of ? sql`q.person_id = ${of.person}` : sql`q.institution = ${of.institution}`;
  return db.query<CorrectionRow>(sql`
    select q.id, q.person_id, q.institution, q.result_id, q.result_version as asked_version, r.version as current_version, r.item,
           r.name, extract(epoch from r.reported_at)::float8 * 1000 as reported_ms, q.wrong, q.wanted, q.guardian_name,
           q.guardian_relation, q.due_on, extract(epoch from q.asked_at)::float8 * 1000 as asked_ms, a.verdict, a.reason,
           extract(epoch from a.answered_at)::float8 * 1000 as answered_ms, a.answered_by
      from correction_request q
      left join correction_answer a on a.request_id = q.id
      left join result r on r.person_id = q.person_id and r.id = q.result_id and r.current
     where ${wanted} order by a.verdict is not null, q.asked_at desc, q.id desc limit ${limit}`);
}

/** How many requests of a person are not answered yet. */
export async function countOpenCorrections(db: Queryable, person: number): Promise<number> {
  const rows = await db.query<{ n: number }>(sql`
    select count(*)::int as n from correction_request q where q.person_id = ${person}
       and not exists (select from correction_answer a where a.request_id = q.id)`);
  return single(rows).n;
}

/** Records an answer; null when there is no such request there, false when it was answered before. */
export async function insertAnswer(
  db: Queryable,
  answer: {
    readonly id: number;
    readonly institution: string;
    readonly verdict: CorrectionVerdict;
    readonly reason: string;
    readonly at: Instant;
    readonly by: string;
  },
): Promise<{ readonly personId: number; readonly isNew: boolean } | null> {
  const [row] = await db.query<{ person_id: number; is_new: boolean }>(sql`
    with asked as (select id, person_id, institution from correction_request where id = ${answer.id} and institution = ${answer.institution}),
    answered as (
      insert into correction_answer (request_id, person_id, institution, verdict, reason, answered_at, answered_by)
      select id, person_id, institution, ${answer.verdict}, ${answer.reason}, ${new Date(answer.at)}, ${answer.by} from asked
      on conflict do nothing returning 1)
    select person_id, exists (select from answered) as is_new from asked`);
  return row === undefined ? null : { personId: row.person_id, isNew: row.is_new };
}
