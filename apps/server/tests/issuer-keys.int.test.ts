import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { createIssuerKeys } from '../src/platform/auth/issuer-keys.query.ts';
import { sql } from '../src/platform/db/database.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';

let server: TestApp;

beforeAll(async () => {
  server = await startTestApp(inject('adminUrl'));
});

afterAll(async () => {
  await server.close();
});

/** The keys as a server sees them that has just started. */
const keysNow = () => createIssuerKeys(server.deps).all();
const age = (days: number) =>
  server.asOwner(sql`update issuer_key set created_at = created_at - make_interval(days => ${days})`);

test('servers that start together make one pair of keys, which signs access and identity', async () => {
  const [first, second] = await Promise.all([keysNow(), keysNow()]);
  expect(first.map((key) => key.alg)).toEqual(['ES384', 'RS256']);
  expect(second).toEqual(first);
});

test('keys replace themselves; those replaced are published for a while, and then thrown away', async () => {
  const before = await keysNow();
  await age(91);
  const after = await keysNow();
  expect(after.map((key) => key.alg)).toEqual(['ES384', 'RS256', 'ES384', 'RS256']);
  expect(after.slice(2)).toEqual(before);
  await age(91);
  expect((await keysNow()).map((key) => key.kid)).not.toContain(before[0]?.kid);
  const kept = await server.db.query<{ kid: string }>(sql`select kid from issuer_key`);
  expect(kept.map((row) => row.kid)).not.toContain(before[0]?.kid);
});

test('with another secret they open nothing: there are new ones', async () => {
  const before = await keysNow();
  const config = { ...server.deps.config, secret: 'another secret of thirty-two characters' };
  const others = await createIssuerKeys({ db: server.deps.db, config }).all();
  expect(others.map((key) => key.alg)).toEqual(['ES384', 'RS256']);
  expect(before.map((key) => key.kid)).not.toContain(others[0]?.kid);
});
