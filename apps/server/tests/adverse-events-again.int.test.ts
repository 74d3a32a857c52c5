/** A report of an adverse event 不良事件 that is sent again counts once, and is still read by nobody but who sent it. */
import { describe, expect, test } from 'vitest';

import { single, sql } from '../src/platform/db/database.ts';
import { adverseEventsOf, BODY, REPORTER } from './adverse-events-fixture.ts';
import { at, sharedRegion } from './recognition-fixture.ts';

const region = sharedRegion();
const { reporter, ask, report } = adverseEventsOf(region);

describe('a report that is sent twice under one key', () => {
  const send = async (body: object, headers?: Record<string, string>) =>
    ask('POST', '/api/v1/adverse-events', headers ?? (await reporter()), { ...BODY, ...body });
  const counted = async () =>
    single(await region.db.query<{ n: number }>(sql`select count(*)::int as n from adverse_event`)).n;

  test.each([
    ['by name', { anonymous: false, key: 'n'.repeat(32) }],
    ['by nobody', { anonymous: true, key: 'a'.repeat(32) }],
  ])('%s is one, with one receipt that leads to it', async (_, named) => {
    const own = { ...named, what: '同一事件点了两次' };
    const before = await counted();
    const sent = await Promise.all([send(own), send(own)]);
    region.clock.set(at('2024-05-20T09:40+08:00'));
    const again = await send(own);
    region.clock.set(at('2024-05-20T09:00+08:00'));
    expect([...sent, again].map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set([...sent, again].map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const { receipt, event } = again.body as { receipt: string; event: number };
    expect(await counted()).toBe(before + 1);
    expect(await ask('POST', '/api/v1/adverse-events/receipt', {}, { receipt })).toMatchObject({ body: { event } });
  });

  test('and says something else, or is sent by somebody else, is refused', async () => {
    const own = { key: 'o'.repeat(32), what: '先写的一件', measuresTaken: '已观察' };
    const first = await send(own);
    expect(first.status).toBe(201);
    const { measuresTaken: _, ...less } = own;
    for (const change of [
      { ...own, what: '另一件事' },
      { ...own, harm: 'mild' },
      { ...own, occurredAt: '2024-05-20T07:59+08:00' },
      { ...own, discoveredAt: '2024-05-20T08:30+08:00' },
      { ...own, anonymous: true },
      less,
    ])
      expect((await send(change)).status).toBe(409);
    const other = await region.as('nurse', { username: 'other-9', institution: 'H2', department: 'INT' });
    expect((await send(own, other)).status).toBe(409);
    expect((await send({ key: 'short' })).status).toBe(400);
    expect((await send(own)).body).toEqual(first.body);
  });

  test('without a key is two', async () => {
    const [one, two] = [await report(), await report()];
    expect(one.event).not.toBe(two.event);
    expect(one.receipt).not.toBe(two.receipt);
  });

  test('stands in the audit under another name each time', async () => {
    const own = { key: 'u'.repeat(32), what: '审计里互不相干' };
    await send(own);
    await send(own);
    const entries = await region.db.query(
      sql`select actor from audit_event where action = 'adverse-event:report' and outcome = 'done'`,
    );
    const names = entries.map(({ actor }) => actor);
    expect(names.length).toBeGreaterThanOrEqual(2);
    expect(new Set(names).size).toBe(names.length);
    expect(JSON.stringify(names)).not.toContain(REPORTER);
  });
});
