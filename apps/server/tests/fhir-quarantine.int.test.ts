/** Each way in which a message can be wrong, told with its place; and the quarantine, where the laboratory puts it right. */
import { describe, expect, it } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { Json } from './fhir-fixture.ts';
import { countOf, fhirServer, issuesOf, kept, patientOf, reportOf, residentId, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');

/** Sign-in of the laboratory that looks after what H1 sent. */
const laboratory = () => server.as('laboratory', { institution: 'H1' });

const report = (number: string, change: (entries: { resource: Json }[]) => void): Json => {
  const bundle = reportOf({ number, mrn: number, sequence: 2 });
  change(bundle['entry'] as { resource: Json }[]);
  return bundle;
};
const observation = (extra: Json): Json => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'x' },
  ...extra,
});

describe('what is refused', () => {
  const cases: readonly (readonly [string, string, string | Buffer | Json, number, string, string | undefined])[] = [
    ['not JSON', '/fhir', 'MSH|^~\\&|LIS', 400, 'not-json', undefined],
    ['nothing at all', '/fhir', '', 400, 'not-json', undefined],
    ['JSON that is no resource', '/fhir', '[1,2]', 400, 'structure', 'resourceType'],
    [
      'broken UTF-8',
      '/fhir',
      Buffer.concat([
        Buffer.from('{"resourceType":"Bundle","x":"'),
        Buffer.from([0xc0, 0xaf, 0xff]),
        Buffer.from('"}'),
      ]),
      400,
      'not-utf8',
      undefined,
    ],
    ['GB18030', '/fhir', Buffer.from([0x7b, 0x22, 0xc0, 0xee, 0xc3, 0xf7, 0x22, 0x7d]), 400, 'not-utf8', undefined],
    [
      'a duplicate key',
      '/fhir/Observation',
      '{"resourceType":"Observation","status":"final","status":"entered-in-error","code":{"text":"x"}}',
      400,
      'duplicate-key',
      'status',
    ],
    [
      'a duplicate key deep inside',
      '/fhir',
      '{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Observation","valueQuantity":{"value":1,"value":2}}}]}',
      400,
      'duplicate-key',
      'entry[0].resource.valueQuantity.value',
    ],
    [
      'a character that FHIR does not know',
      '/fhir/Observation',
      '{"resourceType":"Observation","status":"final","code":{"text":"a\\u0000b"}}',
      400,
      'structure',
      undefined,
    ],
    [
      'a wrong type',
      '/fhir/Observation',
      observation({ valueQuantity: { value: '5.6' } }),
      422,
      'structure',
      'Observation.valueQuantity.value',
    ],
    ['an unknown element', '/fhir/Observation', observation({ colour: 'red' }), 422, 'structure', 'Observation.colour'],
    [
      'a missing element',
      '/fhir/Observation',
      { resourceType: 'Observation', status: 'final' },
      422,
      'required',
      'Observation.code',
    ],
    [
      'a code outside its value set',
      '/fhir/Observation',
      observation({ status: 'done' }),
      422,
      'structure',
      'Observation.status',
    ],
    ['a null', '/fhir/Observation', observation({ issued: null }), 422, 'structure', 'Observation.issued'],
    [
      'a future date',
      '/fhir/Observation',
      observation({ effectiveDateTime: '2031-01-01' }),
      422,
      'future-time',
      'Observation.effectiveDateTime',
    ],
    [
      'a date that does not exist',
      '/fhir/Observation',
      observation({ effectiveDateTime: '2023-02-29' }),
      422,
      'invalid-time',
      'Observation.effectiveDateTime',
    ],
    [
      'a birth in the future',
      '/fhir/Patient',
      { ...patientOf({ residentId: null }), birthDate: '2031-01-01' },
      422,
      'future-time',
      'Patient.birthDate',
    ],
    [
      'a wrong identity number',
      '/fhir/Patient',
      patientOf({ residentId: '990101196005051241' }),
      422,
      'resident-id-check',
      'Patient.identifier[0].value',
    ],
    [
      'a type that is not taken',
      '/fhir/Medication',
      { resourceType: 'Medication' },
      422,
      'not-supported-type',
      'resourceType',
    ],
    [
      'a Bundle that is no transaction',
      '/fhir',
      { resourceType: 'Bundle', type: 'document' },
      422,
      'not-supported-bundle',
      'Bundle.type',
    ],
    [
      'an unknown patient',
      '/fhir',
      report('Q-1', (e) =>
        e.forEach((x) => {
          if ('subject' in x.resource) x.resource['subject'] = { reference: 'Patient/nobody' };
        }),
      ),
      422,
      'unknown-patient',
      'Bundle.entry[1].resource.subject',
    ],
    [
      'a reference to an entry that is not there',
      '/fhir',
      report('Q-2', (e) => {
        const last = e[2];
        if (last) last.resource['specimen'] = { reference: 'urn:uuid:nowhere' };
      }),
      422,
      'reference',
      'Bundle.entry[2].resource',
    ],
    [
      'an age below zero',
      '/fhir',
      report('Q-3', (e) => {
        const first = e[0];
        if (first) Object.assign(first.resource, { birthDate: '2024-05-15', identifier: [], gender: 'male' });
        if (first) delete first.resource['identifier'];
      }),
      422,
      'negative-age',
      'Bundle.entry[1].resource.effective',
    ],
    [
      'a report before its specimen',
      '/fhir',
      report('Q-4', (e) => {
        const second = e[1];
        if (second) second.resource['issued'] = '2024-05-09T08:00:00+08:00';
      }),
      422,
      'time-order',
      'Bundle.entry[1].resource.issued',
    ],
    [
      'a deletion inside a transaction',
      '/fhir',
      { resourceType: 'Bundle', type: 'transaction', entry: [{ request: { method: 'DELETE', url: 'Observation/1' } }] },
      422,
      'not-supported-delete',
      'Bundle.entry[0].request.method',
    ],
  ];

  it.each(cases)(
    'because it is %s is answered with the place and kept as it came',
    async (_name, url, body, status, code, expression) => {
      const before = await countOf(server, 'document');
      const answer = await h1('POST', url, body);
      expect([
        answer.statusCode,
        issuesOf(answer.body)[0]?.details.coding[0]?.code,
        issuesOf(answer.body)[0]?.expression?.[0],
      ]).toEqual([status, code, expression]);
      expect(issuesOf(answer.body)[0]?.details.text).toMatch(/\p{Script=Han}/u);
      expect(issuesOf(answer.body).at(-1)?.diagnostics).toContain(String(answer.headers['x-fujie-quarantine']));
      const sent = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      expect((await kept(server, answer.headers['x-fujie-quarantine'])).raw.equals(Buffer.from(sent as string))).toBe(
        true,
      );
      const after = await countOf(server, 'document');
      expect(after).toBe(before);
    },
  );

  it.each(['application/xml', 'text/plain', 'application/fhir+json; charset=GBK'])(
    'because it is %s is kept too',
    async (type) => {
      const answer = await h1('POST', '/fhir', '{}', { 'content-type': type });
      expect([answer.statusCode, issuesOf(answer.body)[0]?.code]).toEqual([415, 'not-supported']);
      expect(await kept(server, answer.headers['x-fujie-quarantine'])).toMatchObject({
        state: 'open',
        institution: 'H1',
      });
    },
  );
});

describe('quarantine', () => {
  const api = async (method: 'GET' | 'POST', url: string, body?: Json, headers?: Record<string, string>) => {
    const answer = await server.app.inject({
      method,
      url: `/api/v1/quarantine${url}`,
      headers: headers ?? (await laboratory()),
      ...(body === undefined ? {} : { payload: body }),
    });
    return {
      status: answer.statusCode,
      body: String(answer.headers['content-type']).includes('json') ? (JSON.parse(answer.body) as Json) : {},
    };
  };
  const refuse = async (number: string): Promise<{ id: string; bundle: Json }> => {
    const bundle = reportOf({ number, mrn: number, sequence: 4, residentId: '990101196005051241' });
    const answer = await h1('POST', '/fhir', bundle);
    expect(answer.statusCode).toBe(422);
    return { id: String(answer.headers['x-fujie-quarantine']), bundle };
  };
  const corrected = (number: string): string =>
    JSON.stringify(reportOf({ number, mrn: number, sequence: 4, residentId: residentId('1960-05-05', 4) }));

  it('shows what was refused and why, newest first, page by page', async () => {
    const { id } = await refuse('Z-1');
    const page = await api('GET', '?state=open&pageSize=5');
    expect(page).toMatchObject({
      status: 200,
      body: {
        entries: [
          { id: Number(id), institution: 'H1', state: 'open', problems: [{ code: 'resident-id-check' }] },
          {},
          {},
          {},
          {},
        ],
      },
    });
    const second = await api('GET', '?state=open&pageSize=5&page=2');
    expect((second.body['entries'] as { id: number }[])[0]?.id).toBeLessThan(
      (page.body['entries'] as { id: number }[])[4]?.id ?? 0,
    );
    expect((await api('GET', `/${id}`)).body).toMatchObject({
      isText: true,
      isWhole: true,
      raw: expect.stringContaining('Z-1') as string,
    });
  });

  it('belongs to the institution that sent', async () => {
    const { id } = await refuse('Z-2');
    const other = await server.as('laboratory', { institution: 'H2' });
    expect((await api('GET', `/${id}`, undefined, other)).status).toBe(404);
    expect((await api('POST', `/${id}/dismiss`, { note: '与我无关' }, other)).status).toBe(404);
    expect((await api('GET', '', undefined, other)).body).toMatchObject({ total: 0 });
    // Whoever runs the platform sees that something was refused and why, not what it says.
    const admin = await server.as('admin');
    expect((await api('GET', '?state=open', undefined, admin)).body).toMatchObject({
      total: expect.any(Number) as number,
    });
    for (const place of [`/${id}`, `/${id}/raw`]) expect((await api('GET', place, undefined, admin)).status).toBe(403);
    expect(
      (await api('POST', `/${id}/dismiss`, { note: '仅供查看' }, await server.as('system', { institution: 'H1' })))
        .status,
    ).toBe(403);
  });

  it('replays what would still be refused without losing it', async () => {
    const { id } = await refuse('Z-3');
    const answer = await api('POST', `/${id}/replay`, {});
    expect(answer).toMatchObject({
      status: 200,
      body: {
        accepted: false,
        problems: [{ code: 'resident-id-check', path: 'Bundle.entry[0].resource.identifier[0].value' }],
      },
    });
    expect(await kept(server, id)).toMatchObject({ state: 'open' });
  });

  it('replays a corrected message once; the original stays as it came', async () => {
    const { id, bundle } = await refuse('Z-4');
    expect((await api('POST', `/${id}/replay`, { corrected: corrected('Z-4'), note: '证件号录入错误' })).body).toEqual({
      accepted: true,
      problems: [],
    });
    expect((await api('GET', `/${id}`)).body).toMatchObject({
      state: 'replayed',
      raw: JSON.stringify(bundle),
      corrected: corrected('Z-4'),
      closeNote: '证件号录入错误',
    });
    expect((await api('POST', `/${id}/replay`, { corrected: corrected('Z-4') })).status).toBe(409);
    const rows = await server.db.query(sql`select institution, version from result where report_no = 'Z-4'`);
    expect(rows).toEqual([
      { institution: 'H1', version: 1 },
      { institution: 'H1', version: 1 },
    ]);
  });

  it('dismisses with a reason only', async () => {
    const { id } = await refuse('Z-5');
    expect((await api('POST', `/${id}/dismiss`, { note: '' })).status).toBe(400);
    expect((await api('POST', `/${id}/dismiss`, { note: '测试数据，不予入库' })).body).toEqual({ dismissed: true });
    expect((await api('GET', `/${id}`)).body).toMatchObject({ state: 'dismissed', closeNote: '测试数据，不予入库' });
    expect((await api('POST', `/${id}/replay`, {})).status).toBe(409);
  });

  it('is on record: who looked, who replayed, who dismissed', async () => {
    const rows = await server.db.query<{ action: string }>(
      sql`select distinct action from audit_event where subject like 'quarantine/%'`,
    );
    expect(rows.map((r) => r.action).sort()).toEqual([
      'fhir:write',
      'quarantine:dismissed',
      'quarantine:read',
      'quarantine:replayed',
    ]);
  });
});
