/** The configured database for one command: given, or embedded and then started when no server runs it. */
import { userInfo } from 'node:os';

import type { Actor, AuditEntry, Config, Database, Store } from '@fujie/server/platform';
import {
  connect,
  createAudit,
  migrate,
  openStore,
  programActor,
  startEmbeddedPostgres,
  systemClock,
} from '@fujie/server/platform';

/** Runs `work` as the owner of the database; an embedded one that was not running is stopped again. */
export async function withOwner(config: Config, work: (owner: Database) => Promise<void>): Promise<void> {
  await withUrl(config, (url) => withConnection(connect(url, { role: 'owner', max: 2 }), work));
}

/** Runs `work` on a database brought to this release. */
export async function withStore(config: Config, work: (store: Store, url: string) => Promise<void>): Promise<void> {
  await withUrl(config, async (url) => {
    await withConnection(connect(url, { role: 'owner', max: 1 }), async (owner) => {
      await migrate(owner);
    });
    const store = await openStore(url, config, { max: 4 });
    try {
      await work(store, url);
    } finally {
      await store.close();
    }
  });
}

/** Leaves the audit entry of what a command did, as whoever is at the keyboard; answers who and its number. */
export async function recordCommand(
  db: Database,
  entry: Omit<AuditEntry, 'actor' | 'outcome'>,
): Promise<{ readonly actor: Actor; readonly entry: number }> {
  const actor = programActor(`cli:${userInfo().username}`);
  return { actor, entry: await createAudit(db, systemClock).record({ ...entry, actor, outcome: 'done' }) };
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
