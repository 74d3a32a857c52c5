/** Results of recalled lots 召回批号的结果 as they were listed and decided on. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';
import type { RecallCounts } from '@fujie/wire/contracts';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';
import type { OfLot, Reported, UsedOn } from './affected.query.ts';
import { affectedBy } from './affected.query.ts';

export const RECALL = 'reagent/recall';

export interface RecallLoop {
  readonly id: number;
  readonly subject: string;
  readonly status: LoopState['status'];
  readonly state: Pick<LoopState, 'stages'>;
}

/** Loops of recalls by what they are about. */
export async function findRecallLoops(db: Queryable, subjects: readonly string[]): Promise<readonly RecallLoop[]> {
  return db.query<RecallLoop>(sql`
    select id, subject, status, state from loop where definition = ${RECALL} and subject = any(${subjects}::text[])`);
}

/** Lists what a recall concerns and was not listed yet; how many. */
export async function listAffected(
  tx: Queryable,
  of: OfLot,
  used: readonly UsedOn[],
  reported: Reported,
): Promise<number> {
  const rows = await tx.query(sql`
    with ${affectedBy(of, used, reported)}
    insert into laboratory_recall_result (institution, product, lot, result_id, version, is_named, reported_at)
    select ${of.institution}, ${of.product}, ${of.lot}, id, version, is_named, reported_at
      from (select * from named union all select * from in_use) a
     where status not in ('entered-in-error', 'cancelled')
    on conflict do nothing returning 1`);
  return rows.length;
}

export type Standing = 'open' | 'as-is' | 'corrected' | 'withdrawn';

/**
 * The table `standing`: how each result of a recall stands. Withdrawn and corrected is what its own record became since it was listed; what was
 * released as is holds for the version that was looked at.
 */
function standingOf({ institution, product, lot }: OfLot): Sql {
  return sql`
    standing as (
      select l.result_id as id, l.is_named, r.version, coalesce(r.report_no, r.report_id) as report, coalesce(r.item, '') as item,
        coalesce(r.reported_at, l.reported_at) as reported_at, d.reason, d.decided_name, d.recorded_at,
        case when r.status in ('entered-in-error', 'cancelled') then 'withdrawn'
             when r.version > l.version and r.status in ('corrected', 'amended') then 'corrected'
             when d.version = r.version then 'as-is' else 'open' end as standing
        from laboratory_recall_result l
             left join result r on r.id = l.result_id and r.current
             left join lateral (select version, reason, decided_name, recorded_at from laboratory_recall_decision d
               where d.institution = l.institution and d.product = l.product and d.lot = l.lot and d.result_id = l.result_id
               order by d.id desc limit 1) d on true
       where l.institution = ${institution} and l.product = ${product} and l.lot = ${lot})`;
}

export async function countStanding(db: Queryable, of: OfLot): Promise<RecallCounts> {
  const [row] = await db.query<RecallCounts>(sql`
    with ${standingOf(of)}
    select count(*)::int as results, count(*) filter (where standing = 'open')::int as open,
      count(*) filter (where standing = 'as-is')::int as "asIs", count(*) filter (where standing = 'corrected')::int as corrected,
      count(*) filter (where standing = 'withdrawn')::int as withdrawn from standing`);
  return row ?? { results: 0, open: 0, asIs: 0, corrected: 0, withdrawn: 0 };
}

export interface RecalledResult {
  readonly id: string;
  readonly report: string | null;
  readonly item: string;
  readonly reportedMs: number | null;
  readonly isNamed: boolean;
  readonly standing: Standing;
  readonly reason: string | null;
  readonly by: string | null;
  readonly atMs: number | null;
}

const MOST = 500;

/** What is open first. */
export async function findStanding(db: Queryable, of: OfLot): Promise<readonly RecalledResult[]> {
  return db.query<RecalledResult>(sql`
    with ${standingOf(of)}
    select id, report, item, extract(epoch from reported_at)::float8 * 1000 as "reportedMs", is_named as "isNamed", standing,
      case standing when 'as-is' then reason end as reason, case standing when 'as-is' then decided_name end as by,
      case standing when 'as-is' then extract(epoch from recorded_at)::float8 * 1000 end as "atMs"
      from standing order by standing <> 'open', reported_at desc nulls last, id limit ${MOST}`);
}

/** Notes that open results of a recall stay as they are: these, or all; how many. */
export async function insertDecisions(
  tx: Queryable,
  of: OfLot,
  results: readonly string[] | null,
  {
    reason,
    by,
  }: { readonly reason: string; readonly by: { readonly id: string; readonly name: string; readonly at: Instant } },
): Promise<number> {
  const chosen = results === null ? empty : sql`and id = any(${results}::text[])`;
  const rows = await tx.query(sql`
    with ${standingOf(of)}
    insert into laboratory_recall_decision (institution, product, lot, result_id, version, reason, decided_by, decided_name, recorded_at)
    select ${of.institution}, ${of.product}, ${of.lot}, id, version, ${reason}, ${by.id}, ${by.name}, to_timestamp(${by.at}::float8 / 1000)
      from standing where standing = 'open' and version is not null ${chosen}
    returning 1`);
  return rows.length;
}

/** The accounts that decided that a result of a recall stays as it is. */
export async function findDeciders(db: Queryable, { institution, product, lot }: OfLot): Promise<readonly string[]> {
  const rows = await db.query<{ by: string }>(sql`
    select distinct decided_by as by from laboratory_recall_decision
     where institution = ${institution} and product = ${product} and lot = ${lot}`);
  return rows.map(({ by }) => by);
}
