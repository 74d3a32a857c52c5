/** Who is signed in; the server decides access, the pages only mirror it. */
import type { SessionActor, SignIn } from '@fujie/wire/contracts';
import { queryOptions } from '@tanstack/react-query';

import { deleteJson, getJson, postJson } from './client.ts';
import { ApiProblem } from './problem.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionActor | null> => {
    try {
      return await getJson<SessionActor>('/api/v1/session', { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
  retry: false,
});

export async function signIn(credentials: SignIn): Promise<SessionActor> {
  return postJson<SessionActor>('/api/v1/session', { body: credentials });
}

export async function signOut(): Promise<void> {
  await deleteJson('/api/v1/session');
}
