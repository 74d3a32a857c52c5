/** What a message says when it is read beside what is stored already: persons, specimens, conditions, references. */
import { mrnSystem, RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';
import { describe, expect, it } from 'vitest';

import { storedId } from '../src/ingest/ids.ts';
import { sql } from '../src/platform/db/database.ts';
import type { Json } from './fhir-fixture.ts';
import { fhirServer, issuesOf, lineOf, locationsOf, patientOf, reportOf, residentId, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');
const h2 = sender(server, 'H2');

interface Row extends Json {
  readonly current: boolean;
  readonly person_id: number;
  readonly identity: string;
}

/** Versions of a result, by its id as the sender knows it; the current one; the first current one of a report. */
const versionsOf = (id: string): Promise<Row[]> =>
  server.db.query<Row>(sql`
    select *, to_char(collected_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as collected,
           to_char(reported_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as reported
      from result where id = ${storedId('H1', 'Observation', id)} order by version`);
const ofId = async (id: string): Promise<Row | undefined> => (await versionsOf(id)).find((row) => row.current);
const ofReport = async (number: string): Promise<Row | undefined> =>
  (await server.db.query<Row>(sql`select * from result where current and report_no = ${number} order by item`))[0];
const put = async (resource: Json, headers: Record<string, string> = {}): Promise<number> =>
  (await h1('PUT', `/fhir/${String(resource['resourceType'])}/${String(resource['id'])}`, resource, headers))
    .statusCode;

describe('a line by itself', () => {
  it('is dated by the specimen that was sent before, and reported with its report', async () => {
    await put({ ...patientOf({ mrn: 'f1', sequence: 2 }), id: 'f1' });
    await put({
      resourceType: 'Specimen',
      id: 'f1',
      subject: { reference: 'Patient/f1' },
      collection: { collectedDateTime: '2024-05-10T07:30:00+08:00' },
    });
    await put({
      resourceType: 'DiagnosticReport',
      id: 'f1',
      status: 'final',
      code: { text: 'x' },
      issued: '2024-05-10T15:00:00+08:00',
      extension: [{ url: 'urn:fujie:extension:mark', valueString: '晋HR' }],
      result: [{ reference: 'Observation/f1' }],
    });
    expect(await put(lineOf('f1', 'f1', { specimen: { reference: 'Specimen/f1' } }))).toBe(201);
    expect(await ofId('f1')).toMatchObject({ collected: '05-10 07:30', reported: '05-10 15:00', marks: ['晋HR'] });
  });

  it('from before the birth of a patient who was sent before is refused', async () => {
    await put({ ...patientOf({ mrn: 'f2', sequence: 4, birth: '2024-05-15' }), id: 'f2' });
    expect(await put(lineOf('f2', 'f2'))).toBe(422);
  });
});

describe('numbers that stand for none', () => {
  it('make neither one person nor one patient of two', async () => {
    const parts = (name: string) => ({ mrn: '-', name, residentId: null });
    for (const name of ['赵一', '钱二'])
      await h1('POST', '/fhir', reportOf({ ...parts(name), number: `dash-${name}`, birth: '1970-01-01' }));
    const rows = await server.db.query<Json>(
      sql`select distinct person_id, identity, subject_ref from result where report_no like 'dash-%'`,
    );
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map((r) => r['subject_ref'])).size).toBe(2);
    expect(rows.every((r) => r['identity'] === 'unconfirmed')).toBe(true);
  });

  it('nor one report of two', async () => {
    for (const [value, hour] of [
      [831, '12'],
      [832, '13'],
    ] as const) {
      const issued = `2024-05-10T${hour}:00:00+08:00`;
      const parts = { number: '无', mrn: 'f3', sequence: 6, issued, lines: [{ item: 'ALT', value }] };
      await h1('POST', '/fhir', reportOf(parts));
    }
    const rows = await server.db.query(sql`select version from result where current and value_num in (831, 832)`);
    expect(rows).toEqual([{ version: 1 }, { version: 1 }]);
  });

  it('a borrowed identity number without a hospital number does not make two patients one', async () => {
    const number = residentId('1960-05-05', 8);
    const patient = (extra: Json): Json => ({
      resourceType: 'Patient',
      identifier: [{ system: RESIDENT_ID_SYSTEM, value: number }],
      gender: 'female',
      ...extra,
    });
    const mother = await h1('POST', '/fhir/Patient', patient({ name: [{ text: '李明' }], birthDate: '1960-05-05' }));
    const child = await h1('POST', '/fhir/Patient', patient({ name: [{ text: '李小明' }], birthDate: '2020-01-01' }));
    expect([mother.statusCode, child.statusCode]).toEqual([201, 201]);
    expect(child.headers['location']).not.toBe(mother.headers['location']);
  });
});

describe('a transaction', () => {
  it('that puts one resource twice is refused', async () => {
    const request = { method: 'PUT', url: 'Patient/f4' };
    const resource = { ...patientOf({ mrn: 'f4', sequence: 10 }), id: 'f4' };
    const answer = await h1('POST', '/fhir', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { request, resource },
        { request, resource: { ...resource, birthDate: '1960-05-06' } },
      ],
    });
    expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('duplicate-entry') as string]);
  });
});

describe('a condition', () => {
  const create = (mrn: string): Promise<{ statusCode: number }> =>
    h1('POST', '/fhir/Patient', patientOf({ mrn, sequence: 12 }), {
      'if-none-exist': `identifier=${mrnSystem('H1')}|${mrn}`,
    });

  it('that fitted one resource is asked again when a second bears the number', async () => {
    expect((await create('f5')).statusCode).toBe(201);
    expect((await create('f5')).statusCode).toBe(200);
    await put({ ...patientOf({ mrn: 'f5', sequence: 14 }), id: 'f5-second' });
    expect((await create('f5')).statusCode).toBe(412);
  });

  it('finds the patient who bears the number now', async () => {
    await put({ ...patientOf({ mrn: 'f6', sequence: 16 }), id: 'f6a' });
    const reference = { reference: `Patient?identifier=${mrnSystem('H1')}|f6` };
    const bundle = (id: string): Json => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { request: { method: 'PUT', url: `Observation/${id}` }, resource: { ...lineOf(id, ''), subject: reference } },
      ],
    });
    expect((await h1('POST', '/fhir', bundle('f6x'))).statusCode).toBe(200);
    await put({ ...patientOf({ mrn: 'f6-old', sequence: 16 }), id: 'f6a' });
    await put({ ...patientOf({ mrn: 'f6', sequence: 18 }), id: 'f6b' });
    expect((await h1('POST', '/fhir', bundle('f6y'))).statusCode).toBe(200);
    expect(await ofId('f6y')).toMatchObject({ subject_ref: storedId('H1', 'Patient', 'f6b') });
  });

  it('that does not hold leaves neither a number nor a patient behind', async () => {
    await put({ ...patientOf({ mrn: 'f7', sequence: 20 }), id: 'f7' });
    await put(lineOf('f7a', 'f7'));
    const persons = async (): Promise<unknown> => server.db.query(sql`select count(*) as n from person_identifier`);
    const before = await persons();
    expect(await put({ ...patientOf({ mrn: 'f7b', sequence: 22 }), id: 'f7' }, { 'if-match': 'W/"9"' })).toBe(412);
    expect(await persons()).toEqual(before);
    await put(lineOf('f7b', 'f7'));
    expect((await ofId('f7b'))?.person_id).toBe((await ofId('f7a'))?.person_id);
  });
});

describe('persons', () => {
  it('are one across hospitals when number, name, birth and sex agree', async () => {
    await h1('POST', '/fhir', reportOf({ number: 'P-1', mrn: 'P1', sequence: 22 }));
    await h2('POST', '/fhir', reportOf({ institution: 'H2', number: 'P-1b', mrn: '77', sequence: 22 }));
    expect((await ofReport('P-1b'))?.person_id).toBe((await ofReport('P-1'))?.person_id);
  });

  it('are never linked when the same number has another name, and a reviewer is asked', async () => {
    await h1('POST', '/fhir', reportOf({ number: 'P-2', mrn: 'P2', sequence: 24 }));
    await h2('POST', '/fhir', reportOf({ institution: 'H2', number: 'P-2b', mrn: '78', name: '王芳', sequence: 24 }));
    const other = await ofReport('P-2b');
    expect(other?.identity).toBe('mismatch');
    expect(other?.person_id).not.toBe((await ofReport('P-2'))?.person_id);
    const reviews = await server.db.query(sql`select reason, fields from person_review where institution = 'H2'`);
    expect(reviews).toContainEqual({ reason: 'same-number-other-person', fields: ['name'] });
    const seen = async (institution: string) => {
      const headers = await server.as('laboratory', { institution });
      return (await server.app.inject({ method: 'GET', url: '/api/v1/quarantine/person-reviews', headers })).body;
    };
    expect(JSON.parse(await seen('H2'))).toMatchObject({
      reviews: [{ institution: 'H2', reason: 'same-number-other-person', fields: ['name'] }],
    });
    expect(await seen('H9')).toBe('{"reviews":[]}');
  });

  it('are not linked by a parent’s number', async () => {
    await h1('POST', '/fhir', reportOf({ number: 'P-3', mrn: 'P3', sequence: 26 }));
    await h1(
      'POST',
      '/fhir',
      reportOf({
        number: 'P-3b',
        mrn: 'P3b',
        name: '李小明',
        birth: '2020-01-01',
        residentId: residentId('1960-05-05', 26),
      }),
    );
    expect(await ofReport('P-3b')).toMatchObject({ identity: 'unconfirmed' });
    expect((await ofReport('P-3b'))?.person_id).not.toBe((await ofReport('P-3'))?.person_id);
  });

  it('that are not linked stay one from message to message', async () => {
    const parts = { mrn: 'P4', name: '无名氏', residentId: null };
    await h1('POST', '/fhir', reportOf({ ...parts, number: 'P-4' }));
    await h1('POST', '/fhir', reportOf({ ...parts, number: 'P-4b' }));
    expect((await ofReport('P-4'))?.identity).toBe('unconfirmed');
    expect((await ofReport('P-4b'))?.person_id).toBe((await ofReport('P-4'))?.person_id);
  });

  it('are found by a 15-digit number too', async () => {
    await h1('POST', '/fhir', reportOf({ number: 'P-5', mrn: 'P5', sequence: 28 }));
    const old = `990101600505028`;
    await h2('POST', '/fhir', reportOf({ institution: 'H2', number: 'P-5b', mrn: '80', residentId: old }));
    expect((await ofReport('P-5b'))?.person_id).toBe((await ofReport('P-5'))?.person_id);
  });

  it('have their numbers nowhere in the tables of persons', async () => {
    const tables = await server.db.query(sql`select * from person_identifier, person limit 200`);
    expect(JSON.stringify(tables)).not.toContain(residentId('1960-05-05', 22));
  });
});

describe('references', () => {
  it('to a patient that nobody sent are refused, kept, and named', async () => {
    const answer = await h1('POST', '/fhir/Observation', {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: 'Patient/nobody' },
    });
    expect(answer.statusCode).toBe(422);
    expect(issuesOf(answer.body)[0]).toMatchObject({
      code: 'not-found',
      expression: ['Observation.subject'],
      details: { coding: [{ code: 'unknown-patient' }] },
    });
    expect(answer.headers['x-fujie-quarantine']).toMatch(/^\d+$/);
  });

  it('may come before their patient when resources are replicated by PUT, and wait for it', async () => {
    const observation = {
      resourceType: 'Observation',
      id: 'early',
      status: 'final',
      code: { coding: [{ system: 'urn:fujie:item', code: 'ALT' }] },
      subject: { reference: 'Patient/late' },
    };
    expect(
      (await h1('PUT', '/fhir/Observation/early', observation, { prefer: 'return=OperationOutcome' })).body,
    ).toContain('unknown-patient');
    const waiting = await versionsOf('early');
    expect(waiting).toMatchObject([{ person_id: 0, identity: 'unconfirmed' }]);
    await h1('PUT', '/fhir/Patient/late', { ...patientOf({ mrn: 'LATE', sequence: 42 }), id: 'late' });
    const [adopted] = await versionsOf('early');
    expect(adopted).toMatchObject({ identity: 'verified' });
    expect(adopted?.person_id).toBeGreaterThan(0);
  });

  it('that wait are adopted by a report, too, that brings the patient', async () => {
    const early = {
      resourceType: 'Observation',
      id: 'early2',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: 'Patient/late2' },
    };
    await h1('PUT', '/fhir/Observation/early2', early);
    const bundle = reportOf({ number: 'LATE-2', mrn: 'LATE2', sequence: 44 });
    const [patient] = bundle['entry'] as { request: Json; resource: Json }[];
    if (patient)
      Object.assign(patient, {
        request: { method: 'PUT', url: 'Patient/late2' },
        resource: { ...patient.resource, id: 'late2' },
      });
    expect((await h1('POST', '/fhir', bundle)).statusCode).toBe(200);
    const [adopted] = await versionsOf('early2');
    const listed = await ofReport('LATE-2');
    expect([adopted?.person_id, adopted?.identity]).toEqual([listed?.person_id, 'verified']);
  });

  it('may be a search for the patient', async () => {
    await h1('PUT', '/fhir/Patient/ref', { ...patientOf({ mrn: 'REF', sequence: 38 }), id: 'ref' });
    const bundle = (mrn: string): Json => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          request: { method: 'POST', url: 'Observation' },
          resource: {
            resourceType: 'Observation',
            status: 'final',
            code: { text: mrn },
            subject: { reference: `Patient?identifier=urn:fujie:mrn:H1|${mrn}` },
          },
        },
      ],
    });
    const answer = await h1('POST', '/fhir', bundle('REF'));
    expect(answer.statusCode).toBe(200);
    const stored = await h1('GET', `/fhir/${locationsOf(answer.body)[0] ?? ''}`);
    expect(JSON.parse(stored.body)).toMatchObject({ subject: { reference: 'Patient/ref' } });
    expect((await h1('POST', '/fhir', bundle('NOBODY'))).statusCode).toBe(422);
  });
});
