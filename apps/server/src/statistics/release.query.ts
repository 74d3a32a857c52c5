/** Releases of de-identified cases; rows are only ever added. */
import type { Deidentified } from '@fujie/core/privacy';

import type { Queryable } from '../platform/db/database.ts';
import { sql } from '../platform/db/database.ts';
import { LOCKS } from '../platform/db/locks.ts';

/** What is given of a case beside what is coarse of its person. */
export interface CaseFacts {
  readonly item: string;
  readonly class: string | null;
  readonly choice: string | null;
  readonly code: number | null;
}

export interface ReleaseRow {
  readonly city: string;
  readonly k: number;
  /** Null: too few persons. */
  readonly given: Deidentified<CaseFacts> | null;
}

/** Nobody else makes a release until this transaction ends. */
export async function lockReleases(tx: Queryable): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCKS.releases})`);
}

export async function findReleasedCities(db: Queryable, month: string): Promise<readonly string[]> {
  const rows = await db.query<{ city: string }>(
    sql`select city from deidentified_release where month = ${month} order by city`,
  );
  return rows.map(({ city }) => city);
}

export async function findReleases(db: Queryable, month: string, cities: readonly string[]): Promise<ReleaseRow[]> {
  return db.query<ReleaseRow>(sql`
    select city, k, given from deidentified_release where month = ${month} and city = any(${cities}) order by city`);
}

export async function insertRelease(db: Queryable, month: string, row: ReleaseRow, now: number): Promise<void> {
  const { city, k, given } = row;
  await db.query(sql`
    insert into deidentified_release (month, city, k, given, made_at)
    values (${month}, ${city}, ${k}, ${given === null ? null : JSON.stringify(given)}::jsonb, to_timestamp(${now}::float8 / 1000))`);
}
