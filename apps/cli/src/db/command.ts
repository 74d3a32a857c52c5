/** `fujie db migrate | backup | restore`: care of the database. */
import type { Config, Database } from '@fujie/server/platform';
import { backup, connect, loadConfig, migrate, restore, startEmbeddedPostgres } from '@fujie/server/platform';
import type { Command } from 'commander';

export function registerDbCommands(program: Command): void {
  const db = program.command('db').description('migrate, back up and restore the database (数据库维护)');
  db.command('migrate')
    .description('bring the database to this release (升级数据库)')
    .action(() =>
      withOwner(loadConfig(), async (owner) => {
        const applied = await migrate(owner);
        console.log(applied.length === 0 ? 'Up to date.' : `Applied: ${applied.join(', ')}`);
      }),
    );
  db.command('backup FILE')
    .description('write everything, in one snapshot, to FILE (备份)')
    .action((file: string) =>
      withOwner(loadConfig(), async (owner) => {
        const counts = await backup(owner, file);
        console.log(`${String(counts.length)} tables, ${String(counts.reduce((sum, c) => sum + c.rows, 0))} rows → ${file}`);
      }),
    );
  db.command('restore FILE')
    .description('restore a backup into an empty database (恢复)')
    .action((file: string) =>
      withOwner(loadConfig(), async (owner) => {
        await migrate(owner);
        const counts = await restore(owner, file);
        console.log(`${String(counts.length)} tables, ${String(counts.reduce((sum, c) => sum + c.rows, 0))} rows restored`);
      }),
    );
}

/** Runs `work` as the owner of the configured database; an embedded one is started when no server runs it, and stopped again. */
export async function withOwner(config: Config, work: (owner: Database) => Promise<void>): Promise<void> {
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres({ directory: config.dataDir }) : undefined;
  const owner = connect(config.databaseUrl ?? embedded?.url ?? '', { asOwner: true, max: 2 });
  try {
    await work(owner);
  } finally {
    await owner.close();
    if (embedded?.wasRunning === false) await embedded.stop();
  }
}
