/** What the audit costs: decisions and ingest with it, beside the same server without it. */
import { freePort, measureThroughput, startProcess, stopProcess } from './load.ts';
import { reportBundle } from './ingest.ts';
import { RESULTS_PER_PERSON } from './population.query.ts';
import type { BenchRegion } from './region.ts';
import { identifyPersons } from './region.ts';
import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const PERSONS = 2000;
/** More reports than a server takes in a second: one that comes again would be answered without an insert. */
const REPORTS_PER_SECOND = 2500;

interface Rates {
  readonly decisions: number;
  readonly reports: number;
}

export async function measureAudit(
  databaseUrl: string,
  dataDir: string,
  region: BenchRegion,
  rows: number,
  seconds: number,
): Promise<readonly Measurement[]> {
  const persons = await identifyPersons(databaseUrl, region, Math.ceil(rows / RESULTS_PER_PERSON), PERSONS);
  const checks = persons.map((person) =>
    JSON.stringify({
      patient: { person: person.handle },
      items: region.items.slice(0, 10).map((item) => ({ item })),
      practitioner: region.practitioner,
    }),
  );
  const measure = async (switches: readonly string[]): Promise<Rates> => {
    const bundles = Array.from({ length: REPORTS_PER_SECOND * (seconds + 1) }, (_, i) => {
      const person = persons[i % persons.length];
      if (person === undefined) throw new Error('no persons to report on');
      return reportBundle(region, person, i % persons.length);
    });
    const port = await freePort();
    const server = await startProcess('app-server.ts', [databaseUrl, String(port), dataDir, ...switches]);
    const base = `http://127.0.0.1:${String(port)}`;
    const authorization = `Bearer ${region.token}`;
    const check = {
      url: `${base}/api/v1/recognition/check`,
      headers: { authorization },
      bodies: checks,
      connections: 32,
    };
    const headers = { authorization, 'content-type': 'application/fhir+json' };
    const ingest = { url: `${base}/fhir`, headers, connections: 8 };
    try {
      await measureThroughput({ ...check, seconds: 2 });
      const decisions = await measureThroughput({ ...check, seconds });
      await measureThroughput({ ...ingest, bodies: bundles.slice(0, REPORTS_PER_SECOND), seconds: 1 });
      const reports = await measureThroughput({ ...ingest, bodies: bundles.slice(REPORTS_PER_SECOND), seconds });
      return { decisions, reports };
    } finally {
      await stopProcess(server);
    }
  };
  // Each on both sides of the other, so that a machine that warms up or fills favours neither.
  const off = [await measure(['without-audit'])];
  const on = [await measure([]), await measure([])];
  off.push(await measure(['without-audit']));
  const mean = (rates: readonly Rates[], kind: keyof Rates): number =>
    rates.reduce((sum, rate) => sum + rate[kind], 0) / rates.length;
  return [
    measurement('audit.decisions-against-none', 'decisions/s', mean(on, 'decisions'), mean(off, 'decisions'), rows),
    measurement('audit.ingest-against-none', 'reports/s', mean(on, 'reports'), mean(off, 'reports'), rows),
  ];
}
