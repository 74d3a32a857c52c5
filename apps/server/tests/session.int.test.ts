import type { SessionActor } from '@fujie/wire/contracts';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { putAccount } from '../src/platform/auth/accounts.query.ts';
import { sql } from '../src/platform/db/database.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';

let server: TestApp;

beforeAll(async () => {
  server = await startTestApp(inject('adminUrl'));
  await putAccount(server.db, {
    username: 'li',
    password: 'correct horse',
    name: '李医生',
    role: 'doctor',
    institution: 'H2',
    practitioner: 'D2',
  });
});

afterAll(async () => {
  await server.close();
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

test('guessing is slowed down by address', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => signIn({ username: 'li', password: 'guess' })));
  expect(answers.some((answer) => answer.statusCode === 429)).toBe(true);
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
