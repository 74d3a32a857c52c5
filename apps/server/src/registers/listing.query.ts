/** Registers 目录 as pages, exports and histories show them. */
import type { Day } from '@fujie/core/kernel';

import type { Queryable } from '../platform/db/database.ts';
import { single, sql } from '../platform/db/database.ts';

/** An entry as it is listed: its row, its period, and how it came to be known. */
export interface ListedEntry {
  readonly key: string;
  readonly version: number;
  readonly from: Day;
  readonly to: Day | null;
  readonly row: Readonly<Record<string, unknown>>;
  readonly publisher: string | null;
  readonly document: string | null;
  readonly revision: number;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly supersededAt: Date | null;
}

export interface ListingQuery {
  readonly register: string;
  /** Entries in force on this day; null: whatever their period. */
  readonly asOf: Day | null;
  /** Superseded versions too. */
  readonly history: boolean;
  /** Text that the key or any value contains. */
  readonly text: string;
  readonly institution: string | null;
  /** Exactly this key. */
  readonly key?: string | null;
  /** Entries of exactly this list. */
  readonly list?: string | null;
}

const condition = (query: ListingQuery) => sql`
  register = ${query.register} and (${query.history} or superseded_at is null)
  and (${query.asOf}::date is null or valid @> ${query.asOf}::date)
  and (${query.institution}::text is null or data ->> 'institution' = ${query.institution})
  and (${query.key ?? null}::text is null or key = ${query.key ?? null})
  and (${query.list ?? null}::text is null or data ->> 'list' = ${query.list ?? null})
  and (${query.text} = '' or key ilike ${likeOf(query.text)} or data::text ilike ${likeOf(query.text)})`;

function likeOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
}

export async function listEntries(
  db: Queryable,
  query: ListingQuery,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly total: number; readonly entries: readonly ListedEntry[] }> {
  const counted = await db.query<{ total: number }>(
    sql`select count(*) as total from register_entry where ${condition(query)}`,
  );
  const entries = await db.query<ListedEntry>(sql`
    select key, version, lower(valid)::text as "from", upper(valid)::text as "to", data as row, publisher, source as document,
           revision, recorded_at as "recordedAt", recorded_by as "recordedBy", superseded_at as "supersededAt"
      from register_entry where ${condition(query)}
     order by key, lower(valid), version limit ${page.limit} offset ${page.offset}`);
  return { total: single(counted).total, entries };
}

export interface RegisterSummary {
  readonly register: string;
  readonly inForce: number;
}

/** How many entries of each register are in force on a day. */
export async function countInForce(db: Queryable, day: Day): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<RegisterSummary>(sql`
    select register, count(*) as "inForce" from register_entry
     where superseded_at is null and valid @> ${day}::date group by register`);
  return new Map(rows.map((row) => [row.register, row.inForce]));
}

export interface Revision {
  readonly register: string;
  readonly revision: number;
  readonly action: string;
  readonly entries: number;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly note: string | null;
}

/** The last change of each register. */
export async function lastRevisions(db: Queryable): Promise<ReadonlyMap<string, Revision>> {
  const rows = await db.query<Revision>(sql`
    select distinct on (register) register, revision, action, entries, recorded_at as "recordedAt", recorded_by as "recordedBy", note
      from register_revision order by register, revision desc`);
  return new Map(rows.map((row) => [row.register, row]));
}

/** The latest changes of a register, newest first. */
export async function listRevisions(db: Queryable, register: string, limit: number): Promise<readonly Revision[]> {
  return db.query<Revision>(sql`
    select register, revision, action, entries, recorded_at as "recordedAt", recorded_by as "recordedBy", note
      from register_revision where register = ${register} order by revision desc limit ${limit}`);
}
