/** The numbers to reach, each beside its floor from the same run on the same machine. */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connect } from '../apps/server/src/platform/db/database.ts';
import { migrate } from '../apps/server/src/platform/db/migrate.ts';
import { startEmbeddedPostgres } from '../apps/server/src/platform/embedded/embedded-postgres.ts';
import { measureAudit } from './audit.ts';
import { measureBulk } from './bulk.ts';
import { measureCritical } from './critical.ts';
import { measureDecisions } from './decision.ts';
import { measureFacts } from './facts.ts';
import { measureIngest } from './ingest.ts';
import { measureHl7 } from './hl7.ts';
import { measureIqc } from './iqc.ts';
import { measureIqcStorage } from './iqc-storage.ts';
import { measureLoops } from './loops.ts';
import { measurePatientControl } from './patient-control.ts';
import type { BenchOptions } from './options.ts';
import { populate } from './population.query.ts';
import { loadRegion } from './region.ts';
import type { Measurement } from './report.ts';
import { renderTable } from './report.ts';

export async function measure({
  json,
  sizes,
  loops,
  controls,
  criticals,
  seconds,
  wants,
}: BenchOptions): Promise<void> {
  const say = (text: string): void => {
    if (!json) process.stdout.write(`${text}\n`);
  };

  const directory = mkdtempSync(join(tmpdir(), 'fujie-bench-'));
  chmodSync(directory, 0o755);
  const cluster = await startEmbeddedPostgres({ directory });
  const found: Measurement[] = [];
  const add = (measurements: readonly Measurement[]): void => {
    for (const m of measurements) {
      found.push(m);
      if (json) process.stdout.write(`${JSON.stringify(m)}\n`);
      else
        say(
          `  ${m.name}: ${String(m.value)} ${m.unit}${m.floor === null ? '' : ` (floor ${String(m.floor)}, ratio ${String(m.ratio)})`}`,
        );
    }
  };
  try {
    if (wants('iqc')) {
      say(`${controls.toLocaleString('en')} control results …`);
      add(measureIqc(controls));
      add(measurePatientControl(controls / 10));
    }
    if (wants('hl7')) add(measureHl7(seconds));
    const owner = connect(cluster.url, { role: 'owner', max: 4 });
    await migrate(owner);
    const region = await loadRegion(cluster.url, directory);
    for (const size of sizes) {
      say(`${size.toLocaleString('en')} results: loading …`);
      await populate(owner, size, region.institutions, region.items, region.mark);
      if (wants('decision')) add(await measureDecisions(cluster.url, directory, region, size, seconds));
      if (wants('ingest')) add(await measureIngest(cluster.url, directory, region, size, seconds));
      if (wants('facts')) add(await measureFacts(cluster.url, directory, region, size));
      if (wants('audit')) add(await measureAudit(cluster.url, directory, region, size, seconds));
      if (wants('bulk')) add(await measureBulk(cluster.url, region, size, seconds));
    }
    if (wants('critical')) {
      say(`${criticals.toLocaleString('en')} critical values on each wire …`);
      add(await measureCritical(cluster.url, region, criticals));
    }
    for (const count of wants('loops') ? loops : []) {
      say(`${count.toLocaleString('en')} open loops: loading …`);
      add(await measureLoops(cluster.url, region, owner, count));
    }
    if (wants('iqc')) {
      const counts = [controls / 10, controls];
      say(`${counts.map((n) => n.toLocaleString('en')).join(' and ')} stored control results …`);
      add(await measureIqcStorage(cluster.url, region, owner, counts));
    }
    await owner.close();
  } finally {
    await cluster.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  // At a rate far below saturation, where the time is that of the decision and not of waiting for others.
  const decisions = found.filter((m) => m.name === 'decision.at-100-per-second' && m.p50Ms !== null);
  const [small, large] = [decisions[0], decisions.at(-1)];
  if (small && large && small !== large) {
    const growth = (large.p50Ms ?? 0) / (small.p50Ms ?? 1);
    add([
      {
        name: 'decision.growth-of-p50',
        unit: 'ratio',
        value: Math.round(growth * 100) / 100,
        floor: 1,
        ratio: Math.round(growth * 100) / 100,
        p50Ms: large.p50Ms,
        p99Ms: large.p99Ms,
        rows: large.rows,
      },
    ]);
  }
  say(`\n${renderTable(found)}`);
}
