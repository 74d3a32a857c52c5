/** Who is signed in; the server decides access, the pages only mirror it. */
import type { SessionActor, SignIn } from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { deleteJson, getJson, postJson } from './client.ts';
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

export async function signIn(credentials: SignIn): Promise<SessionActor> {
  const actor = await postJson<SessionActor>('/api/v1/session', { body: credentials });
  remember(true);
  return actor;
}

export async function signOut(): Promise<void> {
  await deleteJson('/api/v1/session');
  remember(false);
}
