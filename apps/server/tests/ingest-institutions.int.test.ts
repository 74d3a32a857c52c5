/** What one institution sends cannot reach into what another has sent. */
import { INSTITUTION_SYSTEM, ITEM_SYSTEM } from '@fujie/wire/fhir';
import { expect, it } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { Json } from './fhir-fixture.ts';
import { fhirServer, locationsOf, patientOf, reportOf, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');
const h2 = sender(server, 'H2');

/** Stored ids of what a report of H1 brought: `Patient/fj-…` first. */
async function sent(number: string, sequence: number): Promise<string[]> {
  const answer = await h1('POST', '/fhir', reportOf({ number, mrn: number, sequence }));
  return locationsOf(answer.body);
}

const currentOf = (number: string): Promise<Json[]> =>
  server.db.query(sql`select status, institution from result where current and report_no = ${number} order by id`);

it('a report cannot absorb the result of another institution by naming it as its images', async () => {
  const [, , line] = await sent('X-1', 2);
  const answer = await h2('POST', '/fhir/DiagnosticReport', {
    resourceType: 'DiagnosticReport',
    identifier: [{ system: 'urn:fujie:report:H2', value: 'Y-1' }],
    status: 'final',
    code: { text: 'x' },
    imagingStudy: [{ reference: `ImagingStudy/${line?.split('/')[1] ?? ''}` }],
  });
  expect(answer.statusCode).toBe(201);
  expect(await currentOf('X-1')).toEqual([
    { status: 'final', institution: 'H1' },
    { status: 'final', institution: 'H1' },
  ]);
});

it.each(['POST', 'PUT'] as const)(
  'a result cannot be filed under the patient of another institution by %s',
  async (method) => {
    const [patient] = await sent(`X-2-${method}`, method === 'POST' ? 4 : 6);
    // The patient is known to its own institution by that id, also in memory.
    const observation = (id: string): Json => ({
      resourceType: 'Observation',
      ...(method === 'PUT' ? { id } : {}),
      status: 'final',
      code: { coding: [{ system: ITEM_SYSTEM, code: 'ALT' }] },
      subject: { reference: patient },
      effectiveDateTime: '2024-05-11T08:00:00+08:00',
      valueQuantity: { value: 5, unit: 'U/L' },
    });
    const url = (id: string): string => `/fhir/Observation${method === 'PUT' ? `/${id}` : ''}`;
    expect((await h1(method, url('own'), observation('own'))).statusCode).toBe(201);
    const answer = await h2(method, url('foreign'), observation('foreign'));
    expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('unknown-patient') as string]);
    expect(
      await server.db.query(sql`select id from result where institution = 'H2' and subject_ref is not null`),
    ).toEqual([]);
  },
);

it('an id that the platform gives cannot be taken in advance, neither alone nor in a Bundle', async () => {
  const [, report] = await sent('X-3', 8);
  const id = report?.split('/')[1] ?? '';
  const squat = {
    resourceType: 'DiagnosticReport',
    id: id.replace(/.$/, (c) => (c === '0' ? '1' : '0')),
    status: 'final',
    code: { text: 'x' },
  };
  const request = { method: 'PUT', url: `DiagnosticReport/${squat.id}` };
  const alone = await h2('PUT', `/fhir/${request.url}`, squat);
  const inBundle = await h2('POST', '/fhir', {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ request, resource: squat }],
  });
  const foreign = await h2('POST', '/fhir', {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ request: { method: 'PUT', url: `DiagnosticReport/${id}` }, resource: { ...squat, id } }],
  });
  for (const answer of [alone, inBundle, foreign])
    expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('not-found') as string]);
  expect(await server.db.query(sql`select id from resource where id = ${squat.id}`)).toEqual([]);
  const own = await h1('PUT', `/fhir/${report ?? ''}`, { ...squat, id });
  expect(own.statusCode).toBe(200);
});

it('a report that says another institution performed it is refused and kept, not filed under its sender', async () => {
  const performed = (institution: string, number: string): Json => ({
    resourceType: 'DiagnosticReport',
    identifier: [{ system: 'urn:fujie:report:H2', value: number }],
    status: 'final',
    code: { text: 'x' },
    performer: [{ identifier: { system: INSTITUTION_SYSTEM, value: institution } }],
  });
  const answer = await h2('POST', '/fhir/DiagnosticReport', performed('H1', 'P-1'));
  expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('foreign-performer') as string]);
  expect(answer.body).toContain('出具机构为 H1');
  const kept = await server.db.query(
    sql`select 1 from quarantine where institution = 'H2' and problems::text like '%foreign-performer%'`,
  );
  expect(kept).toHaveLength(1);
  expect((await h2('POST', '/fhir/DiagnosticReport', performed('H2', 'P-2'))).statusCode).toBe(201);
});

it('two hospitals may both send Patient/1: neither sees or changes the other', async () => {
  await h1('PUT', '/fhir/Patient/1', { ...patientOf({ mrn: 'T1', name: '赵一', sequence: 30 }), id: '1' });
  await h2('PUT', '/fhir/Patient/1', {
    ...patientOf({ institution: 'H2', mrn: 'T1', name: '钱二', sequence: 32 }),
    id: '1',
  });
  expect(JSON.parse((await h1('GET', '/fhir/Patient/1')).body)).toMatchObject({
    id: '1',
    name: [{ text: '赵一' }],
    meta: { versionId: '1' },
  });
  expect(JSON.parse((await h2('GET', '/fhir/Patient/1')).body)).toMatchObject({
    id: '1',
    name: [{ text: '钱二' }],
    meta: { versionId: '1' },
  });
});

it('a hospital cannot read what the other sent by its stored id', async () => {
  const [, location = ''] = await sent('T-2', 34);
  expect((await h1('GET', `/fhir/${location}`)).statusCode).toBe(200);
  expect((await h2('GET', `/fhir/${location}`)).statusCode).toBe(404);
  expect(
    (
      await h2('PUT', `/fhir/${location}`, {
        resourceType: 'DiagnosticReport',
        id: location.split('/')[1],
        status: 'final',
        code: { text: 'x' },
      })
    ).statusCode,
  ).toBe(422);
});
