import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { connect, sql } from '@fujie/server/platform';
import { createTestDatabase } from '@fujie/server/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const FUJIE = fileURLToPath(new URL('../bin/fujie.mjs', import.meta.url));
let directory: string;
let databaseUrl: string;

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function fujie(...args: readonly string[]): Promise<Run> {
  return run('import', ...args);
}

function run(...args: readonly string[]): Promise<Run> {
  const env = { ...process.env, FUJIE_DATABASE_URL: databaseUrl, FUJIE_DATA_DIR: directory, NODE_OPTIONS: '' };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [FUJIE, ...args], { env });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, ...said });
    });
  });
}

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

async function regions(): Promise<readonly { key: string; publisher: string | null; by: string }[]> {
  const db = connect(databaseUrl, { max: 1 });
  try {
    return await db.query(
      sql`select key, publisher, recorded_by as by from register_entry where register = 'region' order by key`,
    );
  } finally {
    await db.close();
  }
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fujie-import-'));
  databaseUrl = await createTestDatabase(inject('adminUrl'));
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('fujie import', { timeout: 180_000 }, () => {
  const sound = '代码,名称,级别,生效日\n14,山西省,province,2020-01-01\n51,四川省,province,2020-01-01\n';

  it('says in a dry run what it would do, and writes nothing', async () => {
    const said = await fujie('region', file('sound.csv', sound), '--dry-run');
    expect(said.stdout).toContain('2 added, 0 corrected, 0 unchanged');
    expect(said.status).toBe(0);
    expect(await regions()).toEqual([]);
  });

  it('prints every fault as a table and exits with an error, writing nothing', async () => {
    const said = await fujie(
      'region',
      file('broken.csv', '代码,名称,级别,生效日\n14,,province,2020-01-01\n51,四川省,planet,never\n'),
    );
    expect(said.status).toBe(1);
    expect(said.stderr).toContain('行 Row');
    expect(said.stderr).toContain('第 2 行“名称”列：为必填项');
    expect(said.stderr).toContain('Row 3, column In force from (from)');
    expect(said.stderr).toContain('3 faults');
    expect(await regions()).toEqual([]);
  });

  it('loads a file with its publisher, once', async () => {
    const path = file('sound.csv', sound);
    expect((await fujie('region', path, '--publisher', '民政部')).stdout).toContain('2 added');
    expect((await regions()).map((r) => [r.key, r.publisher, r.by.startsWith('cli:')])).toEqual([
      ['14', '民政部', true],
      ['51', '民政部', true],
    ]);
    expect((await fujie('region', path)).stdout).toContain('2 unchanged');
  });

  it.each(['csv', 'xlsx'])('takes back as %s what export wrote', async (format) => {
    const out = join(directory, `regions.${format}`);
    const exported = await run('export', 'region', '--out', out, '--as-of', '2024-05-20');
    expect([exported.status, exported.stdout]).toEqual([0, expect.stringContaining('2 entries')]);
    expect((await fujie('region', out)).stdout).toContain('0 added, 0 corrected, 2 unchanged');
    const before = await run('export', 'region', '--out', out, '--as-of', '2019-12-31');
    expect(before.stdout).toContain('0 entries');
    const faulty = await run('export', 'region', '--out', join(directory, 'regions.pdf'));
    expect([faulty.status, faulty.stderr.includes('.csv or .xlsx')]).toEqual([1, true]);
  });

  it('loads the calendar of working days as the operations manual lists it', async () => {
    const manual = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const [, listed = ''] = /```csv\n(日期,工作日[^`]*)```/.exec(manual) ?? [];
    const said = await fujie('workday', file('workdays.csv', listed), '--publisher', '国务院办公厅');
    expect([said.status, said.stderr, said.stdout]).toEqual([0, '', expect.stringContaining('3 added')]);
  });

  it('names the registers and files that it knows', async () => {
    const unknown = await fujie('planets', file('sound.csv', sound));
    expect([unknown.status, unknown.stderr.includes('recognition-list-entry')]).toEqual([1, true]);
    const missing = await fujie('region', join(directory, 'none.csv'));
    expect([missing.status, missing.stderr.includes('no such file')]).toEqual([1, true]);
  });
});
