/** A page is opened from the record system of a hospital, over the real wire, with a foreign authorisation server. */
import { RESIDENT_ID_SYSTEM } from '@fujie/wire/fhir';
import { beforeAll, beforeEach, afterAll, expect, test } from 'vitest';

import { createIssuerKeys } from '../src/platform/auth/issuer-keys.query.ts';
import { putSystemKeys } from '../src/platform/auth/systems.query.ts';
import { sql } from '../src/platform/db/database.ts';
import type { ForeignEhr } from './foreign-ehr.ts';
import { startEhr } from './foreign-ehr.ts';
import { sharedRegion } from './recognition-fixture.ts';
import { hooksOf, item, order, patientOf } from './recognition-hooks.ts';

const region = sharedRegion(() => Promise.resolve({ FUJIE_PRIVATE_HOSTS: '127.0.0.1' }));
let ehr: ForeignEhr;
let signing: ForeignEhr;
let person: Awaited<ReturnType<typeof region.person>>;
let report = '';

const LAUNCHED = '/api/v1/session/launched';

beforeAll(async () => {
  const redirectUri = `${region.deps.config.publicUrl}${LAUNCHED}`;
  ehr = await startEhr(redirectUri, null);
  const keys = await createIssuerKeys(region.deps).all();
  const ours = keys
    .filter(({ alg }) => alg === 'ES384')
    .map(({ kty, crv, x, y, kid, alg }) => ({ kty, crv, x, y, kid, alg }));
  signing = await startEhr(redirectUri, ours as Parameters<typeof startEhr>[1]);
  for (const [id, institution, { url }, signs] of [
    ['his', 'H2', ehr, false],
    ['his-signing', 'H2', signing, true],
  ] as const)
    await putSystemKeys(region.db, {
      id,
      name: '医院信息系统',
      institution,
      keys: { jwks: { keys: [] } },
      issuer: null,
      ehr: { url, clientId: 'fujie', signs },
    });
  person = await region.person();
  const result = await region.result(person.id);
  report = `/r/rep${result.slice(1)}`;
});

afterAll(async () => {
  await ehr.close();
  await signing.close();
});

beforeEach(() => {
  for (const one of [ehr, signing]) {
    one.configuration = {};
    one.asked.length = 0;
    one.resources.clear();
    one.resources.set('Patient/p', patientOf(person.number));
    one.resources.set('Practitioner/D2', { resourceType: 'Practitioner', id: 'D2' });
    one.chart = { user: 'Practitioner/D2', patient: 'p', appContext: report };
  }
});

let launches = 0;

/** The launch as far as the authorisation server, and back with what it gives; a test may change what comes back. */
async function launch(
  from: ForeignEhr,
  { id = `launch-${String(++launches)}`, iss = from.url, back = (address: URL) => address, keepsCookie = true } = {},
): Promise<{ readonly location: string; readonly session: string }> {
  const begun = await region.app.inject({ method: 'GET', url: '/api/v1/session/launch', query: { iss, launch: id } });
  const flow = begun.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  let location = String(begun.headers.location);
  const jar = new Map<string, string>();
  for (let steps = 0; steps < 6 && location.startsWith(new URL(from.url).origin); steps++) {
    const answer = await fetch(location, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1));
    }
    location = new URL(answer.headers.get('location') ?? '', location).href;
  }
  if (!location.includes(LAUNCHED)) return { location, session: '' };
  const { pathname, search } = back(new URL(location));
  const done = await region.app.inject({
    method: 'GET',
    url: `${pathname}${search}`,
    headers: keepsCookie ? { cookie: flow } : {},
  });
  const session = done.cookies.find(({ name, value }) => name === 'fujie_session' && value !== '')?.value ?? '';
  return { location: String(done.headers.location), session };
}

const who = async (session: string) => {
  const answer = await region.app.inject({
    method: 'GET',
    url: '/api/v1/session',
    headers: { cookie: `fujie_session=${session}` },
  });
  return answer.json<{ practitioner?: string; role?: string }>();
};

test('the links of a card are launches for the system whose record system is registered, and addresses for every other', async () => {
  const { ask } = hooksOf(region);
  const question = { orders: [order('o1', item('ALT'))], patient: patientOf(person.number) };
  const plain = await ask(question);
  expect(plain.cards[0]?.links?.map(({ type }) => type)).toEqual(['absolute', 'absolute']);
  const headers = await region.as('system', { institution: 'H2', username: 'his' });
  const [card] = (await ask({ ...question, headers })).cards;
  expect(card?.links?.map(({ type, url }) => [type, url])).toEqual(
    ['r', 'explain'].map(() => ['smart', `${region.deps.config.publicUrl}/api/v1/session/launch`]),
  );
  const context = card?.links?.[0]?.appContext ?? '';
  expect(context).toContain(report);
  ehr.chart = { ...ehr.chart, appContext: context };
  const { location, session } = await launch(ehr);
  expect(location).toBe(context);
  expect(await who(session)).toMatchObject({ role: 'doctor', practitioner: 'D2' });
});

test('the authorisation server is asked with PKCE, the launch, the FHIR server as audience and what is needed', async () => {
  const begun = await region.app.inject({
    method: 'GET',
    url: '/api/v1/session/launch',
    query: { iss: ehr.url, launch: 'looked-at' },
  });
  const asked = new URL(String(begun.headers.location)).searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({
    response_type: 'code',
    client_id: 'fujie',
    aud: ehr.url,
    launch: 'looked-at',
    code_challenge_method: 'S256',
    scope: 'launch openid fhirUser patient/Patient.rs',
  });
  expect(asked.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  expect(asked.get('state')).toMatch(/^[\w-]{20,}$/);
});

test('this platform proves itself with its own key where the hospital asks for it', async () => {
  const { location, session } = await launch(signing);
  expect(location).toBe(report);
  expect((await who(session)).practitioner).toBe('D2');
});

test('without a page in the launch the chart of the patient opens', async () => {
  ehr.chart = { user: 'Practitioner/D2', patient: 'p' };
  expect((await launch(ehr)).location).toBe(`/patients/${person.handle}`);
  ehr.chart = { user: 'Practitioner/D2', patient: 'p', appContext: 'https://elsewhere.example/' };
  expect((await launch(ehr)).location).toBe(`/patients/${person.handle}`);
});

test('a physician is found by the staff code of the own hospital', async () => {
  ehr.resources.set('Practitioner/x1', {
    resourceType: 'Practitioner',
    id: 'x1',
    identifier: [{ system: 'urn:fujie:practitioner', value: 'D2' }],
  });
  ehr.chart = { ...ehr.chart, user: 'Practitioner/x1' };
  expect((await who((await launch(ehr)).session)).practitioner).toBe('D2');
});

test.each([
  [
    'a launch that was used before',
    'launch-used',
    async () => {
      await launch(ehr, { id: 'twice' });
      return launch(ehr, { id: 'twice' });
    },
  ],
  ['a record system that nobody registered', 'launch-unknown', () => launch(ehr, { iss: `${ehr.url}/other` })],
  ['an answer with another state', 'launch-failed', () => launch(ehr, { back: changed('state', 'x') })],
  ['an answer of another issuer', 'launch-failed', () => launch(ehr, { back: changed('iss', 'https://evil.example') })],
  ['a code that was not given', 'launch-failed', () => launch(ehr, { back: changed('code', 'x') })],
  ['a browser that did not begin it', 'launch-failed', () => launch(ehr, { keepsCookie: false })],
  [
    'a server without PKCE',
    'launch-failed',
    () => {
      ehr.configuration = { code_challenge_methods_supported: ['plain'] };
      return launch(ehr);
    },
  ],
  [
    'a server that names another issuer than its tokens',
    'launch-failed',
    () => {
      ehr.configuration = { issuer: 'https://evil.example' };
      return launch(ehr);
    },
  ],
  [
    'identity tokens signed by a key that is not published',
    'launch-failed',
    () => {
      ehr.configuration = { jwks_uri: `${new URL(signing.url).origin}/jwks` };
      return launch(ehr);
    },
  ],
  [
    'a physician of another hospital',
    'launch-user',
    () => {
      ehr.chart = { ...ehr.chart, user: 'Practitioner/D3' };
      return launch(ehr);
    },
  ],
  [
    'a user who is no practitioner',
    'launch-user',
    () => {
      ehr.chart = { ...ehr.chart, user: 'Patient/p' };
      return launch(ehr);
    },
  ],
  [
    'a patient whom nobody knows',
    'launch-patient',
    () => {
      ehr.resources.set('Patient/p', {
        resourceType: 'Patient',
        id: 'p',
        identifier: [{ system: RESIDENT_ID_SYSTEM, value: '1' }],
      });
      return launch(ehr);
    },
  ],
  [
    'another record than the one asked for',
    'launch-patient',
    () => {
      ehr.resources.set('Patient/p', { ...patientOf(person.number), id: 'q' });
      return launch(ehr);
    },
  ],
  [
    'a page whose address cannot be read',
    'launch-patient',
    () => {
      ehr.chart = { ...ehr.chart, appContext: '/r/%E0%A4' };
      return launch(ehr);
    },
  ],
  [
    'a page of another patient',
    'launch-patient',
    async () => {
      const other = await region.person();
      const result = await region.result(other.id);
      ehr.chart = { ...ehr.chart, appContext: `/r/rep${result.slice(1)}` };
      return launch(ehr);
    },
  ],
] as const)('%s opens nothing and is on record', async (_, why, act) => {
  const { location, session } = await act();
  expect([location, session]).toEqual([`/login?refused=${why}`, '']);
  const [entry] = await region.db.query<{ detail: object; outcome: string }>(
    sql`select detail, outcome from audit_event where action = 'session:open' order by id desc limit 1`,
  );
  expect(entry).toEqual({ outcome: 'refused', detail: { via: 'smart', why } });
});

test.each(['token_endpoint', 'jwks_uri'])('a record system whose %s lies inside is asked no further', async (name) => {
  ehr.configuration = { [name]: 'https://10.0.0.8/inside' };
  const query = { iss: ehr.url, launch: `inside-${name}` };
  const begun = await region.app.inject({ method: 'GET', url: '/api/v1/session/launch', query });
  expect(begun.headers.location).toBe('/login?refused=launch-failed');
});

test('a record system that nobody registered is not asked anything', async () => {
  await launch(ehr, { iss: `${ehr.url}/other` });
  expect(ehr.asked).toEqual([]);
});

function changed(name: string, value: string): (address: URL) => URL {
  return (address) => {
    address.searchParams.set(name, value);
    return address;
  };
}
