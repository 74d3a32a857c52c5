import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { startEmbeddedPostgres } from '../src/platform/embedded/embedded-postgres.ts';

it('tells that the cluster has ended unasked; it is then stopped, and starts again', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fujie-ended-'));
  chmodSync(directory, 0o755);
  try {
    const first = await startEmbeddedPostgres({ directory, unsafeFast: true });
    const ended = new Promise<void>((told) => {
      first.onEnded(told);
    });
    process.kill(Number(readFileSync(join(directory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    await ended;
    await first.stop();
    const second = await startEmbeddedPostgres({ directory, unsafeFast: true });
    expect(second.wasRunning).toBe(false);
    await second.stop();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 60_000);
