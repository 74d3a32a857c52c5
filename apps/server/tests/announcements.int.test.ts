/** The connection over which a server hears what is announced 通知: taken up again when lost, and kept by no server that is closed. */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { expect, test, vi } from 'vitest';

import { followAnnouncements } from '../src/platform/db/announcements.query.ts';
import type { Database } from '../src/platform/db/database.ts';
import { sql } from '../src/platform/db/database.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer();
const log = () => server.deps.log;

/** The same database at a port of this machine. */
function atPort(port: number): Database {
  const { options } = server.db.pool;
  const [url = '', socketDir = ''] = (options.connectionString ?? '').split('?host=');
  const connectionString = url.replace('@/', `@127.0.0.1:${String(port)}/`);
  expect([connectionString === url, socketDir]).toEqual([false, expect.stringMatching(/./)]);
  return { ...server.db, pool: { options: { ...options, connectionString } } as Database['pool'] };
}

/** A port that leads to the database, and holds each connection up as long as `hold` says so. */
async function startGate() {
  const socketDir = decodeURIComponent(server.db.pool.options.connectionString?.split('?host=')[1] ?? '');
  const sockets: Socket[] = [];
  const letThrough = (socket: Socket): void => {
    const database = connect(join(socketDir, '.s.PGSQL.5432'));
    for (const [one, other] of [
      [socket, database],
      [database, socket],
    ] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  };
  const gate = { isHeld: false };
  const listener = createServer((socket) => {
    sockets.push(socket);
    if (!gate.isHeld) letThrough(socket);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return { port, sockets, gate, listener, pass: letThrough };
}

test('lost, it is taken up again, and whoever listens is told that something may have been missed', async () => {
  const { port, sockets, listener } = await startGate();
  const heard = vi.fn<(text: string | null) => void>();
  const followed = await followAnnouncements(atPort(port), log(), { announced: heard });
  expect(heard.mock.calls).toEqual([[null]]);
  sockets[0]?.destroy();
  await expect.poll(() => heard.mock.calls).toEqual([[null], [null]]);
  await server.db.query(sql`select pg_notify('announced', 'again')`);
  await expect.poll(() => heard.mock.calls.at(-1)).toEqual(['again']);
  await followed.close();
  listener.close();
});

test('closed while it is taken up again, it stays with nobody', async () => {
  const { port, sockets, gate, listener, pass } = await startGate();
  const heard = vi.fn<(text: string | null) => void>();
  const followed = await followAnnouncements(atPort(port), log(), { announced: heard });
  gate.isHeld = true;
  const again = once(listener, 'connection');
  sockets[0]?.destroy();
  const [socket] = (await again) as [Socket];
  const left = once(socket, 'close');
  const closed = followed.close();
  pass(socket);
  await Promise.all([closed, left]);
  expect(heard.mock.calls).toEqual([[null]]);
  listener.close();
});

test('where it cannot be had at first, nothing tries for it any more', async () => {
  const { port, sockets, gate, listener } = await startGate();
  gate.isHeld = true;
  listener.on('connection', (socket: Socket) => socket.destroy());
  await expect(followAnnouncements(atPort(port), log(), { announced: () => undefined })).rejects.toThrow();
  // As long again as it waits before it tries anew.
  await setTimeout(2000);
  expect(sockets).toHaveLength(1);
  listener.close();
});
