import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Day } from '@fujie/core/kernel';
import { importTyped } from '@fujie/server/demonstration';
import { connect, sealed, sql } from '@fujie/server/platform';
import type { TestApp } from '@fujie/server/testing';
import { startTestApp } from '@fujie/server/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

const FUJIE = fileURLToPath(new URL('../bin/fujie.mjs', import.meta.url));
let server: TestApp;
let directory: string;

function fujie(...args: readonly string[]): Promise<{ readonly status: number | null; readonly said: string }> {
  const env = {
    ...process.env,
    FUJIE_DATABASE_URL: server.databaseUrl,
    FUJIE_DATA_DIR: directory,
    FUJIE_SECRET: server.deps.config.secret,
    NODE_OPTIONS: '',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [FUJIE, ...args], { env });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, said });
    });
  });
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fujie-replay-'));
  server = await startTestApp(inject('adminUrl'));
  const system = await server.as('system', { institution: 'H2' });
  await importTyped(server.deps, 'test', 'item', [
    {
      from: '2020-01-01' as Day,
      row: {
        code: 'ALT',
        nameZh: '丙氨酸氨基转移酶',
        nameEn: 'ALT',
        kind: 'laboratory',
        category: 'chemistry',
        quantitative: true,
      },
    },
  ]);
  const rows = await server.db.query<{ id: number }>(
    sql`insert into person (name_norm) values (${sealed('张三')}) returning id`,
  );
  const id = rows[0]?.id ?? 0;
  await server.db.query(sql`
    insert into result (person_id, id, version, document_id, ix, source_type, institution, item, status, collected_at, reported_at, content)
    values (${id}, 'r1', 1, 1, 0, 'Observation', 'H1', 'ALT', 'final', '2024-05-18T08:00+08:00', '2024-05-18T09:00+08:00', 'data')`);
  const checked = await server.app.inject({
    method: 'POST',
    url: '/api/v1/recognition/check',
    headers: system,
    payload: { patient: { person: server.deps.seal.handleOf(id) }, items: [{ item: 'ALT' }] },
  });
  expect(checked.json<{ items: unknown[] }>().items).toMatchObject([{ class: 'MAY' }]);
});

afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

test('stored decisions are the same again; one that is not is printed, and the command fails', async () => {
  const same = await fujie('pack', 'replay', '--from', '2024-05-20', '--to', '2024-05-20');
  expect(same).toMatchObject({ status: 0 });
  expect(same.said).toContain('1 same, 0 different');
  expect((await fujie('pack', 'replay', '--from', '2024-05-21')).said).toContain('0 same, 0 different');

  const owner = connect(server.databaseUrl, { role: 'owner', max: 1 });
  await owner.query(sql`update decision set output = jsonb_set(output, '{items,0,1}', '"MUST"')`);
  await owner.close();
  const different = await fujie('pack', 'replay', '--sample', '5');
  expect(different.status).toBe(1);
  expect(different.said).toContain('0 same, 1 different');
  expect(different.said).toMatch(/stored .*"MUST".*\n.*recomputed .*"MAY"/);
});

test('a range that does not exist is refused', async () => {
  expect(await fujie('pack', 'replay', '--from', '2024-02-30')).toMatchObject({ status: 1 });
  expect(await fujie('pack', 'replay', '--sample', 'many')).toMatchObject({ status: 1 });
});

test('the counts are rebuilt from decisions and acts', async () => {
  await server.db.query(sql`update recognition_daily set count = 99`);
  const rebuilt = await fujie('statistics', 'rebuild');
  expect(rebuilt).toMatchObject({ status: 0 });
  const counts = await server.db.query<{ count: number }>(sql`select count from recognition_daily`);
  expect(counts.every(({ count }) => count === 1)).toBe(true);
});
