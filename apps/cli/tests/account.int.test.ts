import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { addAccount } from '@fujie/server/access';
import { importTyped } from '@fujie/server/demonstration';
import { programActor, sql } from '@fujie/server/platform';
import type { TestApp } from '@fujie/server/testing';
import { startTestApp } from '@fujie/server/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { day } from '../src/simulate/calendar.ts';
import { generateRegion } from '../src/simulate/region.ts';

const FUJIE = fileURLToPath(new URL('../bin/fujie.mjs', import.meta.url));
let directory: string;
let server: TestApp;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fujie-account-'));
  server = await startTestApp(inject('adminUrl'));
  const { registers } = generateRegion(1, { jurisdiction: 'taiyuan', today: day('2026-11-22') });
  for (const id of ['region', 'institution', 'department', 'practitioner'] as const)
    await importTyped(server.deps, 'test', id, registers[id]);
}, 120_000);

afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

function account(args: readonly string[], input = ''): Promise<{ status: number | null; out: string; err: string }> {
  const env = {
    ...process.env,
    FUJIE_DATABASE_URL: server.databaseUrl,
    FUJIE_DATA_DIR: directory,
    FUJIE_SECRET: server.deps.config.secret,
    NODE_OPTIONS: '',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [FUJIE, 'account', ...args], { env });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, out: said.out.trim(), err: said.err.trim() });
    });
    child.stdin.end(input);
  });
}

const DOCTOR = '--name 王医生 --role doctor --institution TY01 --practitioner TY01-P02'.split(' ');
const signIn = (username: string, password: string) =>
  server.app.inject({ method: 'POST', url: '/api/v1/session', payload: { username, password } });

describe('fujie account', { timeout: 180_000 }, () => {
  it('makes an account that signs in with the password printed, and ends its sessions when disabled', async () => {
    const made = await account(['add', 'wang', ...DOCTOR]);
    expect(made.err).toBe('');
    const [username = '', password = ''] = made.out.split('\t');
    const first = await signIn(username, password);
    expect([first.statusCode, first.json()]).toEqual([202, { needs: 'password' }]);
    const own = 'a password of my own';
    const session = await server.app.inject({
      method: 'POST',
      url: '/api/v1/session/password',
      headers: { cookie: String(first.headers['set-cookie']).split(';')[0] ?? '' },
      payload: { password: own },
    });
    expect(session.json()).toMatchObject({ username: 'wang', role: 'doctor', institution: { code: 'TY01' } });
    const headers = { cookie: String(session.headers['set-cookie']).split(';')[0] ?? '' };
    expect((await server.app.inject({ url: '/api/v1/session', headers })).statusCode).toBe(200);

    expect((await account(['disable', 'wang'])).status).toBe(0);
    expect((await server.app.inject({ url: '/api/v1/session', headers })).statusCode).toBe(401);
    expect((await signIn('wang', own)).statusCode).toBe(401);
    expect((await account(['list'])).out).toMatch(/wang\tdoctor\t王医生\tTY01\tdisabled 停用/);

    await account(['enable', 'wang']);
    expect((await account(['password', 'wang', '--password-stdin'], 'a longer pass word\n')).out).toBe('wang');
    expect((await signIn('wang', own)).statusCode).toBe(401);
    expect((await signIn('wang', 'a longer pass word')).json()).toEqual({ needs: 'password' });

    expect((await account(['role', 'wang', '--role', 'quality-office', '--institution', 'TY01'])).err).toBe('');
    expect((await account(['list'])).out).toMatch(/wang\tquality-office/);
    expect((await account(['reset-second-factor', 'wang'])).err).toContain('no second factor');
  });

  it('gives a system a token that works, and a new one that replaces it', async () => {
    const args = ['token', 'lis-1', '--name', '检验系统', '--institution', 'TY06'];
    const read = (token: string) =>
      server.app.inject({ url: '/fhir/DiagnosticReport', headers: { authorization: `Bearer ${token}` } });
    const first = (await account(args)).out;
    expect(first).toMatch(/^fj_/);
    expect((await read(first)).statusCode).not.toBe(401);
    const second = (await account(args)).out;
    expect(second).not.toBe(first);
    expect((await read(second)).statusCode).not.toBe(401);
    expect((await account(['disable', 'lis-1'])).status).toBe(0);
  });

  it('connects a system by its public keys, and takes no others', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const file = (name: string, keys: readonly object[]): string => {
      const path = join(directory, name);
      writeFileSync(path, JSON.stringify({ keys }));
      return path;
    };
    const good = file('good.json', [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1' }]);
    const secret = file('private.json', [{ ...privateKey.export({ format: 'jwk' }), kid: 'k1' }]);
    const args = ['keys', 'his-9', '--name', '医院信息系统', '--institution', 'TY06'];
    expect((await account([...args, '--jwks', secret])).err).toContain('private key');
    expect((await account([...args, '--jwks-url', 'http://his.example/jwks'])).err).toContain('https://');
    expect(await account([...args, '--jwks', good, '--issuer', 'https://his.example'])).toMatchObject({
      out: 'his-9',
      err: '',
    });
    expect((await account(['list'])).out).toMatch(/his-9\tsystem/);
  });

  it('registers a program and removes it', async () => {
    const args = ['application', 'viewer', '--name', '阅片', '--redirect', 'https://viewer.example/back'];
    expect((await account(args)).out).toMatch(/^viewer\t[\w-]{43}$/);
    expect((await account([...args, '--public'])).out).toBe('viewer');
    expect((await account(['remove-application', 'viewer'])).err).toBe('');
    expect((await account(['remove-application', 'viewer'])).err).toContain('no program');
  });

  const person = { username: 'x1', password: 'long enough', name: 'x' } as const;
  const wang = { ...person, role: 'doctor', institution: 'TY01', practitioner: 'TY01-P02' } as const;
  it.each([
    ['a role without what it is bound to', { ...person, role: 'commission' }, 'needs region'],
    ['an institution not on record', { ...person, role: 'laboratory', institution: 'NO' }, 'no entry `NO`'],
    ['a department not on record', { ...wang, department: 'NO' }, 'no entry `TY01|NO`'],
    ['a physician of another institution', { ...wang, institution: 'TY06' }, 'no entry `TY06|TY01-P02`'],
    ['a name that is taken', { ...wang, username: 'wang' }, '`wang` is taken'],
    ['the name of a system', { ...wang, username: 'lis-1' }, '`lis-1` is taken'],
    ['a name that cannot be typed', { ...wang, username: 'a b' }, 'Username `a b`'],
    ['a short password', { ...wang, password: 'short' }, 'shorter than 10'],
  ] as const)('refuses %s in both languages', async (_name, request, reason) => {
    const answer = await addAccount(server.deps, programActor('test'), request).then(
      () => 'done',
      (error: unknown) => String(error),
    );
    expect(answer).toContain(reason);
    expect(answer).toMatch(/\p{Script=Han}/u);
  });

  it('says what is wrong on standard error', async () => {
    const { status, err } = await account(['add', 'x1', '--name', 'x', '--role', 'boss']);
    expect([status, err]).toEqual([1, expect.stringContaining('no role `boss`')]);
  });

  it('has put on record what it did', async () => {
    const rows = await server.db.query<{ action: string; subject: string }>(
      sql`select action, subject from audit_event where action like 'account:%' order by id`,
    );
    expect(rows.map((r) => `${r.action} ${r.subject}`)).toEqual([
      'account:add wang',
      'account:password wang',
      'account:disable wang',
      'account:read list',
      'account:enable wang',
      'account:password wang',
      'account:role wang',
      'account:read list',
      'account:token lis-1',
      'account:token lis-1',
      'account:disable lis-1',
      'account:keys his-9',
      'account:read list',
      'account:application viewer',
      'account:application viewer',
      'account:application-remove viewer',
    ]);
  });
});
