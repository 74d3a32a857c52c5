/** `fujie db migrate | backup | restore`: care of the database. */
import { backup, loadConfig, migrate, restore } from '@fujie/server/platform';
import type { Command } from 'commander';

import { recordCommand, withOwner } from '../database.ts';

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
        await recordCommand(owner, { action: 'db:backup', detail: { tables: counts.length } });
        console.log(
          `${String(counts.length)} tables, ${String(counts.reduce((sum, c) => sum + c.rows, 0))} rows → ${file}`,
        );
      }),
    );
  db.command('restore FILE')
    .description('restore a backup into an empty database (恢复)')
    .action((file: string) =>
      withOwner(loadConfig(), async (owner) => {
        await migrate(owner);
        const counts = await restore(owner, file);
        await recordCommand(owner, { action: 'db:restore', detail: { tables: counts.length } });
        console.log(
          `${String(counts.length)} tables, ${String(counts.reduce((sum, c) => sum + c.rows, 0))} rows restored`,
        );
      }),
    );
}
