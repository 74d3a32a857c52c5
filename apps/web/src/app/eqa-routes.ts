/** Addresses of external quality assessment 室间质评: rounds of a laboratory, the plan of an organiser, histories. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { ORGANISED_TABS } from './eqa-tabs.ts';
import { deskRoute, openRoute } from './frames.ts';
import { compact, numberParameter, oneOf, textOf } from './search.ts';

const eqaRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/eqa',
  validateSearch: (raw: Record<string, unknown>) => compact({ year: numberParameter(raw, 'year') }),
  component: lazyRouteComponent(() => import('../features/eqa/eqa-page.tsx'), 'EqaPage'),
});

const ownRoundRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/eqa/rounds/$round',
  component: lazyRouteComponent(() => import('../features/eqa/own-round-page.tsx'), 'OwnRoundPage'),
});

const organisedRoundRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/eqa/organised/$round',
  validateSearch: (raw: Record<string, unknown>) => compact({ tab: oneOf(raw, 'tab', ORGANISED_TABS) }),
  component: lazyRouteComponent(() => import('../features/eqa/organised-round-page.tsx'), 'OrganisedRoundPage'),
});

const historyRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/eqa/items/$item',
  validateSearch: (raw: Record<string, unknown>) => compact({ institution: textOf(raw, 'institution') }),
  component: lazyRouteComponent(() => import('../features/eqa/history-page.tsx'), 'HistoryPage'),
});

const reportsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/eqa/reports',
  component: lazyRouteComponent(() => import('../features/eqa/reports-page.tsx'), 'ReportsPage'),
});

const reportRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/eqa/reports/$report',
  component: lazyRouteComponent(() => import('../features/eqa/report-page.tsx'), 'ReportPage'),
});

export const publicEqaRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/public/eqa',
  validateSearch: (raw: Record<string, unknown>) => compact({ code: textOf(raw, 'code') }),
  component: lazyRouteComponent(() => import('../features/eqa/verify-page.tsx'), 'VerifyPage'),
});

export const eqaRoutes = [
  eqaRoute,
  ownRoundRoute,
  organisedRoundRoute,
  historyRoute,
  reportsRoute,
  reportRoute,
] as const;
