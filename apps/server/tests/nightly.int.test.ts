/** Work of a night 夜间任务 that one server does for all: it is taken over from one that is killed, and nothing is told twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Day } from '@fujie/core/kernel';
import { expect, test } from 'vitest';

import { verifyNightly } from '../src/laboratory/iqc-verify.ts';
import { connect, sql } from '../src/platform/db/database.ts';
import { onceForAll } from '../src/platform/jobs/nightly.query.ts';
import { sharedServer } from './shared-server.ts';

const server = sharedServer({ now: '2026-03-02T10:00+08:00' });
const DAY = '2026-03-02' as Day;

/** The servers of the database by which a night is held. */
const holders = async (): Promise<readonly number[]> => {
  const rows = await server.db.query<{ pid: number }>(sql`
    select pid from pg_locks where locktype = 'advisory' and granted and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())`);
  return rows.map(({ pid }) => pid);
};

test('a server that is killed while it is at it leaves the night to another, which does it once for all', async () => {
  const script = join(import.meta.dirname, 'night-worker.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, server.databaseUrl, 'iqc-verify', DAY], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  try {
    await once(child, 'message');
    expect(await verifyNightly(server.deps, DAY)).toBeNull();
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
  // The database lets go of what the dead held as soon as it sees the connection closed.
  let found = await verifyNightly(server.deps, DAY);
  while (found === null) found = await verifyNightly(server.deps, DAY);
  expect(await verifyNightly(server.deps, DAY)).toEqual(found);
  expect(await server.db.query(sql`select found from nightly where job = 'iqc-verify'`)).toEqual([{ found }]);
  expect(await holders()).toEqual([]);
});

test('a server that lost its connection while it was at it keeps and tells nothing; the one that took over does', async () => {
  const told: string[] = [];
  const other = connect(server.databaseUrl, { role: 'owner', max: 2 });
  const night = (name: string, work: () => Promise<object>) =>
    onceForAll(other, { job: 'test', day: DAY }, work, (found) => {
      told.push(`${name} ${JSON.stringify(found)}`);
      return Promise.resolve();
    });
  try {
    const first = night('first', async () => {
      const [pid] = await holders();
      await server.asOwner(sql`select pg_terminate_backend(${pid ?? 0}::int)`);
      let second = await night('second', () => Promise.resolve({ by: 'second' }));
      while (second === null) second = await night('second', () => Promise.resolve({ by: 'second' }));
      return { by: 'first' };
    });
    await expect(first).rejects.toThrow(/terminat|connection|ECONNRESET/i);
    expect(await night('third', () => Promise.resolve({ by: 'third' }))).toEqual({ by: 'second' });
    expect(told).toEqual(['second {"by":"second"}']);
  } finally {
    await other.close();
  }
});

test('what cannot be told is left to be done', async () => {
  const attempt = (tell: () => Promise<void>) =>
    onceForAll(server.deps.worker, { job: 'told', day: DAY }, () => Promise.resolve({ n: 1 }), tell);
  await expect(attempt(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await server.db.query(sql`select 1 from nightly where job = 'told'`)).toEqual([]);
  expect(await attempt(() => Promise.resolve())).toEqual({ n: 1 });
});
