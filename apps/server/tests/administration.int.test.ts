/** Three administrators, of whom none can do another's work, none raises own rights, and none reads clinical data. */
import type {
  AccountsResponse,
  AdministrationResponse,
  AdminChangeOutcome,
  AdminChangesResponse,
  KeysResponse,
  OnePassword,
  SessionsResponse,
  SystemsResponse,
} from '@fujie/wire/contracts';
import { exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';

import { findSystem, listSystems } from '../src/platform/auth/systems.query.ts';
import { single, sql } from '../src/platform/db/database.ts';
import { sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();

type Administrator = 'sys' | 'sys2' | 'sec' | 'sec2' | 'aud';
const ROLE_OF = {
  sys: 'admin',
  sys2: 'admin',
  sec: 'security-admin',
  sec2: 'security-admin',
  aud: 'audit-admin',
} as const;

async function ask(who: Administrator, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const headers = await region.as(ROLE_OF[who], { username: who });
  return region.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
}

const signIn = (username: string, password: string) =>
  region.app.inject({ method: 'POST', url: '/api/v1/session', payload: { username, password } });

async function make(who: Administrator, username: string): Promise<string> {
  const made = await ask(who, 'POST', '/accounts', { username, name: '李敏', isElsewhere: false });
  expect(made.statusCode).toBe(201);
  return made.json<OnePassword>().password ?? '';
}

async function entriesOf(subject: string) {
  return region.db.query<{ actor: string; action: string; outcome: string; detail: Record<string, unknown> | null }>(
    sql`select actor, action, outcome, detail from audit_event where subject = ${subject} order by id`,
  );
}

test('an account opens nothing until another administrator gives it a role, and its person replaces the password', async () => {
  const password = await make('sys', 'li');
  expect((await signIn('li', password)).statusCode).toBe(401);
  expect((await ask('sys', 'POST', '/accounts/li/role', { role: 'laboratory', institution: 'H1' })).statusCode).toBe(
    403,
  );
  const granted = await ask('sec', 'POST', '/accounts/li/role', { role: 'laboratory', institution: 'H1' });
  expect(granted.json<AdminChangeOutcome>()).toEqual({ state: 'done', change: null });
  const first = await signIn('li', password);
  expect([first.statusCode, first.json<object>()]).toEqual([202, { needs: 'password' }]);
  const listed = (await ask('aud', 'GET', '/accounts?q=li')).json<AccountsResponse>().accounts;
  expect(listed.find(({ username }) => username === 'li')).toMatchObject({
    role: 'laboratory',
    holds: true,
    institution: { code: 'H1' },
    madeBy: 'sys',
    mustChangePassword: true,
  });
  expect(await entriesOf('li')).toMatchObject([
    { actor: 'sys', action: 'account:add' },
    { actor: 'public', action: 'session:open', outcome: 'refused' },
    { actor: 'sec', action: 'account:role', detail: { before: {}, after: { role: 'laboratory', institution: 'H1' } } },
  ]);
});

test('what a role is bound to must be on record, and a username is taken once', async () => {
  await make('sys', 'ma');
  const unbound = await ask('sec', 'POST', '/accounts/ma/role', { role: 'doctor' });
  expect([unbound.statusCode, unbound.json<{ detail: string }>().detail]).toEqual([
    422,
    'The role `doctor` needs institution.',
  ]);
  expect((await ask('sec', 'POST', '/accounts/ma/role', { role: 'laboratory', institution: 'NONE' })).statusCode).toBe(
    422,
  );
  expect((await ask('sec', 'POST', '/accounts/ma/role', { role: 'system', institution: 'H1' })).statusCode).toBe(400);
  expect((await ask('sys', 'POST', '/accounts', { username: 'ma', name: '马', isElsewhere: false })).statusCode).toBe(
    422,
  );
  expect((await ask('sys', 'POST', '/accounts', { username: 'sso', name: '无', isElsewhere: true })).statusCode).toBe(
    422,
  );
});

test('of two administrators who make an account of one name at once, one does, and is who knew its password', async () => {
  const payload = { username: 'twice', name: '李敏', isElsewhere: false };
  const asked = (who: 'sys' | 'sys2') => ask(who, 'POST', '/accounts', payload).then((answer) => ({ who, answer }));
  const both = await Promise.all([asked('sys'), asked('sys2')]);
  expect(both.map(({ answer }) => answer.statusCode).sort((a, b) => a - b)).toEqual([201, 422]);
  const { who, answer } = single(both.filter((one) => one.answer.statusCode === 201));
  const known = await region.db.query(
    sql`select made_by as made, password_by as "passwordBy" from account where username = 'twice'`,
  );
  expect(known).toEqual([{ made: who, passwordBy: who }]);
  expect((await entriesOf('twice')).map(({ actor, action }) => [actor, action])).toContainEqual([who, 'account:add']);
  await ask('sec', 'POST', '/accounts/twice/role', { role: 'laboratory', institution: 'H1' });
  expect((await signIn('twice', answer.json<OnePassword>().password ?? '')).statusCode).toBe(202);
});

test('a role holds from its first day until before its last, and a session ends with it', async () => {
  const password = await make('sys', 'gao');
  const give = (from: string, to?: string) =>
    ask('sec', 'POST', '/accounts/gao/role', { role: 'laboratory', institution: 'H1', from, ...(to ? { to } : {}) });
  expect((await give('2030-01-01', '2029-01-01')).statusCode).toBe(422);
  expect((await give('2999-01-01')).statusCode).toBe(200);
  expect((await signIn('gao', password)).statusCode).toBe(401);
  expect((await give('2020-01-01', '2021-01-01')).statusCode).toBe(200);
  expect((await signIn('gao', password)).statusCode).toBe(401);
  const headers = await region.as('laboratory', { institution: 'H1', username: 'temporary' });
  const session = () => region.app.inject({ method: 'GET', url: '/api/v1/session', headers });
  expect((await session()).statusCode).toBe(200);
  await region.db.query(sql`update account set role_to = current_date - 1 where username = 'temporary'`);
  expect((await session()).statusCode).toBe(401);
});

test('no administrator changes the own account', async () => {
  for (const [who, method, url, payload] of [
    ['sec', 'POST', '/accounts/sec/role', { role: 'doctor', institution: 'H1', practitioner: 'D1' }],
    ['sec', 'DELETE', '/accounts/sec/role', undefined],
    ['sec', 'DELETE', '/accounts/sec/second-factor', undefined],
    ['sys', 'POST', '/accounts/sys/disabled', { disabled: false }],
    ['sys', 'POST', '/accounts/sys/password', undefined],
  ] as const) {
    const answer = await ask(who, method, url, payload);
    expect([url, answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([
      url,
      422,
      'No administrator changes the own account: another one does it.',
    ]);
  }
});

test('an administrator is made by two others, of whom neither knew the password', async () => {
  await ask('sec', 'GET', '/accounts');
  await make('sys', 'zhou');
  const asked = await ask('sec', 'POST', '/accounts/zhou/role', { role: 'audit-admin' });
  const { state, change } = asked.json<AdminChangeOutcome>();
  expect(state).toBe('waiting');
  expect((await ask('sec2', 'POST', '/accounts/zhou/role', { role: 'admin' })).statusCode).toBe(422);
  const confirm = (who: Administrator, verdict = 'confirmed') =>
    ask(who, 'POST', `/changes/${String(change)}/decision`, { verdict });
  expect((await confirm('sec')).json<{ detailZh: string }>().detailZh).toBe(
    '提出变更者不能自行复核，请由另一名管理员复核。',
  );
  expect((await confirm('sys')).statusCode).toBe(422);
  // Whoever reset the password knows it as well.
  expect((await ask('sys2', 'POST', '/accounts/zhou/password')).statusCode).toBe(200);
  expect((await confirm('sys2')).json<{ detail: string }>().detail).toContain('reset its password');
  expect((await ask('sys', 'POST', '/accounts/zhou/password')).statusCode).toBe(200);
  expect((await confirm('aud')).statusCode).toBe(403);
  const before = single(
    await region.db.query<{ role: string | null }>(sql`select role from account where username = 'zhou'`),
  );
  expect(before.role).toBeNull();
  expect((await confirm('sys2')).statusCode).toBe(204);
  expect((await confirm('sec2')).statusCode).toBe(422);
  const after = single(await region.db.query<{ role: string }>(sql`select role from account where username = 'zhou'`));
  expect(after.role).toBe('audit-admin');
  const waiting = (await ask('aud', 'GET', '/changes')).json<AdminChangesResponse>().changes;
  expect(waiting.find(({ id }) => id === change)).toMatchObject({
    verdict: 'confirmed',
    askedBy: 'sec',
    decidedBy: 'sys2',
  });
  const other = await ask('sec', 'POST', '/accounts/zhou/role', { role: 'admin' });
  expect(other.json<{ detail: string }>().detail).toContain('three persons hold the three offices');
  expect((await ask('sys', 'POST', '/accounts/zhou/password')).json<{ detail: string }>().detail).toContain(
    'command line',
  );
});

test('whoever knew a password confirms no administrator, even after it was replaced: they may be who replaced it', async () => {
  const password = await make('sys', 'feng');
  const ordinary = await ask('sec', 'POST', '/accounts/feng/role', { role: 'laboratory', institution: 'H1' });
  expect(ordinary.json<AdminChangeOutcome>().state).toBe('done');
  const step = (await signIn('feng', password)).cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const replaced = await region.app.inject({
    method: 'POST',
    url: '/api/v1/session/password',
    headers: { cookie: step },
    payload: { password: 'a heron stands in the reeds' },
  });
  expect(replaced.statusCode).toBe(200);
  const { change } = (await ask('sec', 'POST', '/accounts/feng/role', { role: 'admin' })).json<AdminChangeOutcome>();
  const confirm = (who: Administrator) =>
    ask(who, 'POST', `/changes/${String(change)}/decision`, { verdict: 'confirmed' });
  expect((await confirm('sys')).json<{ detail: string }>().detail).toContain('reset its password');
  expect((await confirm('sys2')).statusCode).toBe(204);
});

test('whoever asked may take a change back, and what was asked is never altered', async () => {
  await make('sys', 'qian');
  const { change } = (await ask('sec', 'POST', '/accounts/qian/role', { role: 'admin' })).json<AdminChangeOutcome>();
  expect((await ask('sec', 'POST', `/changes/${String(change)}/decision`, { verdict: 'refused' })).statusCode).toBe(
    204,
  );
  const alter = region.deps.db.query(sql`update admin_change set content = '{}' where id = ${change}`);
  await expect(alter).rejects.toMatchObject({ code: '42501' });
});

test('sessions of others are listed and ended by the security administrator, who resets second factors', async () => {
  const headers = await region.as('laboratory', { institution: 'H2', username: 'wu' });
  const { sessions } = (await ask('sec', 'GET', '/sessions?institution=H2')).json<SessionsResponse>();
  const session = sessions.find(({ username }) => username === 'wu');
  expect(session).toMatchObject({ role: 'laboratory', institution: { code: 'H2' } });
  expect((await ask('sys', 'DELETE', '/accounts/wu/sessions')).statusCode).toBe(403);
  expect((await ask('sec', 'DELETE', `/accounts/wu/sessions/${session?.id ?? ''}`)).statusCode).toBe(204);
  expect((await ask('sec', 'DELETE', `/accounts/wu/sessions/${session?.id ?? ''}`)).statusCode).toBe(404);
  expect((await region.app.inject({ method: 'GET', url: '/api/v1/session', headers })).statusCode).toBe(401);
  expect((await ask('sec', 'DELETE', '/accounts/wu/second-factor')).statusCode).toBe(422);
  await region.db.query(sql`update account set totp_secret = '\\x00' where username = 'wu'`);
  expect((await ask('sec', 'DELETE', '/accounts/wu/second-factor')).statusCode).toBe(204);
  expect((await ask('sys', 'POST', '/accounts/wu/disabled', { disabled: true })).statusCode).toBe(204);
});

const system = (part: object = {}) => ({
  id: 'his',
  name: '医院信息系统',
  institution: 'H1',
  kinds: ['recognition'],
  issuer: null,
  overlapDays: 0,
  ehr: null,
  ...part,
});

async function publicKey(kid: string): Promise<Record<string, unknown>> {
  return { ...(await exportJWK((await generateKeyPair('ES384', { extractable: true })).publicKey)), kid };
}

async function confirmed(asked: Awaited<ReturnType<typeof ask>>): Promise<void> {
  const { change } = asked.json<AdminChangeOutcome>();
  expect([asked.statusCode, typeof change]).toEqual([202, 'number']);
  expect((await ask('sys2', 'POST', `/changes/${String(change)}/decision`, { verdict: 'confirmed' })).statusCode).toBe(
    422,
  );
  expect((await ask('sec', 'POST', `/changes/${String(change)}/decision`, { verdict: 'confirmed' })).statusCode).toBe(
    204,
  );
}

test('a system works when the security administrator has confirmed it, for what it is registered, its old keys for a while', async () => {
  const [old, next] = await Promise.all([publicKey('old'), publicKey('new')]);
  const asked = await ask('sys', 'POST', '/systems', system({ jwks: { keys: [old] } }));
  expect(await findSystem(region.db, 'his')).toBeNull();
  await confirmed(asked);
  const found = await findSystem(region.db, 'his');
  expect(found?.actor.only).toContain('recognition:check');
  expect(found?.actor.only).not.toContain('fhir:read');
  await confirmed(await ask('sys', 'POST', '/systems', system({ jwks: { keys: [next] }, overlapDays: 14 })));
  const kids = async () => {
    const keys = (await findSystem(region.db, 'his'))?.keys;
    return keys && 'jwks' in keys ? keys.jwks.keys.map(({ kid }) => kid) : null;
  };
  expect(await kids()).toEqual(['new', 'old']);
  const shown = (await ask('aud', 'GET', '/systems')).json<SystemsResponse>().systems.find(({ id }) => id === 'his');
  expect(shown?.keys.map(({ kid, until }) => [kid, until !== null])).toEqual([
    ['new', false],
    ['old', true],
  ]);
  expect(shown?.lastUsedAt).not.toBeNull();
  await region.db.query(sql`update system_client set before_until = now() where id = 'his'`);
  expect(await kids()).toEqual(['new']);
  const keys = (await ask('aud', 'GET', '/keys')).json<KeysResponse>().keys;
  expect(keys).toContainEqual(expect.objectContaining({ use: 'system', owner: 'his', kid: 'new', isDue: false }));
  expect(JSON.stringify(keys)).not.toContain('"d"');
  expect((await ask('sys', 'POST', '/systems/his/disabled', { disabled: true })).statusCode).toBe(204);
  expect(await findSystem(region.db, 'his')).toBeNull();
});

test('a key that is private or weak, an address inside, and a name of a person are refused before anybody is asked', async () => {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  const secret = { ...(await exportJWK(privateKey)), kid: 'k' };
  for (const [part, words] of [
    [{ jwks: { keys: [secret] } }, 'private key'],
    [{ jwks: { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'k' }] } }, 'none for ES384'],
    [{ jwksUrl: 'https://10.0.0.8/jwks' }, 'FUJIE_PRIVATE_HOSTS'],
    [{ jwksUrl: 'http://8.8.8.8/jwks' }, 'https://'],
    [{}, '`jwks` or `jwksUrl`'],
    [{ id: 'sys', jwks: { keys: [await publicKey('k')] } }, 'account of a person'],
  ] as const) {
    const answer = await ask('sys', 'POST', '/systems', system({ id: 'ris', ...part }));
    expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([
      422,
      expect.stringContaining(words),
    ]);
  }
  expect((await listSystems(region.db)).map(({ id }) => id)).not.toContain('ris');
});

test('the overview counts what needs a look', async () => {
  const overview = (await ask('aud', 'GET', '/administration')).json<AdministrationResponse>();
  expect(overview.accounts).toBeGreaterThan(5);
  expect(overview.withoutRole).toBeGreaterThan(0);
  expect(overview.changes).toBe(0);
});
