/**
 * `fujie pack replay`: recomputes stored decisions from what was known then, and reports every answer that differs; how many
 * were made under rules that have changed since is said apart.
 */
import { parseDay } from '@fujie/core/kernel';
import { createDeps } from '@fujie/server/compose';
import type { Config, Store } from '@fujie/server/platform';
import { loadConfig, systemClock } from '@fujie/server/platform';
import type { Replay, ReplayRange } from '@fujie/server/recognition';
import { replayDecisions } from '@fujie/server/recognition';
import type { Command } from 'commander';

import { recordCommand, withStore } from '../database.ts';

interface ReplayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly sample?: string;
}

/** Adds `replay` to `fujie pack`. */
export function registerReplayCommand(pack: Command): void {
  pack
    .command('replay')
    .description('recompute stored decisions and print what differs; fails when an answer does (复算已存判定)')
    .option('--from <day>', 'first day, YYYY-MM-DD (起)')
    .option('--to <day>', 'last day, YYYY-MM-DD (止)')
    .option('--sample <n>', 'only so many, drawn at random (抽样数)')
    .action(async (options: ReplayOptions) => {
      const range = rangeOf(options);
      const config = loadConfig();
      await withStore(config, (store) => replay(config, store, range));
    });
}

function rangeOf(options: ReplayOptions): ReplayRange {
  for (const day of [options.from, options.to]) {
    const parsed = day === undefined ? null : parseDay(day);
    if (parsed?.ok === false)
      throw new Error(parsed.problems.map((problem) => `${problem.messageZh} / ${problem.message}`).join('; '));
  }
  const sample = options.sample === undefined ? null : Number(options.sample);
  if (sample !== null && (!Number.isInteger(sample) || sample < 1))
    throw new Error('--sample 须为正整数 / must be a whole number from 1');
  return { from: options.from ?? null, to: options.to ?? null, sample };
}

/** Recomputes and prints; sets the exit code when a decision differs. */
export async function replay(config: Config, store: Store, range: ReplayRange): Promise<void> {
  const composition = await createDeps(config, { store, clock: systemClock });
  let same = 0;
  let differing = 0;
  const rules = { same: 0, changed: 0, unknown: 0 };
  try {
    for await (const one of replayDecisions(composition.deps, range)) {
      rules[one.rules] += 1;
      if (one.same) same += 1;
      else {
        differing += 1;
        print(one);
      }
    }
  } finally {
    await composition.close();
  }
  await recordCommand(store.db, { action: 'recognition:replay', detail: { same, differing } });
  console.log(`${String(same)} same, ${String(differing)} different (相同 ${String(same)}，不同 ${String(differing)})`);
  console.log(
    `rules since then: ${String(rules.same)} unchanged, ${String(rules.changed)} changed, ${String(rules.unknown)} not recorded (规则此后 未变 ${String(rules.same)}，已变 ${String(rules.changed)}，未记载 ${String(rules.unknown)})`,
  );
  if (differing > 0) process.exitCode = 1;
}

function print({ decision, differences, rules, packs }: Replay): void {
  console.log(`✗ ${decision}`);
  if (rules !== 'same')
    console.log(`    rules ${rules}: then ${JSON.stringify(packs.stored)}, now ${JSON.stringify(packs.now)}`);
  for (const { item, stored, recomputed } of differences) {
    console.log(`    ${item}`);
    console.log(`      stored     ${JSON.stringify(stored)}`);
    console.log(`      recomputed ${JSON.stringify(recomputed)}`);
  }
}
