/**
 * Signing in at an issuer elsewhere 统一身份认证: OpenID Connect, authorisation code with PKCE, run by this server. The browser
 * holds only our own session; tokens never reach it.
 */
import * as client from 'openid-client';

import { findBySubject, findForSignIn, listAccounts } from '../platform/auth/accounts.query.ts';
import type { SignInAccount } from '../platform/auth/accounts.query.ts';
import { PUBLIC_ACTOR } from '../platform/auth/permissions.ts';
import type { OidcConfig } from '../platform/config/config.ts';
import type { Deps } from '../platform/deps.ts';
import { checksOf, createFlows } from './flow.ts';
import { AccountProblem, addAccount, roleOfPerson } from './accounts.ts';

/** Why nobody was signed in; the sign-in page has the words. */
export type Refusal = 'unknown' | 'disabled' | 'failed' | 'unavailable';

const SCOPE = 'openid profile';

export interface Elsewhere {
  /** Where to send the browser, and what it must bring back. */
  begin(next: string): Promise<{ readonly address: string; readonly flow: string }>;
  /** Who came back by this address, or why nobody did. */
  finish(
    address: URL,
    flow: string | undefined,
  ): Promise<{ readonly account: SignInAccount; readonly idToken: Buffer; readonly next: string } | Refusal>;
  /** Where to sign out there, or null when that cannot be. */
  leave(idToken: Buffer): Promise<string | null>;
}

export function createElsewhere(deps: Deps, oidc: OidcConfig): Elsewhere {
  const flows = createFlows<{ readonly next: string }>(deps.config.secret, 'oidc-sign-in');
  const { vault } = flows;
  const redirectUri = `${deps.config.publicUrl}/api/v1/session/callback`;
  let known: Promise<client.Configuration> | null = null;
  const provider = (): Promise<client.Configuration> => {
    known ??= discover(oidc).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
  return {
    begin: async (next) => {
      const configuration = await provider();
      const { sealed, parameters } = await flows.begin({ next });
      const address = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        ...parameters,
      });
      return { address: address.href, flow: sealed };
    },
    finish: async (address, sealed) => {
      const flow = flows.open(sealed);
      if (flow === null) return 'failed';
      const configuration = await provider();
      let tokens: Awaited<ReturnType<typeof client.authorizationCodeGrant>>;
      try {
        tokens = await client.authorizationCodeGrant(configuration, address, checksOf(flow));
      } catch (error) {
        deps.log.warn({ code: codeOf(error) }, 'the sign-in elsewhere was not completed');
        return 'failed';
      }
      const claims = tokens.claims();
      if (claims === undefined || tokens.id_token === undefined) return 'failed';
      const all =
        oidc.usernameClaim in claims
          ? claims
          : { ...(await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
      const account = await accountOf(deps, oidc, all);
      if (typeof account === 'string') return account;
      return { account, idToken: vault.seal(tokens.id_token, 'id-token'), next: flow.next };
    },
    leave: async (sealed) => {
      const idToken = vault.open(sealed, 'id-token');
      if (idToken === null) return null;
      try {
        return client.buildEndSessionUrl(await provider(), {
          id_token_hint: idToken,
          post_logout_redirect_uri: `${deps.config.publicUrl}/login`,
        }).href;
      } catch {
        return null;
      }
    },
  };
}

function discover(oidc: OidcConfig): Promise<client.Configuration> {
  const issuer = new URL(oidc.issuer);
  // eslint-disable-next-line typescript/no-deprecated -- the configuration lets only this very machine be asked without TLS
  const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  return client.discovery(issuer, oidc.clientId, oidc.clientSecret ?? undefined, undefined, { execute });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unexpected';

type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** The account of whom the issuer names, made from the claims where the installation says so. */
async function accountOf(deps: Deps, oidc: OidcConfig, claims: Claims): Promise<SignInAccount | Refusal> {
  const username = textOf(claims, oidc.usernameClaim);
  const known = { issuer: oidc.issuer, subject: claims.sub, username };
  let found = await findBySubject(deps.db, known);
  if (found === null && oidc.createsAccounts && username !== null && (await makeAccount(deps, username, claims)))
    found = await findBySubject(deps.db, known);
  if (found === null) return 'unknown';
  return (await findForSignIn(deps.db, found)) ?? 'disabled';
}

async function makeAccount(deps: Deps, username: string, claims: Claims): Promise<boolean> {
  if ((await listAccounts(deps.db, username)).length > 0) return false;
  try {
    await addAccount(
      deps,
      { ...PUBLIC_ACTOR, id: 'oidc', name: 'oidc' },
      {
        username,
        password: null,
        name: textOf(claims, 'name') ?? username,
        role: roleOfPerson(textOf(claims, 'fujie_role') ?? ''),
        institution: textOf(claims, 'fujie_institution'),
        department: textOf(claims, 'fujie_department'),
        practitioner: textOf(claims, 'fujie_practitioner'),
        region: textOf(claims, 'fujie_region'),
      },
    );
    return true;
  } catch (error) {
    if (error instanceof AccountProblem) return false;
    throw error;
  }
}

function textOf(claims: Claims, name: string): string | null {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
