/** Addresses of the duties of recognition: weekly returns. */
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

export const dutyRoutes = [returnsRoute, returnRoute] as const;
