import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort, readAccounts } from './support/stack.ts';

const ROOT = resolve(import.meta.dirname, '..');
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fujie-start-'));
  // As root, PostgreSQL runs as another user, who must get to its folder.
  chmodSync(directory, 0o755);
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

interface Started {
  readonly process: ChildProcess;
  readonly url: string;
  printed(): string;
}

/** `npm start`, in a process group of its own as a terminal would give it. */
async function start(): Promise<Started> {
  const port = await freePort();
  const child = spawn(process.execPath, ['tools/start.mjs', '--persons', '20', '--days', '20'], {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, FUJIE_DATABASE_URL: '', FUJIE_DATA_DIR: directory, FUJIE_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  while (!printed.includes('Ctrl-C') && child.exitCode === null) await pause(100);
  return { process: child, url: `http://127.0.0.1:${String(port)}`, printed: () => printed };
}

/** Ctrl-C as it arrives in practice: the terminal tells the whole group, and npm tells its child once more. */
async function pressCtrlC({ process: child }: Started): Promise<number | null> {
  if (child.pid === undefined) throw new Error('not started');
  process.kill(-child.pid, 'SIGINT');
  process.kill(child.pid, 'SIGINT');
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

describe('npm start', () => {
  let accounts: ReturnType<typeof readAccounts>;

  it('loads the demonstration, prints the address and an account per role, and stops as a whole on Ctrl-C', async () => {
    const started = await start();
    expect(started.printed()).toMatch(/Fujie 符节 {2}http:\/\/localhost:\d+/);
    accounts = readAccounts(started.printed());
    expect(accounts.length).toBeGreaterThanOrEqual(6);
    expect((await fetch(`${started.url}/readyz`)).status).toBe(200);

    expect(await pressCtrlC(started)).toBe(0);
    expect(started.printed().match(/stopping/g)).toHaveLength(1);
    await expect(fetch(`${started.url}/readyz`)).rejects.toThrow();
    expect(existsSync(join(directory, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('finds its data again at the second start, and the same accounts', async () => {
    const started = await start();
    expect(started.printed()).toContain('up to date');
    expect(started.printed()).not.toContain('Demonstration:');
    expect(readAccounts(started.printed())).toEqual(accounts);
    expect(await pressCtrlC(started)).toBe(0);
  });
});
