import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { boundedFetch } from './bounded-fetch.ts';

const server = createServer((request, response) => {
  if (request.url === '/elsewhere') response.writeHead(302, { location: '/' }).end();
  else if (request.url === '/none') response.writeHead(204).end();
  else if (request.url === '/endless') {
    const more = (): void => {
      while (response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  } else response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
});
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test('an answer without end is read so far and no further, and one that leads elsewhere is not followed', async () => {
  await expect(boundedFetch(`${url}/endless`)).rejects.toThrow('larger than 1000000 bytes');
  await expect(boundedFetch(`${url}/elsewhere`)).rejects.toThrow('fetch failed');
});

test('every other comes as it is', async () => {
  const answer = await boundedFetch(`${url}/`);
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    404,
    'application/json',
    '{}',
  ]);
  expect((await boundedFetch(`${url}/none`)).status).toBe(204);
});
