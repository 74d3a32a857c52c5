import { existsSync } from 'node:fs';

import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { anchorCopy, startAuditJobs } from '../src/audit/jobs.ts';
import { auditKey } from '../src/audit/key.ts';
import { verifyAudit } from '../src/audit/verify.ts';
import { connect, raw, sql } from '../src/platform/db/database.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';

interface Row {
  actor: string;
  role: string;
  institution: string | null;
  department: string | null;
  action: string;
  outcome: string;
  purpose: string;
  origin: string;
  address: string | null;
  credential: string | null;
  subject: string | null;
  day: string;
  lane: string;
  seq: number;
}

let server: TestApp;

beforeAll(async () => {
  server = await startTestApp(inject('adminUrl'), { trustedProxies: '127.0.0.1' });
});

afterAll(async () => {
  await server.close();
});

async function entriesOf(actor: string): Promise<Row[]> {
  await server.deps.audit.drain();
  return server.db.query<Row>(sql`select * from audit_event where actor = ${actor} order by id`);
}

/** How many entries are of an account, or of somebody whom the audit does not name. */
async function countOf(actor: string): Promise<number> {
  await server.deps.audit.drain();
  const rows = await server.db.query(sql`select from audit_event where actor = ${actor} or actor like 'shielded:%'`);
  return rows.length;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const isMethod = (method: string): method is (typeof METHODS)[number] => METHODS.some((m) => m === method);

test.each(['doctor', 'laboratory', 'quality-office', 'commission', 'admin', 'audit-admin', 'system'] as const)(
  'every route that is not open to everyone leaves an entry of what the role %s did or was refused',
  async (role) => {
    const username = `walker-${role}`;
    const headers = await server.as(role, { username, institution: 'H1', practitioner: 'P1' });
    for (const { method, url, can } of server.app.routeTable) {
      if (!isMethod(method) || can === 'public' || can === 'signed-in') continue;
      const before = await countOf(username);
      await server.app.inject({ method, url: url.replaceAll(/:[A-Za-z]+/g, 'none').replaceAll('*', 'none'), headers });
      expect([method, url, (await countOf(username)) > before]).toEqual([method, url, true]);
    }
  },
);

test('an entry says who, for what purpose, and from where behind a proxy of ours', async () => {
  const headers = await server.as('doctor', {
    username: 'li',
    institution: 'H1',
    department: 'XNK',
    practitioner: 'P1',
  });
  await server.app.inject({
    method: 'POST',
    url: '/api/v1/persons/search',
    headers: { ...headers, 'x-forwarded-for': '203.0.113.7' },
    payload: { q: 'x' },
  });
  const [entry] = await entriesOf('li');
  expect(entry).toMatchObject({
    role: 'doctor',
    institution: 'H1',
    department: 'XNK',
    action: 'person:search',
    outcome: 'done',
    purpose: 'TREAT',
    origin: 'session',
    address: '203.0.113.7',
    day: '2024-05-20',
  });
  expect(entry?.credential).toMatch(/^[0-9a-f]{12}$/);
  expect(headers['cookie']).not.toContain(entry?.credential);
});

test('a system is recognised by its token, and requests with one token by the same short id', async () => {
  const headers = await server.as('system', { username: 'his-1', institution: 'H1' });
  for (let i = 0; i < 2; i++) await server.app.inject({ url: '/fhir/Patient?identifier=x', headers });
  const entries = await entriesOf('his-1');
  expect(entries.map((entry) => [entry.origin, entry.action])).toEqual([
    ['token', 'fhir:search'],
    ['token', 'fhir:search'],
  ]);
  expect(new Set(entries.map((entry) => entry.credential)).size).toBe(1);
});

test('failed sign-ins are on record with the address, but nothing that may be the number of a person', async () => {
  for (const username of ['nobody-here', '110105194912310020'])
    await server.app.inject({ method: 'POST', url: '/api/v1/session', payload: { username, password: 'x' } });
  const entries = (await entriesOf('public')).filter((entry) => entry.action === 'session:open');
  expect(entries.map((entry) => [entry.subject, entry.outcome, entry.address])).toEqual([
    ['nobody-here', 'refused', '127.0.0.1'],
    ['unknown', 'refused', '127.0.0.1'],
  ]);
});

test('too many attempts are refused, and that is recorded once a minute', async () => {
  const attempt = () =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'x-forwarded-for': '203.0.113.9' },
      payload: { username: 'x', password: 'x' },
    });
  const answers = [];
  for (let i = 0; i < 23; i++) answers.push((await attempt()).statusCode);
  expect(answers.filter((status) => status === 429).length).toBeGreaterThan(1);
  const entries = (await entriesOf('public')).filter((entry) => entry.address === '203.0.113.9');
  expect(entries.filter((entry) => entry.subject === 'POST /api/v1/session')).toHaveLength(1);
});

test('entries of each institution and day form a chain of their own in the lane of their server', async () => {
  await server.deps.audit.drain();
  const chains = await server.db.query<{ first: number; last: number; count: number }>(sql`
    select min(seq) as first, max(seq) as last, count(*) as count from audit_event group by day, chain, lane`);
  expect(chains.length).toBeGreaterThan(1);
  for (const { first, last, count } of chains) expect([first, last]).toEqual([1, count]);
  const lanes = await server.db.query(sql`select distinct lane from audit_event`);
  expect(lanes).toHaveLength(1);
});

test('what cannot be recorded is not shown, and the audit goes on in another lane when it can', async () => {
  const headers = await server.as('laboratory', { username: 'lab-1', institution: 'H1' });
  const ask = () => server.app.inject({ url: '/api/v1/registers/item', headers });
  expect((await ask()).statusCode).toBe(200);
  const owner = connect(server.databaseUrl, { role: 'owner', max: 1 });
  const rename = (from: string, to: string) => owner.query(sql`alter table ${raw(from)} rename to ${raw(to)}`);
  await rename('audit_event', 'audit_gone');
  const refused = await ask();
  expect([refused.statusCode, refused.json<{ type: string }>().type]).toEqual([
    500,
    'urn:fujie:problem:internal-error',
  ]);
  await rename('audit_gone', 'audit_event');
  await owner.close();
  expect((await ask()).statusCode).toBe(200);
  expect(new Set((await entriesOf('lab-1')).map((entry) => entry.lane)).size).toBe(2);
});

test('the server anchors by itself, with a copy beside the database, and everything here verifies', async () => {
  await startAuditJobs(server.deps).stop();
  const copy = anchorCopy(server.deps.config);
  expect(existsSync(copy)).toBe(true);
  const keys = [auditKey(server.deps.config).publicKey];
  const found = await verifyAudit(server.db, { from: null, to: null, keys, files: [copy] });
  expect(found).toMatchObject({ found: 0, anchors: 1 });
  expect(found.rows).toBeGreaterThan(50);
});
