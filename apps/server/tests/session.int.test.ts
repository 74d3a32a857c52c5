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

const later = (minutes: number): void => {
  server.clock.set((server.clock.now() + minutes * 60_000) as Instant);
};

/** What a browser sends back of the cookies of an answer. */
const cookiesOf = ({ cookies }: { readonly cookies: readonly { name: string; value: string }[] }): string =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ');

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
  expect(cookie).toMatch(/SameSite=Lax/);
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

test('right passwords from one address are never too many', async () => {
  for (let n = 0; n < 25; n++)
    expect((await signIn({ username: 'li', password: 'correct horse' })).statusCode).toBe(200);
});

test('guessing the password of one username is stopped for a while, from wherever, known or not, and told alike', async () => {
  await putAccount(server.db, { username: 'sun', password: 'correct horse', name: '孙医生', role: 'doctor' });
  for (const username of ['sun', 'unknown']) {
    for (let n = 0; n < 5; n++) {
      expect((await guessAs(server.app, username, `198.51.100.${String(n)}`)).statusCode).toBe(401);
    }
    const stopped = await guessAs(server.app, username, '198.51.100.99');
    expect(stopped.headers['retry-after']).toBe('60');
    expect(stopped.json<ProblemBody>()).toMatchObject({
      status: 429,
      detail: 'Too many attempts to sign in have failed; try again in 1 min.',
      detailZh: '登录失败次数过多，请 1 分钟后再试。',
    });
  }
  const right = { username: 'sun', password: 'correct horse' };
  expect((await signIn(right)).statusCode).toBe(429);
  const refused = await server.db.query(
    sql`select from audit_event where subject = 'POST /api/v1/session' and outcome = 'refused' and detail->>'status' = '429'`,
  );
  expect(refused.length).toBeGreaterThan(0);
  later(1);
  expect((await signIn(right)).statusCode).toBe(200);
});

test('guesses at once do not slip through', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => guessAs(server.app, 'at-once', `198.51.100.${String(100 + n)}`)),
  );
  expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
});

test('a stranger who guesses on and on does not keep out who signed in from this device before', async () => {
  await putAccount(server.db, { username: 'zhou', password: 'correct horse', name: '周医生', role: 'doctor' });
  const right = { username: 'zhou', password: 'correct horse' };
  const device = cookiesOf(await signIn(right));
  for (let n = 0; n < 6; n++) await guessAs(server.app, 'zhou', `203.0.113.${String(n)}`);
  expect((await signIn(right)).statusCode).toBe(429);
  expect((await signIn(right, { cookie: device })).statusCode).toBe(200);
  const forOther = await signIn({ username: 'sun', password: 'guess' }, { cookie: device });
  expect(forOther.statusCode).toBe(401);
});

test('signing in again gives the session another id, and the old one is worth nothing', async () => {
  const before = cookiesOf(await signIn({ username: 'li', password: 'correct horse' }));
  const after = cookiesOf(await signIn({ username: 'li', password: 'correct horse' }, { cookie: before }));
  const statusWith = async (cookie: string): Promise<number> =>
    (await server.app.inject({ url: '/api/v1/session', headers: { cookie } })).statusCode;
  expect(after).not.toBe(before);
  expect([await statusWith(before), await statusWith(after)]).toEqual([401, 200]);
});

test('a session ends when it is not used, and a page that asks by itself does not use it', async () => {
  const headers = { cookie: cookiesOf(await signIn({ username: 'li', password: 'correct horse' })) };
  const idleFor = (minutes: number) =>
    server.db.query(sql`update session set seen_at = now() - make_interval(mins => ${minutes})`);
  const get = async (url: string): Promise<number> => (await server.app.inject({ url, headers })).statusCode;
  await idleFor(20);
  expect(await get('/api/v1/loops/counts')).toBe(200);
  const noted = await server.db.query<{ idle: boolean }>(
    sql`select bool_and(seen_at < now() - interval '10 minutes') as idle from session where username = 'li'`,
  );
  expect(noted[0]?.idle).toBe(true);
  expect(await get('/api/v1/session')).toBe(200);
  await idleFor(31);
  expect(await get('/api/v1/session')).toBe(401);
  await idleFor(0);
  expect(await get('/api/v1/session')).toBe(200);
  await server.asOwner(sql`update session set expires_at = now()`);
  expect(await get('/api/v1/session')).toBe(401);
});

test('behind TLS the cookie is bound to this host and sent over TLS only', async () => {
  const { deps } = server;
  const behind = await buildApp({ ...deps, config: { ...deps.config, publicUrl: 'https://fujie.example' } });
  const payload = { username: 'li', password: 'correct horse' };
  const answer = await behind.inject({ method: 'POST', url: '/api/v1/session', payload });
  const cookies = [answer.headers['set-cookie'] ?? []].flat();
  expect(cookies).toHaveLength(2);
  for (const cookie of cookies)
    expect(cookie).toMatch(/^__Host-fujie_session.*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  await behind.close();
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
