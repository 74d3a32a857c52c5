/** Forward-only migrations, listed statically; each is applied once, in one transaction, under a lock. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { Database } from './database.ts';
import { LOCKS } from './locks.ts';
import { MIGRATIONS } from './migrations/index.ts';

interface AppliedMigration {
  name: string;
  digest: string;
}

/** Applies what is missing and returns the names applied. Throws when an applied migration was edited. */
export async function migrate(database: Database): Promise<readonly string[]> {
  return database.withClient(async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCKS.migrations]);
    try {
      const { rows: version } = await client.query<{ server_version_num: string }>('show server_version_num');
      if (Number(version[0]?.server_version_num) < 150_000) throw new Error('Fujie needs PostgreSQL 15 or later');
      await client.query(
        'create table if not exists migration (name text primary key, digest text not null, applied_at timestamptz not null default now())',
      );
      const { rows: applied } = await client.query<AppliedMigration>('select name, digest from migration');
      const done: string[] = [];
      for (const name of MIGRATIONS) {
        const text = readFileSync(new URL(`./migrations/${name}.sql`, import.meta.url), 'utf8');
        const digest = createHash('sha256').update(text).digest('hex');
        const known = applied.find((m) => m.name === name);
        if (known) {
          if (known.digest !== digest) {
            throw new Error(
              `Migration ${name} differs from the one this database was built with; add a new migration instead`,
            );
          }
          continue;
        }
        await client.query('begin');
        try {
          await client.query(text);
          await client.query('insert into migration (name, digest) values ($1, $2)', [name, digest]);
          await client.query('commit');
        } catch (error) {
          await client.query('rollback');
          throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
          });
        }
        done.push(name);
      }
      return done;
    } finally {
      await client.query('select pg_advisory_unlock($1)', [LOCKS.migrations]);
    }
  });
}
