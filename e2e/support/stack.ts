/** The whole product as a newcomer starts it: `fujie serve --demo` on a fresh embedded database, once per run. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { TestProject } from 'vitest/node';

import { isTraced, trace } from '../../apps/server/src/platform/testing/traces.ts';
import { buildPages } from '../../tools/lib/pages.mjs';
import { watchDriven } from './driven.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const READY_WITHIN_MS = 170_000;

/** An account that the start printed. */
export interface Account {
  readonly label: string;
  readonly username: string;
  readonly secret: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    baseUrl: string;
    accounts: readonly Account[];
    /** What the start printed of the patient whom a visitor may play. */
    patient: string;
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Reads the table of accounts that `fujie serve --demo` prints; systems have the word `token` for a name. */
export function readAccounts(printed: string): readonly Account[] {
  const [, table = ''] = printed.split('(演示账号):');
  return [...table.matchAll(/^ {2}(\S+?)\u3000*[ ]+(\S+)[ ]+(\S+)[ ]{2}/gm)].map((match) => ({
    label: match[1] ?? '',
    username: match[2] ?? '',
    secret: match[3] ?? '',
  }));
}

async function waitUntilReady(server: ChildProcess, baseUrl: string, printed: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`${baseUrl}/readyz`).catch(() => undefined);
    if (answer?.ok === true && printed().includes('Ctrl-C')) return;
    await pause(200);
  }
  throw new Error(`the server did not become ready:\n${printed()}`);
}

/** Vitest global set-up of the browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!(await buildPages())) throw new Error('the pages could not be built: see above');
  const directory = mkdtempSync(join(tmpdir(), 'fujie-e2e-'));
  // As root, PostgreSQL runs as another user, who must get to its folder.
  chmodSync(directory, 0o755);
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${String(port)}`;
  const server = spawn(
    process.execPath,
    ['apps/cli/bin/fujie.mjs', 'serve', '--demo', '--persons', '24', '--days', '30'],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        FUJIE_DATABASE_URL: '',
        FUJIE_DATA_DIR: directory,
        FUJIE_PORT: String(port),
        ...(isTraced ? { FUJIE_LOG_LEVEL: 'trace' } : {}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const stop = async (): Promise<void> => {
    if (server.exitCode === null) {
      const metrics = isTraced ? await fetch(`${baseUrl}/metrics`).catch(() => undefined) : undefined;
      if (metrics !== undefined) trace('metrics', await metrics.text());
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    // Whom a newcomer may try is told to whoever started the demonstration, and is nobody's.
    trace('logs', printed.replace(/^Patient \(演示患者\).*$/m, ''));
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(server, baseUrl, () => printed);
  } catch (error) {
    await stop();
    throw error;
  }
  const sayDriven = await watchDriven(directory).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  project.provide('baseUrl', baseUrl);
  project.provide('accounts', readAccounts(printed));
  project.provide('patient', /^Patient .*$/m.exec(printed)?.[0] ?? '');
  return async () => {
    try {
      await sayDriven();
    } finally {
      await stop();
    }
  };
}
