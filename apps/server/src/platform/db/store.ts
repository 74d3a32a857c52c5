/**
 * The doors to the database. Who is asking sees only what a scope names, because the database itself refuses the rest
 * (row-level security, migration 0110); what runs for nobody in particular, such as taking in results, is the worker's.
 */
import type pg from 'pg';

import { KEYS_EVERY_MS, loadKeys } from './data-keys.query.ts';
import type { ConnectOptions, Database } from './database.ts';
import { APP_ROLE, connect, databaseOf, openPool, WORKER_ROLE } from './database.ts';
import type { Cipher } from './key-ring.ts';
import { KeyRing } from './key-ring.ts';

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
  /** What all of them seal and open with; followed, so that a new key of the database is known before it is used. */
  readonly keys: KeyRing;
  close(): Promise<void>;
}

/** The secret that wraps the data keys of the database, and how new values are sealed. */
export interface SealWith {
  readonly secret: string;
  readonly cipher: Cipher;
}

/**
 * Opens the pools of a migrated database; `max` connections each, opened as they are needed. Refuses a secret that is not
 * the one of this database.
 */
export async function openStore(
  url: string,
  { secret, cipher }: SealWith,
  given: Omit<ConnectOptions, 'role' | 'keys'> = {},
): Promise<Store> {
  const keys = new KeyRing(cipher);
  const options = { ...given, keys };
  const db = connect(url, { ...options, role: APP_ROLE });
  const worker = connect(url, { ...options, role: WORKER_ROLE });
  const pool = openPool(url, { ...options, role: APP_ROLE });
  // The next attempt comes soon enough for a key that begins to seal a minute after it was made.
  const following = setInterval(() => void loadKeys(db, secret, keys).catch(() => undefined), KEYS_EVERY_MS).unref();
  const close = async (): Promise<void> => {
    clearInterval(following);
    await Promise.all([db.close(), worker.close(), pool.end()]);
  };
  try {
    await loadKeys(db, secret, keys);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, worker, scoped: (scope) => databaseOf(pool, keys, (client) => enter(client, scope)), keys, close };
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
