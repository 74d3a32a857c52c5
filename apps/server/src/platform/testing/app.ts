/** A whole server on a database of its own, for tests: started, asked through `app.inject`, closed. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Instant } from '@fujie/core/kernel';
import { must, parseInstant } from '@fujie/core/kernel';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

import { buildApp } from '../../app.ts';
import { createDeps } from '../../compose.ts';
import type { NewAccount } from '../auth/accounts.query.ts';
import { putAccount } from '../auth/accounts.query.ts';
import type { Role } from '../auth/permissions.ts';
import { openSession } from '../auth/sessions.query.ts';
import { issueSystemToken } from '../auth/systems.query.ts';
import { fixedClock } from '../clock/clock.ts';
import { loadConfig } from '../config/config.ts';
import type { Database, Sql } from '../db/database.ts';
import { WORKER_ROLE } from '../db/database.ts';
import { openStore } from '../db/store.ts';
import type { KeyRing } from '../db/key-ring.ts';
import type { Deps } from '../deps.ts';
import { sessionCookie } from '../http/server.ts';
import { createLog } from '../log/log.ts';
import { createTestDatabase } from './cluster.ts';
import type { Way } from './driven.ts';
import { findEndings, notingStore, traceDriven } from './driven.ts';
import { isTraced, trace, traceFile } from './traces.ts';

/** Patients have no account: see platform/auth/patient-sessions.query.ts. */
type AccountRole = Exclude<Role, 'patient'>;

export interface TestApp {
  readonly app: FastifyInstance;
  readonly deps: Deps;
  /** The worker's: a test looks at everything. */
  readonly db: Database;
  readonly keys: KeyRing;
  /** Address of the database, for a second connection or server. */
  readonly databaseUrl: string;
  readonly clock: ReturnType<typeof fixedClock>;
  /**
   * Headers of a signed-in account of a role (`system`: a connected system with its token). The same role with the same
   * attributes is one account.
   */
  as(role: AccountRole, attributes?: Partial<Omit<NewAccount, 'role' | 'password'>>): Promise<Record<string, string>>;
  /** Runs what the application may not, such as letting time pass in a row: as the owner of the tables. */
  asOwner(statement: Sql): Promise<void>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Instant at which the clock stands; text is read by `parseInstant`. */
  readonly now?: Instant | string;
  readonly jurisdiction?: string;
  /** Requests a minute of an address, an account, a system, such as `3,3,3`. */
  readonly rateLimits?: string;
  readonly publicUrl?: string;
  readonly trustedProxies?: string;
  /** An existing database, such as that of another server; otherwise a new one is made. */
  readonly databaseUrl?: string;
  /** Further keys of the configuration. */
  readonly env?: Readonly<Record<string, string>>;
  /** How people act on it, by pages or otherwise. */
  readonly way?: Way;
}

/** Starts a server; `adminUrl` is what the global set-up provides (`inject('adminUrl')`). */
export async function startTestApp(adminUrl: string, options: TestAppOptions = {}): Promise<TestApp> {
  const databaseUrl = options.databaseUrl ?? (await createTestDatabase(adminUrl));
  const dataDir = mkdtempSync(join(tmpdir(), 'fujie-app-'));
  const config = loadConfig({
    FUJIE_DATABASE_URL: databaseUrl,
    FUJIE_DATA_DIR: dataDir,
    // Servers of one database share its secret.
    FUJIE_SECRET: createHash('sha256').update(databaseUrl).digest('hex'),
    FUJIE_LOG_LEVEL: 'silent',
    FUJIE_JURISDICTION: options.jurisdiction ?? 'taiyuan',
    FUJIE_TRUSTED_PROXIES: options.trustedProxies ?? '',
    FUJIE_POOL: '8',
    FUJIE_RATE_LIMITS: options.rateLimits,
    FUJIE_PUBLIC_URL: options.publicUrl,
    ...options.env,
  });
  const now = options.now ?? '2024-05-20T09:00+08:00';
  const clock = fixedClock(typeof now === 'string' ? must(parseInstant(now)) : now);
  const store = await openStore(databaseUrl, config, { max: config.pool });
  const db = store.worker;
  const log = isTraced ? { log: createLog('trace', traceFile('logs')) } : {};
  const noting = notingStore(store);
  const { deps: ofServer, close: closeDeps } = await createDeps(config, { store: noting.store, clock, ...log });
  const deps: Deps = { ...ofServer, db: store.db, scoped: store.scoped, worker: store.worker };
  const app = await buildApp(ofServer);
  await app.ready();
  const readMetrics = isTraced ? traceAnswers(app) : undefined;
  const headersOf = new Map<string, Promise<Record<string, string>>>();
  return {
    app,
    deps,
    db,
    keys: store.keys,
    databaseUrl,
    clock,
    as: (role, attributes = {}) => {
      const key = JSON.stringify([role, attributes]);
      const known = headersOf.get(key) ?? signIn(deps, role, attributes, headersOf.size);
      headersOf.set(key, known);
      return known;
    },
    asOwner: ({ text, values }) =>
      db.withClient(async (client) => {
        await client.query('set role none');
        try {
          await client.query(text, values);
        } finally {
          await client.query(`set role ${WORKER_ROLE}`);
        }
      }),
    close: async () => {
      if (isTraced)
        traceDriven(options.way ?? 'wire', await findEndings(db), ({ record }) => noting.records.has(record));
      await readMetrics?.();
      await app.close();
      await closeDeps();
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Keeps what a refusal said and where an answer pointed; answers a reader of the metrics. */
function traceAnswers(app: FastifyInstance): () => Promise<void> {
  const ask = app.inject.bind(app) as (options: InjectOptions | string) => Promise<LightMyRequestResponse>;
  const traced = async (options: InjectOptions | string): Promise<LightMyRequestResponse> => {
    const answer = await ask(options);
    // What a system chose to write into an address is its own; what we answer it is ours.
    if (typeof answer.headers.location === 'string') trace('addresses', answer.headers.location);
    if (answer.statusCode >= 400) trace('errors', `${String(answer.statusCode)} ${answer.body.replaceAll('\n', ' ')}`);
    return answer;
  };
  app.inject = traced as typeof app.inject;
  return async () => {
    trace('metrics', (await ask('/metrics')).body);
  };
}

async function signIn(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  role: AccountRole,
  attributes: Partial<Omit<NewAccount, 'role' | 'password'>>,
  number: number,
): Promise<Record<string, string>> {
  const username = attributes.username ?? `${role}-${String(number)}`;
  if (role === 'system') {
    const client = { id: username, name: attributes.name ?? username, institution: attributes.institution ?? 'H1' };
    return { authorization: `Bearer ${await issueSystemToken(db, client)}` };
  }
  await putAccount(db, { name: username, ...attributes, username, password: randomBytes(16).toString('hex'), role });
  return { cookie: `${sessionCookie(config)}=${await openSession(db, username, { hours: 1 })}` };
}
