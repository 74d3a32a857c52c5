/** Bulk import of report bundles, beside COPY of the same rows into the same indexes. */
import pg from 'pg';

import { createDeps } from '../apps/server/src/compose.ts';
import { ingestMany } from '../apps/server/src/demonstration.ts';
import { systemClock } from '../apps/server/src/platform/clock/clock.ts';
import { openStore } from '../apps/server/src/platform/db/store.ts';
import { measureCopy, prepareFloorTables } from './floors.query.ts';
import { reportBundle } from './ingest.ts';
import { RESULTS_PER_PERSON } from './population.query.ts';
import type { BenchRegion } from './region.ts';
import { identifyPersons } from './region.ts';
import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const RESULTS_PER_REPORT = 20;

export async function measureBulk(
  databaseUrl: string,
  region: BenchRegion,
  rows: number,
  seconds: number,
): Promise<readonly Measurement[]> {
  const persons = await identifyPersons(databaseUrl, region, Math.ceil(rows / RESULTS_PER_PERSON), 2000);
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  const store = await openStore(databaseUrl, region.config, { max: 4 });
  const { deps, close } = await createDeps(region.config, { store, clock: systemClock });
  try {
    await prepareFloorTables(owner);
    const floor = await measureCopy(databaseUrl, Math.max(50_000, seconds * 50_000));
    const bundles = Array.from({ length: 500 * seconds }, (_, i) => {
      const person = persons[i % persons.length];
      if (person === undefined) throw new Error('no persons to report on');
      return reportBundle(region, person, i % persons.length);
    });
    const started = performance.now();
    const outcome = await ingestMany(deps, region.receiver, bundles);
    if (outcome.written !== bundles.length)
      throw new Error(`${String(bundles.length - outcome.written)} bundles were not written`);
    const rate = (bundles.length * RESULTS_PER_REPORT) / ((performance.now() - started) / 1000);
    return [measurement('bulk.fhir-bundles-against-copy', 'results/s', rate, floor, rows)];
  } finally {
    await close();
    await store.close();
    await owner.query('drop table if exists floor_result, floor_document');
    await owner.end();
  }
}
