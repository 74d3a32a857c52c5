/** One throw-away PostgreSQL cluster per test run; each test file gets a migrated database of its own. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';

import { connect } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import type { EmbeddedPostgres } from '../embedded/embedded-postgres.ts';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.ts';

const TEMPLATE = 'fujie_template';

/** Starts the cluster and prepares the template. Vitest runs this once as its global set-up. */
export async function startTestCluster(): Promise<{ readonly cluster: EmbeddedPostgres; stop(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'fujie-test-'));
  chmodSync(directory, 0o755);
  const cluster = await startEmbeddedPostgres({ directory, unsafeFast: true });
  try {
    await prepareTemplate(cluster);
  } catch (error) {
    await cluster.stop();
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
  return {
    cluster,
    stop: async () => {
      await cluster.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function prepareTemplate(cluster: EmbeddedPostgres): Promise<void> {
  await administer(cluster.urlOf('postgres'), `create database ${TEMPLATE}`);
  const template = connect(cluster.urlOf(TEMPLATE), { role: 'owner', max: 1 });
  try {
    await migrate(template);
  } finally {
    await template.close();
  }
}

/** Creates a database from the template and returns its address. `admin` is the address of the database `postgres`. */
export async function createTestDatabase(admin: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(admin, `create database ${name} template ${TEMPLATE}`);
  return admin.replace('/postgres?', `/${name}?`);
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(42)');
    await client.query(statement);
  } finally {
    await client.end();
  }
}
