/** Who is signed in; the server decides access, the pages only mirror it. */
import type {
  OwnAccount,
  PasswordChange,
  RecoveryCodes,
  SecondFactorRemoval,
  SecondFactorSecret,
  SessionActor,
  SignIn,
  SignInStep,
  SignInWays,
} from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { addressOf, deleteJson, getJson, postJson } from './client.ts';
import { ApiProblem } from './problem.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionActor | null> => {
    try {
      const actor = await getJson<SessionActor>('/api/v1/session', { signal });
      remember(true);
      return actor;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) {
        remember(false);
        return null;
      }
      throw error;
    }
  },
  staleTime: 60_000,
  retry: false,
});

const HINT_KEY = 'fujie.signed-in';

/** Whether somebody signed in from this browser: pages for everyone ask who it is only then. */
export function mayBeSignedIn(): boolean {
  try {
    return localStorage.getItem(HINT_KEY) !== null;
  } catch {
    return true;
  }
}

function remember(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(HINT_KEY, '1');
    else localStorage.removeItem(HINT_KEY);
  } catch {
    // Without storage the pages for everyone just ask.
  }
}

/** Which ways to sign in this installation has. */
export const signInWaysQuery = queryOptions({
  queryKey: ['session-ways'],
  queryFn: ({ signal }) => getJson<SignInWays>('/api/v1/session/ways', { signal }),
  staleTime: Infinity,
});

/** Where a sign-in at the issuer elsewhere begins. */
export const elsewhereAddress = (next: string | null): string =>
  addressOf('/api/v1/session/elsewhere', { next: next ?? undefined });

/** Who signed in, or what is still needed. */
type Outcome = SessionActor | SignInStep;

export const isSignedIn = (outcome: Outcome): outcome is SessionActor => 'username' in outcome;

async function step(path: string, body: object): Promise<Outcome> {
  const outcome = await postJson<Outcome>(path, { body });
  if (isSignedIn(outcome)) remember(true);
  return outcome;
}

export const signIn = (credentials: SignIn): Promise<Outcome> => step('/api/v1/session', credentials);
export const sendCode = (code: string): Promise<Outcome> => step('/api/v1/session/code', { code });
export const sendOwnPassword = (password: string): Promise<Outcome> => step('/api/v1/session/password', { password });

/** A second factor while signing in, and of the account that is signed in: begun with the password shown again. */
export const enrolment = {
  begin: () => postJson<SecondFactorSecret>('/api/v1/session/enrolment'),
  confirm: (code: string) => postJson<RecoveryCodes>('/api/v1/session/enrolment/confirm', { body: { code } }),
};
export const ownSecondFactor = {
  begin: (password: string) => postJson<SecondFactorSecret>('/api/v1/account/second-factor', { body: { password } }),
  confirm: (code: string) => postJson<RecoveryCodes>('/api/v1/account/second-factor/confirm', { body: { code } }),
};

export const removeSecondFactor = (proof: SecondFactorRemoval): Promise<unknown> =>
  postJson('/api/v1/account/second-factor/remove', { body: proof });

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => getJson<OwnAccount>('/api/v1/account', { signal }),
});

export const endSession = (id: string): Promise<void> =>
  deleteJson(`/api/v1/account/sessions/${id}`).then(() => undefined);
export const endOtherSessions = (): Promise<void> => deleteJson('/api/v1/account/sessions').then(() => undefined);
export const changePassword = (change: PasswordChange): Promise<unknown> =>
  postJson('/api/v1/account/password', { body: change });

/** Signs out here; returns where to sign out at the issuer elsewhere, when one signed in there. */
export async function signOut(): Promise<string | null> {
  const answer = (await deleteJson('/api/v1/session')) as { readonly leaveAt: string } | null;
  remember(false);
  return answer?.leaveAt ?? null;
}
