/** The list of well-known persons 重点保护人员, kept by person. Rows are only ever added; a lift is a row of its own. */
import type { Day, Instant } from '@fujie/core/kernel';
import type { IdentifierKind } from '@fujie/core/person';

import type { Queryable } from '../platform/db/database.ts';
import { single, sql } from '../platform/db/database.ts';

/** Who is or was on the list, by number. */
export async function findWatchedIds(db: Queryable): Promise<readonly number[]> {
  // As JSON: the driver gives numbers of an array of int8 as texts.
  const rows = await db.query<{ ids: number[] }>(sql`select to_jsonb(watched_persons()) as ids`);
  return single(rows).ids;
}

export interface WatchedRow {
  readonly id: number;
  readonly person_id: number;
  readonly from_day: Day;
  /** The first day on which it no longer holds, by its own end or a lift. */
  readonly to_day: Day | null;
  readonly reason: string;
  readonly recorded_at: Instant;
  readonly recorded_by: string;
}

/** What a scope of persons shows of the list, newest first. */
export async function findWatched(db: Queryable): Promise<readonly WatchedRow[]> {
  return db.query<WatchedRow>(sql`
    select w.id, w.person_id, w.from_day, least(w.to_day, l.from_day) as to_day, w.reason,
           round(extract(epoch from w.recorded_at) * 1000)::float8 as recorded_at, w.recorded_by
      from watched_person w left join watched_person_lift l on l.watched_id = w.id
     order by w.recorded_at desc, w.id desc`);
}

export interface NewWatched {
  readonly personId: number;
  readonly from: Day;
  readonly to: Day | null;
  readonly reason: string;
  readonly at: Instant;
  readonly by: string;
}

export async function insertWatched(
  db: Queryable,
  { personId, from, to, reason, at, by }: NewWatched,
): Promise<number> {
  const rows = await db.query<{ id: number }>(sql`
    insert into watched_person (person_id, from_day, to_day, reason, recorded_at, recorded_by)
    values (${personId}, ${from}, ${to}, ${reason}, to_timestamp(${at}::float8 / 1000), ${by}) returning id`);
  return single(rows).id;
}

/** Takes a person off the list from a day on; false: was taken off before. */
export async function insertWatchedLift(
  db: Queryable,
  lift: { readonly id: number } & Omit<NewWatched, 'to'>,
): Promise<boolean> {
  const rows = await db.query(sql`
    insert into watched_person_lift (watched_id, person_id, from_day, reason, recorded_at, recorded_by)
    values (${lift.id}, ${lift.personId}, ${lift.from}, ${lift.reason}, to_timestamp(${lift.at}::float8 / 1000), ${lift.by})
    on conflict do nothing returning 1`);
  return rows.length > 0;
}

/** The persons whose document or card has one of these tokens. */
export async function findByTokens(
  db: Queryable,
  tokens: readonly { readonly kind: IdentifierKind; readonly token: Buffer }[],
): Promise<readonly number[]> {
  const rows = await db.query<{ id: number }>(sql`
    select distinct i.person_id as id from person_identifier i
      join unnest(${tokens.map(({ kind }) => kind)}::text[], ${tokens.map(({ token }) => token)}::bytea[]) as t (kind, token)
        on i.kind = t.kind and i.issuer = '' and i.token = t.token`);
  return rows.map((row) => row.id);
}
