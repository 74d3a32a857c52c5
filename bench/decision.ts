/** Decision at ordering, ten items: saturation beside a bare server with the same read, and latency at 500 a second. */
import { randomUUID } from 'node:crypto';

import { ITEM_SYSTEM, RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';

import { CANDIDATES } from '../apps/server/src/recognition/results.query.ts';
import { freePort, measureLatency, measureThroughput, startProcess, stopProcess } from './load.ts';
import { RESULTS_PER_PERSON } from './population.query.ts';
import type { BenchPerson, BenchRegion } from './region.ts';
import { identifyPersons } from './region.ts';
import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const CONNECTIONS = 32;
const PERSONS = 5000;

/** A hospital's order-sign request: the patient with an identity number, and ten draft orders. About 4 KB. */
export function orderSign(region: BenchRegion, person: BenchPerson, index: number): string {
  const sex = (index % 1000) % 2 === 1 ? 'male' : 'female';
  return JSON.stringify({
    hook: 'order-sign',
    hookInstance: randomUUID(),
    context: {
      userId: `Practitioner/${region.practitioner}`,
      patientId: `local-${String(index)}`,
      encounterId: `visit-${String(index)}`,
      draftOrders: {
        resourceType: 'Bundle',
        type: 'collection',
        entry: region.items.slice(0, 10).map((item, k) => ({
          fullUrl: `urn:uuid:${randomUUID()}`,
          resource: {
            resourceType: 'ServiceRequest',
            id: `order-${String(k)}`,
            status: 'draft',
            intent: 'order',
            code: { coding: [{ system: ITEM_SYSTEM, code: item }] },
            subject: { reference: `Patient/local-${String(index)}` },
          },
        })),
      },
    },
    prefetch: {
      patient: {
        resourceType: 'Patient',
        id: `local-${String(index)}`,
        identifier: [{ system: RESIDENT_ID_SYSTEM, value: person.number }],
        name: [{ text: '基准' }],
        gender: sex,
        birthDate: '1980-01-01',
      },
      encounter: {
        resourceType: 'Encounter',
        id: `visit-${String(index)}`,
        status: 'in-progress',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      },
    },
  });
}

export async function measureDecisions(
  databaseUrl: string,
  dataDir: string,
  region: BenchRegion,
  rows: number,
  seconds: number,
): Promise<readonly Measurement[]> {
  const all = Math.ceil(rows / RESULTS_PER_PERSON);
  const persons = await identifyPersons(databaseUrl, region, all, PERSONS);
  const signs = persons.map((person, index) => orderSign(region, person, index));
  const checks = persons.map((person) =>
    JSON.stringify({
      patient: { person: person.handle },
      items: region.items.slice(0, 10).map((item) => ({ item })),
      practitioner: region.practitioner,
    }),
  );
  const floorPort = await freePort();
  const floorServer = await startProcess('floor-server.ts', [
    databaseUrl,
    CANDIDATES,
    String(floorPort),
    JSON.stringify(region.items.slice(0, 10)),
    String(all),
  ]);
  const floorLoad = {
    url: `http://127.0.0.1:${String(floorPort)}/decide`,
    headers: {},
    bodies: signs,
    connections: CONNECTIONS,
  };
  await measureThroughput({ ...floorLoad, seconds: 2 });
  const floor = await measureThroughput({ ...floorLoad, seconds });
  await stopProcess(floorServer);

  const port = await freePort();
  const server = await startProcess('app-server.ts', [databaseUrl, String(port), dataDir]);
  const base = `http://127.0.0.1:${String(port)}`;
  const headers = { authorization: `Bearer ${region.token}` };
  const sign = { url: `${base}/cds-services/recognition-sign`, headers, bodies: signs, connections: CONNECTIONS };
  const check = { url: `${base}/api/v1/recognition/check`, headers, bodies: checks, connections: CONNECTIONS };
  try {
    await measureThroughput({ ...sign, seconds: 3 });
    const unhurried = await measureLatency({ ...sign, seconds, rate: 100 });
    const latency = await measureLatency({ ...sign, seconds, rate: 500 });
    const saturation = await measureThroughput({ ...sign, seconds });
    const plain = await measureThroughput({ ...check, seconds });
    const plainLatency = await measureLatency({ ...check, seconds, rate: 500 });
    return [
      measurement('decision.at-100-per-second', 'decisions/s', 100, null, rows, unhurried),
      measurement('decision.at-500-per-second', 'decisions/s', 500, null, rows, latency),
      measurement('decision.saturation', 'decisions/s', saturation, floor, rows),
      measurement('decision.json-at-500-per-second', 'decisions/s', 500, null, rows, plainLatency),
      measurement('decision.json-saturation', 'decisions/s', plain, floor, rows),
    ];
  } finally {
    await stopProcess(server);
  }
}
