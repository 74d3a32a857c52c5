import { mkdtempSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { backup, restore } from '../src/platform/db/backup.ts';
import type { Database } from '../src/platform/db/database.ts';
import { connect, sql } from '../src/platform/db/database.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import { createTestDatabase } from '../src/platform/testing/cluster.ts';

let owner: Database;
let db: Database;

beforeAll(async () => {
  const url = await createTestDatabase(inject('adminUrl'));
  owner = connect(url, { role: 'owner', max: 2 });
  db = connect(url, { max: 4 });
});

afterAll(async () => {
  await db.close();
  await owner.close();
});

test('records, decisions, acts and audit refuse change and deletion by the application', async () => {
  for (const table of [
    'document',
    'decision',
    'recognition_act',
    'audit_event',
    'register_revision',
    'import_refusal',
  ]) {
    await expect(db.withClient((c) => c.query(`delete from ${table}`))).rejects.toThrow('permission denied');
  }
  for (const [table, column] of [
    ['document', 'parts'],
    ['decision', 'output'],
    ['recognition_act', 'outcome'],
    ['audit_event', 'action'],
  ] as const) {
    await expect(db.withClient((c) => c.query(`update ${table} set ${column} = ${column}`))).rejects.toThrow(
      'permission denied',
    );
  }
  for (const table of ['register_entry', 'result', 'resource', 'quarantine', 'person']) {
    await expect(db.withClient((c) => c.query(`delete from ${table}`))).rejects.toThrow('permission denied');
  }
});

test('a transaction that throws leaves nothing behind', async () => {
  await expect(
    db.tx(async (tx) => {
      await tx.query(sql`insert into setting (name, value) values ('half', '1')`);
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  expect(await db.query(sql`select from setting where name = 'half'`)).toHaveLength(0);
});

test('a connection that is lost between two statements fails its work alone, and the next one has another', async () => {
  const lost = db.tx(async (tx) => {
    const [own] = await tx.query<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await owner.query(sql`select pg_terminate_backend(${own?.pid ?? 0}, 5000)`);
    await tx.query(sql`insert into setting (name, value) values ('lost', '1')`);
  });
  await expect(lost).rejects.toThrow();
  expect(await db.query(sql`select from setting where name = 'lost'`)).toHaveLength(0);
});

test('migrating twice changes nothing, also from two servers at once', async () => {
  expect(await Promise.all([migrate(owner), migrate(owner)])).toEqual([[], []]);
});

test('a migration that was edited after it ran is refused by name', async () => {
  await owner.query(sql`update migration set digest = 'other' where name = '0001-foundation'`);
  await expect(migrate(owner)).rejects.toThrow('0001-foundation differs');
  await owner.withClient((c) => c.query("delete from migration where name = '0001-foundation'"));
  await expect(migrate(owner)).rejects.toThrow('0001-foundation failed');
});

test('what is backed up is restored, with its texts, and new rows continue the numbering', async () => {
  const [sourceUrl, targetUrl] = await Promise.all([
    createTestDatabase(inject('adminUrl')),
    createTestDatabase(inject('adminUrl')),
  ]);
  const source = connect(sourceUrl, { role: 'owner', max: 2 });
  const target = connect(targetUrl, { role: 'owner', max: 2 });
  const file = join(mkdtempSync(join(tmpdir(), 'fujie-backup-')), 'region.backup');
  try {
    const content = 'tab\t, newline\n, backslash \\. and 符节\r';
    await source.query(sql`insert into document (institution, channel, sender, digest, parts)
      select 'H1', 'fhir', ${content}, '\\x00', '{}' from generate_series(1, 5000)`);
    await source.query(sql`insert into person (name_norm) values ('a'), ('b')`);
    await source.query(sql`insert into person_identifier (kind, token, person_id) values ('resident-id', '\\x01', 2)`);
    const counts = await backup(source, file);
    expect(counts.find((c) => c.table === 'document')?.rows).toBe(5000);
    expect(await restore(target, file)).toEqual(counts);
    const [row] = await target.query<{ n: number; content: string }>(
      sql`select count(*) as n, min(sender) as content from document`,
    );
    expect(row).toEqual({ n: 5000, content });
    const [next] = await target.query<{ id: number }>(sql`insert into person (name_norm) values ('c') returning id`);
    expect(next?.id).toBe(3);
    await expect(restore(target, file)).rejects.toThrow('is not empty');
  } finally {
    await source.close();
    await target.close();
  }
});

test('a backup that is cut off or foreign restores nothing', async () => {
  const [sourceUrl, targetUrl] = await Promise.all([
    createTestDatabase(inject('adminUrl')),
    createTestDatabase(inject('adminUrl')),
  ]);
  const source = connect(sourceUrl, { role: 'owner', max: 2 });
  const target = connect(targetUrl, { role: 'owner', max: 2 });
  const directory = mkdtempSync(join(tmpdir(), 'fujie-backup-'));
  try {
    await source.query(sql`insert into setting (name, value) select 'n' || n, '1' from generate_series(1, 20000) n`);
    const file = join(directory, 'whole');
    await backup(source, file);
    const bytes = await readFile(file);
    await writeFile(join(directory, 'cut'), bytes.subarray(0, Math.floor(bytes.length / 2)));
    await writeFile(join(directory, 'foreign'), 'not gzip at all');
    await expect(restore(target, join(directory, 'cut'))).rejects.toThrow();
    await expect(restore(target, join(directory, 'foreign'))).rejects.toThrow();
    expect(await target.query(sql`select from setting`)).toHaveLength(0);
  } finally {
    await source.close();
    await target.close();
  }
});
