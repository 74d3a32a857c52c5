/** Searches and versions over HTTP, and a client that we have not written. */
import type { AddressInfo } from 'node:net';

import { Client } from 'fhir-kit-client';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Json } from './fhir-fixture.ts';
import { fhirServer, patientOf, reportOf, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');
const h2 = sender(server, 'H2');

interface Bundle {
  readonly resourceType: string;
  readonly total?: number;
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly {
    readonly fullUrl?: string;
    readonly resource: Json;
    readonly search?: { readonly mode: string };
  }[];
}
const bundleOf = (body: string): Bundle => JSON.parse(body) as Bundle;
const ids = (body: string): unknown[] =>
  (bundleOf(body).entry ?? []).filter((e) => e.search?.mode === 'match').map((e) => e.resource['id']);
const pathOf = (url: string): string => url.slice(url.indexOf('/fhir'));

beforeAll(async () => {
  await h1('PUT', '/fhir/Patient/s1', { ...patientOf({ mrn: 'S1', sequence: 2 }), id: 's1' });
  for (let day = 1; day <= 7; day++) {
    const id = `o${String(day)}`;
    const answer = await h1('PUT', `/fhir/Observation/${id}`, {
      resourceType: 'Observation',
      id,
      status: day === 7 ? 'amended' : 'final',
      identifier: [{ system: 'urn:h1:result', value: `N${String(day)}` }],
      category: [
        {
          coding: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/observation-category',
              code: day === 1 ? 'imaging' : 'laboratory',
            },
          ],
        },
      ],
      code: { coding: [{ system: 'urn:fujie:item', code: day % 2 === 0 ? 'GLU' : 'ALT' }] },
      subject: { reference: 'Patient/s1' },
      effectiveDateTime: `2024-05-0${String(day)}T08:00:00+08:00`,
      valueQuantity: { value: day, unit: 'mmol/L' },
    });
    expect(answer.statusCode).toBe(201);
    server.clock.set((server.deps.clock.now() + 1000) as Parameters<typeof server.clock.set>[0]);
  }
});

describe('search', () => {
  it.each([
    ['patient=s1', 7],
    ['patient=Patient/s1', 7],
    ['subject=Patient/s1', 7],
    ['subject:Patient=s1', 7],
    ['patient=Patient/other', 0],
    ['patient.identifier=urn:fujie:mrn:H1|S1', 7],
    ['identifier=urn:h1:result|N3', 1],
    ['identifier=N3', 1],
    ['identifier=urn:elsewhere|N3', 0],
    ['identifier=urn:h1:result|N3,N4', 2],
    ['code=urn:fujie:item|GLU', 3],
    ['code=GLU', 3],
    ['code=urn:fujie:item|', 7],
    ['code=GLU,ALT', 7],
    ['status=amended', 1],
    ['status=final,amended', 7],
    ['category=laboratory', 6],
    ['date=2024-05-03', 1],
    ['date=ge2024-05-03&date=lt2024-05-06', 3],
    ['date=gt2024-05-06', 1],
    ['date=le2024-05-02', 2],
    ['date=ne2024-05-02', 6],
    ['date=2024-05', 7],
    ['date=2024-05-03T08:00:00%2B08:00', 1],
    ['date=2024-05-03T00:00:00Z', 1],
    ['_id=o1,o2', 2],
    ['_lastUpdated=ge2024-05-20T09:00:05%2B08:00', 2],
    ['patient=s1&code=GLU&date=ge2024-05-04&status=final', 2],
  ])('finds by %s', async (query, count) => {
    const answer = await h1('GET', `/fhir/Observation?${query}&_count=50`);
    expect(answer.statusCode).toBe(200);
    expect(ids(answer.body)).toHaveLength(count);
  });

  it('sent with POST finds the same, and keeps numbers out of addresses', async () => {
    const answer = await h1('POST', '/fhir/Patient/_search', 'identifier=urn:fujie:mrn:H1|S1', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(ids(answer.body)).toEqual(['s1']);
  });

  it('gives every match once over pages, in a stable order, also when results arrive in between', async () => {
    const seen: unknown[] = [];
    let next: string | undefined = '/fhir/Observation?patient=s1&_count=3';
    while (next !== undefined) {
      const answer = await h1('GET', next);
      seen.push(...ids(answer.body));
      if (seen.length === 3) {
        await h1('POST', '/fhir/Observation', {
          resourceType: 'Observation',
          status: 'final',
          code: { text: 'between' },
          subject: { reference: 'Patient/s1' },
        });
      }
      const link = bundleOf(answer.body).link?.find((l) => l.relation === 'next')?.url;
      next = link === undefined ? undefined : pathOf(link);
    }
    expect(seen).toEqual(['o7', 'o6', 'o5', 'o4', 'o3', 'o2', 'o1']);
  });

  it('ignores an unknown parameter, saying so in self link and outcome; under handling=strict it refuses', async () => {
    const lenient = await h1('GET', '/fhir/Observation?patient=s1&color=red&_count=1');
    expect(bundleOf(lenient.body).link?.find((l) => l.relation === 'self')?.url).not.toContain('color');
    expect(lenient.body).toContain('not-supported-parameter');
    expect(
      (await h1('GET', '/fhir/Observation?patient=s1&color=red', undefined, { prefer: 'handling=strict' })).statusCode,
    ).toBe(400);
  });

  it('counts without giving', async () => {
    const answer = await h1('GET', '/fhir/Observation?patient=s1&code=GLU&_summary=count');
    expect(bundleOf(answer.body)).toMatchObject({ total: 3 });
    expect(bundleOf(answer.body).entry).toBeUndefined();
  });

  it('never leaves the institution', async () => {
    expect(ids((await h2('GET', '/fhir/Observation?_count=200')).body)).toEqual([]);
    expect(ids((await h2('GET', '/fhir/Patient?identifier=S1')).body)).toEqual([]);
  });

  it('leaves an audit entry that names no number', async () => {
    await h1('GET', '/fhir/Patient?identifier=urn:fujie:mrn:H1|S1');
    const rows = await server.db.withClient(
      async (c) =>
        (
          await c.query<{ subject: string; person_id: number }>(
            "select subject, person_id from audit_event where action = 'fhir:search' order by id desc limit 1",
          )
        ).rows,
    );
    expect(rows[0]).toMatchObject({ subject: 'Patient?identifier', person_id: expect.any(Number) as number });
  });
});

describe('versions', () => {
  it('are made by PUT, read by vread and history, guarded by If-Match', async () => {
    const first = await h1('PUT', '/fhir/Organization/org', {
      resourceType: 'Organization',
      id: 'org',
      name: '检验科',
    });
    expect([first.statusCode, first.headers['etag']]).toEqual([201, 'W/"1"']);
    const same = await h1('PUT', '/fhir/Organization/org', { resourceType: 'Organization', id: 'org', name: '检验科' });
    expect([same.statusCode, same.headers['etag']]).toEqual([200, 'W/"1"']);
    const stale = await h1(
      'PUT',
      '/fhir/Organization/org',
      { resourceType: 'Organization', id: 'org', name: '新' },
      { 'if-match': 'W/"7"' },
    );
    expect(stale.statusCode).toBe(412);
    const second = await h1(
      'PUT',
      '/fhir/Organization/org',
      { resourceType: 'Organization', id: 'org', name: '医学检验科' },
      { 'if-match': 'W/"1"' },
    );
    expect([second.statusCode, second.headers['etag']]).toEqual([200, 'W/"2"']);
    expect(second.headers['location']).toMatch(/\/fhir\/Organization\/org\/_history\/2$/);
    expect(JSON.parse((await h1('GET', '/fhir/Organization/org/_history/1')).body)).toMatchObject({
      name: '检验科',
      meta: { versionId: '1' },
    });
    expect((await h1('GET', '/fhir/Organization/org/_history/3')).statusCode).toBe(404);
    const history = bundleOf((await h1('GET', '/fhir/Organization/org/_history')).body);
    expect(history).toMatchObject({
      type: 'history',
      total: 2,
      entry: [{ resource: { name: '医学检验科' } }, { resource: { name: '检验科' } }],
    });
    expect((await h1('GET', '/fhir/Organization/org', undefined, { 'if-none-match': 'W/"2"' })).statusCode).toBe(304);
  });

  it('made by twenty parallel changes are counted without gap or loss', async () => {
    await h1('PUT', '/fhir/Organization/busy', { resourceType: 'Organization', id: 'busy', name: '0' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        h1('PUT', '/fhir/Organization/busy', { resourceType: 'Organization', id: 'busy', name: `n${String(i)}` }),
      ),
    );
    expect(answers.map((a) => a.statusCode)).toEqual(Array.from({ length: 20 }, () => 200));
    const versions = bundleOf((await h1('GET', '/fhir/Organization/busy/_history')).body).entry?.map(
      (e) => (e.resource['meta'] as { versionId: string }).versionId,
    );
    expect(versions).toEqual(Array.from({ length: 21 }, (_, i) => String(21 - i)));
  });

  it('are never deleted', async () => {
    const answer = await h1('DELETE', '/fhir/Organization/org');
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'GET, HEAD, PUT']);
    expect(answer.body).toContain('entered-in-error');
  });

  it('are not patched: what was sent is kept, and replayed as the whole resource once it is one', async () => {
    const type = 'application/json-patch+json';
    const answer = await h1('PATCH', '/fhir/Organization/org', '[{"op":"remove","path":"/name"}]', {
      'content-type': type,
    });
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'GET, HEAD, PUT']);
    expect(answer.body).toContain('not-supported-patch');
    expect(Number(answer.headers['x-fujie-quarantine'])).toBeGreaterThan(0);
  });

  it('keep the digits with which a value was measured', async () => {
    const text =
      '{"resourceType":"Observation","id":"digits","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/s1"},"valueQuantity":{"value":6.30}}';
    await h1('PUT', '/fhir/Observation/digits', text);
    expect((await h1('GET', '/fhir/Observation/digits')).body).toContain('"value":6.30');
  });
});

describe('conditional create', () => {
  const practitioner = {
    resourceType: 'Practitioner',
    identifier: [{ system: 'urn:fujie:practitioner', value: 'D9' }],
    name: [{ text: '张医生' }],
  };

  it('creates once, then answers with what exists, and refuses when several fit', async () => {
    const condition = { 'if-none-exist': 'identifier=urn:fujie:practitioner|D9' };
    const first = await h1('POST', '/fhir/Practitioner', practitioner, condition);
    expect(first.statusCode).toBe(201);
    const again = await h1('POST', '/fhir/Practitioner', { ...practitioner, name: [{ text: '别人' }] }, condition);
    expect([again.statusCode, again.headers['location']]).toEqual([200, first.headers['location']]);
    expect(JSON.parse(again.body)).toMatchObject({ name: [{ text: '张医生' }] });
    await h1('PUT', '/fhir/Practitioner/two', { ...practitioner, id: 'two' });
    expect(
      (await h1('POST', '/fhir/Practitioner', practitioner, { 'if-none-exist': 'identifier=D9' })).statusCode,
    ).toBe(412);
  });
});

describe('representations', () => {
  it('are JSON only, and say so', async () => {
    expect((await h1('GET', '/fhir/Patient/s1', undefined, { accept: 'application/fhir+xml' })).statusCode).toBe(406);
    expect(
      (await h1('GET', '/fhir/Patient/s1?_format=json', undefined, { accept: 'application/fhir+xml' })).statusCode,
    ).toBe(200);
    expect((await h1('GET', '/fhir/Patient/s1?_format=xml')).statusCode).toBe(406);
  });

  it('follow Prefer: return', async () => {
    const send = (prefer: string) =>
      h1('POST', '/fhir/Organization', { resourceType: 'Organization', name: prefer }, { prefer });
    expect((await send('return=minimal')).body).toBe('');
    expect(JSON.parse((await send('return=OperationOutcome')).body)).toMatchObject({
      resourceType: 'OperationOutcome',
    });
    expect(JSON.parse((await send('return=representation')).body)).toMatchObject({ resourceType: 'Organization' });
  });

  it('of refusals to strangers are OperationOutcomes too', async () => {
    const answer = await server.app.inject({ method: 'GET', url: '/fhir/Patient/s1' });
    expect([answer.statusCode, JSON.parse(answer.body)]).toMatchObject([
      401,
      { resourceType: 'OperationOutcome', issue: [{ code: 'login' }] },
    ]);
    const doctor = await server.as('doctor', { institution: 'H1' });
    expect((await server.app.inject({ method: 'GET', url: '/fhir/Patient/s1', headers: doctor })).statusCode).toBe(403);
  });
});

describe('a foreign client (fhir-kit-client)', () => {
  it('creates, reads, updates, searches, turns pages and sends a transaction', async () => {
    // Links in answers are absolute, so the server says the address that it is reached by.
    const origin = await server.app.listen({ host: '127.0.0.1', port: 0 });
    const port = String((server.app.server.address() as AddressInfo).port);
    const { authorization = '' } = await server.as('system', { institution: 'H1', username: 'system-H1' });
    const client = new Client({ baseUrl: `http://127.0.0.1:${port}/fhir`, customHeaders: { authorization } });
    expect(origin).toContain(port);
    expect(await client.capabilityStatement()).toMatchObject({
      resourceType: 'CapabilityStatement',
      fhirVersion: '4.0.1',
    });
    const created = (await client.create({
      resourceType: 'Patient',
      body: patientOf({ mrn: 'KIT', sequence: 44 }) as Parameters<typeof client.create>[0]['body'],
    })) as Json;
    const id = String(created['id']);
    expect(await client.read({ resourceType: 'Patient', id })).toMatchObject({ name: [{ text: '李明' }] });
    const { meta: _, ...patient } = created;
    await client.update({
      resourceType: 'Patient',
      id,
      body: { ...patient, resourceType: 'Patient', active: true },
    });
    expect(await client.vread({ resourceType: 'Patient', id, version: '1' })).not.toHaveProperty('active');
    expect(await client.history({ resourceType: 'Patient', id })).toMatchObject({ total: 2 });
    const sent = (await client.transaction({
      body: reportOf({ number: 'KIT-1', mrn: 'KIT', sequence: 44 }) as Parameters<typeof client.transaction>[0]['body'],
    })) as unknown as Bundle;
    expect(sent.entry).toHaveLength(4);
    const found = (await client.search({
      resourceType: 'Observation',
      searchParams: { patient: id, _count: '1' },
    })) as unknown as Bundle;
    expect(found.entry).toHaveLength(1);
    expect(found.link?.map((l) => l.relation)).toEqual(['self', 'next']);
  });
});
