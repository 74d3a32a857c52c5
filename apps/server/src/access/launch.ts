/**
 * A page opened from the record system of a hospital 电子病历内打开: SMART App Launch 2 (EHR launch), this platform being the
 * program that is launched. The authorisation server is the hospital's, found only at the address that two administrators
 * registered; the authorisation code comes with PKCE; tokens stay in this server and are thrown away.
 */
import type { Instant } from '@fujie/core/kernel';
import { importJWK } from 'jose';
import * as client from 'openid-client';

import { findForSignIn, findPhysicians } from '../platform/auth/accounts.query.ts';
import type { SignInAccount } from '../platform/auth/accounts.query.ts';
import { createIssuerKeys } from '../platform/auth/issuer-keys.query.ts';
import type { RegisteredSystem } from '../platform/auth/systems.query.ts';
import { findSystemByEhr, useTokenId } from '../platform/auth/systems.query.ts';
import { isSafeUrl } from '../platform/config/safe-url.ts';
import type { Deps } from '../platform/deps.ts';
import { boundedFetch } from '../platform/http/bounded-fetch.ts';
import { checksOf, createFlows } from './flow.ts';
import { refusePrivateAddress } from './outward.ts';

export const LAUNCHED_PATH = '/api/v1/session/launched';
/** A launch is for now: its id is remembered for longer than any server lets it live. */
const LAUNCH_MS = 3_600_000;
const TIMEOUT_MS = 10_000;

/** Why no page was opened; the sign-in page has the words. */
export type LaunchRefusal = 'launch-unknown' | 'launch-used' | 'launch-failed' | 'launch-user' | 'launch-patient';

type Json = Readonly<Record<string, unknown>>;

/** Who launched, and for whom. */
export interface Launched {
  readonly account: SignInAccount;
  /** The patient as the hospital holds it. */
  readonly patient: Json;
  /** What the card gave along; null: nothing. */
  readonly context: string | null;
}

export interface Launches {
  begin(iss: string, launch: string): Promise<{ readonly address: string; readonly flow: string } | LaunchRefusal>;
  /** `staffCode`: the code of the register of practitioners that a FHIR resource of a person names, or null. */
  finish(
    address: URL,
    flow: string | undefined,
    staffCode: (user: Json) => string | null,
  ): Promise<Launched | LaunchRefusal>;
}

/** A failure whose message says which step it was, and nothing of a person. */
class LaunchFault extends Error {
  override readonly name = 'LaunchFault';
}

export function createLaunches(deps: Deps): Launches {
  const flows = createFlows<{ readonly iss: string }>(deps.config.secret, 'smart-launch');
  const keys = createIssuerKeys(deps);
  const failed = (error: unknown): LaunchRefusal => {
    const code = error instanceof LaunchFault ? error.message : codeOf(error);
    deps.log.warn({ code }, 'a launch from a record system was not completed');
    return 'launch-failed';
  };
  const configurationOf = async (
    iss: string,
    system: RegisteredSystem,
  ): Promise<[client.Configuration, SmartServer]> => {
    await refusePrivateAddress(deps.config, [iss]);
    const server = await smartServerAt(iss);
    // What a record system says of itself may lead this server as little inside as what was registered.
    await refusePrivateAddress(deps.config, [server.metadata.token_endpoint, server.metadata.jwks_uri]);
    const configuration = new client.Configuration(
      server.metadata,
      system.ehrClientId ?? '',
      undefined,
      system.ehrSigns ? client.PrivateKeyJwt(await signingKey(keys)) : client.None(),
    );
    configuration[client.customFetch] = (url, { body, ...options }) =>
      boundedFetch(url, {
        ...options,
        ...(body === undefined ? {} : { body: body instanceof Uint8Array ? new Uint8Array(body) : body }),
      });
    // eslint-disable-next-line typescript/no-deprecated -- isSafeUrl lets only this very machine be asked without TLS
    if (new URL(iss).protocol === 'http:') client.allowInsecureRequests(configuration);
    client.enableNonRepudiationChecks(configuration);
    return [configuration, server];
  };
  return {
    begin: async (given, launch) => {
      const iss = given.endsWith('/') ? given.slice(0, -1) : given;
      const system = await findSystemByEhr(deps.db, iss);
      if (system === null) return 'launch-unknown';
      const now = deps.clock.now();
      const until = (now + LAUNCH_MS) as Instant;
      if (!(await useTokenId(deps.db, { issuer: `smart:${iss}`, id: launch, until }, now))) return 'launch-used';
      try {
        const [configuration, { scopes }] = await configurationOf(iss, system);
        const { sealed, parameters } = await flows.begin({ iss });
        const address = client.buildAuthorizationUrl(configuration, {
          redirect_uri: `${deps.config.publicUrl}${LAUNCHED_PATH}`,
          scope: scopes,
          aud: iss,
          launch,
          ...parameters,
        });
        return { address: address.href, flow: sealed };
      } catch (error) {
        return failed(error);
      }
    },
    finish: async (address, sealed, staffCode) => {
      const flow = flows.open(sealed);
      if (flow === null) return 'launch-failed';
      const system = await findSystemByEhr(deps.db, flow.iss);
      if (system === null) return 'launch-unknown';
      try {
        const [configuration] = await configurationOf(flow.iss, system);
        const tokens = await client.authorizationCodeGrant(configuration, address, checksOf(flow));
        const {
          patient: patientId,
          appContext,
          fhirUser = tokens.claims()?.['fhirUser'],
        } = tokens as Json & typeof tokens;
        const read = (reference: string) => readResource(flow.iss, reference, tokens.access_token);
        const practitioner = await practitionerOf(fhirUser, flow.iss, read, staffCode);
        const [username, another] =
          practitioner === null ? [] : await findPhysicians(deps.db, system.institution, practitioner);
        const account = username === undefined || another !== undefined ? null : await findForSignIn(deps.db, username);
        if (account === null) return 'launch-user';
        if (typeof patientId !== 'string' || !FHIR_ID.test(patientId)) return 'launch-patient';
        const patient = await read(`Patient/${patientId}`);
        if (patient?.['id'] !== patientId) return 'launch-patient';
        return { account, patient, context: typeof appContext === 'string' ? appContext : null };
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** SMART configurations do not say how identity tokens are signed; never by a shared secret, never not at all. */
const ID_TOKEN_ALGORITHMS = ['RS256', 'RS384', 'PS256', 'ES256', 'ES384'] as const;
const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

interface SmartServer {
  readonly metadata: client.ServerMetadata;
  readonly scopes: string;
}

/** What the server says of itself; one without PKCE (S256) or without a name for its users is not used. */
async function smartServerAt(iss: string): Promise<SmartServer> {
  const said = await fetchJson(`${iss}/.well-known/smart-configuration`, {});
  if (said === null) throw new LaunchFault('no-smart-configuration');
  const address = (name: string): string => {
    const value = said[name];
    if (typeof value !== 'string' || !isSafeUrl(value)) throw new LaunchFault(`no-${name}`);
    return value;
  };
  const listed = (name: string): readonly unknown[] => (Array.isArray(said[name]) ? (said[name] as unknown[]) : []);
  if (!listed('code_challenge_methods_supported').includes('S256')) throw new LaunchFault('no-pkce');
  const permission = listed('capabilities').includes('permission-v2') ? 'rs' : 'read';
  return {
    metadata: {
      issuer: address('issuer'),
      authorization_endpoint: address('authorization_endpoint'),
      token_endpoint: address('token_endpoint'),
      jwks_uri: address('jwks_uri'),
      id_token_signing_alg_values_supported: [...ID_TOKEN_ALGORITHMS],
    },
    scopes: `launch openid fhirUser patient/Patient.${permission}`,
  };
}

async function signingKey(keys: ReturnType<typeof createIssuerKeys>): Promise<client.PrivateKey> {
  const jwk = (await keys.all()).find(({ alg }) => alg === 'ES384');
  if (jwk === undefined) throw new LaunchFault('no-key');
  const key = await importJWK(jwk, 'ES384');
  if (key instanceof Uint8Array) throw new LaunchFault('no-key');
  return { key, kid: jwk.kid };
}

/** The physician by the staff code in the record of the user, or by its id. */
async function practitionerOf(
  fhirUser: unknown,
  iss: string,
  read: (reference: string) => Promise<Json | null>,
  staffCode: (user: Json) => string | null,
): Promise<string | null> {
  if (typeof fhirUser !== 'string') return null;
  const reference = fhirUser.startsWith(`${iss}/`) ? fhirUser.slice(iss.length + 1) : fhirUser;
  const [type, id = '', ...rest] = reference.split('/');
  if (type !== 'Practitioner' || rest.length > 0 || !FHIR_ID.test(id)) return null;
  const user = await read(reference);
  return (user === null ? null : staffCode(user)) ?? id;
}

function readResource(iss: string, reference: string, token: string): Promise<Json | null> {
  return fetchJson(`${iss}/${reference}`, { authorization: `Bearer ${token}`, accept: 'application/fhir+json' });
}

/** A JSON object at an address, which leads nowhere else; null when there is none. */
async function fetchJson(url: string, headers: Readonly<Record<string, string>>): Promise<Json | null> {
  const answer = await boundedFetch(url, {
    headers: { accept: 'application/json', ...headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) return null;
  const found: unknown = await answer.json();
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Json) : null;
}

/** The code of a failure, which names no person. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';
}
