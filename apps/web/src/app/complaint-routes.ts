/** Addresses of complaints: the form for everybody, the ledger of the authority. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { deskRoute, openRoute } from './frames.ts';

export const publicComplaintRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/public/complaint',
  component: lazyRouteComponent(
    () => import('../features/complaints/public-complaint-page.tsx'),
    'PublicComplaintPage',
  ),
});

export const complaintsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/complaints',
  component: lazyRouteComponent(() => import('../features/complaints/complaints-page.tsx'), 'ComplaintsPage'),
});
