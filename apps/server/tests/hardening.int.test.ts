/** What every answer says to browsers, and how much one client may ask. */
import { describe, expect, it } from 'vitest';

import { sharedServer } from './shared-server.ts';

const server = sharedServer({ rateLimits: '4,5,6', publicUrl: 'https://fujie.example' });

describe('every answer', () => {
  it.each(['/healthz', '/fhir/metadata', '/api/v1/openapi.json', '/api/v1/nothing-here'])(
    'of %s loads nothing, is framed nowhere, read by nobody else and only over TLS',
    async (url) => {
      const { headers } = await server.app.inject({
        method: 'GET',
        url,
        remoteAddress: `10.0.0.${String(url.length)}`,
      });
      expect(headers).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000',
      });
    },
  );
});

describe('a client that asks too much', () => {
  const ask = (headers: Record<string, string>, remoteAddress = '10.1.0.1') =>
    server.app.inject({ method: 'GET', url: '/healthz', headers, remoteAddress });

  it.each([
    ['an address without account', 4, () => Promise.resolve({})],
    ['an account', 5, () => server.as('commission', { region: '14' })],
    ['a connected system', 6, () => server.as('system', { institution: 'H1' })],
  ] as const)('%s is told when to come again', async (_name, most, signIn) => {
    const headers = await signIn();
    const statuses: number[] = [];
    for (let i = 0; i < most; i++) statuses.push((await ask(headers)).statusCode);
    expect(statuses).toEqual(Array(most).fill(200));
    const refused = await ask(headers);
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.json()).toMatchObject({
      type: 'urn:fujie:problem:too-many-requests',
      detailZh: expect.stringContaining('秒后再试') as string,
    });
  });

  it('holds up no other: another address, or an account at the same one', async () => {
    for (let i = 0; i < 6; i++) await ask({}, '10.1.0.2');
    expect((await ask({}, '10.1.0.2')).statusCode).toBe(429);
    expect((await ask({}, '10.1.0.3')).statusCode).toBe(200);
    expect((await ask(await server.as('admin'), '10.1.0.2')).statusCode).toBe(200);
  });

  it('is counted also when it is refused: guessing tokens does not go on for ever', async () => {
    const guess = (i: number) => ask({ authorization: `Bearer guess-${String(i)}` }, '10.1.0.4');
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await guess(i)).statusCode);
    expect(statuses.slice(4)).toEqual([429, 429]);
  });
});

it('a request whose body never ends is ended by the server, and not kept for ever', () => {
  const { requestTimeout, headersTimeout } = server.app.server;
  for (const limit of [requestTimeout, headersTimeout]) {
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThanOrEqual(300_000);
  }
});
