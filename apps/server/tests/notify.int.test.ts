/** Notices of loops 通知 from the alert to the other end: each reader once, by the protocols that mail servers and robots speak. */
import type { Instant } from '@fujie/core/kernel';
import { afterAll, describe, expect, test } from 'vitest';

import { createChannels } from '../src/notify/channels/channels.ts';
import { sendDue } from '../src/notify/send.ts';
import { tellReaders } from '../src/notify/told.ts';
import { sql } from '../src/platform/db/database.ts';
import { openLoop, settleDue } from '../src/platform/loops/loops.ts';
import { textOf } from './doubles/mail-server.ts';
import { KEYS, startOtherEnds } from './doubles/other-ends.ts';
import { at } from './recognition-fixture.ts';
import { sharedServer } from './shared-server.ts';

const ends = await startOtherEnds({ now: () => server.clock.now() });
const { posted, texts } = ends;
const { mails } = ends.mail;

const server = sharedServer({ now: '2026-03-02T10:00+08:00', publicUrl: 'https://fujie.example', env: ends.env });
afterAll(() => ends.close());

type Headers = Readonly<Record<string, string>>;
const send = async (headers: Headers, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
const OWN = '/api/v1/account/notifications';
const GROUPS = '/api/v1/notifications/groups';
const codeIn = (said: string | undefined): string => /(?<!\d)\d{6}(?!\d)/.exec(said ?? '')?.[0] ?? '';

/** Adds an address and confirms it by the code that came to it. */
async function subscribe(headers: Headers, where: string, address: object, said: () => string): Promise<number> {
  const path = where === OWN ? `${OWN}/addresses` : GROUPS;
  const added = await send(headers, 'POST', path, address);
  expect(added.json()).toEqual({ id: expect.any(Number) as number });
  const { id } = added.json<{ id: number }>();
  const confirmed = await send(headers, 'POST', `${path}/${String(id)}/code`, { code: codeIn(said()) });
  expect(confirmed.statusCode).toBe(204);
  return id;
}

const lastMail = (): string => textOf(mails.at(-1));

async function open(subject: string, definition = 'critical-value/inpatient'): Promise<number> {
  const row = await server.db.tx((tx) =>
    openLoop(server.deps, tx, {
      definition,
      subject,
      unit: 'H1',
      department: 'INT',
      personId: null,
      occurredAt: server.clock.now(),
      by: { id: 'H1/T1', name: '检验师', role: 'laboratory' },
      facts: { item: 'K', value: '6.9', titleZh: '王小明 K 6.9' },
    }),
  );
  return row?.id ?? 0;
}

/** Two servers at once find the readers and send. */
async function deliver(): Promise<void> {
  const channels = createChannels(server.deps.config);
  await Promise.all([tellReaders(server.deps), tellReaders(server.deps)]);
  await Promise.all([sendDue(server.deps, channels), sendDue(server.deps, channels)]);
}
const { clear, robots } = ends;
const statuses = async (loop: number): Promise<readonly string[]> =>
  (await server.db.query<{ status: string }>(sql`select status from delivery where loop_id = ${loop} order by id`)).map(
    ({ status }) => status,
  );

describe('an address', () => {
  test('is told of nothing until the code that was sent there came back', async () => {
    const nurse = await server.as('doctor', { institution: 'H1', department: 'OUT', username: 'slow' });
    const added = await send(nurse, 'POST', `${OWN}/addresses`, { channel: 'sms', address: '13800000000' });
    const { id } = added.json<{ id: number }>();
    const [message] = texts;
    expect(message).toMatchObject({ phone: '13800000000', outId: `code-${String(id)}` });
    expect(codeIn(message?.content)).not.toBe('');
    const wrong = await send(nurse, 'POST', `${OWN}/addresses/${String(id)}/code`, { code: '000000' });
    expect(wrong.statusCode).toBe(422);
    expect((await send(nurse, 'GET', OWN)).json()).toMatchObject({
      channels: ['email', 'sms'],
      addresses: [{ id, address: '138****0000', isVerified: false }],
    });
    const stranger = await server.as('doctor', { institution: 'H2', username: 'stranger' });
    expect((await send(stranger, 'DELETE', `${OWN}/addresses/${String(id)}`)).statusCode).toBe(404);
    clear();
  });

  test('inside this network is refused unless the installation names it, as is one without TLS', async () => {
    const office = await server.as('quality-office', { institution: 'H1', username: 'office' });
    for (const address of ['https://10.0.0.8/hook', 'https://localhost/hook', 'http://hooks.example/x', 'file:///etc'])
      expect(
        (
          await send(office, 'POST', GROUPS, {
            channel: 'webhook',
            address,
            secret: 'x'.repeat(16),
            role: null,
            department: null,
          })
        ).statusCode,
      ).toBe(400);
    expect(posted).toEqual([]);
  });
});

describe('an alert', () => {
  test('reaches whoever owes it and the groups of the unit, once, with nothing of the patient', async () => {
    const lab = await server.as('laboratory', { institution: 'H1', username: 'bench' });
    const other = await server.as('laboratory', { institution: 'H2', username: 'elsewhere' });
    const office = await server.as('quality-office', { institution: 'H1', username: 'office' });
    await subscribe(lab, OWN, { channel: 'email', address: 'bench@example.org' }, lastMail);
    await subscribe(other, OWN, { channel: 'email', address: 'other@example.org' }, lastMail);
    const group = { role: 'laboratory', department: null };
    const said = (): string => posted.at(-1)?.body ?? '';
    await subscribe(office, GROUPS, { ...group, channel: 'wecom', address: robots.wecom }, said);
    await subscribe(
      office,
      GROUPS,
      { ...group, channel: 'dingtalk', address: robots.dingtalk, secret: KEYS.dingtalkSecret },
      said,
    );
    await subscribe(
      office,
      GROUPS,
      { ...group, channel: 'webhook', address: robots.webhook, secret: KEYS.webhookSecret },
      said,
    );
    clear();
    const loop = await open('told');
    await deliver();
    await deliver();
    expect(mails.map(({ to }) => to)).toEqual(['bench@example.org']);
    expect(posted.map(({ path }) => path).sort()).toEqual(['/cgi-bin/webhook/send', '/hook', '/robot/send']);
    const link = `https://fujie.example/loops/${String(loop)}`;
    expect(lastMail()).toContain(link);
    expect(mails[0]?.raw).toMatch(/message-id: <[0-9a-f-]{36}@fujie\.example>/i);
    for (const { body } of posted) expect(body).toContain(link);
    for (const one of [lastMail(), ...posted.map(({ body }) => body)]) expect(one).not.toMatch(/王小明|6\.9/);
    const hook = posted.find(({ path }) => path === '/hook');
    // Each checked its signature.
    expect(posted.map(({ answer }) => answer.status)).toEqual([200, 200, 200]);
    expect(hook?.headers).toMatchObject({
      'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect(await statuses(loop)).toEqual(['sent', 'sent', 'sent', 'sent']);
    clear();
  });

  test('that cannot be sent is tried again under the same name, and given up where everybody sees it', async () => {
    const office = await server.as('quality-office', { institution: 'H1', username: 'office' });
    ends.fail('down');
    const loop = await open('down');
    await deliver();
    expect(await statuses(loop)).toEqual(expect.arrayContaining(['pending']));
    ends.fail(null);
    server.clock.set((server.clock.now() + 31_000) as Instant);
    await deliver();
    expect(posted).toHaveLength(3);
    expect(await statuses(loop)).toEqual(['sent', 'sent', 'sent', 'sent']);
    ends.fail('down');
    const lost = await open('lost');
    for (let tries = 0; tries < 13; tries += 1) {
      await deliver();
      server.clock.set((server.clock.now() + 3_600_000) as Instant);
    }
    expect((await statuses(lost)).filter((status) => status === 'given-up')).toHaveLength(3);
    expect((await send(office, 'GET', GROUPS)).json<{ groups: object[] }>().groups).toContainEqual(
      expect.objectContaining({ channel: 'wecom', givenUp: 1, fault: 'answered 503' }) as object,
    );
    ends.fail(null);
    clear();
  });

  test('of a stage that is over is sent to nobody', async () => {
    const loop = await open('over');
    await Promise.all([tellReaders(server.deps)]);
    await server.asOwner(sql`update loop set status = 'closed', stages = '{}' where id = ${loop}`);
    await sendDue(server.deps, createChannels(server.deps.config));
    expect(new Set(await statuses(loop))).toEqual(new Set(['superseded']));
    clear();
  });

  test('that could not be sent is not sent any more once what it says is over', async () => {
    ends.fail('down');
    const loop = await open('down and over');
    await deliver();
    expect(await statuses(loop)).toContain('pending');
    await server.asOwner(sql`update loop set status = 'closed', stages = '{}' where id = ${loop}`);
    ends.fail(null);
    clear();
    server.clock.set(at('2026-03-28T10:00+08:00'));
    await deliver();
    expect(posted.filter(({ body }) => body.includes(`/loops/${String(loop)}`))).toEqual([]);
    expect(await statuses(loop)).not.toContain('pending');
    clear();
  });

  test('that an authority is told of an institution comes to no group of the institution', async () => {
    const said = (): string => posted.at(-1)?.body ?? '';
    const all = (path: string) => ({
      ...{
        role: null,
        department: null,
        channel: 'webhook',
        secret: KEYS.webhookSecret,
        address: `${new URL(robots.webhook).origin}${path}`,
      },
    });
    const office = await server.as('quality-office', { institution: 'H1', username: 'office' });
    const commission = await server.as('commission', { region: 'CN', username: 'authority' });
    const own = await subscribe(office, GROUPS, all('/everything'), said);
    const theirs = await subscribe(commission, GROUPS, all('/authority'), said);
    clear();
    await open('about', 'complaint/handling');
    await deliver();
    expect(posted.map(({ path }) => path)).toEqual(['/authority']);
    await send(office, 'DELETE', `${GROUPS}/${String(own)}`);
    await send(commission, 'DELETE', `${GROUPS}/${String(theirs)}`);
    clear();
  });

  test('that waits for a bundle gives way to a later one of the same stage, and several come in one message', async () => {
    const head = await server.as('department-head', { institution: 'H1', department: 'INT', username: 'head' });
    await subscribe(head, OWN, { channel: 'email', address: 'head@example.org' }, lastMail);
    const daily = { quietFrom: null, quietTo: null, digestMinutes: null, digestAt: 8 * 60 };
    expect((await send(head, 'POST', `${OWN}/preference`, daily)).statusCode).toBe(204);
    server.clock.set(at('2026-04-02T10:00+08:00'));
    const loops = [await open('first'), await open('second')];
    // Not of those that harm life, which are told at once: as if these did not.
    await server.asOwner(sql`update loop set harm = 2 where id = any(${loops}::bigint[])`);
    server.clock.set(at('2026-04-02T10:04+08:00'));
    while ((await settleDue(server.deps)) > 0);
    clear();
    await deliver();
    const toHead = (): readonly string[] =>
      mails
        .filter(({ to }) => to === 'head@example.org')
        .map(textOf)
        .filter((body) =>
          loops.some((loop) => body.includes(`/loops/${String(loop)}\n`) || body.endsWith(`/loops/${String(loop)}`)),
        );
    expect(toHead()).toEqual([]);
    server.clock.set(at('2026-04-03T08:00+08:00'));
    while ((await settleDue(server.deps)) > 0);
    await deliver();
    const [bundle, ...more] = toHead();
    expect(more).toEqual([]);
    for (const loop of loops) expect(bundle?.split(`/loops/${String(loop)}`)).toHaveLength(2);
    clear();
  });
});
