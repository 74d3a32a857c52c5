import type { Instant } from '@fujie/core/kernel';
import type { SessionActor } from '@fujie/wire/contracts';
import { beforeAll, expect, test } from 'vitest';

import { buildApp } from '../src/app.ts';
import { putAccount } from '../src/platform/auth/accounts.query.ts';
import { sql } from '../src/platform/db/database.ts';
import type { ProblemBody } from '../src/platform/http/problems.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer();

beforeAll(async () => {
  await putAccount(server.db, {
    username: 'li',
    password: 'correct horse',
    name: '李医生',
    role: 'doctor',
    institution: 'H2',
    practitioner: 'D2',
  });
});

const signIn = (payload: object, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'POST', url: '/api/v1/session', headers, payload });

test('a session is a cookie that scripts cannot read and other sites cannot send; signing out ends it', async () => {
  const response = await signIn({ username: 'li', password: 'correct horse' });
  expect(response.json<SessionActor>()).toMatchObject({
    username: 'li',
    role: 'doctor',
    practitioner: 'D2',
    jurisdiction: 'taiyuan',
  });
  expect(response.json<SessionActor>().permissions).toContain('recognition:act');
  expect(response.json<SessionActor>().permissions).not.toContain('register:write');
  const cookie = String(response.headers['set-cookie']);
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  const me = () => server.app.inject({ method: 'GET', url: '/api/v1/session', headers });
  expect((await me()).json<SessionActor>().name).toBe('李医生');
  const out = await server.app.inject({ method: 'DELETE', url: '/api/v1/session', headers });
  expect(out.statusCode).toBe(204);
  expect((await me()).statusCode).toBe(401);
});

test('a wrong password and an unknown name are answered alike, and on record', async () => {
  const wrong = await signIn({ username: 'li', password: 'guess' });
  const unknown = await signIn({ username: 'nobody', password: 'guess' });
  expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
  expect(wrong.json<{ detail: string }>().detail).toBe(unknown.json<{ detail: string }>().detail);
  const refused = await server.db.query(
    sql`select 1 from audit_event where action = 'session:open' and outcome = 'refused'`,
  );
  expect(refused).toHaveLength(2);
});

const guessAs = (app: TestApp['app'], username: string, remoteAddress: string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/session',
    remoteAddress,
    headers,
    payload: { username, password: 'guess' },
  });

test('guessing is slowed down by address, which only a trusted proxy may name', async () => {
  const { deps } = server;
  const behind = await buildApp({ ...deps, config: { ...deps.config, trustedProxies: ['10.1.0.0/16'] } });
  const guess = async (remoteAddress: string, forwarded: (n: number) => string): Promise<boolean> => {
    const answers = await Promise.all(
      Array.from({ length: 21 }, (_, n) =>
        guessAs(behind, `guess-${String(n)}`, remoteAddress, { 'x-forwarded-for': forwarded(n) }),
      ),
    );
    return answers.some((answer) => answer.statusCode === 429);
  };
  try {
    expect(await guess('10.1.0.1', (n) => `192.0.2.${String(n)}`)).toBe(false);
    expect(await guess('10.1.0.1', () => '192.0.2.99')).toBe(true);
    expect(await guess('10.2.0.1', (n) => `192.0.2.${String(n)}`)).toBe(true);
  } finally {
    await behind.close();
  }
});

test('guessing the password of one username is stopped for a while, from wherever, known or not', async () => {
  await putAccount(server.db, { username: 'sun', password: 'correct horse', name: '孙医生', role: 'doctor' });
  for (const username of ['sun', 'unknown']) {
    for (let n = 0; n < 10; n++) {
      expect((await guessAs(server.app, username, `198.51.100.${String(n)}`)).statusCode).toBe(401);
    }
    const stopped = await guessAs(server.app, username, '198.51.100.99');
    expect(stopped.json<ProblemBody>()).toMatchObject({
      status: 429,
      detail: 'Too many attempts to sign in as this user have failed; try again in 15 minutes.',
      detailZh: '该用户名登录失败次数过多，请 15 分钟后再试。',
    });
  }
  const right = { username: 'sun', password: 'correct horse' };
  expect((await signIn(right)).statusCode).toBe(429);
  server.clock.set((server.clock.now() + 15 * 60_000) as Instant);
  expect((await signIn(right)).statusCode).toBe(200);
});

test('the description of the API lists every route under /api/v1 with its schemas', async () => {
  const response = await server.app.inject({ method: 'GET', url: '/api/v1/openapi.json' });
  const api = response.json<{
    openapi: string;
    paths: Record<string, Record<string, { requestBody?: object; responses: object }>>;
  }>();
  expect(api.openapi).toBe('3.1.0');
  for (const path of [
    '/api/v1/recognition/check',
    '/api/v1/recognition/explain/{decision}',
    '/api/v1/session',
    '/api/v1/registers',
  ]) {
    expect(Object.keys(api.paths)).toContain(path);
  }
  expect(api.paths['/api/v1/recognition/check']?.['post']?.requestBody).toMatchObject({
    content: { 'application/json': { schema: { required: ['patient', 'items'] } } },
  });
});
