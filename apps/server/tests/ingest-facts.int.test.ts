/** What a message says when it is read beside what its sender has stored: persons, specimens, conditions. */
import { ITEM_SYSTEM, mrnSystem, RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { storedId } from '../src/ingest/ids.ts';
import { sql } from '../src/platform/db/database.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';
import type { Json, Send } from './fhir-fixture.ts';
import { loadItems, patientOf, reportOf, residentId, sender } from './fhir-fixture.ts';

let server: TestApp;
let h1: Send;

beforeAll(async () => {
  server = await startTestApp(inject('adminUrl'), { now: '2024-05-20T09:00+08:00' });
  await loadItems(server);
  h1 = sender(server, 'H1');
});

afterAll(async () => {
  await server.close();
});

async function ofId(id: string): Promise<Json | undefined> {
  const stored = storedId('H1', 'Observation', id);
  return (
    await server.db.query<Json>(sql`
      select *, to_char(collected_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as collected,
             to_char(reported_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as reported
        from result where current and id = ${stored}`)
  )[0];
}
const put = async (resource: Json, headers: Record<string, string> = {}): Promise<number> =>
  (await h1('PUT', `/fhir/${String(resource['resourceType'])}/${String(resource['id'])}`, resource, headers))
    .statusCode;
const line = (id: string, patient: string, extra: Json = {}): Json => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: ITEM_SYSTEM, code: 'ALT' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2024-05-10T11:00:00+08:00',
  valueQuantity: { value: 30, unit: 'U/L' },
  ...extra,
});

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
    expect(await put(line('f1', 'f1', { specimen: { reference: 'Specimen/f1' } }))).toBe(201);
    expect(await ofId('f1')).toMatchObject({ collected: '05-10 07:30', reported: '05-10 15:00', marks: ['晋HR'] });
  });

  it('from before the birth of a patient who was sent before is refused', async () => {
    await put({ ...patientOf({ mrn: 'f2', sequence: 4, birth: '2024-05-15' }), id: 'f2' });
    expect(await put(line('f2', 'f2'))).toBe(422);
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
        { request: { method: 'PUT', url: `Observation/${id}` }, resource: { ...line(id, ''), subject: reference } },
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
    await put(line('f7a', 'f7'));
    const persons = async (): Promise<unknown> => server.db.query(sql`select count(*) as n from person_identifier`);
    const before = await persons();
    expect(await put({ ...patientOf({ mrn: 'f7b', sequence: 22 }), id: 'f7' }, { 'if-match': 'W/"9"' })).toBe(412);
    expect(await persons()).toEqual(before);
    await put(line('f7b', 'f7'));
    expect((await ofId('f7b'))?.['person_id']).toBe((await ofId('f7a'))?.['person_id']);
  });
});
