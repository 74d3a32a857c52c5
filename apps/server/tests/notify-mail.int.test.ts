/** Mail that must not go in the clear, and a sender that is killed between the mail server's taking a message and its word of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import { afterAll, expect, test } from 'vitest';

import type { Channels } from '../src/notify/channels/channels.ts';
import { createChannels } from '../src/notify/channels/channels.ts';
import { sendDue } from '../src/notify/send.ts';
import { tellReaders } from '../src/notify/told.ts';
import { sql } from '../src/platform/db/database.ts';
import { sealed } from '../src/platform/db/key-ring.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import type { Mail } from './doubles/mail-server.ts';
import { startMailServer } from './doubles/mail-server.ts';
import { sharedServer } from './shared-server.ts';

const HERE = '127.0.0.1';
/** This machine by another address: a mail server that is not at localhost. */
const ELSEWHERE = '127.0.0.2';
const LEASE_MS = 120_000;

const mailServer = await startMailServer({ host: '0.0.0.0' });
const { mails } = mailServer;
const urlAt = (host: string): string => `smtp://${host}:${String(mailServer.port)}`;
afterAll(() => mailServer.close());

const server = sharedServer({ now: '2026-03-02T10:00+08:00', publicUrl: 'https://fujie.example' });
const channelsAt = (host: string): Channels => {
  const smtpAt = { url: urlAt(host), from: 'fujie@example.org' };
  return createChannels({ ...server.deps.config, notify: { ...server.deps.config.notify, smtp: smtpAt } });
};

/** Somebody of the laboratory is told by mail of a new loop. */
async function told(subject: string): Promise<number> {
  await server.as('laboratory', { institution: 'H1', username: 'bench' });
  await server.db.query(sql`
    insert into notify_address (username, channel, address, verified_at, created_by, created_at)
    select 'bench', 'email', ${sealed('bench@example.org')}, now(), 'bench', now() where not exists (select from notify_address)`);
  const row = await server.db.tx((tx) =>
    openLoop(server.deps, tx, {
      ...{ definition: 'critical-value/inpatient', subject, unit: 'H1', department: 'INT', personId: null },
      ...{ occurredAt: server.clock.now(), by: { id: 'lis', name: 'lis', role: 'system' }, facts: {} },
    }),
  );
  await tellReaders(server.deps);
  return row?.id ?? 0;
}
const deliveries = (loop: number) =>
  server.db.query<{ status: string; attempts: number; fault: string | null }>(
    sql`select status, attempts, fault from delivery where loop_id = ${loop}`,
  );
const wait = (ms: number): void => {
  server.clock.set((server.clock.now() + ms) as Instant);
};
const nameIn = (mail: Mail | undefined): string | undefined => /^message-id: (<.+>)$/im.exec(mail?.raw ?? '')?.[1];

test('a mail server elsewhere that offers no STARTTLS is given nothing, and the message is kept until one may take it', async () => {
  const loop = await told('in the clear');
  await sendDue(server.deps, channelsAt(ELSEWHERE));
  expect(mails).toEqual([]);
  expect(await deliveries(loop)).toMatchObject([
    { status: 'pending', attempts: 1, fault: expect.stringMatching(/TLS/i) as string },
  ]);
  wait(31_000);
  await sendDue(server.deps, channelsAt(HERE));
  expect([mails.length, await deliveries(loop)]).toMatchObject([1, [{ fault: null }]]);
  expect(await deliveries(loop)).toMatchObject([{ status: 'sent', attempts: 2, fault: null }]);
  mails.length = 0;
});

test('a mail server that answers byte by byte and never to the end is left, and holds nobody else up', async () => {
  const slow = createServer((socket) => {
    socket.write('220 slow\r\n');
    const more = setInterval(() => socket.write('2'), 50);
    socket.on('error', () => undefined).on('close', () => clearInterval(more));
  });
  slow.listen(0, HERE);
  await once(slow, 'listening');
  const { port } = slow.address() as AddressInfo;
  const loop = await told('drop by drop');
  const smtp = { url: `smtp://${HERE}:${String(port)}`, from: 'fujie@example.org' };
  const config = { ...server.deps.config, notify: { ...server.deps.config.notify, smtp } };
  await sendDue(server.deps, createChannels(config, { mailMs: 500 }));
  expect(await deliveries(loop)).toMatchObject([
    { status: 'pending', attempts: 1, fault: expect.stringContaining('mail server') as string },
  ]);
  slow.close();
  wait(31_000);
  await sendDue(server.deps, channelsAt(HERE));
  expect(await deliveries(loop)).toMatchObject([{ status: 'sent', attempts: 2, fault: null }]);
  mails.length = 0;
});

test('a sender that is killed while the mail server takes the message is followed by another, under the same name', async () => {
  const loop = await told('killed');
  const hasTaken = mailServer.holdNext();
  const script = join(import.meta.dirname, 'send-worker.ts');
  const { databaseUrl, deps, clock } = server;
  const given = [databaseUrl, deps.config.secret, formatInstant(clock.now()), urlAt(HERE)];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...given], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  await hasTaken;
  child.kill('SIGKILL');
  await ended;
  mailServer.release();
  expect(await deliveries(loop)).toMatchObject([{ status: 'pending', attempts: 1 }]);

  // As long as the one that was killed might still be at it, nobody else is.
  expect(await sendDue(server.deps, channelsAt(HERE))).toBe(0);
  wait(LEASE_MS);
  expect(await sendDue(server.deps, channelsAt(HERE))).toBe(1);
  expect(mails).toHaveLength(2);
  expect(nameIn(mails[1])).toMatch(/^<[0-9a-f-]{36}@fujie\.example>$/);
  expect(nameIn(mails[1])).toBe(nameIn(mails[0]));
  expect(await deliveries(loop)).toMatchObject([{ status: 'sent', attempts: 2 }]);
  wait(LEASE_MS);
  expect(await sendDue(server.deps, channelsAt(HERE))).toBe(0);
});
