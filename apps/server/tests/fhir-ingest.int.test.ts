/** What becomes of a report, and of the codes, units, images and orders in messages, before they are acknowledged. */
import { beforeAll, describe, expect, it } from 'vitest';

import { storedId } from '../src/ingest/ids.ts';
import type { Json } from './fhir-fixture.ts';
import { countOf, entriesOf, fhirServer, locationsOf, patientOf, reportOf, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');

interface Row {
  readonly version: number;
  readonly status: string;
  readonly item_value: number | null;
  readonly person_id: number;
}

async function rows(where: string, values: unknown[] = []): Promise<Row[]> {
  return server.db.withClient(async (client) => {
    const text = `select *, to_char(collected_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as collected
                    from result where ${where} order by item, version`;
    return (await client.query<Row>(text, values)).rows;
  });
}

describe('a report', () => {
  it('is stored with everything the decision needs before it is acknowledged', async () => {
    const answer = await h1('POST', '/fhir', reportOf({ number: 'A-1', mrn: 'A1', sequence: 2 }));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('application/fhir+json');
    expect(entriesOf(answer.body).map((e) => e.response.status)).toEqual([
      '201 Created',
      '201 Created',
      '201 Created',
      '201 Created',
    ]);
    expect(await rows("report_no = 'A-1'")).toMatchObject([
      {
        item: 'ALT',
        item_by: 'item',
        value_num: 30,
        item_value: 30,
        status: 'final',
        identity: 'verified',
        collected: '2024-05-10 08:00',
        version: 1,
      },
      { item: 'GLU', item_by: 'item', value_num: 5.6, item_value: 5.6 },
    ]);
  });

  it('sent twice is one result, also under other urn:uuids', async () => {
    const first = await h1('POST', '/fhir', reportOf({ number: 'A-2', mrn: 'A2', sequence: 4 }));
    const documents = await countOf(server, 'document');
    const again = await h1('POST', '/fhir', reportOf({ number: 'A-2', mrn: 'A2', sequence: 4, sending: '7' }));
    expect(again.statusCode).toBe(200);
    expect(entriesOf(again.body).map((e) => e.response.location)).toEqual(
      entriesOf(first.body).map((e) => e.response.location),
    );
    expect(entriesOf(again.body).map((e) => e.response.status)).toEqual(['200 OK', '200 OK', '200 OK', '200 OK']);
    expect(await countOf(server, 'document')).toBe(documents);
    expect(await rows("report_no = 'A-2'")).toHaveLength(2);
  });

  it('sent again is known whole, with what has no number of its own, when its patient is found by a condition', async () => {
    const patient = patientOf({ mrn: 'A2C', sequence: 44 });
    const [mrn] = patient['identifier'] as { system: string; value: string }[];
    const entry = (fullUrl: string, resource: Json, request: Json = {}): Json => ({
      fullUrl,
      resource,
      request: { method: 'POST', url: resource['resourceType'], ...request },
    });
    const subject = { reference: 'urn:uuid:00000000-0000-4000-8000-000000000001' };
    const specimen = 'urn:uuid:00000000-0000-4000-8000-000000000002';
    const message = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry(subject.reference, patient, { ifNoneExist: `identifier=${mrn?.system ?? ''}|${mrn?.value ?? ''}` }),
        entry(specimen, { resourceType: 'Specimen', subject, type: { text: '血清' } }),
        entry('urn:uuid:00000000-0000-4000-8000-000000000003', {
          resourceType: 'ServiceRequest',
          status: 'completed',
          intent: 'order',
          subject,
          specimen: [{ reference: specimen }],
        }),
      ],
    };
    const first = await h1('POST', '/fhir', message);
    const documents = await countOf(server, 'document');
    const again = await h1('POST', '/fhir', message);
    expect(locationsOf(again.body)).toEqual(locationsOf(first.body));
    expect(entriesOf(again.body).map((e) => e.response.status)).toEqual(['200 OK', '200 OK', '200 OK']);
    expect(await countOf(server, 'document')).toBe(documents);
  });

  it('sent twenty times at once is one result', async () => {
    const bundle = reportOf({ number: 'A-3', mrn: 'A3', sequence: 6 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => h1('POST', '/fhir', bundle)));
    expect(answers.map((a) => a.statusCode)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await rows("report_no = 'A-3'")).toHaveLength(2);
    expect(new Set(answers.map((a) => entriesOf(a.body)[1]?.response.location)).size).toBe(1);
    expect((await rows("report_no = 'A-3'")).map((r) => r.person_id)).toEqual(
      Array.from({ length: 2 }, () => expect.any(Number) as number),
    );
  });

  it('corrected is a new version, and the earlier one is not current any more', async () => {
    const parts = { number: 'A-4', mrn: 'A4', sequence: 8 };
    await h1('POST', '/fhir', reportOf(parts));
    const answer = await h1(
      'POST',
      '/fhir',
      reportOf({
        ...parts,
        status: 'corrected',
        lines: [
          { item: 'GLU', value: 6.5, unit: 'mmol/L' },
          { item: 'ALT', value: 30 },
        ],
      }),
    );
    expect(answer.statusCode).toBe(200);
    expect(await rows("report_no = 'A-4' and item = 'GLU'")).toMatchObject([
      { version: 1, current: false, value_num: 5.6 },
      { version: 2, current: true, value_num: 6.5, status: 'corrected' },
    ]);
  });

  it('that leaves out a result withdraws it', async () => {
    const parts = { number: 'A-5', mrn: 'A5', sequence: 10 };
    await h1('POST', '/fhir', reportOf(parts));
    await h1('POST', '/fhir', reportOf({ ...parts, lines: [{ item: 'GLU', value: 5.6, unit: 'mmol/L' }] }));
    expect(await rows("report_no = 'A-5' and current")).toMatchObject([
      { item: 'ALT', status: 'entered-in-error', version: 2 },
      { item: 'GLU', status: 'final', version: 1 },
    ]);
    expect(await rows("report_no = 'A-5' and item = 'ALT'")).toMatchObject([
      { current: false, status: 'final', version: 1 },
      { current: true, status: 'entered-in-error', version: 2 },
    ]);
  });

  it('that withdraws a result leaves it findable by patient, code and identifier, to the last digit', async () => {
    const bundle = (isListed: boolean): string => {
      const whole = reportOf({ number: 'A-55', mrn: 'A55', sequence: 62 });
      const entries = whole['entry'] as { fullUrl: string; resource: Json }[];
      const [, report, kept, dropped] = entries;
      if (!report || !kept || !dropped) throw new Error('the report of the tests has two lines');
      dropped.resource['identifier'] = [{ system: 'urn:h1:line', value: 'L-55' }];
      if (!isListed) report.resource['result'] = [{ reference: kept.fullUrl }];
      const entry = isListed ? entries : entries.slice(0, 3);
      return JSON.stringify({ ...whole, entry }).replace('"value":30', '"value":30.10');
    };
    await h1('POST', '/fhir', bundle(true));
    expect((await h1('POST', '/fhir', bundle(false))).statusCode).toBe(200);
    for (const query of [
      'patient.identifier=urn:fujie:mrn:H1|A55&code=ALT',
      'identifier=urn:h1:line|L-55',
      'patient.identifier=urn:fujie:mrn:H1|A55&status=entered-in-error',
    ]) {
      const found = await h1('GET', `/fhir/Observation?${query}`);
      expect([query, entriesOf(found.body).length]).toEqual([query, 1]);
      expect(found.body).toContain('"value":30.10');
      expect(found.body).toContain('"status":"entered-in-error"');
    }
  });

  it('entered in error withdraws all its results at once, and they stay readable as such', async () => {
    const parts = { number: 'A-6', mrn: 'A6', sequence: 12 };
    const first = await h1('POST', '/fhir', reportOf(parts));
    const location = locationsOf(first.body)[1] ?? '';
    const report = JSON.parse((await h1('GET', `/fhir/${location}`)).body) as Json;
    const answer = await h1('PUT', `/fhir/${location}`, { ...report, status: 'entered-in-error' });
    expect(answer.statusCode).toBe(200);
    expect((await rows("report_no = 'A-6' and current")).map((r) => [r.status, r.version])).toEqual([
      ['entered-in-error', 2],
      ['entered-in-error', 2],
    ]);
    const observation = locationsOf(first.body)[2] ?? '';
    expect(JSON.parse((await h1('GET', `/fhir/${observation}`)).body)).toMatchObject({
      status: 'entered-in-error',
      meta: { versionId: '2' },
      valueQuantity: { value: 5.6 },
    });
  });

  it('moved to another patient is withdrawn from the first', async () => {
    const parts = { number: 'A-7', mrn: 'A7', sequence: 14 };
    await h1('POST', '/fhir', reportOf(parts));
    const [before] = await rows("report_no = 'A-7' and current");
    await h1('POST', '/fhir', reportOf({ ...parts, mrn: 'A7b', name: '王芳', sequence: 16 }));
    const current = await rows("report_no = 'A-7' and current");
    expect(current).toHaveLength(2);
    expect(new Set(current.map((r) => r.person_id))).not.toContain(before?.person_id);
  });

  it('tells who listens, inside the same transaction', async () => {
    const heard: unknown[] = [];
    server.deps.events.on('results-recorded', async (_tx, event) => void heard.push(event));
    const parts = { number: 'A-8', mrn: 'A8', sequence: 18 };
    await h1('POST', '/fhir', reportOf(parts));
    await h1('POST', '/fhir', reportOf({ ...parts, lines: [{ item: 'GLU', value: 9, unit: 'mmol/L' }] }));
    expect(heard.at(-1)).toMatchObject({
      institution: 'H1',
      changed: expect.arrayContaining([
        { id: expect.any(String) as string, change: 'corrected' },
        { id: expect.any(String) as string, change: 'withdrawn' },
      ]) as unknown,
    });
  });
});

describe('units and codes', () => {
  const observation = (extra: Json): Json => ({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: 'Patient/u1' },
    effectiveDateTime: '2024-05-11T08:00:00+08:00',
    ...extra,
  });
  const put = async (id: string, extra: Json): Promise<Row | undefined> => {
    const answer = await h1('PUT', `/fhir/Observation/${id}`, { ...observation(extra), id });
    expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
    const location = String(answer.headers['location']);
    const stored = JSON.parse((await h1('GET', location.slice(location.indexOf('/fhir/')))).body) as { id: string };
    expect(stored.id).toBe(id);
    return (await rows('id = $1 and current', [storedId('H1', 'Observation', id)]))[0];
  };

  beforeAll(async () => {
    expect(
      (await h1('PUT', '/fhir/Patient/u1', { ...patientOf({ mrn: 'U1', sequence: 20 }), id: 'u1' })).statusCode,
    ).toBe(201);
  });

  it.each([
    [
      'by the code of the region',
      { code: { coding: [{ system: 'urn:fujie:item', code: 'GLU' }] }, valueQuantity: { value: 5, unit: 'mmol/L' } },
      'GLU',
      'item',
      5,
    ],
    [
      'by an approved mapping, converting mass to amount',
      {
        code: { coding: [{ system: 'urn:h1:lis', code: 'G01' }] },
        valueQuantity: { value: 90, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
      },
      'GLU',
      'mapping',
      4.99567,
    ],
    [
      'by LOINC when the unit fits',
      {
        code: { coding: [{ system: 'http://loinc.org', code: '14749-6' }] },
        valueQuantity: { value: 5, unit: 'mmol/L' },
      },
      'GLU',
      'loinc',
      5,
    ],
    [
      'not by LOINC when the unit does not',
      { code: { coding: [{ system: 'http://loinc.org', code: '14749-6' }] }, valueQuantity: { value: 5, unit: 'kg' } },
      null,
      null,
      null,
    ],
    [
      'not by a mapping that is only a draft',
      { code: { coding: [{ system: 'urn:h1:lis', code: 'G02' }] }, valueQuantity: { value: 5, unit: 'mmol/L' } },
      null,
      null,
      null,
    ],
    [
      'not by a code that nobody knows',
      { code: { coding: [{ system: 'urn:fujie:item', code: 'NOPE' }] }, valueQuantity: { value: 5, unit: 'mmol/L' } },
      null,
      null,
      null,
    ],
  ])('find the item %s', async (name, extra, item, itemBy, itemValue) => {
    const row = await put(`c${String(name.length)}`, extra);
    expect(row).toMatchObject({ item, item_by: itemBy });
    if (itemValue === null) expect(row?.item_value).toBeNull();
    else expect(row?.item_value).toBeCloseTo(itemValue, 4);
  });

  it('keep a result whose unit cannot be converted, and say so', async () => {
    const row = await put('c-unit', {
      code: { coding: [{ system: 'urn:fujie:item', code: 'ALT' }] },
      valueQuantity: { value: 5, unit: 'kg' },
    });
    expect(row).toMatchObject({ item: 'ALT', item_value: null, warnings: ['unit-not-convertible'] });
  });
});

describe('examinations', () => {
  const examination = (images: boolean): Json => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        fullUrl: 'urn:uuid:1',
        request: { method: 'POST', url: 'Patient' },
        resource: patientOf({ mrn: 'E1', sequence: 36 }),
      },
      ...(images
        ? [
            {
              fullUrl: 'urn:uuid:2',
              request: { method: 'POST', url: 'ImagingStudy' },
              resource: {
                resourceType: 'ImagingStudy',
                identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' }],
                status: 'available',
                subject: { reference: 'urn:uuid:1' },
                started: '2024-05-09T10:00:00+08:00',
              },
            },
          ]
        : []),
      {
        fullUrl: 'urn:uuid:3',
        request: { method: 'POST', url: 'DiagnosticReport' },
        resource: {
          resourceType: 'DiagnosticReport',
          identifier: [{ system: 'urn:fujie:report:H1', value: images ? 'E-1' : 'E-2' }],
          status: 'final',
          category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }] }],
          extension: [{ url: 'urn:fujie:extension:mark', valueString: '晋HR' }],
          code: { coding: [{ system: 'urn:fujie:item', code: 'CT-CHEST' }] },
          subject: { reference: 'urn:uuid:1' },
          effectiveDateTime: '2024-05-09T10:00:00+08:00',
          issued: '2024-05-09T11:00:00+08:00',
          conclusion: '未见异常',
          ...(images ? { imagingStudy: [{ reference: 'urn:uuid:2' }] } : {}),
        },
      },
    ],
  });

  it('are one result with the images, or only a conclusion without', async () => {
    expect((await h1('POST', '/fhir', examination(true))).statusCode).toBe(200);
    expect((await h1('POST', '/fhir', examination(false))).statusCode).toBe(200);
    expect(await rows("item = 'CT-CHEST'")).toMatchObject([
      { report_no: 'E-1', content: 'image', marks: ['晋HR'] },
      { report_no: 'E-2', content: 'conclusion' },
    ]);
  });
});

describe('an active order', () => {
  it('is announced once', async () => {
    const heard: unknown[] = [];
    server.deps.events.on('order-placed', async (_tx, event) => void heard.push(event));
    await h1('PUT', '/fhir/Patient/o1', { ...patientOf({ mrn: 'O1', sequence: 40 }), id: 'o1' });
    const order = {
      resourceType: 'ServiceRequest',
      id: 'o-1',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/o1' },
      code: { coding: [{ system: 'http://loinc.org', code: '14749-6' }] },
      requester: { identifier: { system: 'urn:fujie:practitioner', value: 'D1' } },
    };
    await h1('PUT', '/fhir/ServiceRequest/o-1', order);
    await h1('PUT', '/fhir/ServiceRequest/o-1', order);
    await h1('PUT', '/fhir/ServiceRequest/o-1', { ...order, status: 'completed' });
    expect(heard).toMatchObject([{ institution: 'H1', practitioner: 'D1', orderRef: 'o-1', items: ['GLU'] }]);
  });
});
