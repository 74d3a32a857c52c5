/**
 * `fujie lab verify`: replays stored verdicts of control runs 质控判定复算 from their records, and stores what differs where that is asked for; compares
 * measurements with their seals 核对封签.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { formatInstant, parseDay, startOfDay } from '@fujie/core/kernel';
import { createDeps } from '@fujie/server/compose';
import type { BrokenSeal, VerdictDifference } from '@fujie/server/laboratory';
import { checkSeals, systemsOf, verifyVerdicts } from '@fujie/server/laboratory';
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
    .description(
      'replay stored verdicts of control runs, compare measurements with their seals, and print what differs; fails when one does (质控判定复算与封签核对)',
    )
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
      let broken = 0;
      const sealed = await checkSeals(deps, { since, systems: systemsOf(deps, institutions) }, (one) => {
        broken += 1;
        sayBroken(one);
      });
      const seconds = (performance.now() - started) / 1000;
      const detail = { from: from ?? null, institutions, ...found, sealed, broken };
      await recordCommand(store.db, { action: 'iqc:verify', detail });
      const { systems, runs, points, differing, stored } = found;
      console.log(
        `${String(systems)} systems, ${String(runs)} runs, ${String(points)} results in ${seconds.toFixed(1)} s: ${String(differing)} different, ${String(stored)} stored (${String(systems)} 个检测系统，${String(runs)} 个分析批，${String(points)} 个结果：不同 ${String(differing)}，已存 ${String(stored)})`,
      );
      console.log(
        `${String(sealed)} measurements compared with their seals: ${String(broken)} not as recorded (${String(sealed)} 个结果核对封签：${String(broken)} 个与记录不符)`,
      );
      if (differing > stored || broken > 0) process.exitCode = 1;
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

function sayBroken({ institution, system, result, measuredAt, isUnsealed }: BrokenSeal): void {
  const why = isUnsealed ? 'not recorded by the platform 非平台记录' : 'altered since it was recorded 记录后被改动';
  console.log(`✗ ${institution} ${system} #${String(result)} (${formatInstant(measuredAt)}): ${why}`);
}

function dayIn(text: string): Day {
  const parsed = parseDay(text);
  if (parsed.ok) return parsed.value;
  throw new Error(`--from 须为存在的日期 YYYY-MM-DD / must be a day that exists, YYYY-MM-DD: ${text}`);
}
