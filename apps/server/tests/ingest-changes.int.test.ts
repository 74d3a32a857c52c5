/** What reports, lines, images and patients do to each other when they come apart, twice, late or at once. */
import { ITEM_SYSTEM, reportSystem } from '@fujie/wire/fhir';
import { beforeAll, describe, expect, it } from 'vitest';

import { storedId } from '../src/ingest/ids.ts';
import { sql } from '../src/platform/db/database.ts';
import type { Json } from './fhir-fixture.ts';
import { entriesOf, fhirServer, lineOf, patientOf, reportOf, residentId, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');

interface Row {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly report_no: string | null;
  readonly person_id: number;
  readonly identity: string;
  readonly value_num: number | null;
}

/** Current results of a report number, or of ids as the sender knows them. */
const ofReport = (number: string): Promise<Row[]> =>
  server.db.query<Row>(sql`select * from result where current and report_no = ${number} order by item nulls last, id`);
async function ofId(id: string, type = 'Observation'): Promise<Row | undefined> {
  const stored = storedId('H1', type, id);
  return (await server.db.query<Row>(sql`select * from result where current and id = ${stored}`))[0];
}

const report = (id: string, extra: Json = {}): Json => ({
  resourceType: 'DiagnosticReport',
  id,
  identifier: [{ system: reportSystem('H1'), value: id }],
  status: 'final',
  code: { text: '生化' },
  issued: '2024-05-10T12:00:00+08:00',
  ...extra,
});
const line = (id: string, patient: string, extra: Json = {}): Json =>
  lineOf(id, patient, { issued: '2024-05-10T12:00:00+08:00', ...extra });
async function put(resource: Json): Promise<number> {
  return (await h1('PUT', `/fhir/${String(resource['resourceType'])}/${String(resource['id'])}`, resource)).statusCode;
}
const putPatient = (id: string, sequence: number, extra: Json = {}): Promise<number> =>
  put({ ...patientOf({ mrn: id, sequence }), id, ...extra });

const listing = (...ids: string[]): Json => ({ result: ids.map((id) => ({ reference: `Observation/${id}` })) });

describe('an examination', () => {
  const examination = (id: string, extra: Json = {}): Json =>
    report(id, {
      code: { coding: [{ system: ITEM_SYSTEM, code: 'CT-CHEST' }] },
      effectiveDateTime: '2024-05-09T10:00:00+08:00',
      imagingStudy: [{ reference: `ImagingStudy/${id}` }],
      ...extra,
    });
  const study = (id: string): Json => ({
    resourceType: 'ImagingStudy',
    id,
    status: 'available',
    subject: { reference: `Patient/${id}` },
    started: '2024-05-09T10:00:00+08:00',
  });

  it('withdrawn by number and status alone is withdrawn', async () => {
    await putPatient('e1', 2);
    await put(examination('e1', { subject: { reference: 'Patient/e1' } }));
    expect(await ofReport('e1')).toMatchObject([{ status: 'final' }]);
    const { resourceType, id, identifier, code } = report('e1');
    expect(await put({ resourceType, id, identifier, code, status: 'entered-in-error' })).toBe(200);
    expect(await ofReport('e1')).toMatchObject([{ status: 'entered-in-error', version: 2 }]);
  });

  it('corrected to have no images is no result any more', async () => {
    await putPatient('e2', 4);
    const subject = { reference: 'Patient/e2' };
    await put(examination('e2', { subject }));
    const { imagingStudy: _images, ...bare } = examination('e2', { subject, status: 'corrected' });
    expect(await put(bare)).toBe(200);
    expect(await ofReport('e2')).toMatchObject([{ status: 'entered-in-error' }]);
  });

  it('is one result, whichever of images and report comes first or again', async () => {
    await putPatient('e3', 6);
    const subject = { reference: 'Patient/e3' };
    expect(await put(study('e3'))).toBe(201);
    expect(await ofId('e3', 'ImagingStudy')).toMatchObject({ status: 'preliminary' });
    expect(await put(examination('e3', { subject }))).toBe(201);
    expect(await put({ ...study('e3'), description: '胸部' })).toBe(200);
    expect(await ofId('e3', 'ImagingStudy')).toBeUndefined();
    expect(await put(examination('e3', { subject, status: 'entered-in-error' }))).toBe(200);
    expect(await put({ ...study('e3'), description: '胸部CT' })).toBe(200);
    expect(await ofId('e3', 'ImagingStudy')).toMatchObject({ status: 'preliminary', version: 2 });
  });
});

describe('a line that comes by itself', () => {
  it('is under its report, and withdrawn with it', async () => {
    await putPatient('l1', 8);
    expect(await put(report('l1', listing('l1a', 'l1b')))).toBe(201);
    expect(await put(line('l1a', 'l1'))).toBe(201);
    expect(await ofId('l1a')).toMatchObject({ report_no: 'l1', status: 'final' });
    const { resourceType, id, identifier, code } = report('l1');
    expect(await put({ resourceType, id, identifier, code, status: 'entered-in-error' })).toBe(200);
    expect(await ofId('l1a')).toMatchObject({ status: 'entered-in-error' });
    // And what comes for the withdrawn report only now.
    expect(await put(line('l1b', 'l1'))).toBe(201);
    expect(await ofId('l1b')).toMatchObject({ report_no: 'l1', status: 'entered-in-error' });
    expect((await h1('GET', '/fhir/Observation/l1b')).json()).toMatchObject({ status: 'entered-in-error' });
  });

  it('that came before its report is withdrawn with it', async () => {
    await putPatient('l2', 10);
    await put(line('l2a', 'l2'));
    expect(await put(report('l2', { ...listing('l2a'), status: 'entered-in-error' }))).toBe(201);
    expect(await ofId('l2a')).toMatchObject({ report_no: 'l2', status: 'entered-in-error' });
  });

  it('keeps its report when it changes', async () => {
    await putPatient('l3', 12);
    await put(line('l3a', 'l3'));
    await put(report('l3', listing('l3a')));
    expect(await put(line('l3a', 'l3', { status: 'corrected', valueQuantity: { value: 31, unit: 'U/L' } }))).toBe(200);
    expect(await ofId('l3a')).toMatchObject({ report_no: 'l3', status: 'corrected', version: 2 });
  });

  it.each(Array.from({ length: 6 }, (_, i) => i))(
    'sent at once with the withdrawal of its report is not final (%i)',
    async (i) => {
      const id = `l4-${String(i)}`;
      await putPatient(id, 14 + 2 * i);
      if (i % 2 === 0) await put(report(id, listing(id)));
      if (i % 3 === 0) await put(line(id, id));
      const sent = [
        put(report(id, { ...listing(id), status: 'entered-in-error' })),
        put(line(id, id, { valueQuantity: { value: 31, unit: 'U/L' } })),
      ];
      const statuses = await Promise.all(sent);
      expect(statuses.every((status) => [200, 201, 409].includes(status))).toBe(true);
      expect(await ofId(id)).toMatchObject({ report_no: id, status: 'entered-in-error' });
    },
  );

  it('is taken back by a cancelled report, and given out as such', async () => {
    const bundle = reportOf({ number: 'l5', mrn: 'l5', sequence: 30 });
    await h1('POST', '/fhir', bundle);
    const cancelled = reportOf({ number: 'l5', mrn: 'l5', sequence: 30, sending: '2' }) as {
      entry: { resource: Json }[];
    };
    for (const { resource } of cancelled.entry)
      if (resource['resourceType'] === 'DiagnosticReport') resource['status'] = 'cancelled';
    const answer = await h1('POST', '/fhir', cancelled);
    expect(answer.statusCode).toBe(200);
    expect((await ofReport('l5')).map((r) => r.status)).toEqual(['cancelled', 'cancelled']);
    const location = entriesOf(answer.body)[2]?.response.location ?? '';
    expect((await h1('GET', `/fhir/${location.replace(/\/_history.*/, '')}`)).json()).toMatchObject({
      status: 'cancelled',
    });
  });
});

describe('a report delivered late', () => {
  const lines = (value: number) => ({ lines: [{ item: 'ALT', value }] });

  it('after its correction or withdrawal changes nothing', async () => {
    const parts = { number: 'd1', mrn: 'd1', sequence: 32 };
    const first = reportOf({ ...parts, ...lines(30) });
    const corrected = reportOf({ ...parts, ...lines(50), status: 'corrected', sending: '2' });
    for (const message of [first, corrected, first]) expect((await h1('POST', '/fhir', message)).statusCode).toBe(200);
    expect(await ofReport('d1')).toMatchObject([{ value_num: 50, version: 2, status: 'corrected' }]);
    await h1('POST', '/fhir', reportOf({ ...parts, ...lines(50), status: 'entered-in-error', sending: '3' }));
    for (const message of [first, corrected]) expect((await h1('POST', '/fhir', message)).statusCode).toBe(200);
    expect(await ofReport('d1')).toMatchObject([{ version: 3, status: 'entered-in-error' }]);
  });

  it('in another wording is refused, unless it was issued later', async () => {
    const parts = { number: 'd2', mrn: 'd2', sequence: 34 };
    await h1('POST', '/fhir', reportOf({ ...parts, ...lines(30), status: 'corrected' }));
    const late = await h1('POST', '/fhir', reportOf({ ...parts, ...lines(31) }));
    expect([late.statusCode, late.body]).toEqual([409, expect.stringContaining('superseded') as string]);
    expect(late.headers['x-fujie-quarantine']).toMatch(/^\d+$/);
    const anew = reportOf({ ...parts, ...lines(32), issued: '2024-05-11T12:00:00+08:00' });
    expect((await h1('POST', '/fhir', anew)).statusCode).toBe(200);
    expect(await ofReport('d2')).toMatchObject([{ value_num: 32, status: 'final' }]);
  });

  it('changes nothing either when it has no number but an id', async () => {
    const { identifier: _, ...first } = report('d4');
    const second = { ...first, conclusion: '更正' };
    for (const message of [first, second, first]) await put(message);
    expect((await h1('GET', '/fhir/DiagnosticReport/d4')).json()).toMatchObject({
      conclusion: '更正',
      meta: { versionId: '2' },
    });
  });

  it('does not set back a line that was corrected by itself', async () => {
    await putPatient('d3', 36);
    await put(line('d3', 'd3', { status: 'corrected', valueQuantity: { value: 50, unit: 'U/L' } }));
    expect(await put(line('d3', 'd3'))).toBe(409);
    const matched = await h1('PUT', '/fhir/Observation/d3', line('d3', 'd3'), { 'if-match': 'W/"1"' });
    expect(matched.statusCode).toBe(200);
  });
});

describe('reports of one message with one number', () => {
  it('are all stored', async () => {
    const identifier = [{ system: 'urn:h1:order', value: 'O-77' }];
    const entry = ['生化', '血常规'].map((text, i) => ({
      fullUrl: `urn:uuid:00000000-0000-4000-8000-00000000000${String(i)}`,
      request: { method: 'POST', url: 'DiagnosticReport' },
      resource: { resourceType: 'DiagnosticReport', identifier, status: 'final', code: { text } },
    }));
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
    for (const status of ['201 Created', '200 OK']) {
      const answer = await h1('POST', '/fhir', bundle);
      expect(answer.statusCode).toBe(200);
      const answers = entriesOf(answer.body);
      expect(answers.map((e) => e.response.status)).toEqual([status, status]);
      expect(new Set(answers.map((e) => e.response.location)).size).toBe(2);
    }
  });
});

describe('a patient whose identity is corrected', () => {
  const heard: { personId: number; changed: readonly { id: string; change: string }[] }[] = [];
  beforeAll(() => {
    server.deps.events.on('results-recorded', async (_tx, event) => void heard.push(event));
  });

  it('takes the earlier results along, and who accepted them is told', async () => {
    const h2 = sender(server, 'H2');
    await h2('PUT', '/fhir/Patient/p1', { ...patientOf({ institution: 'H2', mrn: 'p1', sequence: 42 }), id: 'p1' });
    await putPatient('p1', 40);
    await put(line('p1', 'p1'));
    const before = await ofId('p1');
    expect(await putPatient('p1', 42)).toBe(200);
    const after = await ofId('p1');
    expect(after).toMatchObject({ identity: 'verified', version: 2, value_num: 30 });
    expect(after?.person_id).not.toBe(before?.person_id);
    expect(heard).toContainEqual(
      expect.objectContaining({ personId: before?.person_id, changed: [{ id: before?.id, change: 'moved' }] }),
    );
    // What refers to the patient from now on is the other person's, too.
    await put(line('p1b', 'p1'));
    expect((await ofId('p1b'))?.person_id).toBe(after?.person_id);
    expect((await h1('GET', '/fhir/Observation/p1')).json()).toMatchObject({ valueQuantity: { value: 30 } });
  });

  it('and was not certain before makes the earlier results certain', async () => {
    const unknown = { ...patientOf({ mrn: 'p2', residentId: null, name: '无名氏' }), id: 'p2' };
    await put(unknown);
    await put(line('p2', 'p2'));
    expect(await ofId('p2')).toMatchObject({ identity: 'unconfirmed' });
    expect(await putPatient('p2', 44)).toBe(200);
    expect(await ofId('p2')).toMatchObject({ identity: 'verified' });
  });

  it('to another human leaves nothing certain behind', async () => {
    await putPatient('p3', 46);
    await put(line('p3', 'p3'));
    const before = await ofId('p3');
    const other = { name: '王芳', birth: '1990-01-01' };
    await put({ ...patientOf({ mrn: 'p3', sequence: 48, ...other }), id: 'p3' });
    expect(await ofId('p3')).toMatchObject({ identity: 'unconfirmed', person_id: before?.person_id });
  });

  it('leaves a mother’s results with her when her newborn is registered under her number', async () => {
    await putPatient('p4', 50);
    await put(line('p4', 'p4'));
    const before = await ofId('p4');
    const baby = patientOf({
      mrn: 'p4',
      name: '李明之女',
      birth: '2024-05-09',
      residentId: residentId('1960-05-05', 50),
    });
    await put({ ...baby, id: 'p4' });
    await put(line('p4baby', 'p4'));
    await putPatient('p4', 50);
    expect(await ofId('p4')).toMatchObject({ identity: 'verified', person_id: before?.person_id, version: 1 });
    expect(await ofId('p4baby')).toMatchObject({ identity: 'unconfirmed' });
    expect((await ofId('p4baby'))?.person_id).not.toBe(before?.person_id);
  });

  it.each(Array.from({ length: 8 }, (_, i) => i))('and arrives at once with a line finds it (%i)', async (i) => {
    const id = `p5-${String(i)}`;
    await Promise.all([put(line(id, id)), putPatient(id, 60 + 2 * i)]);
    expect(await ofId(id)).toMatchObject({ identity: 'verified' });
  });
});
