/** Two installations: one signs its people in at the other, through a browser that follows redirects and keeps cookies. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { putApplication } from '../src/access/issuer/applications.query.ts';
import { putAccount, setDisabled, setElsewhere } from '../src/platform/auth/accounts.query.ts';
import { sql } from '../src/platform/db/database.ts';
import { startListening } from './listening-server.ts';

type Server = Awaited<ReturnType<typeof startListening>>;
let issuer: Server;
let site: Server;
const PASSWORD = 'correct horse';

beforeAll(async () => {
  issuer = await startListening(inject('adminUrl'), { env: { FUJIE_SECOND_FACTOR_ROLES: 'none' } }, '127.0.0.1');
  site = await startListening(inject('adminUrl'), {
    env: {
      FUJIE_OIDC_ISSUER: `${issuer.url}/oidc`,
      FUJIE_OIDC_CLIENT_ID: 'site',
      FUJIE_OIDC_CLIENT_SECRET: 'a secret between the two',
      FUJIE_OIDC_NAME: '省统一认证',
      FUJIE_OIDC_CREATE: 'claims',
    },
  });
  await putApplication(issuer.db, issuer.deps.config.secret, {
    id: 'site',
    name: '符节',
    redirectUris: [`${site.url}/api/v1/session/callback`],
    leaveUris: [`${site.url}/login`],
    secret: 'a secret between the two',
  });
  const doctor = { password: PASSWORD, role: 'doctor', institution: 'H1', practitioner: 'D1' } as const;
  for (const username of ['li', 'wang', 'zhao']) await putAccount(issuer.db, { ...doctor, username, name: username });
  await putAccount(issuer.db, { username: 'admin1', password: PASSWORD, name: '管理员', role: 'admin' });
  const here = { name: '李', role: 'doctor', institution: 'H1' } as const;
  await putAccount(site.db, { ...here, username: 'li', password: null });
  await putAccount(site.db, { ...here, username: 'wang', password: PASSWORD });
});

afterAll(async () => {
  await site.close();
  await issuer.close();
});

type Request = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

interface Cookie {
  readonly value: string;
  readonly host: string;
  readonly path: string;
}

/** A browser: cookies by host and path, redirects followed one by one. */
function browser() {
  const jar = new Map<string, Cookie>();
  const keep = (url: URL, answer: Response): void => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name = ''] = pair.split('=', 1);
      const path = attributes.find((a) => /^path=/i.test(a))?.slice(5) ?? '/';
      const value = pair.slice(name.length + 1);
      if (value === '' || attributes.some((a) => /^(max-age=0|expires=Thu, 01 Jan 1970)/i.test(a)))
        jar.delete(`${url.hostname} ${path} ${name}`);
      else jar.set(`${url.hostname} ${path} ${name}`, { value: `${name}=${value}`, host: url.hostname, path });
    }
  };
  const go = async (address: string, init: Request = {}): Promise<Response> => {
    const url = new URL(address);
    const cookies = [...jar.values()].filter((c) => c.host === url.hostname && url.pathname.startsWith(c.path));
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...init.headers, cookie: cookies.map((c) => c.value).join('; ') },
    });
    keep(url, answer);
    return answer;
  };
  /** Follows redirects until there is none, or one that leads to a page of the application. */
  const follow = async (address: string): Promise<URL> => {
    let url = new URL(address);
    for (let steps = 0; steps < 12; steps++) {
      const answer = await go(url.href);
      const location = answer.headers.get('location');
      if (location === null) return url;
      url = new URL(location, url);
      if (url.pathname === '/login' || url.pathname === '/patients') return url;
    }
    throw new Error(`too many redirects, the last to ${url.href}`);
  };
  const signIn = (username: string) =>
    go(`${issuer.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
  /** The whole way: to the issuer, signing in there, and back. */
  const enter = async (username: string): Promise<URL> => {
    const login = await follow(`${site.url}/api/v1/session/elsewhere?next=/patients`);
    if (login.host !== new URL(issuer.url).host || login.pathname !== '/login') return login;
    expect((await signIn(username)).status).toBe(200);
    return follow(new URL(login.searchParams.get('next') ?? '', issuer.url).href);
  };
  const who = async () =>
    (await go(`${site.url}/api/v1/session`)).json() as Promise<{ username?: string; status?: number }>;
  return { jar, go, follow, enter, who };
}

test('a person signs in at the issuer and comes back to the page asked for, with our session and nothing else', async () => {
  const { jar, enter, who } = browser();
  expect((await enter('li')).href).toBe(`${site.url}/patients`);
  expect(await who()).toMatchObject({ username: 'li' });
  const here = [...jar.keys()].filter((key) => key.startsWith('localhost'));
  expect(here).toEqual(['localhost / fujie_session']);
  const rows = await site.db.query(sql`select issuer, subject from account where username = 'li'`);
  expect(rows).toEqual([{ issuer: `${issuer.url}/oidc`, subject: 'li' }]);
});

test('the sign-in page knows the name of the issuer', async () => {
  const ways: unknown = await (await fetch(`${site.url}/api/v1/session/ways`)).json();
  expect(ways).toEqual({ elsewhere: { name: '省统一认证' } });
});

test('whoever has a password here is not opened by the issuer, until the administrator says so', async () => {
  expect((await browser().enter('wang')).search).toBe('?refused=unknown');
  await setElsewhere(site.db, 'wang');
  const second = browser();
  expect((await second.enter('wang')).pathname).toBe('/patients');
  expect(await second.who()).toMatchObject({ username: 'wang' });
});

test('an account bound to one subject is not given to another that comes under its name', async () => {
  await site.db.query(sql`update account set subject = 'somebody-before' where username = 'wang'`);
  expect((await browser().enter('wang')).search).toBe('?refused=unknown');
});

test('a disabled account stays outside, with a word of its own', async () => {
  await setDisabled(site.db, 'li', true);
  expect((await browser().enter('li')).search).toBe('?refused=disabled');
  await setDisabled(site.db, 'li', false);
});

test('an account is made from the claims only where these say enough', async () => {
  expect((await browser().enter('zhao')).search).toBe('?refused=unknown');
  const { enter, who } = browser();
  await enter('admin1');
  expect(await who()).toMatchObject({ username: 'admin1', role: 'admin' });
});

test('what comes back must be what was sent: state, browser, and once only', async () => {
  const { go, jar } = browser();
  const begun = await go(`${site.url}/api/v1/session/elsewhere`);
  const sent = new URL(begun.headers.get('location') ?? '');
  expect(Object.fromEntries(sent.searchParams)).toMatchObject({ code_challenge_method: 'S256', response_type: 'code' });
  expect(sent.searchParams.get('nonce')).not.toBeNull();
  const back = (query: string) => go(`${site.url}/api/v1/session/callback?${query}`);
  const state = sent.searchParams.get('state') ?? '';
  const iss = encodeURIComponent(`${issuer.url}/oidc`);
  expect((await back(`code=x&state=forged&iss=${iss}`)).headers.get('location')).toBe('/login?refused=failed');
  jar.clear();
  expect((await back(`code=x&state=${state}&iss=${iss}`)).headers.get('location')).toBe('/login?refused=failed');
});

test('a link cannot lead staff to another site', async () => {
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
    const person = browser();
    const login = await person.follow(`${site.url}/api/v1/session/elsewhere?next=${encodeURIComponent(next)}`);
    await person.go(`${issuer.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'li', password: PASSWORD }),
    });
    const end = await person.follow(new URL(login.searchParams.get('next') ?? '', issuer.url).href);
    expect(end.href).toBe(`${site.url}/`);
  }
});

test('signing out leads to the issuer, which ends its session too, and comes back', async () => {
  const { enter, go, who, follow } = browser();
  await enter('li');
  const out = await go(`${site.url}/api/v1/session`, { method: 'DELETE' });
  const { leaveAt } = (await out.json()) as { leaveAt: string };
  expect(leaveAt).toMatch(new RegExp(`^${issuer.url}/oidc/session/end`));
  expect(await who()).toMatchObject({ status: 401 });
  const page = await (await go(leaveAt)).text();
  expect(page).toContain('确认退出符节');
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const left = await go(`${issuer.url}/oidc/session/end/confirm`, {
    method: 'POST',
    body: new URLSearchParams({ xsrf, logout: 'yes' }),
  });
  expect(left.headers.get('location')).toMatch(new RegExp(`^${site.url}/login`));
  expect((await go(`${issuer.url}/api/v1/session`)).status).toBe(401);
  expect((await follow(`${site.url}/api/v1/session/elsewhere`)).pathname).toBe('/login');
});

test('whoever signed out at the issuer, or signed in there as another, is asked anew', async () => {
  const { enter, go, follow } = browser();
  await enter('li');
  await go(`${issuer.url}/api/v1/session`, { method: 'DELETE' });
  const again = await follow(`${site.url}/api/v1/session/elsewhere?next=/patients`);
  expect([again.host, again.pathname]).toEqual([new URL(issuer.url).host, '/login']);
});

test('a program that is not registered, or another address of one, is told so on a page of ours', async () => {
  const ask = (query: Readonly<Record<string, string>>) =>
    fetch(
      `${issuer.url}/oidc/auth?${new URLSearchParams({ response_type: 'code', scope: 'openid', ...query }).toString()}`,
      {
        headers: { accept: 'text/html' },
      },
    );
  const unknown = await ask({ client_id: 'nobody', redirect_uri: 'https://evil.example/' });
  expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining('登录请求有误')]);
  expect(unknown.headers.get('content-security-policy')).toContain("default-src 'none'");
  const moved = await ask({ client_id: 'site', redirect_uri: 'https://evil.example/' });
  expect(moved.status).toBe(400);
});

test('the database of the issuer holds no code, token, session or key that could be used', async () => {
  const rows = await issuer.db.query<{ text: string }>(
    sql`select sealed::text as text from issuer_state union all select sealed::text from issuer_key`,
  );
  expect(rows.length).toBeGreaterThan(3);
  for (const { text } of rows)
    expect(Buffer.from(text.slice(2), 'hex').toString('latin1')).not.toMatch(/accountId|"kty"/);
});

test('sign-ins through the issuer stand in the audit, done and refused', async () => {
  const rows = await site.db.query<{ outcome: string; why: string | null }>(sql`
    select distinct outcome, detail->>'why' as why from audit_event
     where action = 'session:open' and detail->>'via' = 'oidc' order by 1, 2`);
  expect(rows).toEqual([
    { outcome: 'done', why: null },
    { outcome: 'refused', why: 'disabled' },
    { outcome: 'refused', why: 'failed' },
    { outcome: 'refused', why: 'unknown' },
  ]);
});
