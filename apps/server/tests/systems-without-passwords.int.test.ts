/** SMART Backend Services and CDS Hooks client JWTs, asked by foreign clients: `openid-client`, `jose` with plain fetch. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Instant } from '@fujie/core/kernel';
import type { CryptoKey, JSONWebKeySet, JWK } from 'jose';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import { putSystemKeys } from '../src/platform/auth/systems.query.ts';
import { setDisabled } from '../src/platform/auth/accounts.query.ts';
import { sql } from '../src/platform/db/database.ts';
import { startListening } from './listening-server.ts';

type Request = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

interface Pair {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

let server: Awaited<ReturnType<typeof startListening>>;
let elliptic: Pair;
let rsa: Pair;
let stranger: Pair;
let published: ReturnType<typeof createServer>;
let publishedAt = '';

async function pair(alg: 'ES384' | 'RS384', kid: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

beforeAll(async () => {
  // The issuer reads the clock of the machine; so does this server.
  server = await startListening(inject('adminUrl'), { now: Date.now() as Instant });
  [elliptic, rsa, stranger] = await Promise.all([pair('ES384', 'e'), pair('RS384', 'r'), pair('ES384', 'e')]);
  published = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [rsa.jwk] }));
  }).listen(0, '127.0.0.1');
  await once(published, 'listening');
  publishedAt = `http://127.0.0.1:${String((published.address() as AddressInfo).port)}/jwks`;
  const inline: JSONWebKeySet = { keys: [elliptic.jwk] };
  await putSystemKeys(server.db, { id: 'his', name: '医院', institution: 'H1', keys: { jwks: inline }, issuer: null });
  await putSystemKeys(server.db, {
    id: 'lis',
    name: '检验',
    institution: 'H2',
    keys: { jwksUrl: publishedAt },
    issuer: 'https://lis.example/cds',
  });
});

// However long the tests before it took, nothing of a test has expired.
beforeEach(() => {
  server.clock.set(Date.now() as Instant);
});

afterAll(async () => {
  published.close();
  await server.close();
});

const now = (): number => Math.floor(server.clock.now() / 1000);

interface Assertion {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: Pair;
  readonly header?: Readonly<Record<string, unknown>>;
}

/** A JWT with the right claims, but for what a test makes wrong. */
function signed(
  claims: Readonly<Record<string, unknown>>,
  { key = elliptic, header = {} }: Assertion = {},
): Promise<string> {
  const { alg = 'ES384', kid = '' } = key.jwk;
  return new SignJWT({ iat: now(), exp: now() + 120, jti: crypto.randomUUID(), ...claims })
    .setProtectedHeader({ typ: 'JWT', alg, kid, ...header })
    .sign(key.privateKey);
}

const assertionOf = ({ claims = {}, ...rest }: Assertion = {}): Promise<string> =>
  signed({ iss: 'his', sub: 'his', aud: `${server.url}/oidc/token`, ...claims }, rest);

async function askToken(assertion: string, scope = 'system/*.rs'): Promise<Response> {
  return fetch(`${server.url}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
}

async function tokenFor(scope: string): Promise<string> {
  const answer = await askToken(await assertionOf(), scope);
  return ((await answer.json()) as { access_token: string }).access_token;
}

const statusOf = async (path: string, token: string, init: Request = {}): Promise<number> =>
  (await fetch(`${server.url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }))
    .status;
const json = { 'content-type': 'application/json' };

describe('a system that signs in with its key (SMART Backend Services)', () => {
  test('is let in by the standard client of OpenID Connect, for a few minutes', async () => {
    const configuration = await client.discovery(
      new URL(`${server.url}/oidc`),
      'his',
      undefined,
      client.PrivateKeyJwt({ key: elliptic.privateKey, kid: 'e' }),
      // eslint-disable-next-line typescript/no-deprecated -- this very machine
      { execute: [client.allowInsecureRequests] },
    );
    const tokens = await client.clientCredentialsGrant(configuration, { scope: 'system/*.rs recognition' });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: 'system/*.rs recognition' });
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      aud: server.url,
      client_id: 'his',
      iss: `${server.url}/oidc`,
    });
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: 'ES384', typ: 'at+jwt' });
    expect(await statusOf('/fhir/DiagnosticReport', tokens.access_token)).toBe(200);
  });

  test('finds by SMART configuration where to ask, and what is taken', async () => {
    const found = (await (await fetch(`${server.url}/fhir/.well-known/smart-configuration`)).json()) as {
      token_endpoint: string;
      scopes_supported: string[];
    };
    expect(found).toMatchObject({
      grant_types_supported: ['client_credentials'],
      capabilities: expect.arrayContaining(['client-confidential-asymmetric']) as unknown,
    });
    expect(found.token_endpoint).toBe(`${server.url}/oidc/token`);
    for (const scope of found.scopes_supported) expect((await askToken(await assertionOf(), scope)).status).toBe(200);
  });

  test('does what its scopes say, in each interface, and no more', async () => {
    const [reader, writer, asker] = [
      await tokenFor('system/*.rs'),
      await tokenFor('system/*.cud'),
      await tokenFor('recognition'),
    ];
    const write = { method: 'POST', headers: { ...json, 'content-type': 'application/fhir+json' }, body: '{}' };
    const ask = { method: 'POST', headers: json, body: '{}' };
    expect(await statusOf('/fhir/DiagnosticReport', reader)).toBe(200);
    expect(await statusOf('/fhir', reader, write)).toBe(403);
    expect(await statusOf('/api/v1/recognition/check', reader, ask)).toBe(403);
    expect(await statusOf('/cds-services/recognition-sign', reader, ask)).toBe(403);
    expect(await statusOf('/fhir/DiagnosticReport', writer)).toBe(403);
    expect(await statusOf('/fhir', writer, write)).not.toBe(403);
    expect(await statusOf('/fhir/DiagnosticReport', asker)).toBe(403);
    expect(await statusOf('/api/v1/recognition/check', asker, ask)).toBe(400);
    expect(await statusOf('/cds-services/recognition-sign', asker, ask)).toBe(400);
  });

  test('is let in by keys that it publishes at its registered address', async () => {
    const assertion = await assertionOf({ claims: { iss: 'lis', sub: 'lis' }, key: rsa });
    expect((await askToken(assertion)).status).toBe(200);
  });

  test('shows each assertion once, also when it is shown twice at the same moment', async () => {
    const assertion = await assertionOf();
    const answers = await Promise.all([askToken(assertion), askToken(assertion), askToken(assertion)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401]);
  });

  test.each([
    ['a key that is not registered', () => ({ key: stranger })],
    ['another audience', () => ({ claims: { aud: 'https://elsewhere.example/token' } })],
    ['an assertion that has expired', () => ({ claims: { exp: now() - 120 } })],
    ['another issuer than the client', () => ({ claims: { iss: 'lis' } })],
    ['a client that nobody knows', () => ({ claims: { iss: 'nobody', sub: 'nobody' } })],
    ['no id of the assertion', () => ({ claims: { jti: undefined } })],
  ] as const)('is refused with %s, without saying why', async (_name, wrong) => {
    const answer = await askToken(await assertionOf(wrong()));
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error: 'invalid_client', error_description: 'client authentication failed' },
    ]);
  });

  test('is told when its own assertion holds for too long', async () => {
    const answer = await askToken(await assertionOf({ claims: { exp: now() + 3600 } }));
    expect(await answer.json()).toMatchObject({
      error_description: 'the assertion holds for longer than five minutes',
    });
  });

  test('is refused a scope that there is not', async () => {
    const answer = await askToken(await assertionOf(), 'system/Observation.rs');
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_scope' }]);
  });

  test('is out when it is disabled or its token has expired', async () => {
    const token = await tokenFor('system/*.rs');
    expect(await statusOf('/fhir/DiagnosticReport', token)).toBe(200);
    const before = server.clock.now();
    server.clock.set((before + 400_000) as Instant);
    const other = await tokenFor('system/*.rs');
    expect(await statusOf('/fhir/DiagnosticReport', other)).toBe(401);
    server.clock.set(before);
    await setDisabled(server.db, 'his', true);
    expect((await askToken(await assertionOf())).status).toBe(401);
    await setDisabled(server.db, 'his', false);
  });

  test('cannot make an access token of its own, nor change one', async () => {
    const forged = await signed({
      iss: `${server.url}/oidc`,
      aud: server.url,
      client_id: 'his',
      sub: 'his',
      scope: 'system/*.rs',
    });
    expect(await statusOf('/fhir/DiagnosticReport', forged)).toBe(401);
    const [head = '', body = '', signature = ''] = (await tokenFor('system/*.rs')).split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const more = Buffer.from(JSON.stringify({ ...claims, scope: 'system/*.cruds' })).toString('base64url');
    expect(await statusOf('/fhir/DiagnosticReport', `${head}.${more}.${signature}`)).toBe(401);
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    expect(await statusOf('/fhir/DiagnosticReport', `${none}.${body}.`)).toBe(401);
  });

  test('stands in the audit, given and refused', async () => {
    const rows = await server.db.query<{ actor: string; outcome: string }>(
      sql`select distinct actor, outcome from audit_event where action = 'token:issue' order by 1, 2`,
    );
    expect(rows).toEqual([
      { actor: 'his', outcome: 'done' },
      { actor: 'his', outcome: 'refused' },
      { actor: 'lis', outcome: 'done' },
      { actor: 'public', outcome: 'refused' },
    ]);
  });
});

describe('a CDS client that signs each request (CDS Hooks 2.0)', () => {
  const SERVICE = '/cds-services/recognition-sign';
  const jwtOf = ({ claims = {}, ...rest }: Assertion = {}): Promise<string> =>
    signed({ iss: 'his', aud: `${server.url}${SERVICE}`, ...claims }, rest);
  /** 400: let in, and the empty request refused; 401: not let in. */
  const ask = (token: string, path = SERVICE): Promise<number> =>
    statusOf(path, token, { method: 'POST', headers: json, body: '{}' });

  test('is let in by ES384 and by RS384, under the issuer that is registered', async () => {
    expect(await ask(await jwtOf())).toBe(400);
    const lis = { claims: { iss: 'https://lis.example/cds', tenant: 'ward-1' }, key: rsa } as const;
    expect(await ask(await jwtOf(lis))).toBe(400);
    expect(await ask(await jwtOf({ ...lis, header: { jku: publishedAt } }))).toBe(400);
  });

  test('is let in at the feedback of the service', async () => {
    expect(await ask(await jwtOf(), `${SERVICE}/feedback`)).toBe(400);
    expect(await ask(await jwtOf({ claims: { aud: `${server.url}${SERVICE}/feedback` } }), `${SERVICE}/feedback`)).toBe(
      400,
    );
  });

  test('shows each JWT once, also when it is shown twice at the same moment', async () => {
    const token = await jwtOf();
    const statuses = await Promise.all([ask(token), ask(token), ask(token)]);
    expect(statuses.sort()).toEqual([400, 401, 401]);
  });

  test('may have a clock that goes a little wrong', async () => {
    expect(await ask(await jwtOf({ claims: { iat: now() + 30, exp: now() + 150 } }))).toBe(400);
    expect(await ask(await jwtOf({ claims: { iat: now() - 300, exp: now() - 30 } }))).toBe(400);
    expect(await ask(await jwtOf({ claims: { iat: now() - 300, exp: now() - 90 } }))).toBe(401);
  });

  test.each([
    ['a key that is not registered', () => ({ key: stranger })],
    ['another service as audience', () => ({ claims: { aud: `${server.url}/cds-services/recognition-view` } })],
    ['an issuer that nobody knows', () => ({ claims: { iss: 'https://elsewhere.example' } })],
    ['no id', () => ({ claims: { jti: undefined } })],
    ['no expiry', () => ({ claims: { exp: undefined } })],
    ['no time of issue', () => ({ claims: { iat: undefined } })],
    ['an expiry of tomorrow', () => ({ claims: { exp: now() + 86_400 } })],
    [
      'keys from an address of its own',
      () => ({
        claims: { iss: 'https://lis.example/cds' },
        key: stranger,
        header: { jku: 'https://evil.example/jwks' },
      }),
    ],
    [
      'its keys from another address than registered',
      () => ({ claims: { iss: 'https://lis.example/cds' }, key: rsa, header: { jku: 'https://evil.example/jwks' } }),
    ],
  ] as const)('is refused with %s, without saying why', async (_name, wrong) => {
    expect(await ask(await jwtOf(wrong()))).toBe(401);
  });

  test('opens nothing but the CDS services', async () => {
    const token = await jwtOf({ claims: { aud: `${server.url}/fhir/DiagnosticReport` } });
    expect(await statusOf('/fhir/DiagnosticReport', token)).toBe(401);
  });
});
