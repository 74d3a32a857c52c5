/**
 * What JSON lets pass and nobody can take: texts with U+0000 or half of a surrogate pair, members that stand twice, bodies
 * without a bottom. At every door refused by their place, and nobody else is touched.
 */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { sql } from '../src/platform/db/database.ts';
import type { TestApp } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';

let server: TestApp;
let system: Record<string, string>;

beforeAll(async () => {
  server = await startTestApp(inject('adminUrl'));
  system = await server.as('system', { institution: 'H1' });
});

afterAll(async () => {
  await server.close();
});

const post = (url: string, payload: string | Buffer, type = 'application/json') =>
  server.app.inject({ method: 'POST', url, headers: { ...system, 'content-type': type }, payload });

const question = (orderRef: string) => ({
  patient: { identifier: { system: 'urn:fujie:id:passport', value: 'E1' } },
  items: [{ item: 'ALT', orderRef }],
});

test.each(['x\0', 'x\ud800'])('a question with a text that is none is refused and names the place', async (text) => {
  const answer = await post('/api/v1/recognition/check', JSON.stringify(question(text)));
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ errors: [{ code: 'no-text', path: 'body.items[0].orderRef' }] });
  const hook = await post('/cds-services/recognition-sign', JSON.stringify({ context: { [text]: 1 } }));
  expect(hook.json()).toMatchObject({ status: 400, errors: [{ path: 'body.context' }] });
});

test('an escaped backslash before u0000, and a whole pair, are texts like others', async () => {
  for (const text of ['\\u0000', '\ud83d\ude00'])
    expect((await post('/api/v1/recognition/check', JSON.stringify(question(text)))).statusCode).toBe(200);
  const escaped = JSON.stringify(question('PAIR')).replace('PAIR', String.raw`\ud83d\ude00`);
  expect((await post('/api/v1/recognition/check', escaped)).statusCode).toBe(200);
});

test.each(['/api/v1/recognition/check', '/cds-services/recognition-sign', '/api/v1/session'])(
  '%s refuses a member that stands twice, by its place, however it is written',
  async (url) => {
    const answer = await post(url, String.raw`{"a":[{"item":"ALT","b":{"item":1},"\u0069tem":"GLU"}],"c":1,"c":2}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      detailZh: expect.stringContaining('重复') as string,
      errors: [
        { code: 'duplicate-key', path: 'body.a[0].item' },
        { code: 'duplicate-key', path: 'body.c' },
      ],
    });
  },
);

test.each(['{"__proto__":{"role":"admin"}}', '{"patient":{"constructor":{"prototype":{"role":"admin"}}}}'])(
  'a member that would change every object is refused: %s',
  async (body) => {
    expect((await post('/api/v1/recognition/check', body)).statusCode).toBe(400);
    const sent = await post('/fhir/Patient', body, 'application/fhir+json');
    expect([400, 422]).toContain(sent.statusCode);
    expect(({} as { role?: string }).role).toBeUndefined();
  },
);

test('a body that nests without end, or has a million members, is judged without holding others up', async () => {
  const deep = await post('/api/v1/recognition/check', `${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(deep.json()).toMatchObject({ status: 400, detailZh: expect.stringContaining('嵌套') as string });
  const wide = `{"resourceType":"Patient"${Array.from({ length: 1_000_000 }, (_, i) => `,"${String(i)}":1`).join('')}}`;
  expect((await post('/fhir/Patient', wide, 'application/fhir+json')).statusCode).toBe(422);
});

test('bytes that are no UTF-8 are refused, not read as something else', async () => {
  const body = Buffer.from(JSON.stringify(question('x')).replace('"x"', '"\xff"'), 'latin1');
  expect((await post('/api/v1/recognition/check', body)).statusCode).toBe(400);
});

test('an address with U+0000, or with no UTF-8, is refused in both languages', async () => {
  for (const url of [
    '/api/v1/recognition/reports/%00',
    '/api/v1/recognition/reports/%ff',
    `/api/v1/recognition/reports/${'a'.repeat(200)}`,
  ]) {
    const answer = await server.app.inject({ method: 'GET', url, headers: system });
    expect(answer.json()).toMatchObject({ status: 400, detailZh: expect.any(String) as string });
    expect(answer.statusCode).toBe(400);
  }
});

test('a message of no text is kept with its reason, whatever its address', async () => {
  const count = async (): Promise<number> => (await server.db.query(sql`select from quarantine`)).length;
  const before = await count();
  const nul = await post('/fhir', '\0{', 'application/fhir+json');
  expect(nul.statusCode).toBe(400);
  expect(nul.body).toContain('not-json');
  const address = await post('/fhir/%00', '{"resourceType":"Patient"}', 'application/fhir+json');
  expect(address.statusCode).toBe(422);
  const escape = await post('/fhir/%zz', '{"resourceType":"Patient"}', 'application/fhir+json');
  expect(escape.statusCode).toBe(422);
  expect(await count()).toBe(before + 3);
});

test('base64 that ends in what is none is refused at once, however long it is', async () => {
  const extension = [{ url: 'urn:x', valueBase64Binary: `${'AAAA '.repeat(2000)}!` }];
  const patient = JSON.stringify({ resourceType: 'Patient', extension });
  expect((await post('/fhir/Patient', patient, 'application/fhir+json')).statusCode).toBe(422);
});

test.each(['\u3000\t', '\u200b\u2060', '\u3164\u2800', '\u202e\ufeff'])(
  'a text of which nobody sees anything is none, and the answer says so (%j)',
  async (content) => {
    const answer = await post('/api/v1/public/complaints', JSON.stringify({ content }));
    expect(answer.json()).toMatchObject({
      status: 400,
      errors: expect.arrayContaining([
        {
          ...{ code: 'pattern', path: 'body.content' },
          message: 'holds nothing that can be read: write it out',
          messageZh: '没有可见的文字，请填写内容',
        },
      ]) as unknown,
    });
  },
);
