/** Results that a lot 批号 may have affected: they name it, or name none of its product and come from a system that used it then. */
import type { Instant } from '@fujie/core/kernel';

import type { Queryable, Sql } from '../platform/db/database.ts';
import { empty, sql } from '../platform/db/database.ts';

/** When a system measured an item with the lot; `to` null: it still does. */
export interface UsedOn {
  readonly item: string;
  /** Codes and names of instruments of other systems of the item: what names one of them was not measured here. */
  readonly elsewhere: readonly string[];
  readonly from: Instant;
  readonly to: Instant | null;
}

export interface OfLot {
  readonly institution: string;
  readonly product: string;
  readonly lot: string;
}

/** Reported in these times; `to` null: to this day. */
export interface Reported {
  readonly from: Instant;
  readonly to: Instant | null;
}

export interface AffectedRow {
  readonly id: string;
  readonly report: string | null;
  readonly item: string | null;
  readonly reportedMs: number | null;
  readonly status: string;
  readonly isNamed: boolean;
  /** Of all, before the list was cut. */
  readonly named: number;
  readonly inUse: number;
}

const MOST = 500;

/**
 * The tables `named` and `in_use`, of what was stored since a moment unless of all. What was reported while a lot was used was stored since: the
 * index by the time of storing leads to it. What names a lot is found by the index of lots alone: what an institution reported is more.
 */
export function affectedBy(
  { institution, product, lot }: OfLot,
  used: readonly UsedOn[],
  reported: Reported | null = null,
  seen: Instant | null = null,
): Sql {
  const times = (of: (one: UsedOn) => Instant | null) => used.map((one) => of(one));
  const within =
    reported === null
      ? empty
      : sql`and reported_at >= to_timestamp(${reported.from}::float8 / 1000)
            and (${reported.to}::float8 is null or reported_at < to_timestamp(${reported.to}::float8 / 1000))`;
  const since = seen === null ? empty : sql`and updated_at >= to_timestamp(${seen}::float8 / 1000)`;
  return sql`
    named as (
      select id, version, report_no, report_id, item, reported_at, status, true as is_named
        from (select * from result where current and lots @> array[${`${product}|${lot}`}::text] and cardinality(lots) > 0 offset 0) as lotted
       where institution = ${institution} ${within} ${since}),
    in_use as (
      select distinct r.id, r.version, r.report_no, r.report_id, r.item, r.reported_at, r.status, false as is_named
        from unnest(${used.map(({ item }) => item)}::text[], ${times(({ from }) => from)}::float8[], ${times(({ to }) => to)}::float8[],
             ${used.map(({ elsewhere }) => JSON.stringify(elsewhere))}::jsonb[]) as u (item, since, until, elsewhere)
             join result r on r.institution = ${institution} and r.item = u.item and r.current and r.content = 'data'
       where r.updated_at >= to_timestamp(greatest(u.since, ${seen}::float8) / 1000) and r.reported_at >= to_timestamp(u.since / 1000)
         and (r.device is null or not u.elsewhere ? r.device)
         and (u.until is null or r.reported_at < to_timestamp(u.until / 1000))
         and not exists (select from unnest(r.lots) l where split_part(l, '|', 1) = ${product}))`;
}

export async function findAffected(db: Queryable, of: OfLot, used: readonly UsedOn[]): Promise<readonly AffectedRow[]> {
  return db.query<AffectedRow>(sql`
    with ${affectedBy(of, used)}
    select id, coalesce(report_no, report_id) as report, item, extract(epoch from reported_at)::float8 * 1000 as "reportedMs", status,
      is_named as "isNamed", (select count(*)::int from named) as named, (select count(*)::int from in_use) as "inUse"
      from (select * from named union all select * from in_use) a order by reported_at desc nulls last, id limit ${MOST}`);
}
