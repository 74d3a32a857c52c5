import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { lockDataDir, requireFreePort, requireStarted } from './guards.ts';

describe('the accounts', () => {
  it('are not told of an installation that was never started here', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'fujie-never-'));
    expect(() => requireStarted({ databaseUrl: null, dataDir })).toThrow('FUJIE_DATA_DIR');
    expect(() => requireStarted({ databaseUrl: 'postgres://localhost/fujie', dataDir })).not.toThrow();
    mkdirSync(join(dataDir, 'postgres'));
    expect(() => requireStarted({ databaseUrl: null, dataDir })).not.toThrow();
    rmSync(dataDir, { recursive: true });
  });
});

describe('the port', () => {
  it('that somebody listens on is refused with the key to change', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(requireFreePort('127.0.0.1', port)).rejects.toThrow(/in use.*FUJIE_PORT.*占用/s);
    other.close();
    await once(other, 'close');
    await requireFreePort('127.0.0.1', port);
  });
});

describe('the data directory', () => {
  let directory: string;
  const pidFile = (): string => join(directory, 'server.pid');
  beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'fujie-lock-'))));
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it.each([
    ['a process that is gone', '999999999'],
    ['another program, after its number was given again', String(process.ppid)],
    ['nothing that is a number', 'x'],
  ])('is taken over from %s', (_name, text) => {
    writeFileSync(pidFile(), text);
    const release = lockDataDir(directory);
    expect(readFileSync(pidFile(), 'utf8')).toBe(String(process.pid));
    release();
  });
});
