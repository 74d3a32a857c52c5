/** `fujie serve`: the embedded or given database, migrations, the demonstration if asked, and the server. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildApp } from '@fujie/server/app';
import { createDeps } from '@fujie/server/compose';
import type { Config, EmbeddedPostgres } from '@fujie/server/platform';
import { connect, loadConfig, migrate, startEmbeddedPostgres, systemClock } from '@fujie/server/platform';
import type { Command } from 'commander';

import { demonstrationAccounts, loadDemonstrationOnce } from './demonstration.ts';

interface ServeOptions {
  demo?: boolean;
  persons: string;
  days: string;
  seed: string;
}

export function registerServeCommand(program: Command): void {
  program
    .command('serve')
    .description('start the server (启动服务)')
    .option('--demo', 'load the demonstration region into an empty database and print its accounts (加载演示数据)')
    .option('--persons <n>', 'persons of the demonstration', '200')
    .option('--days <n>', 'days of life of the demonstration', '60')
    .option('--seed <n>', 'seed of the demonstration', '1')
    .addHelpText('after', '\nConfiguration comes from the environment; `fujie config` lists every key.')
    .action(async (options: ServeOptions) => {
      await serve(loadConfig(), options);
    });
}

interface Stoppable {
  readonly what: string;
  stop(): Promise<void>;
}

async function serve(config: Config, options: ServeOptions): Promise<void> {
  const parts: Stoppable[] = [];
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    for (const part of parts.splice(0).reverse()) await part.stop();
  };
  const stop = (signal: string): void => {
    if (stopping) return;
    say(`\n${signal}: stopping (正在停止) …`);
    stopping = stopAll().then(
      () => {
        say('Stopped (已停止).');
        process.exit(0);
      },
      (error: unknown) => {
        say(`Stopped with a fault: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await startParts(config, options, parts);
  } catch (error) {
    if (stopping) return;
    await stopAll();
    throw error;
  }
}

async function startParts(config: Config, options: ServeOptions, parts: Stoppable[]): Promise<void> {
  const started = Date.now();
  if (config.databaseUrl === null) {
    const release = lockDataDir(config.dataDir);
    parts.push({ what: 'lock', stop: async () => release() });
  }
  const url = config.databaseUrl ?? (await startDatabase(config, parts));
  const owner = connect(url, { asOwner: true, max: 2 });
  const applied = await migrate(owner);
  await owner.close();
  say(applied.length > 0 ? `Database: ${String(applied.length)} migrations applied.` : 'Database: up to date.');
  const db = connect(url, { max: config.pool });
  const { deps, close } = await createDeps(config, { db, clock: systemClock });
  parts.push({ what: 'server state', stop: close });
  const isDemo = options.demo === true;
  if (isDemo) {
    await loadDemonstrationOnce(
      deps,
      { persons: Number(options.persons), days: Number(options.days), seed: Number(options.seed) },
      progress,
    );
  }
  const app = await buildApp(deps);
  parts.push({ what: 'http', stop: () => app.close() });
  await app.listen({ host: config.host, port: config.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  say(`\nFujie 符节  http://localhost:${String(port)}   (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (isDemo) sayAccounts(config);
  say('\nCtrl-C stops everything (按 Ctrl-C 停止).');
}

async function startDatabase(config: Config, parts: Stoppable[]): Promise<string> {
  say(`Database: embedded PostgreSQL in ${config.dataDir}`);
  const embedded: EmbeddedPostgres = await startEmbeddedPostgres({ directory: config.dataDir });
  parts.push({ what: 'database', stop: () => embedded.stop() });
  return embedded.url;
}

/** One server per data directory: a second one would stop the database under the first. */
function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'server.pid');
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid !== process.pid && isAlive(pid)) {
      throw new Error(
        `Another server (process ${String(pid)}) uses ${dataDir}. Stop it, or set FUJIE_DATA_DIR to another folder (该目录正被另一服务使用).`,
      );
    }
  }
  writeFileSync(file, String(process.pid));
  return () => {
    rmSync(file, { force: true });
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

let lastProgress = '';

/** One line that advances on a terminal, one line per tenth elsewhere. */
function progress(text: string, done: number, total: number): void {
  const line = `Demonstration: ${text} ${String(Math.floor((100 * done) / Math.max(1, total)))}%`;
  if (line === lastProgress) return;
  lastProgress = line;
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${line}${done >= total ? '\n' : ''}`);
  else if (done >= total || Math.floor((10 * done) / total) !== Math.floor((10 * (done - 1)) / total)) say(line);
}

function sayAccounts(config: Config): void {
  say('\nAccounts of the demonstration (演示账号):');
  for (const a of demonstrationAccounts(config)) {
    say(
      `  ${a.labelZh.padEnd(10, '　')} ${a.kind === 'person' ? `${a.username.padEnd(12)} ${a.secret}` : `token        ${a.secret}`}`,
    );
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
