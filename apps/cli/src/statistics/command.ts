/** `fujie statistics rebuild`: recomputes the counts of recognition 统计重算 from stored decisions and acts. */
import { loadConfig } from '@fujie/server/platform';
import { rebuildStatistics } from '@fujie/server/statistics';
import type { Command } from 'commander';

import { recordCommand, withStore } from '../database.ts';

export function registerStatisticsCommands(program: Command): void {
  program
    .command('statistics')
    .description('counts of recognition (互认统计)')
    .command('rebuild')
    .description('recompute every count from decisions and acts; the check at ordering waits meanwhile (重算)')
    .action(() =>
      withStore(loadConfig(), async ({ worker }) => {
        const { cases, counts } = await rebuildStatistics(worker);
        await recordCommand(worker, { action: 'statistics:rebuild', detail: { cases, counts } });
        console.log(
          `${String(cases)} cases, ${String(counts)} daily counts (例数 ${String(cases)}，日计数 ${String(counts)})`,
        );
      }),
    );
}
