/** A report of a patient whose identity is corrected at the same time, here, in another server or in a bulk. */
import { beforeAll, expect, it } from 'vitest';

import type { FhirContext } from '../src/fhir/context.ts';
import { fhirContext, senderOf } from '../src/fhir/context.ts';
import { TO_BASE, write } from '../src/fhir/writes.ts';
import { ingestMany } from '../src/ingest/bulk.ts';
import { storedId } from '../src/ingest/ids.ts';
import { Ingest } from '../src/ingest/ingest.ts';
import type { Actor } from '../src/platform/auth/permissions.ts';
import { asWorker } from '../src/platform/auth/scope.ts';
import { single, sql } from '../src/platform/db/database.ts';
import type { Json } from './fhir-fixture.ts';
import { fhirServer, patientOf, reportOf, sender } from './fhir-fixture.ts';

const actor: Actor = {
  id: 'lis',
  name: 'lis',
  role: 'system',
  institution: 'H1',
  department: null,
  practitioner: null,
  region: null,
  from: { kind: 'token', address: null, credential: null },
};

const server = fhirServer();
let here: FhirContext;
/** Another server on the same database, with a memory of its own. */
let there: FhirContext;

beforeAll(() => {
  here = fhirContext(server.deps);
  there = { ...here, ingest: new Ingest(asWorker(server.deps)) };
});

/** The patient with the identity number of this sequence. */
const registration = (id: string, sequence: number): Json => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [{ resource: { ...patientOf({ mrn: id, sequence }), id }, request: { method: 'PUT', url: `Patient/${id}` } }],
});
/** A report that names its patient by reference only. */
function report(id: string, number: string): Json {
  const bundle = reportOf({ number, sending: number.replace(/\D/g, '') });
  const [brought, ...entries] = bundle['entry'] as { fullUrl: string }[];
  const text = JSON.stringify({ ...bundle, entry: entries });
  return JSON.parse(text.replaceAll(brought?.fullUrl ?? '', `Patient/${id}`)) as Json;
}

/** Another hospital knows the person of an identity number. */
async function known(sequence: number): Promise<void> {
  const answer = await sender(server, 'H2')(
    'POST',
    '/fhir/Patient',
    patientOf({ institution: 'H2', mrn: String(sequence), sequence }),
  );
  expect(answer.statusCode).toBe(201);
}

async function send(context: FhirContext, body: Json): Promise<number> {
  const received = { raw: Buffer.from(JSON.stringify(body)), contentType: 'application/fhir+json' };
  const options = { prefer: 'minimal', isKept: true } as const;
  return (await write(context, senderOf(actor), TO_BASE, received, options)).status;
}

/** Results of a patient: those of the person whom the patient is now, and any others. */
async function belongings(id: string): Promise<{ own: number; others: number }> {
  const rows = await server.db.query<{ own: number; others: number }>(sql`
    select count(*) filter (where (r.person_id, r.identity) = (p.person_id, p.identity)) as own,
      count(*) filter (where (r.person_id, r.identity) <> (p.person_id, p.identity)) as others
      from result r join resource p on p.type = 'Patient' and p.id = r.subject_ref and p.current
     where r.current and r.subject_ref = ${storedId('H1', 'Patient', id)}`);
  return single(rows);
}

it('a server that remembers an earlier person of a patient asks again', async () => {
  await known(302);
  expect(await send(here, registration('m1', 300))).toBe(200);
  expect(await send(there, report('m1', 'M-1'))).toBe(200);
  expect(await send(here, registration('m1', 302))).toBe(200);
  expect(await send(there, report('m1', 'M-2'))).toBe(200);
  expect(await belongings('m1')).toEqual({ own: 4, others: 0 });
});

it('so does a bulk that was preparing reports while the correction was written', async () => {
  await known(306);
  const messages = [
    registration('m2', 304),
    report('m2', 'N-1'),
    registration('m2', 306),
    report('m2', 'N-2'),
    report('m2', 'N-3'),
  ].map((m) => JSON.stringify(m));
  const outcome = await ingestMany(server.deps, actor, messages, { group: 1 });
  expect(outcome).toMatchObject({ written: 5, refused: [] });
  expect(await belongings('m2')).toEqual({ own: 6, others: 0 });
});

it('reports that arrive while patients are corrected follow them, whichever is first', async () => {
  const rounds = Array.from({ length: 12 }, (_, n) => `m3${String(n)}`);
  await Promise.all(rounds.map(async (_, n) => known(402 + 4 * n)));
  await Promise.all(rounds.map(async (id, n) => send(here, registration(id, 400 + 4 * n))));
  await Promise.all(
    rounds.flatMap((id, n) => [
      ...[0, 1].map(async (i) => send(i === 0 ? here : there, report(id, `P-${String(n)}1${String(i)}`))),
      send(here, registration(id, 402 + 4 * n)),
      ...[2, 3].map(async (i) => send(i === 2 ? here : there, report(id, `P-${String(n)}1${String(i)}`))),
    ]),
  );
  for (const id of rounds) expect(await belongings(id)).toEqual({ own: 8, others: 0 });
});
