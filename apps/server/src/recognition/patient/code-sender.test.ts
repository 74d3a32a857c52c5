import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createCodeSender, demonstrationSender, gatewaySender } from './code-sender.ts';

const MESSAGE = { phone: '12300000001', code: '123456', minutes: 5, at: 0 };

describe('the stand-in of the demonstration', () => {
  it('keeps what it would have sent, and nothing where the database holds no demonstration', async () => {
    const sender = demonstrationSender(() => Promise.resolve(true));
    await sender.send(MESSAGE);
    expect(sender.delivered()).toEqual([MESSAGE]);
    const refused = demonstrationSender(() => Promise.resolve(false));
    await expect(refused.send(MESSAGE)).rejects.toThrow('name a gateway');
    expect(refused.delivered()).toEqual([]);
  });

  it('stands in for nobody who was not asked to', () => {
    expect(createCodeSender(null, () => Promise.resolve(true))).toBeNull();
  });
});

describe('the gateway', () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/moved') response.writeHead(307, { location: '/inside' });
    else response.writeHead(503);
    response.end();
  });
  const address = (path: string): string => `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  it('is the one that the operator named: it leads nowhere else, and what it refuses was not sent', async () => {
    const secret = 'x'.repeat(32);
    await expect(gatewaySender({ gateway: address('/moved'), secret }).send(MESSAGE)).rejects.toThrow();
    await expect(gatewaySender({ gateway: address('/down'), secret }).send(MESSAGE)).rejects.toThrow('503');
    expect(asked).toEqual(['/moved', '/down']);
  });
});
