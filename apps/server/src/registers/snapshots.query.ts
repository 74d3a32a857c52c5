/** What the snapshots of the registers 目录 are built from. Every function reads one consistent state. */
import type { Entry } from '@fujie/core/kernel';
import type { Day } from '@fujie/core/kernel';
import { REGISTERS } from '@fujie/core/registers';

import type { Database, Queryable, Sql } from '../platform/db/database.ts';
import { single, sql } from '../platform/db/database.ts';

/** Rows of any register, by register id. */
export type EntriesByRegister = Readonly<Record<string, readonly Entry<Readonly<Record<string, unknown>>>[]>>;

export interface RegisterState {
  readonly revision: number;
  readonly entries: EntriesByRegister;
}

/** Channel on which a committed change of any register is announced, with its revision. */
export const REGISTER_CHANNEL = 'fujie_registers';

interface EntryRecord {
  register: string;
  key: string;
  version: number;
  from: Day;
  to: Day | null;
  data: Readonly<Record<string, unknown>>;
}

/** By the code points of their characters, as what follows a change takes them, wherever the database stands. */
async function readEntries(tx: Queryable, where: Sql): Promise<EntriesByRegister> {
  const records = await tx.query<EntryRecord>(sql`
    select register, key, version, lower(valid)::text as "from", upper(valid)::text as "to", data
      from register_entry where ${where} order by register, key collate "C", lower(valid)`);
  const entries: Record<string, Entry<Readonly<Record<string, unknown>>>[]> = {};
  for (const { register, key, version, from, to, data } of records) {
    (entries[register] ??= []).push({ key, version, from, to, row: whole(register, data) });
  }
  return entries;
}

const COLUMNS = new Map(REGISTERS.map(({ id, columns }) => [id, Object.keys(columns)]));

/** A row that was entered before a column was added holds nothing of it. */
function whole(register: string, data: EntryRecord['data']): EntryRecord['data'] {
  const missing = (COLUMNS.get(register) ?? []).filter((column) => !(column in data));
  return missing.length === 0 ? data : { ...data, ...Object.fromEntries(missing.map((column) => [column, null])) };
}

/** The versions of some registers that are not superseded, as a transaction sees them. */
export async function readRegisters(tx: Queryable, registers: readonly string[]): Promise<EntriesByRegister> {
  return readEntries(tx, sql`superseded_at is null and register = any(${registers})`);
}

/** What changed after a revision. */
export interface ChangedRegisters extends RegisterState {
  /** Those that changed, also one that became empty. */
  readonly registers: readonly string[];
  /** Keys that stand otherwise; `entries` holds their current versions. */
  readonly keys: Readonly<Record<string, ReadonlySet<string>>>;
}

/** Everything that changed after a revision, and of no register what did not. */
export async function readChangedRegisters(db: Database, known: number): Promise<ChangedRegisters> {
  return db.tx(async (tx) => {
    await tx.query(sql`set transaction isolation level repeatable read, read only`);
    const changed = await tx.query<{ register: string; revision: number }>(sql`
      select register, max(revision) as revision from register_revision where revision > ${known} group by register`);
    const registers = changed.map((c) => c.register);
    const revision = Math.max(known, ...changed.map((c) => c.revision));
    if (known === 0)
      return { revision, registers, keys: {}, entries: await readEntries(tx, sql`superseded_at is null`) };
    const rows = await tx.query<{ register: string; keys: string[] }>(sql`
      select register, array_agg(key) as keys from (
        select register, key from register_entry where revision > ${known}
        union
        select register, key from register_entry where superseded_by_revision > ${known}) c group by register`);
    const keys = Object.fromEntries(rows.map((one) => [one.register, new Set(one.keys)]));
    const entries = await readEntries(
      tx,
      sql`superseded_at is null and (register, key) in (
        select register, key from register_entry where revision > ${known}
        union
        select register, key from register_entry where superseded_by_revision > ${known})`,
    );
    return { revision, registers, keys, entries };
  });
}

/** The registers as they were known after a revision: what had been recorded by then and not yet superseded. */
export async function readStateAt(db: Database, revision: number): Promise<RegisterState> {
  const entries = await readEntries(
    db,
    sql`revision <= ${revision} and (superseded_by_revision is null or superseded_by_revision > ${revision})`,
  );
  return { revision, entries };
}

/** The number of the last change of any register; 0 before the first. */
export async function readRevision(db: Queryable): Promise<number> {
  const rows = await db.query<{ revision: number }>(
    sql`select coalesce(max(revision), 0) as revision from register_revision`,
  );
  return single(rows).revision;
}
