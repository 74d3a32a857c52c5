/** What is sent wrongly is told so, kept as it came, and can be corrected: nothing is answered with 500, nothing is lost. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { Json, Send } from './fhir-fixture.ts';
import { countOf, fhirServer, issuesOf, kept, reportOf, sender } from './fhir-fixture.ts';

const server = fhirServer();
const h1 = sender(server, 'H1');

const laboratory = () => server.as('laboratory', { institution: 'H1' });

const firstIssue = (body: string): (string | undefined)[] => {
  const [issue] = issuesOf(body);
  return [issue?.details.coding[0]?.code, issue?.expression?.[0]];
};
const organization = (id: string, name: string): Json => ({ resourceType: 'Organization', id, name });
const bundle = (type: string, entry: unknown): Json => ({ resourceType: 'Bundle', type, entry });
const put = (id: string, name: string, extra: Json = {}): Json => ({
  request: { method: 'PUT', url: `Organization/${id}`, ...extra },
  resource: organization(id, name),
});

describe('a Bundle that is itself wrong', () => {
  it.each<[string, Json, string, string]>([
    [
      'a url that is a number',
      bundle('transaction', [put('u', 'u', { url: 5 })]),
      'structure',
      'Bundle.entry[0].request.url',
    ],
    [
      'a url that is null',
      bundle('transaction', [put('u', 'u', { url: null })]),
      'structure',
      'Bundle.entry[0].request.url',
    ],
    [
      'a read without url beside a write',
      bundle('transaction', [put('u', 'u'), { request: { method: 'GET' } }]),
      'required',
      'Bundle.entry[1].request.url',
    ],
    ['an entry that is no array', bundle('transaction', put('u', 'u')), 'structure', 'Bundle.entry'],
    ['no entry in its array', bundle('batch', []), 'structure', 'Bundle.entry'],
    [
      'a misspelt member',
      { resourceType: 'Bundle', type: 'batch', entries: [put('u', 'u')] },
      'structure',
      'Bundle.entries',
    ],
    [
      'a misspelt member of an entry',
      bundle('transaction', [{ ...put('u', 'u'), ressource: {} }]),
      'structure',
      'Bundle.entry[0].ressource',
    ],
    ['an entry that is null', bundle('transaction', [null]), 'structure', 'Bundle.entry[0]'],
    [
      'a resource that is null',
      bundle('transaction', [{ ...put('u', 'u'), resource: null }]),
      'structure',
      'Bundle.entry[0].resource',
    ],
    [
      'an update on a condition',
      bundle('transaction', [put('u', 'u', { url: 'Organization?identifier=x' })]),
      'not-supported-conditional-update',
      'Bundle.entry[0].request.url',
    ],
    [
      'a search sent as a create',
      bundle('transaction', [{ ...put('u', 'u'), request: { method: 'POST', url: 'Organization/_search' } }]),
      'structure',
      'Bundle.entry[0].request.url',
    ],
  ])('by %s is refused with its place, stores nothing and is kept', async (_, body, code, path) => {
    const documents = await countOf(server, 'document');
    const answer = await h1('POST', '/fhir', body);
    expect([answer.statusCode, ...firstIssue(answer.body)]).toEqual([422, code, path]);
    expect((await kept(server, answer.headers['x-fujie-quarantine'])).raw.toString()).toBe(JSON.stringify(body));
    expect(await countOf(server, 'document')).toBe(documents);
  });
});

describe('text that is no text', () => {
  const withText = (text: string): string => `{"resourceType":"Organization","name":"${text}"}`;
  const nested = (depth: number): string => {
    const open = '{"url":"urn:x","extension":[';
    return `{"resourceType":"Organization","name":"x","extension":[${open.repeat(depth)}{"url":"urn:y","valueString":"z"}${']}'.repeat(depth)}]}`;
  };
  it.each<[string, string | Buffer, number]>([
    ['half of a surrogate pair', withText('a\\ud800b'), 400],
    ['the other half', withText('\\uDC00'), 400],
    ['the halves in the wrong order', withText('\\udc00\\ud800'), 400],
    ['U+0000', withText('a\\u0000'), 400],
    ['U+0000 behind a backslash', withText('\\\\\\u0000'), 400],
    ['extensions beyond reason', nested(500), 400],
    [
      'arrays beyond reason',
      `{"resourceType":"Organization","name":${'['.repeat(3_000_000)}${']'.repeat(3_000_000)}}`,
      400,
    ],
    [
      'a pair of surrogates as UTF-8 (CESU)',
      Buffer.concat([Buffer.from(withText('').slice(0, -2)), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
      400,
    ],
    ['a key twice, once escaped', '{"resourceType":"Organization","name":"a","\\u006eame":"b"}', 400],
    ['nothing but a byte order mark', Buffer.from([0xef, 0xbb, 0xbf]), 400],
  ])('%s is refused and kept', async (_, body, status) => {
    const answer = await h1('POST', '/fhir/Organization', body);
    expect(answer.statusCode).toBe(status);
    expect((await kept(server, answer.headers['x-fujie-quarantine'])).raw.equals(Buffer.from(body as string))).toBe(
      true,
    );
  });

  it.each<[string, string | Buffer]>([
    ['a whole pair', withText('\\ud840\\udc00')],
    ['a backslash before letters that look like an escape', withText('C:\\\\u0000\\\\ud800')],
    ['a byte order mark before it', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(withText('x'))])],
    ['extensions within reason', nested(20)],
  ])('%s is taken and comes back as it was', async (_, body) => {
    const answer = await h1('POST', '/fhir/Organization', body);
    expect(answer.statusCode).toBe(201);
    const sent = JSON.parse(body.toString().replace(/^\uFEFF/, '')) as Json;
    expect(JSON.parse(answer.body)).toMatchObject(sent);
  });

  it('in a search is refused too', async () => {
    for (const query of ['status=%00', 'code=a%00', '_id=%00', 'identifier=%00'])
      expect([query, (await h1('GET', `/fhir/Observation?${query}`)).statusCode]).toEqual([query, 400]);
  });
});

describe('a body that is not taken', () => {
  const body = JSON.stringify(organization('x', 'x'));
  it.each<[string, Parameters<Send>, number]>([
    ['whose answer is wanted as XML', ['PUT', '/fhir/Organization/x', body, { accept: 'application/fhir+xml' }], 406],
    ['whose answer is wanted as XML by address', ['PUT', '/fhir/Organization/x?_format=xml', body], 406],
    ['whose answer is wanted in two formats', ['PUT', '/fhir/Organization/x?_format=json&_format=xml', body], 406],
    ['for a condition', ['PUT', '/fhir/Organization?identifier=x', body], 422],
    ['for an id that is too long', ['PUT', `/fhir/Organization/${'x'.repeat(65)}`, body], 422],
    ['for an id that is far too long', ['PUT', `/fhir/Organization/${'x'.repeat(4000)}`, body], 422],
    ['for an address that is none', ['POST', '/fhir/Organization/x', body], 404],
    ['for an operation that is none', ['POST', '/fhir/Organization/$merge', body], 404],
    ['that is compressed', ['PUT', '/fhir/Organization/x', gzipSync(body), { 'content-encoding': 'gzip' }], 415],
    [
      'that would burst when opened',
      ['POST', '/fhir', gzipSync(Buffer.alloc(200_000_000)), { 'content-encoding': 'gzip' }],
      415,
    ],
    ['that is XML', ['PUT', '/fhir/Organization/x', '<x/>', { 'content-type': 'application/fhir+xml' }], 415],
    ['that is a form', ['POST', '/fhir', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }], 415],
  ])('%s is refused and kept', async (_, call, status) => {
    const answer = await h1(...call);
    expect(answer.statusCode).toBe(status);
    const sent = Buffer.from(call[2] as string);
    expect((await kept(server, answer.headers['x-fujie-quarantine'])).raw.equals(sent)).toBe(true);
  });

  it('is not kept for strangers', async () => {
    const before = await countOf(server, 'quarantine');
    for (const url of ['/fhir', '/fhir/Organization?x=1', '/fhir/no/such/address'])
      await server.app.inject({ method: 'POST', url, payload: body, headers: { 'content-type': 'application/json' } });
    expect(await countOf(server, 'quarantine')).toBe(before);
  });

  it('is answered in JSON when JSON is asked for twice', async () => {
    await h1('PUT', '/fhir/Organization/twice', organization('twice', 'x'));
    const answer = await h1('GET', '/fhir/Organization/twice?_format=json&_format=application/fhir%2Bjson');
    expect(answer.statusCode).toBe(200);
    expect((await h1('GET', '/fhir/Organization/twice?_format=json&_format=ttl')).statusCode).toBe(406);
  });

  it('that has 50 MB is kept whole', async () => {
    const body = Buffer.alloc(50 * 1024 * 1024, 0x20);
    const answer = await h1('POST', '/fhir', body);
    expect([answer.statusCode, issuesOf(answer.body)[0]?.code]).toEqual([413, 'too-long']);
    const entry = await kept(server, answer.headers['x-fujie-quarantine']);
    expect([entry.size, entry.raw.length]).toEqual([body.length, body.length]);
  });

  it('that is larger still is noted by size, digest and beginning', async () => {
    const body = Buffer.alloc(70 * 1024 * 1024, 0x20);
    const answer = await h1('POST', '/fhir', body);
    expect(answer.statusCode).toBe(413);
    const entry = await kept(server, answer.headers['x-fujie-quarantine']);
    expect([entry.size, entry.digest.equals(createHash('sha256').update(body).digest())]).toEqual([body.length, true]);
    expect(entry.raw.length).toBeLessThan(1024 * 1024);
  });

  it('that is nested beyond reason breaks nothing', async () => {
    const body = `{"resourceType":"Observation","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const answer = await h1('POST', '/fhir/Observation', body);
    expect(answer.statusCode).toBe(400);
  });

  it('in a batch is kept entry by entry, while the others are stored', async () => {
    const batch = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'POST', url: 'Organization' }, resource: { resourceType: 'Organization', name: '好' } },
        { request: { method: 'POST', url: 'Organization' }, resource: { resourceType: 'Organization', name: 7 } },
      ],
    };
    const answer = await h1('POST', '/fhir', batch);
    const entries = (
      JSON.parse(answer.body) as {
        entry: { response: { status: string; outcome?: { extension: { valueString: string }[] } } }[];
      }
    ).entry;
    expect(entries.map((e) => e.response.status)).toEqual(['201 Created', '422 Unprocessable Entity']);
    const entry = await kept(server, entries[1]?.response.outcome?.extension[0]?.valueString);
    expect(JSON.parse(entry.raw.toString())).toEqual({ ...batch, entry: [batch.entry[1]] });
  });
});

describe('replay', () => {
  const replay = async (id: unknown, body: Json = {}): Promise<Json> => {
    const answer = await server.app.inject({
      method: 'POST',
      url: `/api/v1/quarantine/${String(id)}/replay`,
      headers: await laboratory(),
      payload: body,
    });
    expect([answer.statusCode, answer.body]).toEqual([200, answer.body]);
    return JSON.parse(answer.body) as Json;
  };
  const detail = async (id: unknown): Promise<Json> => {
    const url = `/api/v1/quarantine/${String(id)}`;
    return JSON.parse((await server.app.inject({ method: 'GET', url, headers: await laboratory() })).body) as Json;
  };
  const refusedOf = (body: string): unknown[] =>
    (
      JSON.parse(body) as { entry: { response: { outcome?: { extension?: { valueString: string }[] } } }[] }
    ).entry.flatMap((e) => e.response.outcome?.extension?.[0]?.valueString ?? []);

  it('of a batch entry that was malformed keeps the entry alone and takes it corrected', async () => {
    const malformed = { ...put('b2', '乙'), request: { method: 'PUT', url: 7 } };
    const answer = await h1('POST', '/fhir', bundle('batch', [put('b1', '甲'), malformed]));
    expect(answer.statusCode).toBe(200);
    const [id] = refusedOf(answer.body);
    const alone = JSON.stringify(bundle('batch', [malformed]));
    expect(await kept(server, id)).toMatchObject({
      state: 'open',
      problems: [{ path: 'Bundle.entry[0].request.url' }],
    });
    expect((await kept(server, id)).raw.toString()).toBe(alone);
    expect(await replay(id)).toMatchObject({ accepted: false, problems: [{ path: 'Bundle.entry[0].request.url' }] });
    expect((await kept(server, id)).state).toBe('open');
    expect(await replay(id, { corrected: alone.replace('7', '"Organization/b2"') })).toMatchObject({ accepted: true });
    expect((await h1('GET', '/fhir/Organization/b2')).statusCode).toBe(200);
  });

  it('of a whole batch gives each entry that is refused a place of its own', async () => {
    const whole = JSON.stringify(bundle('batch', [put('w1', '甲'), put('w2', '乙')]));
    const broken = await h1('POST', '/fhir', `${whole},`);
    const id = broken.headers['x-fujie-quarantine'];
    const before = await countOf(server, 'quarantine');
    const answer = await replay(id, { corrected: whole.replace('"乙"', '7') });
    expect(answer).toMatchObject({ accepted: true, problems: [{ path: 'Bundle.entry[1].resource.name' }] });
    expect(await countOf(server, 'quarantine')).toBe(before + 1);
    const [own] = await server.db.query<{ raw: Buffer }>(sql`select raw from quarantine order by id desc limit 1`);
    expect(JSON.parse(own?.raw.toString() ?? '')).toMatchObject({ entry: [{ resource: { id: 'w2', name: 7 } }] });
  });

  it('of a correction that is refused in its turn keeps both versions and what is still wrong', async () => {
    const original = JSON.stringify({ ...organization('c', 'x'), name: 7 });
    const refused = await h1('PUT', '/fhir/Organization/c', original);
    const id = refused.headers['x-fujie-quarantine'];
    const corrected = JSON.stringify({ ...organization('c', 'x'), colour: 'red' });
    expect(await replay(id, { corrected })).toMatchObject({ accepted: false });
    expect(await detail(id)).toMatchObject({
      state: 'open',
      raw: original,
      corrected,
      problems: [{ path: 'Organization.name' }],
      correctedProblems: [{ path: 'Organization.colour' }],
    });
    const right = JSON.stringify(organization('c', '检验科'));
    expect(await replay(id, { corrected: right })).toMatchObject({ accepted: true });
    expect(await detail(id)).toMatchObject({ state: 'replayed', raw: original, corrected: right });
  });

  it('of what named another version than the current one is sent on a new condition, or on none', async () => {
    await h1('PUT', '/fhir/Organization/v', organization('v', '1'));
    const send = async (name: string): Promise<unknown> => {
      const answer = await h1('PUT', '/fhir/Organization/v', organization('v', name), { 'if-match': 'W/"9"' });
      expect([answer.statusCode, ...firstIssue(answer.body)]).toEqual([
        412,
        'version-conflict',
        'Organization.meta.versionId',
      ]);
      return answer.headers['x-fujie-quarantine'];
    };
    const first = await send('2');
    expect(await detail(first)).toMatchObject({
      request: { method: 'PUT', address: 'Organization/v', ifMatch: 'W/"9"' },
    });
    expect(await replay(first)).toMatchObject({ accepted: false, problems: [{ code: 'version-conflict' }] });
    expect(await replay(first, { ifMatch: 'W/"1"' })).toMatchObject({ accepted: true });
    expect(await replay(await send('3'), { ifMatch: null })).toMatchObject({ accepted: true });
    const [, entry] = [put('v', '4'), put('v', '5', { ifMatch: 'W/"9"' })];
    const batch = await h1('POST', '/fhir', bundle('batch', [entry]));
    const [id] = refusedOf(batch.body);
    expect(await kept(server, id)).toMatchObject({ problems: [{ path: 'Bundle.entry[0].request.ifMatch' }] });
    expect(await replay(id, { corrected: JSON.stringify(bundle('batch', [put('v', '5')])) })).toMatchObject({
      accepted: true,
    });
    expect(JSON.parse((await h1('GET', '/fhir/Organization/v')).body)).toMatchObject({
      name: '5',
      meta: { versionId: '4' },
    });
  });

  it('of an update on a condition goes to the id of the resource', async () => {
    const answer = await h1('PUT', '/fhir/Organization?identifier=x', organization('cond', '检验科'));
    expect(await replay(answer.headers['x-fujie-quarantine'])).toMatchObject({ accepted: true });
    expect((await h1('GET', '/fhir/Organization/cond')).statusCode).toBe(200);
  });

  it('stores a report that waited for its correction like any other', async () => {
    const whole = reportOf({ number: 'RP-1', mrn: 'RP1', sequence: 70 });
    const refused = await h1('POST', '/fhir', { ...whole, entries: [] });
    expect(await replay(refused.headers['x-fujie-quarantine'], { corrected: JSON.stringify(whole) })).toMatchObject({
      accepted: true,
    });
    expect(await countOf(server, "result where report_no = 'RP-1' and current")).toBe(2);
  });
});

describe('a number that is none', () => {
  it('is refused with its place: it could be neither shown nor compared', async () => {
    const report = JSON.stringify(reportOf({ number: 'INF-1' })).replace(/"value":-?[\d.]+/, '"value":1e400');
    expect(report).toContain('1e400');
    const answer = await h1('POST', '/fhir', report);
    expect(answer.statusCode).toBe(422);
    expect(firstIssue(answer.body)[0]).toBe('structure');
    expect(firstIssue(answer.body)[1]).toContain('valueQuantity.value');
  });
});
