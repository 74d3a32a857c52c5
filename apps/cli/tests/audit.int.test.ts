import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { connect, sql } from '@fujie/server/platform';
import type { TestApp } from '@fujie/server/testing';
import { startTestApp } from '@fujie/server/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const FUJIE = fileURLToPath(new URL('../bin/fujie.mjs', import.meta.url));
let directory: string;
let server: TestApp;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fujie-audit-'));
  server = await startTestApp(inject('adminUrl'));
  const headers = await server.as('doctor', { institution: 'H1', practitioner: 'P1' });
  for (let i = 0; i < 5; i++)
    await server.app.inject({ method: 'POST', url: '/api/v1/persons/search', headers, payload: { q: 'x' } });
});

afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

function audit(...args: readonly string[]): Promise<{ status: number | null; out: string }> {
  const env = {
    ...process.env,
    FUJIE_DATABASE_URL: server.databaseUrl,
    FUJIE_DATA_DIR: directory,
    FUJIE_SECRET: server.deps.config.secret,
    NODE_OPTIONS: '',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [FUJIE, 'audit', ...args], { env });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, out: out.trim() });
    });
  });
}

describe('fujie audit', { timeout: 180_000 }, () => {
  it('anchors what is there, verifies it, and then finds what was deleted and where', async () => {
    const out = join(directory, 'anchors.jsonl');
    const anchored = await audit('anchor', '--out', out);
    expect(anchored.out).toMatch(/anchor 1 {2}2024-05-20 {2}closed/);
    expect(readFileSync(out, 'utf8').split('\n').length).toBeGreaterThan(1);
    const sound = await audit('verify', '--anchors', out);
    expect([sound.status, sound.out]).toEqual([0, expect.stringContaining('0 findings')]);

    const owner = connect(server.databaseUrl, { role: 'owner', max: 1 });
    await owner.query(sql`delete from audit_event where chain = 'H1' and seq in (2, 3)`);
    await owner.close();
    const broken = await audit('verify', '--from', '2024-05-20', '--to', '2024-05-20');
    expect(broken.status).toBe(1);
    expect(broken.out).toMatch(/missing {2}day 2024-05-20, institution H1, lane [0-9a-f]{12}, seq 2/);
    const verifications = await server.db.query(
      sql`select detail -> 'found' as found, origin from audit_event where action = 'audit:verify' order by id`,
    );
    expect(verifications).toEqual([
      { found: 0, origin: 'cli' },
      { found: 1, origin: 'cli' },
    ]);
  });

  it('refuses a day that does not exist', async () => {
    const refused = await audit('verify', '--from', '2024-02-30');
    expect([refused.status, refused.out]).toEqual([1, expect.stringContaining('YYYY-MM-DD')]);
  });
});
