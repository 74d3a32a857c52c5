/** The record system of a hospital, as a foreign program: a FHIR server and an authorisation server for SMART launches. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { JWK } from 'jose';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

/** What is open in the record system while somebody launches. */
export interface OpenChart {
  readonly user: string;
  readonly patient: string;
  readonly appContext?: string;
}

export interface ForeignEhr {
  /** `iss` of its launches. */
  readonly url: string;
  /** Addresses that it was asked, in order. */
  readonly asked: string[];
  chart: OpenChart;
  /** What it says of itself, changed by a test. */
  configuration: Readonly<Record<string, unknown>>;
  readonly resources: Map<string, object>;
  close(): Promise<void>;
}

/** Starts one at which this platform is known as `fujie`, by PKCE alone or by its public keys. */
export async function startEhr(redirectUri: string, clientKeys: readonly JWK[] | null): Promise<ForeignEhr> {
  const listener = createServer((request, response) => {
    void answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const base = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(base, {
    clients: [
      {
        client_id: 'fujie',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        ...(clientKeys === null
          ? { token_endpoint_auth_method: 'none' }
          : { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [...clientKeys] } }),
      },
    ],
    enabledJWA: { clientAuthSigningAlgValues: ['ES384'] },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'ehr', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a secret of the record system'] },
    scopes: ['openid', 'fhirUser', 'launch', 'patient/Patient.rs'],
    claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,
    extraParams: ['launch', 'aud'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, fhirUser: id }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid fhirUser launch patient/Patient.rs');
      await grant.save();
      return grant;
    },
  });
  provider.use(async (context, next) => {
    await next();
    const body: unknown = context.body;
    if (context.path !== '/token' || typeof body !== 'object' || body === null || !('access_token' in body)) return;
    const { patient, appContext } = ehr.chart;
    context.body = { ...body, patient, ...(appContext === undefined ? {} : { appContext }) };
  });
  const handle = provider.callback();
  const ehr: ForeignEhr = {
    url: `${base}/fhir`,
    asked: [],
    chart: { user: 'Practitioner/none', patient: 'none' },
    configuration: {},
    resources: new Map(),
    close: async () => {
      listener.close();
      listener.closeAllConnections();
      await once(listener, 'close');
    },
  };
  const json = (response: ServerResponse, status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    ehr.asked.push(path);
    if (path === '/fhir/.well-known/smart-configuration') {
      json(response, 200, {
        issuer: base,
        jwks_uri: `${base}/jwks`,
        authorization_endpoint: `${base}/auth`,
        token_endpoint: `${base}/token`,
        code_challenge_methods_supported: ['S256'],
        capabilities: ['launch-ehr', 'client-public', 'sso-openid-connect', 'context-ehr-patient', 'permission-v2'],
        ...ehr.configuration,
      });
    } else if (path.startsWith('/fhir/')) {
      const found = ehr.resources.get(path.slice('/fhir/'.length));
      if (request.headers.authorization?.startsWith('Bearer ') !== true) json(response, 401, {});
      else json(response, found === undefined ? 404 : 200, found ?? {});
    } else if (path.startsWith('/interaction/')) {
      await provider.interactionFinished(request, response, { login: { accountId: ehr.chart.user } });
    } else await handle(request, response);
  }
  return ehr;
}
