/** Access to PostgreSQL: queries written with `sql`, transactions, named prepared statements for hot paths. */
import pg from 'pg';
import type { Sql } from 'sql-template-tag';

import type { KeyRing } from './key-ring.ts';
import { Sealed } from './key-ring.ts';

export { default as sql, join, raw, empty } from 'sql-template-tag';
export type { Sql } from 'sql-template-tag';

export interface Queryable {
  /** Runs a statement and returns its rows. */
  query<T extends object = Record<string, unknown>>(statement: Sql): Promise<T[]>;
  /** Runs a named statement that each connection prepares once. */
  prepared<T extends object = Record<string, unknown>>(
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<T[]>;
}

export interface Database extends Queryable {
  /** Runs `work` in one transaction; rolls back when it throws. */
  tx<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Lends a connection of its own, for COPY, cursors and LISTEN. */
  withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

// @NOTE int8 as number: ids and counts stay far below 2^53; dates as text, because a day has no time zone.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (value: string) => value);

/** Role of the application; its grants make records append-only, its policies show only what a scope names. */
export const APP_ROLE = 'fujie_app';
/** Role of what runs for nobody in particular; append-only by the same grants. */
export const WORKER_ROLE = 'fujie_worker';

export interface ConnectOptions {
  readonly max?: number;
  /** By default that of the application; `owner`: whoever the address names, for migrations only. */
  readonly role?: typeof APP_ROLE | typeof WORKER_ROLE | 'owner';
  /** Seals what is marked `sealed` and opens what is read; without them sealed values are bytes like others. */
  readonly keys?: KeyRing | undefined;
  readonly onIdleError?: (error: Error) => void;
}

/** Opens a pool on a database. */
export function connect(url: string, options: ConnectOptions = {}): Database {
  return databaseOf(openPool(url, options), options.keys);
}

export function openPool(url: string, { max = 16, role = APP_ROLE, onIdleError, keys }: ConnectOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    ...(role === 'owner' ? {} : { options: `-c role=${role}` }),
    ...(keys === undefined ? {} : { types: openedBy(keys) }),
  });
  pool.on('error', (error) => onIdleError?.(error));
  return pool;
}

type Parser = (value: string) => unknown;

/** Readers of values, of which that of bytes opens what is sealed. */
function openedBy(keys: KeyRing): pg.CustomTypesConfig {
  const bytesOf = pg.types.getTypeParser(pg.types.builtins.BYTEA) as (value: string) => Buffer;
  const open: Parser = (value) => keys.open(bytesOf(value));
  const parserOf = (oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text'): Parser =>
    oid === pg.types.builtins.BYTEA ? open : (pg.types.getTypeParser(oid, format) as Parser);
  return { getTypeParser: parserOf as pg.CustomTypesConfig['getTypeParser'] };
}

/** Values as they are sent: those that are marked are sealed, alone or as an array. */
function sealedBy(keys: KeyRing | undefined, values: readonly unknown[]): unknown[] {
  const seal = ({ value }: Sealed): Buffer => {
    if (keys === undefined) throw new Error('this connection has no data keys: nothing can be sealed');
    return keys.seal(value);
  };
  return values.map((value) => {
    if (value instanceof Sealed) return seal(value);
    if (Array.isArray(value) && value[0] instanceof Sealed) return (value as Sealed[]).map(seal);
    return value;
  });
}

type Prepare = (client: pg.PoolClient) => Promise<void>;

/** A pool as a database; `prepare` runs on each connection before it is used. */
export function databaseOf(pool: pg.Pool, keys: KeyRing | undefined, prepare?: Prepare): Database {
  const lend = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => lendFrom(pool, prepare, work);
  return {
    ...(prepare === undefined ? queryable(pool, keys) : queryableBy(lend, keys)),
    pool,
    tx: async (work) =>
      lend(async (client) => {
        await client.query('begin');
        try {
          const value = await work(queryable(client, keys));
          await client.query('commit');
          return value;
        } catch (error) {
          await client.query('rollback');
          throw error;
        }
      }),
    withClient: lend,
    close: () => pool.end(),
  };
}

async function lendFrom<T>(
  pool: pg.Pool,
  prepare: Prepare | undefined,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  // A connection may also be lost between two statements; unheard, that would end the process.
  const lost = (error: Error): void => {
    failure = error;
  };
  client.on('error', lost);
  try {
    await prepare?.(client);
    return await work(client);
  } catch (error) {
    if (isConnectionLost(error)) failure = error as Error;
    throw error;
  } finally {
    client.off('error', lost);
    client.release(failure);
  }
}

export function queryable(client: pg.Pool | pg.PoolClient, keys?: KeyRing): Queryable {
  return {
    async query<T extends object>(statement: Sql) {
      const result = await client.query<T>({ text: statement.text, values: sealedBy(keys, statement.values) });
      return result.rows;
    },
    async prepared<T extends object>(name: string, text: string, values: readonly unknown[]) {
      const result = await client.query<T>({ name, text, values: sealedBy(keys, values) });
      return result.rows;
    },
  };
}

function queryableBy(
  lend: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>,
  keys: KeyRing | undefined,
): Queryable {
  return {
    query: <T extends object>(statement: Sql) => lend((client) => queryable(client, keys).query<T>(statement)),
    prepared: <T extends object>(name: string, text: string, values: readonly unknown[]) =>
      lend((client) => queryable(client, keys).prepared<T>(name, text, values)),
  };
}

function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    code.startsWith('08') || code === '57P01' || code === 'ECONNRESET' || /Connection terminated/.test(error.message)
  );
}

/** The first row; throws when there is none. */
export function single<T>(rows: readonly T[]): T {
  const row = rows[0];
  if (row === undefined) throw new Error('expected one row');
  return row;
}

/** Whether an error is a violation of a unique or exclusion constraint, optionally of that name. */
export function isConflict(error: unknown, constraint?: string): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  if (error.code !== '23505' && error.code !== '23P01') return false;
  return constraint === undefined || error.constraint === constraint;
}

/** Whether the server refused what a statement was given, such as a text that is none: nothing of the statement was done. */
export function isDataFault(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code?.startsWith('22') === true;
}

/** U+0000, or half of a surrogate pair. */
const NO_TEXT = /[\0\p{Surrogate}]/gu;

/** A value as JSON that the database takes: it holds no U+0000 and no half of a surrogate pair, which are no characters. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) =>
    typeof held === 'string' ? held.replace(NO_TEXT, '\ufffd') : held,
  );
}
