/** What stands around every page: the root, the desk of whoever is signed in, and the frame for everyone. */
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';

import { sessionQuery } from '../api/session.ts';
import { BrokenPage, MissingPage } from './error-pages.tsx';
import { Root } from './root.tsx';
import { Shell } from './shell.tsx';

interface RouterContext {
  readonly queries: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: MissingPage,
  errorComponent: BrokenPage,
});

/** Pages inside the frame; whoever is not signed in is sent to sign in and comes back. */
export const deskRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'desk',
  component: Shell,
  errorComponent: BrokenPage,
  beforeLoad: async ({ context, location }) => {
    const actor = await context.queries.query(sessionQuery);
    if (actor === null) throw redirect({ to: '/login', search: { next: location.href } });
    return { actor };
  },
});

/** Pages that need no account. */
export const openRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'open',
  component: Shell,
  errorComponent: BrokenPage,
});

/** The page of patients, who have no account: a frame of its own, made for a telephone. */
export const ownRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/my',
  component: lazyRouteComponent(() => import('../features/own/own-page.tsx'), 'OwnPage'),
});
