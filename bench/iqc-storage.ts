/** Control results with their storage 质控数据: a province's month verified, and runs recorded as the data grows. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf, must, parseInstant, startOfDay } from '@fujie/core/kernel';
import { controlMaterials, testSystems } from '@fujie/core/registers';

import { createDeps } from '../apps/server/src/compose.ts';
import { takeMeasurements } from '../apps/server/src/laboratory/iqc-record.ts';
import { verifyVerdicts } from '../apps/server/src/laboratory/iqc-verify.ts';
import { fixedClock } from '../apps/server/src/platform/clock/clock.ts';
import type { Database } from '../apps/server/src/platform/db/database.ts';
import { openStore } from '../apps/server/src/platform/db/store.ts';
import type { Deps } from '../apps/server/src/platform/deps.ts';
import { importTyped } from '../apps/server/src/registers/change.ts';
import type { BenchSystem } from './iqc-storage.query.ts';
import {
  emptyControls,
  measureBareRecording,
  measureBareReading,
  measureBareVerification,
  populateControls,
  settleControls,
  sizeOfControls,
} from './iqc-storage.query.ts';
import type { BenchRegion } from './region.ts';
import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const CONNECTIONS = 2;
const MESSAGES = 400;
const LEVELS = ['N', 'P'];

export async function measureIqcStorage(
  databaseUrl: string,
  region: BenchRegion,
  owner: Database,
  sizes: readonly number[],
): Promise<readonly Measurement[]> {
  const now = startOfDay(dayOf(Date.now() as Instant));
  const clock = fixedClock(now);
  const store = await openStore(databaseUrl, region.config, { max: CONNECTIONS + 2 });
  const { deps, close } = await createDeps(region.config, { store, clock });
  const found: Measurement[] = [];
  try {
    const systems = deps.registers
      .current()
      .inForce(testSystems, dayOf(now))
      .map(({ institution, code }) => ({ institution, system: code }));
    await enterMaterial(deps, systems);
    for (const points of sizes) {
      const runs = Math.ceil(points / (LEVELS.length * systems.length));
      const stored = runs * LEVELS.length * systems.length;
      await populateControls(owner, systems, { runs, until: now });
      found.push(...(await measureVerification(deps, owner, databaseUrl, systems, stored)));
      found.push(await measureRecording(deps, clock, databaseUrl, systems, stored));
      await emptyControls(owner);
    }
    return found;
  } finally {
    await close();
    await store.close();
  }
}

async function enterMaterial(deps: Deps, systems: readonly BenchSystem[]): Promise<void> {
  const from = dayOf(must(parseInstant('2020-01-01T00:00+08:00')));
  const places = [...new Set(systems.map(({ institution }) => institution))];
  const rows = places.flatMap((institution) =>
    LEVELS.map((level) => ({
      row: { institution, product: 'QC', lot: 'B1', level, nameZh: '质控品', expiresOn: '2099-12-31' },
      from,
    })),
  );
  await importTyped(deps, 'bench', controlMaterials.id, rows);
}

/** Every run of every system is decided from what is on record, and its verdict stored; then all of it is replayed beside what stands. */
async function measureVerification(
  deps: Deps,
  owner: Database,
  databaseUrl: string,
  systems: readonly BenchSystem[],
  points: number,
): Promise<readonly Measurement[]> {
  const since = (deps.clock.now() - 45 * 86_400_000) as Instant;
  const verify = async (isStoring: boolean): Promise<{ readonly perSecond: number; readonly differing: number }> => {
    const started = performance.now();
    const range = { since, institutions: null, isStoring };
    const found = await verifyVerdicts(deps, range, () => undefined);
    if (found.points !== points) throw new Error(`only ${String(found.points)} points were judged`);
    return { perSecond: points / ((performance.now() - started) / 1000), differing: found.differing };
  };
  const stored = await verify(true);
  if (stored.differing !== points / LEVELS.length)
    throw new Error(`only ${String(stored.differing)} verdicts were stored`);
  await settleControls(owner);
  const size = (await sizeOfControls(owner)) / points;
  const replayed = await verify(false);
  if (replayed.differing !== 0) throw new Error(`${String(replayed.differing)} verdicts differ from what was stored`);
  const bareReading = await measureBareReading(databaseUrl, points, CONNECTIONS);
  const floor = await measureBareVerification(databaseUrl, systems, CONNECTIONS);
  return [
    measurement('iqc.verified-with-storage', 'points/s', stored.perSecond, floor, points),
    measurement('iqc.replayed', 'points/s', replayed.perSecond, bareReading, points),
    measurement('iqc.stored', 'bytes/point', size, null, points),
  ];
}

/** One run of two levels after the other, each of another system: what a laboratory's morning is. */
async function measureRecording(
  deps: Deps,
  clock: ReturnType<typeof fixedClock>,
  databaseUrl: string,
  systems: readonly BenchSystem[],
  points: number,
): Promise<Measurement> {
  const times: number[] = [];
  const by = { id: 'bench', name: 'bench' };
  const measuredAt = (clock.now() + 60_000) as Instant;
  clock.set((measuredAt + 60_000) as Instant);
  for (let n = 0; n < MESSAGES; n += 1) {
    const { institution = '', system = '' } = systems[(n * 7) % systems.length] ?? {};
    const sent = LEVELS.map((level) => ({
      ...{ at: level, system, product: 'QC', lot: 'B1', level, reading: '100.5', unit: null, measuredAt },
      ...{ run: `bench${String(n)}`, purpose: 'routine' as const, operator: null, reagentLot: null },
      ...{ calibratorLot: null, repeatOf: null, key: `bench/${String(n)}/${level}` },
    }));
    const started = performance.now();
    const taken = await takeMeasurements(deps, deps.worker, sent, { institution, channel: 'mllp', by });
    if (!taken.ok) throw new Error(taken.problems[0]?.message ?? 'not taken');
    times.push(performance.now() - started);
  }
  const floor = await measureBareRecording(databaseUrl, systems, MESSAGES);
  const sorted = times.sort((a, b) => a - b);
  const quantile = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  const perSecond = MESSAGES / (times.reduce((sum, ms) => sum + ms, 0) / 1000);
  return measurement('iqc.runs-recorded', 'runs/s', perSecond, floor, points, {
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
  });
}
