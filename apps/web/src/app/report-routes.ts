/** Addresses of reports that changed, of what becomes of alerts, and of complaints about the own institution. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { deskRoute } from './frames.ts';
import { compact, dayParameter, textOf } from './search.ts';

export const reportChangesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/report-changes',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ loop: textOf(raw, 'loop'), from: dayParameter(raw, 'from'), to: dayParameter(raw, 'to') }),
  component: lazyRouteComponent(
    () => import('../features/report-changes/report-changes-page.tsx'),
    'ReportChangesPage',
  ),
});

export const alertsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/loops/alerts',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ from: dayParameter(raw, 'from'), to: dayParameter(raw, 'to') }),
  component: lazyRouteComponent(() => import('../features/loops/alerts-page.tsx'), 'AlertsPage'),
});

export const ownComplaintsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/complaints/own',
  component: lazyRouteComponent(() => import('../features/complaints/own-page.tsx'), 'OwnComplaintsPage'),
});
