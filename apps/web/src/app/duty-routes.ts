/** Addresses of the duties of recognition: weekly returns, comments on repeats, dispatch meetings, deviations. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { deskRoute } from './frames.ts';

const returnsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/weekly-returns',
  component: lazyRouteComponent(() => import('../features/statistics/returns-page.tsx'), 'ReturnsPage'),
});

const returnRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/weekly-returns/$unit/$week',
  component: lazyRouteComponent(() => import('../features/statistics/return-page.tsx'), 'ReturnPage'),
});

const commentsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/order-comments',
  component: lazyRouteComponent(() => import('../features/duties/comments-page.tsx'), 'CommentsPage'),
});

const dispatchRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/dispatch',
  component: lazyRouteComponent(() => import('../features/duties/dispatch-page.tsx'), 'DispatchPage'),
});

const deviationsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/deviations',
  component: lazyRouteComponent(() => import('../features/statistics/deviations-page.tsx'), 'DeviationsPage'),
});

export const dutyRoutes = [returnsRoute, returnRoute, commentsRoute, dispatchRoute, deviationsRoute] as const;
