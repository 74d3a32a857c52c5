/** Text messages 短信 by the protocol of the service: told once, patient where it asks for patience, and refusals where they are seen. */
import type { Instant } from '@fujie/core/kernel';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { createChannels } from '../src/notify/channels/channels.ts';
import { sendDue } from '../src/notify/send.ts';
import { tellReaders } from '../src/notify/told.ts';
import { sql } from '../src/platform/db/database.ts';
import { sealed } from '../src/platform/db/key-ring.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import { startOtherEnds } from './doubles/other-ends.ts';
import { sharedServer } from './shared-server.ts';

const PHONE = '13800000000';
const ends = await startOtherEnds({ now: () => server.clock.now() });
const { texts } = ends;
const server = sharedServer({ now: '2026-03-02T10:00+08:00', publicUrl: 'https://fujie.example', env: ends.env });
afterAll(() => ends.close());

beforeAll(async () => {
  await server.as('laboratory', { institution: 'H1', username: 'bench' });
});
afterEach(async () => {
  ends.fail(null);
  ends.clear();
  await server.asOwner(sql`truncate notify_address, delivery cascade`);
});

const listen = (phone: string): Promise<unknown> =>
  server.db.query(sql`
    insert into notify_address (username, channel, address, verified_at, created_by, created_at)
    values ('bench', 'sms', ${sealed(phone)}, now(), 'bench', now())`);

async function open(subject: string): Promise<number> {
  const row = await server.db.tx((tx) =>
    openLoop(server.deps, tx, {
      ...{ definition: 'critical-value/inpatient', subject, unit: 'H1', department: 'INT', personId: null },
      ...{ occurredAt: server.clock.now(), by: { id: 'lis', name: 'lis', role: 'system' } },
      facts: { titleZh: '王小明 K 6.9' },
    }),
  );
  await tellReaders(server.deps);
  return row?.id ?? 0;
}
const deliver = (config = server.deps.config): Promise<number> => sendDue(server.deps, createChannels(config));
const wait = (ms: number): void => {
  server.clock.set((server.clock.now() + ms) as Instant);
};
const deliveries = (loop: number) =>
  server.db.query<{ status: string; attempts: number; fault: string | null; bundle: string }>(
    sql`select status, attempts, fault, bundle::text from delivery where loop_id = ${loop}`,
  );
const channelOf = async (channel: string) => {
  const admin = await server.as('admin', { username: 'chief' });
  const answer = await server.app.inject({ url: '/api/v1/notifications/channels', headers: admin });
  expect(answer.statusCode).toBe(200);
  return answer.json<{ channels: { channel: string }[] }>().channels.find((one) => one.channel === channel);
};

describe('an alert by text message', () => {
  test('says what waits and until when by the approved template, and nothing of the patient', async () => {
    await listen(PHONE);
    const loop = await open('told');
    await deliver();
    const [told] = await deliveries(loop);
    expect(told).toMatchObject({ status: 'sent', attempts: 1 });
    expect(texts).toMatchObject([{ phone: PHONE, outId: told?.bundle }]);
    expect(texts[0]?.content).toMatch(/^【符节平台】您有1项闭环待处理：.*危急值.*，待办，时限 2026-03-02 \d\d:\d\d。/);
    expect(texts[0]?.content).not.toMatch(/王小明|6\.9|http/);
    expect(await channelOf('sms')).toMatchObject({ isConfigured: true, sent: 1, waiting: 0, givenUp: 0, faults: [] });
  });

  test('whose answer was lost is asked for and not sent twice', async () => {
    await listen(PHONE);
    const loop = await open('lost answer');
    ends.fail('mute');
    await deliver();
    expect(texts).toHaveLength(1);
    expect(await deliveries(loop)).toMatchObject([{ status: 'pending', attempts: 1 }]);
    ends.fail(null);
    wait(31_000);
    await deliver();
    expect(texts).toHaveLength(1);
    expect(await deliveries(loop)).toMatchObject([{ status: 'sent', attempts: 2, fault: null }]);
  });

  test('that never got there is sent when it is tried again', async () => {
    await listen(PHONE);
    const loop = await open('down');
    ends.fail('down');
    await deliver();
    ends.fail(null);
    wait(31_000);
    await deliver();
    expect(texts).toHaveLength(1);
    expect(await deliveries(loop)).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  test('is kept while the service asks for patience, as long as it asks', async () => {
    await listen(PHONE);
    const loop = await open('throttled');
    ends.fail('throttled');
    await deliver();
    ends.fail(null);
    expect(await deliveries(loop)).toMatchObject([
      { status: 'pending', fault: 'the text message service answered Throttling.User' },
    ]);
    wait(31_000);
    expect(await deliver()).toBe(0);
    wait(30_000);
    await deliver();
    expect(await deliveries(loop)).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  test('of a number that takes no more today waits an hour at a time', async () => {
    await listen(PHONE);
    for (let n = 0; n < 50; n += 1)
      texts.push({ phone: PHONE, outId: `before-${String(n)}`, content: '', at: server.clock.now() - 1000 });
    const loop = await open('too many');
    await deliver();
    expect(await deliveries(loop)).toMatchObject([
      { status: 'pending', fault: 'the text message service answered isv.BUSINESS_LIMIT_CONTROL' },
    ]);
    wait(3_599_000);
    expect(await deliver()).toBe(0);
    wait(1000);
    expect(await deliver()).toBe(1);
  });

  test('to a number that is none is given up at once, where the administrator sees it', async () => {
    await listen('12000000000');
    const loop = await open('no number');
    await deliver();
    const fault = 'the text message service answered isv.MOBILE_NUMBER_ILLEGAL';
    expect(await deliveries(loop)).toMatchObject([{ status: 'given-up', attempts: 1, fault }]);
    expect(await channelOf('sms')).toMatchObject({ givenUp: 1, faults: [{ fault, count: 1 }] });
  });

  test.each([
    ['isv.SMS_SIGNATURE_ILLEGAL', { sign: '别家' }],
    ['isv.SMS_TEMPLATE_ILLEGAL', { noticeTemplate: 'SMS_404' }],
    ['isv.TEMPLATE_MISSING_PARAMETERS', { codeTemplate: 'SMS_100000001', noticeTemplate: 'SMS_100000001' }],
    ['SignatureDoesNotMatch', { key: { id: 'LTAI-of-the-double', secret: 'wrong' } }],
    ['InvalidAccessKeyId.NotFound', { key: { id: 'nobody', secret: 'wrong' } }],
  ])(
    'that is refused with %s is seen by the administrator at once and sent once that is mended',
    async (code, wrong) => {
      await listen(PHONE);
      const { config } = server.deps;
      const { sms } = config.notify;
      if (sms === null) throw new Error('no text messages');
      const loop = await open(code);
      await deliver({ ...config, notify: { ...config.notify, sms: { ...sms, ...wrong } } });
      expect(await channelOf('sms')).toMatchObject({
        waiting: 1,
        faults: [{ fault: `the text message service answered ${code}`, count: 1 }],
      });
      wait(31_000);
      await deliver();
      expect(await deliveries(loop)).toMatchObject([{ status: 'sent', attempts: 2 }]);
    },
  );
});

test('who adds a telephone is told whether it is wrong, or asked too often, and nobody else sees the channels', async () => {
  const bench = await server.as('laboratory', { institution: 'H1', username: 'bench' });
  const add = (address: string) =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/account/notifications/addresses',
      headers: bench,
      payload: { channel: 'sms', address },
    });
  expect((await add('12000000000')).json()).toMatchObject({
    status: 422,
    detail: expect.stringMatching(/check the address/) as string,
  });
  expect((await add(PHONE)).statusCode).toBe(200);
  expect((await add(PHONE)).json()).toMatchObject({
    status: 422,
    detail: expect.stringMatching(/in an hour/) as string,
  });
  expect(texts).toHaveLength(1);
  const answer = await server.app.inject({ url: '/api/v1/notifications/channels', headers: bench });
  expect(answer.statusCode).toBe(403);
});
