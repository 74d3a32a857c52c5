/**
 * Results under review 受影响结果评估, because a recalled lot 召回批号 or a rejected run 失控 may have affected them: as they were listed and decided on.
 */
import type { Instant } from '@fujie/core/kernel';
import type { ReviewCounts } from '@fujie/wire/contracts';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';

/** What results are reviewed for, as its audit names it. */
export interface ReviewOf {
  readonly institution: string;
  readonly subject: string;
}

interface ReviewsOf {
  readonly institution: string;
  readonly subjects: readonly string[];
}

const alone = ({ institution, subject }: ReviewOf): ReviewsOf => ({ institution, subjects: [subject] });

/**
 * Lists what a table `concerned` holds (institution, subject, id, version, is_named, reported_at, status) and was not listed yet: for which
 * reviews anything was. What was withdrawn before needs no decision.
 */
export async function listConcerned(tx: Queryable, concerned: Sql): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ subject: string }>(sql`
    with ${concerned}
    insert into laboratory_review_result (institution, subject, result_id, version, is_named, reported_at)
    select institution, subject, id, version, is_named, reported_at from concerned
     where status not in ('entered-in-error', 'cancelled')
    on conflict do nothing returning subject`);
  return new Set(rows.map(({ subject }) => subject));
}

export type Standing = 'open' | 'as-is' | 'corrected' | 'withdrawn';

/**
 * The table `standing`: how each result of a review stands. Withdrawn and corrected is what its own record became since it was listed; what was
 * released as is holds for the version that was looked at.
 */
function standingOf({ institution, subjects }: ReviewsOf): Sql {
  return sql`
    standing as (
      select l.subject, l.result_id as id, l.is_named, r.version, coalesce(r.report_no, r.report_id) as report, coalesce(r.item, '') as item, r.device,
        r.person_id, coalesce(r.value_text, coalesce(r.comparator, '') || r.value_num::text) as value, r.unit,
        coalesce(r.reported_at, l.reported_at) as reported_at, d.reason, d.decided_name, d.recorded_at,
        case when r.status in ('entered-in-error', 'cancelled') then 'withdrawn'
             when r.version > l.version and r.status in ('corrected', 'amended') then 'corrected'
             when d.version = r.version then 'as-is' else 'open' end as standing
        from laboratory_review_result l
             left join result r on r.id = l.result_id and r.current
             left join lateral (select version, reason, decided_name, recorded_at from laboratory_review_decision d
               where d.institution = l.institution and d.subject = l.subject and d.result_id = l.result_id
               order by d.id desc limit 1) d on true
       where l.institution = ${institution} and l.subject = any(${subjects}::text[]))`;
}

const NOTHING: ReviewCounts = { results: 0, open: 0, asIs: 0, corrected: 0, withdrawn: 0 };

export async function countStanding(db: Queryable, of: ReviewOf): Promise<ReviewCounts> {
  return (await countStandings(db, alone(of)))(of.subject);
}

/** Counts reviews of an institution at once. */
export async function countStandings(db: Queryable, of: ReviewsOf): Promise<(subject: string) => ReviewCounts> {
  const rows = await db.query<ReviewCounts & { readonly subject: string }>(sql`
    with ${standingOf(of)}
    select subject, count(*)::int as results, count(*) filter (where standing = 'open')::int as open,
      count(*) filter (where standing = 'as-is')::int as "asIs", count(*) filter (where standing = 'corrected')::int as corrected,
      count(*) filter (where standing = 'withdrawn')::int as withdrawn from standing group by subject`);
  const counts = new Map(rows.map(({ subject, ...counted }) => [subject, counted]));
  return (subject) => counts.get(subject) ?? NOTHING;
}

export interface ReviewedRow {
  readonly id: string;
  readonly report: string | null;
  readonly item: string;
  readonly personId: number | null;
  readonly value: string | null;
  readonly unit: string | null;
  readonly reportedMs: number | null;
  readonly device: string | null;
  readonly isNamed: boolean;
  readonly standing: Standing;
  readonly reason: string | null;
  readonly by: string | null;
  readonly atMs: number | null;
}

/** A page of them, what is open first. */
export async function findStanding(
  db: Queryable,
  of: ReviewOf,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): Promise<readonly ReviewedRow[]> {
  return db.query<ReviewedRow>(sql`
    with ${standingOf(alone(of))}
    select id, report, item, person_id as "personId", value, unit, extract(epoch from reported_at)::float8 * 1000 as "reportedMs", device, is_named as "isNamed", standing,
      case standing when 'as-is' then reason end as reason, case standing when 'as-is' then decided_name end as by,
      case standing when 'as-is' then extract(epoch from recorded_at)::float8 * 1000 end as "atMs"
      from standing order by standing <> 'open', reported_at desc nulls last, id
     limit ${pageSize} offset ${(page - 1) * pageSize}`);
}

export interface Decider {
  readonly id: string;
  readonly name: string;
  readonly at: Instant;
}

/** Notes that open results of a review stay as they are: these, or all; how many. */
export async function insertDecisions(
  tx: Queryable,
  of: ReviewOf,
  results: readonly string[] | null,
  { reason, by }: { readonly reason: string; readonly by: Decider },
): Promise<number> {
  const chosen = results === null ? empty : sql`and id = any(${results}::text[])`;
  const rows = await tx.query(sql`
    with ${standingOf(alone(of))}
    insert into laboratory_review_decision (institution, subject, result_id, version, reason, decided_by, decided_name, recorded_at)
    select ${of.institution}, ${of.subject}, id, version, ${reason}, ${by.id}, ${by.name}, to_timestamp(${by.at}::float8 / 1000)
      from standing where standing = 'open' and version is not null ${chosen}
    returning 1`);
  return rows.length;
}

/** Who decided on any of them. */
export async function findDeciders(db: Queryable, { institution, subject }: ReviewOf): Promise<readonly string[]> {
  const rows = await db.query<{ by: string }>(sql`
    select distinct decided_by as by from laboratory_review_decision
     where institution = ${institution} and subject = ${subject} order by by`);
  return rows.map(({ by }) => by);
}
