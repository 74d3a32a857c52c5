/**
 * Backup and restore through the connection: every table as COPY text in one snapshot, gzipped. The embedded binaries
 * carry no pg_dump; the same file moves a region to another PostgreSQL.
 *
 * File: a line of JSON (`Header`), then for each table a line of JSON (`TableHeader`), its rows, and a line `\.`.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

import type { Database } from './database.ts';

interface Header {
  readonly format: 'fujie-backup-1';
  readonly migrations: readonly string[];
}

interface TableHeader {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface TableCount {
  readonly table: string;
  readonly rows: number;
}

/** Writes a backup to `file`; the file appears only when it is complete. */
export async function backup(database: Database, file: string): Promise<readonly TableCount[]> {
  return database.withClient(async (client) => {
    await client.query('begin isolation level repeatable read read only');
    try {
      const partial = `${file}.partial`;
      const out = createGzip();
      const written = pipeline(out, createWriteStream(partial, { mode: 0o600 }));
      const write = async (text: string): Promise<void> => {
        if (!out.write(text)) await once(out, 'drain');
      };
      const header: Header = { format: 'fujie-backup-1', migrations: await appliedMigrations(client) };
      await write(`${JSON.stringify(header)}\n`);
      const counts: TableCount[] = [];
      for (const { table, columns } of await tablesOf(client)) {
        await write(`${JSON.stringify({ table, columns } satisfies TableHeader)}\n`);
        const rows = client.query(copyTo(`copy ${quote(table)} (${columns.map(quote).join(', ')}) to stdout`));
        let count = 0;
        for await (const chunk of rows as AsyncIterable<Buffer>) {
          for (const byte of chunk) if (byte === 10) count += 1;
          if (!out.write(chunk)) await once(out, 'drain');
        }
        await write('\\.\n');
        counts.push({ table, rows: count });
      }
      out.end();
      await written;
      await rename(partial, file);
      return counts;
    } finally {
      await client.query('rollback');
    }
  });
}

/** Restores a backup into a database that is migrated to the same point and holds no data. All or nothing. */
export async function restore(database: Database, file: string): Promise<readonly TableCount[]> {
  const lines = linesOf(file);
  const next = async (): Promise<string | undefined> => {
    const line = await lines.next();
    return line.done === true ? undefined : line.value;
  };
  const header = parseHeader(await next());
  return database.withClient(async (client) => {
    const migrations = await appliedMigrations(client);
    if (migrations.join() !== header.migrations.join()) {
      throw new Error(
        `The backup is of ${header.migrations.at(-1) ?? 'no migration'}, this database of ${migrations.at(-1) ?? 'none'}: use the same release of Fujie`,
      );
    }
    await client.query('begin');
    try {
      const tables = await tablesOf(client);
      for (const { table } of tables) {
        const { rowCount } = await client.query(`select from ${quote(table)} limit 1`);
        if (rowCount !== 0) throw new Error(`Table ${table} is not empty: restore into an empty database`);
      }
      const counts: TableCount[] = [];
      for (let line = await next(); line !== undefined; line = await next()) {
        const { table, columns } = JSON.parse(line) as TableHeader;
        if (!tables.some((t) => t.table === table))
          throw new Error(`The backup names table ${table}, which this release does not have`);
        counts.push({ table, rows: await restoreTable(client, table, columns, next) });
      }
      await resetSequences(client);
      await client.query('commit');
      return counts;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  });
}

/** Lines of a gzipped text; ends in an error when the file is cut off or not gzip. */
async function* linesOf(file: string): AsyncGenerator<string, undefined> {
  const source = createReadStream(file);
  const text = createGunzip();
  source.on('error', (error) => text.destroy(error));
  source.pipe(text).setEncoding('utf8');
  let rest = '';
  for await (const chunk of text as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') throw new Error('The backup ends in the middle of a line');
}

function parseHeader(line: string | undefined): Header {
  try {
    const header = JSON.parse(line ?? '') as Partial<Header>;
    if (header.format === 'fujie-backup-1' && Array.isArray(header.migrations)) return header as Header;
  } catch {
    // Falls through: whatever it is, it is not one of ours.
  }
  throw new Error('This file is not a backup of Fujie');
}

async function restoreTable(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  next: () => Promise<string | undefined>,
): Promise<number> {
  const sink = client.query(copyFrom(`copy ${quote(table)} (${columns.map(quote).join(', ')}) from stdin`));
  let count = 0;
  async function* rows(): AsyncGenerator<string> {
    for (;;) {
      const line = await next();
      if (line === undefined) throw new Error('The backup ends in the middle of a table');
      if (line === '\\.') return;
      count += 1;
      yield `${line}\n`;
    }
  }
  await pipeline(rows, sink);
  return count;
}

async function appliedMigrations(client: pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration order by name');
  return rows.map((r) => r.name);
}

/** Tables with their columns; a table follows those it refers to. */
async function tablesOf(client: pg.PoolClient): Promise<readonly TableHeader[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    with recursive reference as (
      select conrelid as child, confrelid as parent from pg_constraint where contype = 'f' and conrelid <> confrelid
    ), depth as (
      select oid, 0 as level from pg_class
      union select reference.child, depth.level + 1 from reference join depth on depth.oid = reference.parent where depth.level < 20
    )
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.oid, c.relname order by (select max(level) from depth where depth.oid = c.oid), c.relname`);
  return rows;
}

async function resetSequences(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(`
    select c.relname as table, a.attname as column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attisdropped and a.attidentity <> ''`);
  for (const { table, column, sequence } of rows) {
    await client.query(
      `select setval('${sequence}', coalesce((select max(${quote(column)}) from ${quote(table)}), 0) + 1, false)`,
    );
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
