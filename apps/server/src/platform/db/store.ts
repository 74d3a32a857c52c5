/**
 * The doors to the database. Who is asking sees only what a scope names, because the database itself refuses the rest
 * (row-level security, migration 0110); what runs for nobody in particular, such as taking in results, is the worker's.
 */
import type pg from 'pg';

import type { ConnectOptions, Database } from './database.ts';
import { APP_ROLE, connect, databaseOf, openPool, WORKER_ROLE } from './database.ts';

/** Whose records may be seen: all of these institutions, and these persons wherever they were examined. */
export interface Scope {
  readonly institutions: readonly string[];
  readonly persons: readonly number[];
}

export interface Store {
  /** Sees no record of any person: registers, accounts, counts. */
  readonly db: Database;
  /** Sees the records of a scope, and writes those of its institutions. */
  readonly scoped: (scope: Scope) => Database;
  /** Sees and writes all records: ingest, jobs and the command line. No request is answered from it without a scope of its own. */
  readonly worker: Database;
  close(): Promise<void>;
}

/** Opens the pools; `max` connections each, opened as they are needed. */
export function openStore(url: string, options: Omit<ConnectOptions, 'role'> = {}): Store {
  const db = connect(url, { ...options, role: APP_ROLE });
  const worker = connect(url, { ...options, role: WORKER_ROLE });
  const pool = openPool(url, { ...options, role: APP_ROLE });
  return {
    db,
    worker,
    scoped: (scope) => databaseOf(pool, (client) => enter(client, scope)),
    close: async () => {
      await Promise.all([db.close(), worker.close(), pool.end()]);
    },
  };
}

/** What each connection of the scoped pool was last told. */
const entered = new WeakMap<pg.PoolClient, string>();

const ENTER = `select set_config('fujie.institutions', $1, false), set_config('fujie.persons', $2, false)`;

/** Tells the connection whose records it may show; a round trip only when it was told something else before. */
async function enter(client: pg.PoolClient, { institutions, persons }: Scope): Promise<void> {
  const stray = institutions.find((code) => !/^[\w.-]+$/.test(code));
  if (stray !== undefined) throw new Error('an institution code with a character that no code has cannot be a scope');
  const values = [`{${institutions.join(',')}}`, `{${persons.join(',')}}`];
  const key = values.join('|');
  if (entered.get(client) === key) return;
  // Until the database has answered nobody knows what it shows.
  entered.delete(client);
  await client.query({ name: 'enter-scope', text: ENTER, values });
  entered.set(client, key);
}
