/**
 * The stored versions of register entries 目录条目. A version is added, or superseded by a newer one; nothing is ever
 * overwritten or deleted. Whoever changes registers holds their lock until the end of the transaction, so that the order
 * of revisions is the order in which they become visible.
 */
import type { Day } from '@fujie/core/kernel';
import type { Change, StoredVersion } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import { single, sql } from '../platform/db/database.ts';
import { LOCKS } from '../platform/db/locks.ts';
import { REGISTER_CHANNEL } from './snapshots.query.ts';

const CHUNK = 5000;
/** Up to this many keys are looked up one by one; above, the whole register is read. */
const MANY_KEYS = 2000;

/** Waits until no one else changes registers; released at the end of the transaction. */
export async function lockRegisters(tx: Queryable): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${LOCKS.registers})`);
}

interface StoredRecord {
  id: number;
  key: string;
  from: Day;
  to: Day | null;
  row: Readonly<Record<string, unknown>>;
  publisher: string | null;
  document: string | null;
}

/** The versions in force of the given keys, or of more. */
export async function readVersions(
  tx: Queryable,
  register: string,
  keys: readonly string[],
): Promise<readonly StoredVersion[]> {
  const only = keys.length > MANY_KEYS ? null : keys;
  return tx.query<StoredRecord>(sql`
    select id, key, lower(valid)::text as "from", upper(valid)::text as "to", data as row, publisher, source as document
      from register_entry
     where register = ${register} and superseded_at is null and (${only}::text[] is null or key = any(${only}::text[]))
     order by key, lower(valid)`);
}

/** The highest version number that each of the given keys ever had. */
async function readLastVersions(
  tx: Queryable,
  register: string,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const only = keys.length > MANY_KEYS ? null : keys;
  const rows = await tx.query<{ key: string; version: number }>(sql`
    select key, max(version) as version from register_entry
     where register = ${register} and (${only}::text[] is null or key = any(${only}::text[])) group by key`);
  return new Map(rows.map((row) => [row.key, row.version]));
}

/** The keys that a register holds, whatever their period. */
export async function readKeys(tx: Queryable, register: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ key: string }>(
    sql`select distinct key from register_entry where register = ${register} and superseded_at is null`,
  );
  return new Set(rows.map((row) => row.key));
}

/** The keys of the entries that a list holds. */
export async function readListKeys(tx: Queryable, register: string, list: string): Promise<readonly string[]> {
  const rows = await tx.query<{ key: string }>(sql`
    select distinct key from register_entry
     where register = ${register} and superseded_at is null and data ->> 'list' = ${list} order by key`);
  return rows.map((row) => row.key);
}

export interface RevisionNote {
  readonly register: string;
  readonly action: 'import' | 'put' | 'end' | 'withdraw' | 'publish';
  readonly entries: number;
  readonly by: string;
  readonly note: string | null;
}

/** Opens the next revision of the registers and announces it to every server once the transaction is committed. */
export async function openRevision(tx: Queryable, note: RevisionNote): Promise<number> {
  const rows = await tx.query<{ revision: number }>(sql`
    insert into register_revision (register, action, entries, recorded_by, note)
    values (${note.register}, ${note.action}, ${note.entries}, ${note.by}, ${note.note}) returning revision`);
  const { revision } = single(rows);
  await tx.query(sql`select pg_notify(${REGISTER_CHANNEL}, ${String(revision)})`);
  return revision;
}

/** Marks versions as superseded by a revision. */
export async function supersede(tx: Queryable, ids: readonly number[], revision: number): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(sql`
    update register_entry set superseded_at = now(), superseded_by_revision = ${revision}
     where id = any(${ids}::bigint[]) and superseded_at is null`);
}

/** Writes changes: what a change corrects is superseded first, then its new version is added. */
export async function writeChanges(
  tx: Queryable,
  register: string,
  changes: readonly Change[],
  revision: number,
  by: string,
): Promise<void> {
  await supersede(
    tx,
    changes.flatMap((change) => (change.replaces === null ? [] : [change.replaces])),
    revision,
  );
  const last = await readLastVersions(tx, register, [...new Set(changes.map((change) => change.key))]);
  for (let start = 0; start < changes.length; start += CHUNK) {
    const chunk = changes.slice(start, start + CHUNK);
    const versions = chunk.map(({ key }) => {
      const version = (last.get(key) ?? 0) + 1;
      last.set(key, version);
      return version;
    });
    await tx.query(sql`
      insert into register_entry (register, key, version, valid, data, publisher, source, revision, recorded_by)
      select ${register}, key, version, daterange("from", "to", '[)'), data, publisher, source, ${revision}, ${by}
        from unnest(
          ${chunk.map((c) => c.key)}::text[], ${versions}::integer[], ${chunk.map((c) => c.entry.from)}::date[],
          ${chunk.map((c) => c.entry.to)}::date[], ${chunk.map((c) => JSON.stringify(c.entry.row))}::jsonb[],
          ${chunk.map((c) => c.entry.publisher)}::text[], ${chunk.map((c) => c.entry.document)}::text[]
        ) as row (key, version, "from", "to", data, publisher, source)`);
  }
}

/** Whether any version in force of a register names a key in a column, or in several together. */
export async function isReferenced(
  tx: Queryable,
  register: string,
  columns: readonly string[],
  key: string,
): Promise<boolean> {
  const [column = ''] = columns;
  const names =
    columns.length > 1
      ? sql`array(select data ->> part from unnest(${columns}::text[]) with ordinality as c (part, at) order by at)
            = string_to_array(${key}, '|')`
      : sql`(data ->> ${column} = ${key} or (jsonb_typeof(data -> ${column}) = 'array' and data -> ${column} ? ${key}))`;
  const rows = await tx.query(sql`
    select from register_entry where register = ${register} and superseded_at is null and ${names} limit 1`);
  return rows.length > 0;
}
