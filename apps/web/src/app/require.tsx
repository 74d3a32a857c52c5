/** Shows a page only to whom the server granted the permission; the server refuses the data anyway. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { mayBeSignedIn, sessionQuery } from '../api/session.ts';
import { ForbiddenPage } from './error-pages.tsx';
import { may } from './workspaces.ts';

export function Require({ can, children }: { readonly can: string; readonly children: ReactNode }) {
  const session = useQuery(sessionQuery);
  if (session.data === undefined) return null;
  return may(session.data, can) ? children : <ForbiddenPage />;
}

/** Who is signed in, as far as already known. */
export function useActor() {
  return useQuery({ ...sessionQuery, enabled: mayBeSignedIn() }).data ?? null;
}
