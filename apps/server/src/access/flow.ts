/** What a browser carries through another issuer and back: sealed in a cookie, for one sign-in, for ten minutes. */
import * as client from 'openid-client';

import type { Vault } from '../platform/auth/vault.ts';
import { createVault } from '../platform/auth/vault.ts';

/** What must come back unchanged. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly until: number;
}

export const FLOW_SECONDS = 600;

export interface Flows<T extends object> {
  readonly vault: Vault;
  /** Begins a flow: what goes into the cookie, and the parameters that the issuer is asked with. */
  begin(extra: T): Promise<{ readonly sealed: string; readonly parameters: Readonly<Record<string, string>> }>;
  /** The flow of a cookie; null when it is none of ours, or too old. */
  open(sealed: string | undefined): (Flow & T) | null;
}

export function createFlows<T extends object>(secret: string, purpose: string): Flows<T> {
  const vault = createVault(secret, purpose);
  return {
    vault,
    begin: async (extra) => {
      const verifier = client.randomPKCECodeVerifier();
      const flow: Flow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier,
        until: Date.now() + FLOW_SECONDS * 1000,
      };
      return {
        sealed: vault.seal(JSON.stringify({ ...extra, ...flow }), 'flow').toString('base64url'),
        parameters: {
          state: flow.state,
          nonce: flow.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        },
      };
    },
    open: (sealed) => {
      const text = sealed === undefined ? null : vault.open(Buffer.from(sealed, 'base64url'), 'flow');
      if (text === null) return null;
      const flow = JSON.parse(text) as Flow & T;
      return flow.until > Date.now() ? flow : null;
    },
  };
}

/** What an issuer must confirm at the end of a flow. */
export function checksOf(flow: Flow): client.AuthorizationCodeGrantChecks {
  return {
    pkceCodeVerifier: flow.verifier,
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    idTokenExpected: true,
  };
}
