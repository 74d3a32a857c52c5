/**
 * Whose `Authorization: Bearer` it is: a token of a system, an access token of our own issuer (SMART Backend Services), or a JWT
 * that a system signed for one CDS service (CDS Hooks 2.0, “Trusting CDS Clients”). What does not hold says not why.
 */
import type { JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, createRemoteJWKSet, customFetch, decodeJwt, importJWK, jwtVerify } from 'jose';

import type { Instant } from '@fujie/core/kernel';

import type { Deps } from '../deps.ts';
import { boundedFetch } from '../http/bounded-fetch.ts';
import type { IssuerKeys } from './issuer-keys.query.ts';
import { createIssuerKeys } from './issuer-keys.query.ts';
import type { Principal } from './permissions.ts';
import { permissionsOf } from './scopes.ts';
import type { KnownSystem, SystemKeys } from './systems.query.ts';
import { findActorByToken, findSystem, findSystemByIssuer, useTokenId } from './systems.query.ts';
import { cacheBriefly } from './token-cache.ts';

type BearerDeps = Pick<Deps, 'db' | 'config' | 'clock'>;

/** Algorithms of SMART and CDS Hooks. */
export const CLIENT_ALGORITHMS = ['ES384', 'RS384'] as const;
/** Clocks of hospitals differ by this much. */
const LEEWAY_SECONDS = 60;
/** A JWT for one request need not hold longer; its id is kept as long. */
const LONGEST_SECONDS = 3600;
const CDS = '/cds-services/';

export const issuerOf = (config: Pick<Deps['config'], 'publicUrl'>): string => `${config.publicUrl}/oidc`;

/** The actor of a bearer token that was sent to a path, or null. */
export function createBearer(deps: BearerDeps): (token: string, path: string) => Promise<Principal | null> {
  const keys = createIssuerKeys(deps);
  const byToken = cacheBriefly((token) => findActorByToken(deps.db, token));
  const byAccessToken = cacheBriefly((token) => actorOfAccessToken(deps, keys, token));
  const byIssuer = cacheBriefly((issuer) => findSystemByIssuer(deps.db, issuer));
  const keysAt = new Map<string, JWTVerifyGetKey>();
  return async (token, path) => {
    const issuer = issuerNamedIn(token);
    if (issuer === null) return byToken(token);
    if (issuer === issuerOf(deps.config)) return byAccessToken(token);
    if (!path.startsWith(CDS)) return null;
    const system = await byIssuer(issuer);
    const registered = system?.keys ?? null;
    if (system === null || registered === null) return null;
    return actorOfCdsJwt(deps, { ...system, keys: registered }, keysAt, { token, issuer, path });
  };
}

/** The issuer that a JWT names, not yet believed; null when it is none. */
function issuerNamedIn(token: string): string | null {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return null;
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    return null;
  }
}

async function actorOfAccessToken(deps: BearerDeps, keys: IssuerKeys, token: string): Promise<Principal | null> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid = '' }) => {
        const key = await keys.find(kid);
        if (key === null) throw new Error('unknown key');
        const { kty, crv, x, y } = key;
        return importJWK({ kty, crv, x, y } as typeof key, 'ES384');
      },
      {
        issuer: issuerOf(deps.config),
        audience: deps.config.publicUrl,
        typ: 'at+jwt',
        algorithms: ['ES384'],
        currentDate: new Date(deps.clock.now()),
        requiredClaims: ['exp', 'client_id', 'scope'],
      },
    );
    const { client_id: client, scope, sub } = payload;
    // A token of a person is for programs that ask the issuer who it is; it opens nothing here.
    if (typeof client !== 'string' || typeof scope !== 'string' || sub !== client) return null;
    const system = await findSystem(deps.db, client);
    if (system === null) return null;
    const { only } = system.actor;
    const asked = permissionsOf(scope);
    return { ...system.actor, only: only === undefined ? asked : asked.filter((one) => only.includes(one)) };
  } catch {
    return null;
  }
}

interface CdsToken {
  readonly token: string;
  readonly issuer: string;
  readonly path: string;
}

async function actorOfCdsJwt(
  deps: BearerDeps,
  system: KnownSystem & { readonly keys: SystemKeys },
  keysAt: Map<string, JWTVerifyGetKey>,
  { token, issuer, path }: CdsToken,
): Promise<Principal | null> {
  const now = deps.clock.now();
  const service = path.slice(CDS.length).split('/', 1)[0] ?? '';
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keysOf(system.keys, keysAt), {
      issuer,
      audience: [`${deps.config.publicUrl}${CDS}${service}`, `${deps.config.publicUrl}${path}`],
      algorithms: [...CLIENT_ALGORITHMS],
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(now),
      maxTokenAge: LONGEST_SECONDS,
      requiredClaims: ['iss', 'aud', 'exp', 'iat', 'jti'],
    });
    const { exp = 0, jti = '' } = payload;
    if (exp * 1000 > now + LONGEST_SECONDS * 1000 || jti === '') return null;
    // Keys are taken from where the administrator said, never from where the token says.
    if ('jwksUrl' in system.keys && protectedHeader.jku !== undefined && protectedHeader.jku !== system.keys.jwksUrl)
      return null;
    const until = ((exp + LEEWAY_SECONDS) * 1000) as Instant;
    return (await useTokenId(deps.db, { issuer, id: jti, until }, now)) ? system.actor : null;
  } catch {
    return null;
  }
}

function keysOf(keys: SystemKeys, known: Map<string, JWTVerifyGetKey>): JWTVerifyGetKey {
  const name = 'jwks' in keys ? JSON.stringify(keys.jwks) : keys.jwksUrl;
  const found =
    known.get(name) ??
    ('jwks' in keys
      ? createLocalJWKSet(keys.jwks)
      : createRemoteJWKSet(new URL(keys.jwksUrl), { [customFetch]: boundedFetch }));
  known.set(name, found);
  return found;
}
