/** Loops 闭环: many open ones of which many fall due in the same second, and what it takes to act in one of them. */
import { must, parseInstant } from '@fujie/core/kernel';
import type { Instant } from '@fujie/core/kernel';

import { createDeps } from '../apps/server/src/compose.ts';
import { fixedClock } from '../apps/server/src/platform/clock/clock.ts';
import type { Database } from '../apps/server/src/platform/db/database.ts';
import { openStore } from '../apps/server/src/platform/db/store.ts';
import type { Deps } from '../apps/server/src/platform/deps.ts';
import { openLoop, recordInLoop, settleDue } from '../apps/server/src/platform/loops/loops.ts';
import { measureBareActs, measureBareUpdate, populateLoops } from './loops.query.ts';
import type { BenchRegion } from './region.ts';
import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const AT = must(parseInstant('2026-03-02T10:00+08:00'));
const GROUP = { each: 2000, count: 6, apartMs: 10_000 };
/** From the opening to the first warning of the stage that is waited for. */
const FIRST_RUNG_MS = 240_000;
const BATCH = 250;
const ACTS = 2000;
const CONNECTIONS = 8;
const BY = { id: 'bench/T1', name: 'bench', role: 'laboratory' };

export async function measureLoops(
  databaseUrl: string,
  region: BenchRegion,
  owner: Database,
  loops: number,
): Promise<readonly Measurement[]> {
  const clock = fixedClock(AT);
  const store = await openStore(databaseUrl, region.config, { max: CONNECTIONS });
  const { deps, close } = await createDeps(region.config, { store, clock });
  try {
    const subject = `template-${String(loops)}`;
    const unit = region.receiver;
    const opening = { definition: 'critical-value/inpatient', subject, unit, department: 'INT', personId: null };
    const row = await deps.worker.tx((tx) =>
      openLoop(deps, tx, { ...opening, occurredAt: AT, by: BY, facts: { item: 'K', value: '6.9' } }),
    );
    if (row === null) throw new Error('the loop of the benchmark is not declared');
    await populateLoops(owner, row.id, loops, GROUP);
    return [
      ...(await measureDue(deps, clock, databaseUrl, loops)),
      ...(await measureActs(deps, clock, databaseUrl, row.id, loops)),
    ];
  } finally {
    await owner.withClient(async (client) => client.query('truncate loop, loop_record, loop_alert cascade'));
    await close();
    await store.close();
  }
}

/** The last group falls to the bare driver, the first warms up. */
async function measureDue(
  deps: Deps,
  clock: ReturnType<typeof fixedClock>,
  databaseUrl: string,
  loops: number,
): Promise<readonly Measurement[]> {
  const times: number[] = [];
  const dueAt = (group: number): Instant => (AT + FIRST_RUNG_MS + group * GROUP.apartMs) as Instant;
  for (let group = 0; group < GROUP.count - 1; group += 1) {
    clock.set(dueAt(group));
    const started = performance.now();
    let settled = 0;
    for (let batch = 1; batch > 0; settled += batch) batch = await settleDue(deps);
    if (settled < GROUP.each) throw new Error(`only ${String(settled)} loops were found due`);
    times.push(performance.now() - started);
  }
  const warm = times.slice(1);
  const mean = warm.reduce((sum, ms) => sum + ms, 0) / warm.length;
  const floor = await measureBareUpdate(databaseUrl, dueAt(GROUP.count - 1), BATCH);
  const slowest = Math.max(...warm);
  return [
    measurement('loops.due-in-one-second', 'loops/s', GROUP.each / (mean / 1000), floor, loops, {
      p50Ms: mean,
      p99Ms: slowest,
    }),
  ];
}

/** Somebody verifies one loop after the other, some at once, as it is written by `/api/v1/loops/{id}/acts`. */
async function measureActs(
  deps: Deps,
  clock: ReturnType<typeof fixedClock>,
  databaseUrl: string,
  template: number,
  loops: number,
): Promise<readonly Measurement[]> {
  // Past the groups that fell due, spread over all others.
  const first = template + 1 + GROUP.each * GROUP.count;
  const apart = Math.floor((loops - GROUP.each * GROUP.count) / (2 * ACTS));
  const spread = Array.from({ length: 2 * ACTS }, (_, n) => first + n * apart);
  const acted = spread.filter((_, n) => n % 2 === 0);
  clock.set((AT + 11 * 86_400_000) as Instant);
  const now = clock.now();
  const fields = { specimen: 'no haemolysis', control: true };
  const act = { key: 'bench', kind: 'act', stage: 'verify', outcome: 'confirmed', by: BY, fields } as const;
  const times: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let id = acted[next++]; id !== undefined; id = acted[next++]) {
      const loop = id;
      const started = performance.now();
      const done = await deps.worker.tx((tx) =>
        recordInLoop(deps, tx, loop, { ...act, occurredAt: now, recordedAt: now }),
      );
      if (done === null || done.record === null) throw new Error(`loop ${String(loop)} took no act`);
      times.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  const perSecond = acted.length / ((performance.now() - started) / 1000);
  const bare = spread.filter((_, n) => n % 2 === 1);
  const floor = await measureBareActs(databaseUrl, bare, CONNECTIONS);
  const sorted = times.sort((a, b) => a - b);
  const quantile = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return [
    measurement('loops.acts', 'acts/s', perSecond, floor, loops, { p50Ms: quantile(0.5), p99Ms: quantile(0.99) }),
  ];
}
