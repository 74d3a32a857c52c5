/** `fujie lab verify`: replays stored verdicts of control runs 质控判定复算 from their records, and stores what differs where that is asked for. */
import type { Day, Instant } from '@fujie/core/kernel';
import { formatInstant, parseDay, startOfDay } from '@fujie/core/kernel';
import { createDeps } from '@fujie/server/compose';
import type { VerdictDifference } from '@fujie/server/laboratory';
import { verifyVerdicts } from '@fujie/server/laboratory';
import { loadConfig, systemClock } from '@fujie/server/platform';
import type { Command } from 'commander';

import { recordCommand, withStore } from '../database.ts';

interface VerifyOptions {
  readonly from?: string;
  readonly institution: readonly string[];
  readonly store?: true;
}

/** Adds `verify` to `fujie lab`. */
export function registerVerifyCommand(lab: Command): void {
  lab
    .command('verify')
    .description('replay stored verdicts of control runs and print what differs; fails when one does (质控判定复算)')
    .option('--from <day>', 'first day, YYYY-MM-DD; by default the first on record (起)')
    .option('--institution <code>', 'only this one; may be given again (机构)', collect, [])
    .option('--store', 'store what differs as new versions, and hold back what is rejected by it (存为新版本)')
    .action(verify);
}

const collect = (value: string, known: readonly string[]): readonly string[] => [...known, value];

async function verify({ from, institution, store: storing }: VerifyOptions): Promise<void> {
  const isStoring = storing === true;
  const since = from === undefined ? (0 as Instant) : startOfDay(dayIn(from));
  const institutions = institution.length === 0 ? null : institution;
  const config = loadConfig();
  await withStore(config, async (store) => {
    const { deps, close } = await createDeps(config, { store, clock: systemClock });
    try {
      const started = performance.now();
      const found = await verifyVerdicts(deps, { since, institutions, isStoring }, say);
      const seconds = (performance.now() - started) / 1000;
      const detail = { from: from ?? null, institutions, ...found };
      await recordCommand(store.db, { action: 'iqc:verify', detail });
      const { systems, runs, points, differing, stored } = found;
      console.log(
        `${String(systems)} systems, ${String(runs)} runs, ${String(points)} results in ${seconds.toFixed(1)} s: ${String(differing)} different, ${String(stored)} stored (${String(systems)} 个检测系统，${String(runs)} 个分析批，${String(points)} 个结果：不同 ${String(differing)}，已存 ${String(stored)})`,
      );
      if (differing > stored) process.exitCode = 1;
    } finally {
      await close();
    }
  });
}

function say({ institution, system, run, measuredAt, standing, replayed }: VerdictDifference): void {
  console.log(
    `✗ ${institution} ${system} ${run} (${formatInstant(measuredAt)}): ${standing ?? '–'} → ${replayed ?? 'no records 无记录'}`,
  );
}

function dayIn(text: string): Day {
  const parsed = parseDay(text);
  if (parsed.ok) return parsed.value;
  throw new Error(`--from 须为存在的日期 YYYY-MM-DD / must be a day that exists, YYYY-MM-DD: ${text}`);
}
