/** Reads inside a Bundle come one after another: so many of them, and for so long. */
import type { Instant } from '@fujie/core/kernel';
import { expect, it } from 'vitest';

import { fhirContext, senderOf } from '../src/fhir/context.ts';
import { TO_BASE, write } from '../src/fhir/writes.ts';
import type { Actor } from '../src/platform/auth/permissions.ts';
import { fhirServer, patientOf, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');

const actor: Actor = {
  id: 'h1',
  name: 'h1',
  role: 'system',
  institution: 'H1',
  department: null,
  practitioner: null,
  region: null,
  from: { kind: 'token', address: null, credential: null },
};

const reads = (type: string, count: number): object => ({
  resourceType: 'Bundle',
  type,
  entry: Array.from({ length: count }, () => ({ request: { method: 'GET', url: 'Observation?status=final' } })),
});

interface Entries {
  readonly entry: readonly {
    readonly response: {
      readonly status: string;
      readonly outcome?: { readonly issue: readonly { readonly code: string }[] };
    };
  }[];
}
const statuses = (body: string): string[] => (JSON.parse(body) as Entries).entry.map((e) => e.response.status);

it.each(['batch', 'transaction'])(
  'a %s with more reads than the limit is refused, naming it, and kept',
  async (type) => {
    const refused = await h1('POST', '/fhir', reads(type, 21));
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toMatch(/at most 20 reads.*send the others in another Bundle/s);
    expect(refused.headers['x-fujie-quarantine']).toBeDefined();
    expect(statuses((await h1('POST', '/fhir', reads(type, 20))).body)).toEqual(Array(20).fill('200 OK'));
  },
);

it('a Bundle with more entries than the limit is refused before anything of it is done, and kept', async () => {
  const entry = Array.from({ length: 1001 }, (_, n) => ({
    request: { method: 'PUT', url: `Organization/many${String(n)}` },
    resource: { resourceType: 'Organization', id: `many${String(n)}`, name: 'x' },
  }));
  const refused = await h1('POST', '/fhir', { resourceType: 'Bundle', type: 'batch', entry });
  expect(refused.statusCode).toBe(422);
  expect(refused.body).toMatch(/at most 1000 entries, this has 1001/);
  expect((await h1('GET', '/fhir/Organization/many0')).statusCode).toBe(404);
});

it('reads past the time that one Bundle may take are put off, each with its reason', async () => {
  let now = server.clock.now() as number;
  const clock = { now: () => (now += 2000) as Instant };
  const context = fhirContext({ ...server.deps, clock });
  const raw = Buffer.from(JSON.stringify(reads('batch', 7)));
  const answer = await write(
    context,
    senderOf(actor),
    TO_BASE,
    { raw, contentType: 'application/fhir+json' },
    { prefer: 'minimal', isKept: true },
  );
  expect(statuses(answer.body)).toEqual([...Array<string>(5).fill('200 OK'), ...late(2)]);
  expect((JSON.parse(answer.body) as Entries).entry[6]?.response.outcome?.issue[0]?.code).toBe('too-costly');
});

const late = (count: number): string[] => Array<string>(count).fill('503 Service Unavailable');

it('what is stored stays stored, and is answered so, when a read after it fails', async () => {
  const context = fhirContext(server.deps);
  const down = (): Promise<never> => Promise.reject(new Error('connection lost'));
  const db = { ...server.db, query: down, prepared: down, tx: down };
  const lost = { ...context, deps: { ...server.deps, scoped: () => db } };
  const options = { prefer: 'representation', isKept: true } as const;
  const patient = patientOf({ mrn: 'AFTER-1' });
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { resource: patient, request: { method: 'POST', url: 'Patient' } },
      { request: { method: 'GET', url: 'Patient' } },
    ],
  };
  const contentType = 'application/fhir+json';
  const raw = Buffer.from(JSON.stringify(bundle));
  const together = await write(lost, senderOf(actor), TO_BASE, { raw, contentType }, options);
  expect(statuses(together.body)).toEqual(['201 Created', '500 Internal Server Error']);

  const alone = { ...TO_BASE, type: 'Patient' };
  const one = Buffer.from(JSON.stringify(patientOf({ mrn: 'AFTER-2' })));
  const answer = await write(lost, senderOf(actor), alone, { raw: one, contentType }, options);
  expect([answer.status, answer.headers?.['location']]).toEqual([
    201,
    expect.stringContaining('/_history/1') as string,
  ]);
  expect(answer.body).toContain('"Stored"');
});
