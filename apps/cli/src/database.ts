/** The configured database for one command: given, or embedded and then started when no server runs it. */
import type { Config, Database } from '@fujie/server/platform';
import { connect, migrate, startEmbeddedPostgres } from '@fujie/server/platform';

/** Runs `work` as the owner of the database; an embedded one that was not running is stopped again. */
export async function withOwner(config: Config, work: (owner: Database) => Promise<void>): Promise<void> {
  await withUrl(config, (url) => withConnection(connect(url, { asOwner: true, max: 2 }), work));
}

/** Runs `work` as the application, on a database brought to this release. */
export async function withDatabase(config: Config, work: (db: Database) => Promise<void>): Promise<void> {
  await withUrl(config, async (url) => {
    await withConnection(connect(url, { asOwner: true, max: 1 }), async (owner) => {
      await migrate(owner);
    });
    await withConnection(connect(url, { max: 4 }), work);
  });
}

async function withUrl(config: Config, work: (url: string) => Promise<void>): Promise<void> {
  if (config.databaseUrl !== null) return work(config.databaseUrl);
  const embedded = await startEmbeddedPostgres({ directory: config.dataDir });
  try {
    await work(embedded.url);
  } finally {
    if (!embedded.wasRunning) await embedded.stop();
  }
}

async function withConnection(db: Database, work: (db: Database) => Promise<void>): Promise<void> {
  try {
    await work(db);
  } finally {
    await db.close();
  }
}
