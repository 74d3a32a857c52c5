/**
 * The issuer of this installation 内嵌签发者: OpenID Connect for people at programs that the installation knows, and SMART Backend
 * Services for systems. People sign in at our own page; the issuer's session never outlives theirs.
 */
import { hkdfSync } from 'node:crypto';

import type { Instant } from '@fujie/core/kernel';
import type * as library from 'oidc-provider';
import type { AllClientMetadata, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';

import type { SignInAccount } from '../../platform/auth/accounts.query.ts';
import { findForSignIn } from '../../platform/auth/accounts.query.ts';
import { CLIENT_ALGORITHMS, issuerOf } from '../../platform/auth/bearer.ts';
import type { SigningKey } from '../../platform/auth/issuer-keys.query.ts';
import { createIssuerKeys } from '../../platform/auth/issuer-keys.query.ts';
import { PUBLIC_ACTOR } from '../../platform/auth/permissions.ts';
import { knownScopes } from '../../platform/auth/scopes.ts';
import { closeSession, findActorBySession } from '../../platform/auth/sessions.query.ts';
import { findSystem, useTokenId } from '../../platform/auth/systems.query.ts';
import { createVault } from '../../platform/auth/vault.ts';
import type { Deps } from '../../platform/deps.ts';
import { boundedFetch } from '../../platform/http/bounded-fetch.ts';
import { sessionCookie } from '../../platform/http/server.ts';
import { findApplication } from './applications.query.ts';
import { errorPage, leavePage, leftPage, PAGE_POLICY } from './pages.ts';
import { createState } from './state.query.ts';

const ACCESS_TOKEN_SECONDS = 300;
/** SMART Backend Services: an assertion holds for five minutes at most; clocks differ by one. */
const LONGEST_ASSERTION_SECONDS = 300;
const LEEWAY_SECONDS = 60;
const CLAIMS = ['role', 'institution', 'department', 'practitioner', 'region'] as const;

type Library = typeof library;

/** The provider with the keys in force; made anew when these change. */
export function createProvider(deps: Deps): () => Promise<Provider> {
  const keys = createIssuerKeys(deps);
  let made: { readonly kids: string; readonly provider: Promise<Provider> } | null = null;
  return async () => {
    const all = await keys.all();
    const kids = all.map((key) => key.kid).join();
    if (made?.kids !== kids) made = { kids, provider: makeProvider(deps, all) };
    return made.provider;
  };
}

async function makeProvider(deps: Deps, keys: readonly SigningKey[]): Promise<Provider> {
  // Loaded when first asked for: most installations never are.
  const loaded = await import('oidc-provider');
  const provider = new loaded.Provider(issuerOf(deps.config), configurationOf(deps, keys, loaded));
  // The address comes from the configuration: the routes set these headers themselves.
  provider.proxy = true;
  Object.assign(provider.ReplayDetection, {
    unique: (issuer: string, id: string, until: number) =>
      useTokenId(deps.db, { issuer, id, until: (until * 1000) as Instant }, Date.now() as Instant),
  });
  const left = new WeakSet();
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path === '/token') await recordToken(deps, ctx, ctx['oidc'] as KoaContextWithOIDC['oidc'] | undefined);
    if (left.has(ctx)) await endOwnSession(deps, ctx.cookies.get(sessionCookie(deps.config)));
  });
  provider.on('end_session.success', (ctx) => {
    left.add(ctx);
  });
  provider.on('server_error', (_ctx, error) => {
    deps.log.error({ err: error }, 'the issuer failed');
  });
  return provider;
}

function configurationOf(
  deps: Deps,
  keys: readonly SigningKey[],
  { errors, interactionPolicy }: Library,
): Configuration {
  const { config, db } = deps;
  const vault = createVault(config.secret, 'issuer-state');
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, overwrite: true } as const;
  return {
    adapter: (model) =>
      model === 'Client'
        ? { ...createState(db, vault, model), find: (id) => clientOf(deps, id) }
        : createState(db, vault, model),
    jwks: { keys: keys.map((key) => ({ ...key })) },
    findAccount: async (_ctx, id) => {
      const account = await findForSignIn(db, id);
      return account === null ? undefined : { accountId: id, claims: () => claimsOf(account) };
    },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', ...CLAIMS.map((name) => `fujie_${name}`)] },
    scopes: ['openid', 'profile'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['private_key_jwt', 'client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { clientAuthSigningAlgValues: [...CLIENT_ALGORITHMS], idTokenSigningAlgValues: ['RS256', 'ES384'] },
    clockTolerance: LEEWAY_SECONDS,
    assertJwtClientAuthClaimsAndHeader: (_ctx, claims) => {
      if (Number(claims['exp']) > Date.now() / 1000 + LONGEST_ASSERTION_SECONDS + LEEWAY_SECONDS)
        throw new errors.InvalidClient('the assertion holds for longer than five minutes');
    },
    // Addresses of keys are registered by the administrator and lie in the network of the hospitals.
    fetch: (url, options) => {
      const own: RequestInit = { ...options };
      Reflect.deleteProperty(own, 'dispatcher');
      return boundedFetch(url, own);
    },
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.canParse(uri) && new URL(uri).origin === origin),
    cookies: {
      keys: [Buffer.from(hkdfSync('sha256', config.secret, '', 'fujie:issuer:cookies', 32)).toString('base64url')],
      names: { session: 'fujie_issuer', interaction: 'fujie_issuer_step', resume: 'fujie_issuer_resume' },
      long: cookie,
      short: cookie,
    },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      ClientCredentials: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      IdToken: ACCESS_TOKEN_SECONDS,
      Interaction: 3600,
      Grant: config.sessionHours * 3600,
      Session: config.sessionHours * 3600,
    },
    interactions: { url: (_ctx, { uid }) => `/oidc/interaction/${uid}`, policy: policyOf(deps, interactionPolicy) },
    loadExistingGrant: grantOf,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      userinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          // The form posts here and is then led on to the program that asked.
          ctx.set('content-security-policy', PAGE_POLICY);
          ctx.body = leavePage(form);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.set('content-security-policy', PAGE_POLICY);
          ctx.body = leftPage();
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx) =>
          ctx.oidc.params?.['grant_type'] === 'client_credentials' ? config.publicUrl : NO_RESOURCE,
        useGrantedResource: () => false,
        getResourceServerInfo: (ctx, resource) => {
          const asked = scopeOf(ctx.oidc);
          const scope = knownScopes(asked).join(' ');
          if (resource.replace(/\/(fhir)?$/, '') !== config.publicUrl) throw new errors.InvalidTarget();
          if (scope === '') throw new errors.InvalidScope('there is no such scope', asked);
          return {
            scope,
            audience: config.publicUrl,
            accessTokenFormat: 'jwt',
            accessTokenTTL: ACCESS_TOKEN_SECONDS,
            jwt: { sign: { alg: 'ES384' } },
          };
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.set('content-security-policy', PAGE_POLICY);
      ctx.body = errorPage(out.error, out.error_description ?? '');
    },
  };
}

/** People's tokens are for asking who they are; they open no interface of ours. */
const NO_RESOURCE: string[] = [];

/** A system with keys of its own, or a program of people. */
async function clientOf({ db, config }: Deps, id: string): Promise<AllClientMetadata | undefined> {
  const system = await findSystem(db, id);
  const keys = system?.keys ?? null;
  if (system !== null && keys !== null) {
    return {
      client_id: id,
      client_name: system.actor.name,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'private_key_jwt',
      ...('jwks' in keys ? { jwks: { keys: [...keys.jwks.keys] } } : { jwks_uri: keys.jwksUrl }),
    };
  }
  const application = await findApplication(db, config.secret, id);
  if (application === null) return undefined;
  return {
    client_id: id,
    client_name: application.name,
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [...application.redirectUris],
    post_logout_redirect_uris: [...application.leaveUris],
    token_endpoint_auth_method: application.secret === null ? 'none' : 'client_secret_basic',
    ...(application.secret === null ? {} : { client_secret: application.secret }),
  };
}

function claimsOf({ actor }: SignInAccount): { readonly sub: string } & Record<string, unknown> {
  const places = CLAIMS.flatMap((name) => (actor[name] === null ? [] : [[`fujie_${name}`, actor[name]] as const]));
  return { sub: actor.id, preferred_username: actor.id, name: actor.name, ...Object.fromEntries(places) };
}

/** Whoever signed out here, or signed in as somebody else, is asked again. */
function policyOf(deps: Deps, interactionPolicy: Library['interactionPolicy']) {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check(
      'no_session_here',
      'a session at this installation is needed',
      'login_required',
      async (ctx) => {
        const token = ctx.cookies.get(sessionCookie(deps.config));
        const actor =
          token === undefined ? null : await findActorBySession(deps.db, token, deps.config.sessionIdleMinutes);
        return actor === null || actor.id !== ctx.oidc.session?.accountId;
      },
    ),
  );
  return policy;
}

/** Programs are registered by the administrator: what they ask for is granted without asking the person. */
async function grantOf(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile');
  await grant.save();
  return grant;
}

/** Tokens of systems stand in the audit, given or refused. */
async function recordToken(
  deps: Deps,
  { status, ip }: { readonly status: number; readonly ip: string },
  oidc: KoaContextWithOIDC['oidc'] | undefined,
): Promise<void> {
  if (oidc?.params?.['grant_type'] !== 'client_credentials') return;
  const id = oidc.client?.clientId;
  const system = id === undefined ? null : await findSystem(deps.db, id);
  await deps.audit.record({
    actor: { ...(system?.actor ?? PUBLIC_ACTOR), from: { kind: 'none', address: ip, credential: null } },
    action: 'token:issue',
    subject: id ?? '',
    outcome: status === 200 ? 'done' : 'refused',
    detail: { scope: scopeOf(oidc) },
  });
}

function scopeOf(oidc: KoaContextWithOIDC['oidc']): string {
  const scope = oidc.params?.['scope'];
  return typeof scope === 'string' ? scope : '';
}

/** Ends our session together with that of the issuer. */
async function endOwnSession(deps: Deps, token: string | undefined): Promise<void> {
  if (token !== undefined) await closeSession(deps.db, token);
}
