import type { Instant } from '@fujie/core/kernel';
import type { OwnAccount, RecoveryCodes, SecondFactorSecret, SessionActor } from '@fujie/wire/contracts';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { resetSecondFactor } from '../src/access/accounts.ts';
import { putAccount } from '../src/platform/auth/accounts.query.ts';
import { sql } from '../src/platform/db/database.ts';
import { programActor } from '../src/platform/auth/program-actor.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';

let server: TestApp;
const PASSWORD = 'correct horse';
const OWN = 'battery staple';

beforeAll(async () => {
  server = await startTestApp(inject('adminUrl'));
  for (const [username, role] of [
    ['root', 'admin'],
    ['wu', 'commission'],
    ['he', 'doctor'],
  ] as const)
    await putAccount(server.db, {
      username,
      password: PASSWORD,
      mustChange: username === 'root',
      name: username,
      role,
    });
});

afterAll(async () => {
  await server.close();
});

/** A browser: keeps the cookies of answers and sends them along. */
function browser() {
  const jar = new Map<string, string>();
  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    const answer = await server.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    for (const { name, value } of answer.cookies) jar.set(name, value);
    return answer;
  };
  const signIn = (username: string, password = PASSWORD) => ask('POST', '/api/v1/session', { username, password });
  return { ask, signIn };
}

const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.clock.now() });
const later = (seconds: number): void => {
  server.clock.set((server.clock.now() + seconds * 1000) as Instant);
};

let secret = '';
let recoveryCodes: readonly string[] = [];

test('an administrator replaces the password that others know and enrols a second factor before anything opens', async () => {
  const { ask, signIn } = browser();
  expect((await signIn('root')).json()).toEqual({ needs: 'password' });
  expect((await ask('GET', '/api/v1/session')).statusCode).toBe(401);
  expect((await ask('GET', '/api/v1/account')).statusCode).toBe(401);
  expect((await ask('POST', '/api/v1/session/enrolment')).statusCode).toBe(409);
  expect((await ask('POST', '/api/v1/session/password', { password: PASSWORD })).statusCode).toBe(422);
  expect((await ask('POST', '/api/v1/session/password', { password: '1234567890' })).json()).toMatchObject({
    status: 422,
    errors: [{ code: 'unfit-password' }],
  });
  expect((await ask('POST', '/api/v1/session/password', { password: OWN })).json()).toEqual({ needs: 'enrolment' });
  expect((await ask('GET', '/api/v1/session')).statusCode).toBe(401);

  const begun = (await ask('POST', '/api/v1/session/enrolment')).json<SecondFactorSecret>();
  expect(begun.uri).toMatch(/^otpauth:\/\/totp\//);
  expect((await ask('POST', '/api/v1/session/enrolment/confirm', { code: '000000' })).statusCode).toBe(422);
  secret = begun.secret;
  const confirmed = await ask('POST', '/api/v1/session/enrolment/confirm', { code: codeOf(secret) });
  ({ recoveryCodes } = confirmed.json<RecoveryCodes>());
  expect(new Set(recoveryCodes).size).toBe(10);
  expect((await ask('GET', '/api/v1/session')).json<SessionActor>().role).toBe('admin');
});

test('from then on the password alone opens nothing, and a code is taken once', async () => {
  later(30);
  const { ask, signIn } = browser();
  expect((await signIn('root', OWN)).json()).toEqual({ needs: 'code' });
  expect((await ask('GET', '/api/v1/session')).statusCode).toBe(401);
  const code = codeOf(secret);
  expect((await ask('POST', '/api/v1/session/code', { code })).statusCode).toBe(200);
  expect((await ask('GET', '/api/v1/session')).statusCode).toBe(200);

  const replay = browser();
  await replay.signIn('root', OWN);
  expect((await replay.ask('POST', '/api/v1/session/code', { code })).json()).toMatchObject({
    type: 'urn:fujie:problem:wrong-code',
    status: 422,
  });
});

test('a recovery code opens once', async () => {
  const [code = ''] = recoveryCodes;
  const first = browser();
  await first.signIn('root', OWN);
  expect((await first.ask('POST', '/api/v1/session/code', { code: code.toUpperCase() })).statusCode).toBe(200);
  expect((await first.ask('GET', '/api/v1/account')).json<OwnAccount>().secondFactor).toEqual({
    isEnrolled: true,
    isRequired: true,
    recoveryCodesLeft: 9,
  });
  const second = browser();
  await second.signIn('root', OWN);
  expect((await second.ask('POST', '/api/v1/session/code', { code })).statusCode).toBe(422);
});

test('the database holds neither the secret nor a recovery code', async () => {
  const rows = await server.db.query<{ text: string }>(sql`
    select totp_secret::text || coalesce(totp_pending::text, '') as text from account where username = 'root'
    union all select code_hash::text from recovery_code`);
  const stored = rows.map((row) => row.text).join();
  expect(stored).not.toContain(Buffer.from(secret).toString('hex'));
  for (const code of recoveryCodes) expect(stored).not.toContain(Buffer.from(code.replaceAll('-', '')).toString('hex'));
});

test('guessing codes is stopped as guessing passwords is', async () => {
  later(3600 * 24);
  const { ask, signIn } = browser();
  await signIn('root', OWN);
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push((await ask('POST', '/api/v1/session/code', { code: '123456' })).statusCode);
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
  later(3600 * 24);
});

test('a lost second factor is taken away by who keeps the accounts, which ends the sessions', async () => {
  const { ask, signIn } = browser();
  await signIn('root', OWN);
  await ask('POST', '/api/v1/session/code', { code: codeOf(secret) });
  expect((await ask('GET', '/api/v1/session')).statusCode).toBe(200);
  await resetSecondFactor(server.deps, programActor('test'), 'root');
  expect((await ask('GET', '/api/v1/session')).statusCode).toBe(401);
  expect((await signIn('root', OWN)).json()).toEqual({ needs: 'enrolment' });
});

test('whoever need not have a second factor may take one, showing the password again', async () => {
  const { ask, signIn } = browser();
  expect((await signIn('wu')).statusCode).toBe(200);
  expect((await ask('POST', '/api/v1/account/second-factor', { password: 'guess' })).statusCode).toBe(422);
  const begun = (await ask('POST', '/api/v1/account/second-factor', { password: PASSWORD })).json<SecondFactorSecret>();
  const account = async () => (await ask('GET', '/api/v1/account')).json<OwnAccount>();
  expect((await account()).secondFactor.isEnrolled).toBe(false);
  expect((await ask('POST', '/api/v1/account/second-factor/confirm', { code: codeOf(begun.secret) })).statusCode).toBe(
    200,
  );
  expect((await account()).secondFactor).toMatchObject({ isEnrolled: true, isRequired: false });
  expect((await browser().signIn('wu')).json()).toEqual({ needs: 'code' });
  const remove = (password: string) =>
    ask('POST', '/api/v1/account/second-factor/remove', { password, code: codeOf(begun.secret) });
  later(30);
  expect((await remove('guess')).statusCode).toBe(422);
  expect((await remove(PASSWORD)).statusCode).toBe(204);
  expect((await browser().signIn('wu')).statusCode).toBe(200);
});

test('one sees where one is signed in, and ends it there', async () => {
  const [desk, home] = [browser(), browser()];
  await desk.signIn('he');
  await home.signIn('he');
  const sessions = async () => (await desk.ask('GET', '/api/v1/account')).json<OwnAccount>().sessions;
  const other = (await sessions()).find((session) => !session.isThis);
  expect(await sessions()).toHaveLength(2);
  expect((await desk.ask('DELETE', `/api/v1/account/sessions/${other?.id ?? ''}`)).statusCode).toBe(204);
  expect((await home.ask('GET', '/api/v1/session')).statusCode).toBe(401);
  expect((await desk.ask('DELETE', `/api/v1/account/sessions/${other?.id ?? ''}`)).statusCode).toBe(404);
  await home.signIn('he');
  expect((await desk.ask('DELETE', '/api/v1/account/sessions')).statusCode).toBe(204);
  expect((await home.ask('GET', '/api/v1/session')).statusCode).toBe(401);
  expect(await sessions()).toHaveLength(1);
});

test('nobody ends the session of another', async () => {
  const [he, wu] = [browser(), browser()];
  await he.signIn('he');
  await wu.ask('POST', '/api/v1/session', { username: 'wu', password: PASSWORD });
  const rows = await server.db.query<{ id: string }>(sql`select id from session where username = 'wu' limit 1`);
  expect((await he.ask('DELETE', `/api/v1/account/sessions/${rows[0]?.id ?? ''}`)).statusCode).toBe(404);
});

test('another password ends the other sessions and renews the own one', async () => {
  const [desk, home] = [browser(), browser()];
  await desk.signIn('he');
  await home.signIn('he');
  const change = (current: string, password: string) =>
    desk.ask('POST', '/api/v1/account/password', { current, password });
  expect((await change('guess', OWN)).statusCode).toBe(422);
  expect((await change(PASSWORD, OWN)).statusCode).toBe(204);
  expect((await desk.ask('GET', '/api/v1/session')).statusCode).toBe(200);
  expect((await home.ask('GET', '/api/v1/session')).statusCode).toBe(401);
  expect((await browser().signIn('he', PASSWORD)).statusCode).toBe(401);
  expect((await browser().signIn('he', OWN)).statusCode).toBe(200);
});

test('another role ends the sessions', async () => {
  const { ask, signIn } = browser();
  await signIn('he', OWN);
  await putAccount(server.db, { username: 'he', password: OWN, name: 'he', role: 'doctor' });
  expect((await ask('GET', '/api/v1/session')).statusCode).toBe(200);
  await putAccount(server.db, { username: 'he', password: OWN, name: 'he', role: 'laboratory', institution: 'H1' });
  expect((await ask('GET', '/api/v1/session')).statusCode).toBe(401);
});
