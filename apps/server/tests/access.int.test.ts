import { expect, test } from 'vitest';

import { isPermitted, PUBLIC_ACTOR } from '../src/platform/auth/permissions.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer();

/** An address of the route with harmless values in place of its parameters. */
const addressOf = (url: string): string => url.replaceAll(/:[A-Za-z]+/g, 'none').replaceAll('*', 'none');

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];
const isMethod = (method: string): method is Method => METHODS.some((m) => m === method);

test('without signing in every route refuses, except those that say they are public', async () => {
  expect(server.app.routeTable.length).toBeGreaterThan(20);
  for (const { method, url, can } of server.app.routeTable) {
    if (!isMethod(method) || isPermitted(PUBLIC_ACTOR, can)) continue;
    const answer = await server.app.inject({ method, url: addressOf(url) });
    expect([method, url, answer.statusCode]).toEqual([method, url, 401]);
  }
});

test('a page of another site cannot change anything with the cookie of a user', async () => {
  const headers = { ...(await server.as('admin')), origin: 'https://elsewhere.example' };
  const answer = await server.app.inject({ method: 'DELETE', url: '/api/v1/session', headers });
  expect(answer.statusCode).toBe(403);
});

test('refusals are on record', async () => {
  const headers = await server.as('laboratory', { institution: 'H1', username: 'curious' });
  await server.app.inject({ method: 'POST', url: '/api/v1/persons/search', headers, payload: { q: 'x' } });
  const rows = await server.db.withClient((c) =>
    c.query("select action from audit_event where actor = 'curious' and outcome = 'refused'"),
  );
  expect(rows.rowCount).toBeGreaterThan(0);
});
