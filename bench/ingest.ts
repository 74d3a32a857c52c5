/** Ingest of reports of 20 results through `/fhir`, durable, beside the bare driver and a bare server doing the same inserts. */
import pg from 'pg';

import {
  INSTITUTION_SYSTEM,
  ITEM_SYSTEM,
  mrnSystem,
  reportSystem,
  RESIDENT_ID_SYSTEM,
  UCUM_SYSTEM,
} from '@fujie/wire/fhir';

import { measureDriverInsert, prepareFloorTables } from './floors.query.ts';
import { freePort, measureThroughput, startProcess, stopProcess } from './load.ts';
import { RESULTS_PER_PERSON } from './population.query.ts';
import type { BenchPerson, BenchRegion } from './region.ts';
import { identifyPersons } from './region.ts';
import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const CONNECTIONS = 8;
let report = 0;

/** A hospital's transaction: patient, report, 20 observations. About 19 KB. */
export function reportBundle(region: BenchRegion, person: BenchPerson, index: number): string {
  report += 1;
  const number = `${String(process.pid)}-${String(Date.now())}-${String(report)}`;
  const sex = (index % 1000) % 2 === 1 ? 'male' : 'female';
  // A number leads to another person at each size: the same record would have its identity corrected, and its results moved.
  const patient = `bench-${String(person.id)}-${String(index)}`;
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const issued = new Date(Date.now() - 60_000).toISOString();
  const performer = { identifier: { system: INSTITUTION_SYSTEM, value: region.receiver } };
  const observations = region.items.slice(0, 20).map((item, k) => ({
    fullUrl: `urn:uuid:00000000-0000-4000-8000-${String(k).padStart(12, '0')}`,
    request: { method: 'POST', url: 'Observation' },
    resource: {
      resourceType: 'Observation',
      status: 'final',
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
      ],
      code: {
        coding: [{ system: ITEM_SYSTEM, code: item, display: 'item of the benchmark' }],
        text: 'item of the benchmark',
      },
      subject: { reference: 'urn:uuid:10000000-0000-4000-8000-000000000001' },
      effectiveDateTime: at,
      issued,
      performer: [performer],
      valueQuantity: { value: 40 + k, unit: region.units[item], system: UCUM_SYSTEM, code: region.units[item] },
      referenceRange: [{ low: { value: 9, unit: region.units[item] }, high: { value: 50, unit: region.units[item] } }],
      method: { text: 'rate method of the benchmark' },
    },
  }));
  return JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: 'urn:uuid:10000000-0000-4000-8000-000000000001',
        request: { method: 'PUT', url: `Patient/${patient}` },
        resource: {
          resourceType: 'Patient',
          id: patient,
          identifier: [
            { system: RESIDENT_ID_SYSTEM, value: person.number },
            { system: mrnSystem(region.receiver), value: `M-${patient}` },
          ],
          name: [{ text: '基准' }],
          gender: sex,
          birthDate: '1980-01-01',
        },
      },
      {
        fullUrl: 'urn:uuid:10000000-0000-4000-8000-000000000002',
        request: { method: 'POST', url: 'DiagnosticReport' },
        resource: {
          resourceType: 'DiagnosticReport',
          identifier: [{ system: reportSystem(region.receiver), value: number }],
          status: 'final',
          category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
          code: { text: 'report of the benchmark' },
          subject: { reference: 'urn:uuid:10000000-0000-4000-8000-000000000001' },
          effectiveDateTime: at,
          issued,
          performer: [performer],
          result: observations.map((o) => ({ reference: o.fullUrl })),
        },
      },
      ...observations,
    ],
  });
}

export async function measureIngest(
  databaseUrl: string,
  dataDir: string,
  region: BenchRegion,
  rows: number,
  seconds: number,
): Promise<readonly Measurement[]> {
  const persons = await identifyPersons(databaseUrl, region, Math.ceil(rows / RESULTS_PER_PERSON), 2000);
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  await prepareFloorTables(owner);
  const transactions = await measureDriverInsert(databaseUrl, seconds, CONNECTIONS, 'transaction');
  const statements = await measureDriverInsert(databaseUrl, seconds, CONNECTIONS, 'statement');
  // Enough distinct reports that none is sent twice: a repeated one would be answered without an insert.
  const count = 4000 * (2 * seconds + 2);
  const bundles = Array.from({ length: count }, (_, i) =>
    reportBundle(
      region,
      persons[i % persons.length] ?? persons[0] ?? { id: 1, handle: '', number: '' },
      i % persons.length,
    ),
  );

  const floorPort = await freePort();
  const floorServer = await startProcess('floor-server.ts', [
    databaseUrl,
    'select 1',
    String(floorPort),
    '[]',
    '30000',
  ]);
  const floorLoad = {
    url: `http://127.0.0.1:${String(floorPort)}/ingest`,
    headers: {},
    bodies: bundles,
    connections: CONNECTIONS,
  };
  await measureThroughput({ ...floorLoad, seconds: 1 });
  const bareHttp = await measureThroughput({ ...floorLoad, seconds });
  await stopProcess(floorServer);

  const port = await freePort();
  const server = await startProcess('app-server.ts', [databaseUrl, String(port), dataDir]);
  const headers = { authorization: `Bearer ${region.token}`, 'content-type': 'application/fhir+json' };
  const load = { url: `http://127.0.0.1:${String(port)}/fhir`, headers, connections: CONNECTIONS };
  try {
    const warm = bundles.slice(0, 4000);
    await measureThroughput({ ...load, bodies: warm, seconds: 1 });
    const rate = await measureThroughput({ ...load, bodies: bundles.slice(4000), seconds });
    return [
      measurement('ingest.fhir-against-driver-transaction', 'reports/s', rate, transactions, rows),
      measurement('ingest.fhir-against-driver-statement', 'reports/s', rate, statements, rows),
      measurement('ingest.fhir-against-bare-http', 'reports/s', rate, bareHttp, rows),
    ];
  } finally {
    await stopProcess(server);
    await owner.query('drop table floor_result, floor_document');
    await owner.end();
  }
}
