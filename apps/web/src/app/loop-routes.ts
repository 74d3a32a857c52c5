/** Addresses of loops 闭环: the inbox, one loop, what is declared and counted, critical values, adverse events. */
import { EVENT_DIMENSIONS, FLAWS } from '@fujie/wire/choices';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { criticalRegisterSearch, criticalStatisticsSearch } from './critical-search.ts';
import { deskRoute } from './frames.ts';
import { compact, dayParameter, oneOf, textOf } from './search.ts';

const loopsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/loops',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      view: oneOf(raw, 'view', ['mine', 'told', 'department', 'open', 'closed']),
      kind: textOf(raw, 'kind'),
      flaw: oneOf(raw, 'flaw', FLAWS),
      overdue: oneOf(raw, 'overdue', ['true']),
    }),
  component: lazyRouteComponent(() => import('../features/loops/inbox-page.tsx'), 'InboxPage'),
});

const loopDefinitionsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/loops/definitions',
  component: lazyRouteComponent(() => import('../features/loops/definitions-page.tsx'), 'DefinitionsPage'),
});

const loopStatisticsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/loops/analytics',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      from: dayParameter(raw, 'from'),
      to: dayParameter(raw, 'to'),
      kind: textOf(raw, 'kind'),
      unit: textOf(raw, 'unit'),
      department: textOf(raw, 'department'),
    }),
  component: lazyRouteComponent(() => import('../features/loops/analytics-page.tsx'), 'AnalyticsPage'),
});

const loopRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/loops/$id',
  component: lazyRouteComponent(() => import('../features/loops/loop-page.tsx'), 'LoopPage'),
});

const criticalValuesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/critical-values',
  validateSearch: criticalRegisterSearch,
  component: lazyRouteComponent(() => import('../features/critical-values/register-page.tsx'), 'CriticalRegisterPage'),
});

const criticalListRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/critical-values/list',
  component: lazyRouteComponent(() => import('../features/critical-values/list-page.tsx'), 'CriticalListPage'),
});

const criticalStatisticsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/critical-values/statistics',
  validateSearch: criticalStatisticsSearch,
  component: lazyRouteComponent(
    () => import('../features/critical-values/statistics-page.tsx'),
    'CriticalStatisticsPage',
  ),
});

const eventsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/events',
  component: lazyRouteComponent(() => import('../features/adverse-events/report-page.tsx'), 'ReportPage'),
});

const eventOfficeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/events/office',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      from: dayParameter(raw, 'from'),
      to: dayParameter(raw, 'to'),
      by: oneOf(raw, 'by', EVENT_DIMENSIONS),
    }),
  component: lazyRouteComponent(() => import('../features/adverse-events/office-page.tsx'), 'OfficePage'),
});

const unsealingsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/events/unsealings',
  component: lazyRouteComponent(() => import('../features/adverse-events/unsealings-page.tsx'), 'UnsealingsPage'),
});

export const loopRoutes = [
  loopsRoute,
  loopDefinitionsRoute,
  loopStatisticsRoute,
  loopRoute,
  criticalValuesRoute,
  criticalListRoute,
  criticalStatisticsRoute,
  eventsRoute,
  eventOfficeRoute,
  unsealingsRoute,
] as const;
