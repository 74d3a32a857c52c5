/** Another end that takes a message and does not answer, and everybody else who is to be told meanwhile. */
import { EventEmitter, once } from 'node:events';

import { expect, test } from 'vitest';

import type { Channel } from '../src/notify/channels/channel.ts';
import { createChannels } from '../src/notify/channels/channels.ts';
import { startNotify } from '../src/notify/jobs.ts';
import { sql } from '../src/platform/db/database.ts';
import { sealed } from '../src/platform/db/key-ring.ts';
import { openLoop } from '../src/platform/loops/loops.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-03-02T10:00+08:00' });

/** Somebody of the laboratory with a mailbox. */
async function reader(username: string): Promise<void> {
  await server.as('laboratory', { institution: 'H1', username });
  await server.db.query(sql`
    insert into notify_address (username, channel, address, verified_at, created_by, created_at)
    values (${username}, 'email', ${sealed(`${username}@example.org`)}, now(), ${username}, now())`);
}

async function open(subject: string): Promise<number> {
  const row = await server.db.tx((tx) =>
    openLoop(server.deps, tx, {
      ...{ definition: 'critical-value/inpatient', subject, unit: 'H1', department: 'INT', personId: null },
      ...{ occurredAt: server.clock.now(), by: { id: 'lis', name: 'lis', role: 'system' }, facts: {} },
    }),
  );
  return row?.id ?? 0;
}

test('keeps none of them waiting, whatever it does', async () => {
  await reader('silent');
  await reader('other');
  const events = new EventEmitter();
  const answered = once(events, 'answered');
  const told = new Set<number>();
  const email: Channel = {
    send: async ({ address }, { items }) => {
      if (address.startsWith('silent')) return void (await answered);
      for (const { loop } of items) told.add(loop);
      events.emit('told');
    },
  };
  const isTold = async (loop: number): Promise<void> => {
    while (!told.has(loop)) await once(events, 'told');
  };
  const notify = startNotify(server.deps, { ...createChannels(server.deps.config), email });
  try {
    await isTold(await open('first'));
    // The silent one has taken the first by now, and answers none.
    await isTold(await open('second'));
  } finally {
    events.emit('answered');
    await notify.stop();
  }
  const waiting = await server.db.query(sql`select from delivery where status <> 'sent'`);
  expect([told.size, waiting]).toEqual([2, []]);
});
