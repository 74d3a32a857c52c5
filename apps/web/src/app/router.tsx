/** Every address of the application, with the permission that its page mirrors. */
import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';

import { sessionQuery } from '../api/session.ts';
import { complaintsRoute, publicComplaintRoute } from './complaint-routes.ts';
import { dutyRoutes } from './duty-routes.ts';
import { organisationRoutes } from './organisation-routes.ts';
import { inspectionRoutes, publicInspectionsRoute } from './inspection-routes.ts';
import { administrationRoutes } from './administration-routes.ts';
import { deskRoute, openRoute, ownRoute, rootRoute } from './frames.ts';
import { alertsRoute, ownComplaintsRoute, reportChangesRoute } from './report-routes.ts';
import { laboratoryRoutes } from './laboratory-routes.ts';
import { eqaRoutes, publicEqaRoute } from './eqa-routes.ts';
import { loopRoutes } from './loop-routes.ts';
import { compact, dayParameter, numberParameter, oneOf, textOf } from './search.ts';
import { landingOf } from './workspaces.ts';

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const actor = await context.queries.query(sessionQuery);
    throw redirect({ to: actor === null ? '/login' : landingOf(actor) });
  },
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ next: textOf(raw, 'next'), refused: textOf(raw, 'refused') }),
  component: lazyRouteComponent(() => import('../features/session/login-page.tsx'), 'LoginPage'),
});

const publicRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/public',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      q: textOf(raw, 'q'),
      on: dayParameter(raw, 'on'),
      institution: textOf(raw, 'institution'),
      item: textOf(raw, 'item'),
    }),
  component: lazyRouteComponent(() => import('../features/public/public-page.tsx'), 'PublicPage'),
});

const publicListsRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/public/lists',
  validateSearch: (raw: Record<string, unknown>) => compact({ on: dayParameter(raw, 'on'), list: textOf(raw, 'list') }),
  component: lazyRouteComponent(() => import('../features/public/public-lists-page.tsx'), 'PublicListsPage'),
});

const patientsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/patients',
  component: lazyRouteComponent(() => import('../features/patients/patients-page.tsx'), 'PatientsPage'),
});

const patientRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/patients/$person',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      tab: oneOf(raw, 'tab', ['items', 'reports', 'images']),
      item: textOf(raw, 'item'),
      report: textOf(raw, 'report'),
    }),
  component: lazyRouteComponent(() => import('../features/patients/patient-page.tsx'), 'PatientPage'),
});

const orderRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/patients/$person/order',
  component: lazyRouteComponent(() => import('../features/ordering/order-page.tsx'), 'OrderPage'),
});

const reportRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/r/$report',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ decision: textOf(raw, 'decision'), result: textOf(raw, 'result') }),
  component: lazyRouteComponent(() => import('../features/patients/report-page.tsx'), 'ReportPage'),
});

const explainRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/explain/$decision',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ item: textOf(raw, 'item'), result: textOf(raw, 'result') }),
  component: lazyRouteComponent(() => import('../features/explanation/explain-page.tsx'), 'ExplainPage'),
});

const ownNoticesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/account/notifications',
  component: lazyRouteComponent(() => import('../features/notify/notices-page.tsx'), 'NoticesPage'),
});

const accountRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/session/account-page.tsx'), 'AccountPage'),
});

const explanationsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/explanations',
  component: lazyRouteComponent(() => import('../features/owed/owed-page.tsx'), 'OwedPage'),
});

const breakGlassRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/break-glass',
  component: lazyRouteComponent(() => import('../features/consent/break-glass-page.tsx'), 'BreakGlassPage'),
});

const wishesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/wishes',
  component: lazyRouteComponent(() => import('../features/consent/wishes-page.tsx'), 'WishesPage'),
});

const affairsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/affairs',
  component: lazyRouteComponent(() => import('../features/consent/affairs-page.tsx'), 'AffairsPage'),
});

const marksRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/marks',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      institution: textOf(raw, 'institution'),
      on: dayParameter(raw, 'on'),
      item: textOf(raw, 'item'),
      scope: textOf(raw, 'scope'),
    }),
  component: lazyRouteComponent(() => import('../features/marks/marks-page.tsx'), 'MarksPage'),
});

const markEvidenceRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/marks/evidence',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ institution: textOf(raw, 'institution'), item: textOf(raw, 'item'), on: dayParameter(raw, 'on') }),
  component: lazyRouteComponent(() => import('../features/marks/evidence-page.tsx'), 'MarkEvidencePage'),
});

const regionMarksRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/marks/region',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      view: oneOf(raw, 'view', ['changes']),
      on: dayParameter(raw, 'on'),
      from: dayParameter(raw, 'from'),
      to: dayParameter(raw, 'to'),
      category: textOf(raw, 'category'),
      q: textOf(raw, 'q'),
      institution: textOf(raw, 'institution'),
      lacking: oneOf(raw, 'lacking', ['only']),
      page: numberParameter(raw, 'page'),
      across: numberParameter(raw, 'across'),
    }),
  component: lazyRouteComponent(() => import('../features/marks/region-page.tsx'), 'RegionMarksPage'),
});

const lapsesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/lapses',
  validateSearch: (raw: Record<string, unknown>) => compact({ institution: textOf(raw, 'institution') }),
  component: lazyRouteComponent(() => import('../features/marks/lapses-page.tsx'), 'LapsesPage'),
});

const listsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/lists',
  validateSearch: (raw: Record<string, unknown>) => compact({ on: dayParameter(raw, 'on'), list: textOf(raw, 'list') }),
  component: lazyRouteComponent(() => import('../features/lists/lists-page.tsx'), 'ListsPage'),
});

const registersRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/registers',
  component: lazyRouteComponent(() => import('../features/registers/registers-page.tsx'), 'RegistersPage'),
});

const registerRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/registers/$register',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ on: dayParameter(raw, 'on'), q: textOf(raw, 'q'), key: textOf(raw, 'key') }),
  component: lazyRouteComponent(() => import('../features/registers/register-page.tsx'), 'RegisterPage'),
});

const importsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/imports',
  component: lazyRouteComponent(() => import('../features/registers/imports-page.tsx'), 'ImportsPage'),
});

const statisticsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/statistics',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      from: dayParameter(raw, 'from'),
      to: dayParameter(raw, 'to'),
      by: oneOf(raw, 'by', ['institution', 'department', 'item', 'week', 'issuer']),
      institution: textOf(raw, 'institution'),
    }),
  component: lazyRouteComponent(() => import('../features/statistics/statistics-page.tsx'), 'StatisticsPage'),
});

const regulationRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/regulation',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      pack: textOf(raw, 'pack'),
      q: textOf(raw, 'q'),
      show: oneOf(raw, 'show', ['encoded', 'partly', 'not-encoded']),
    }),
  component: lazyRouteComponent(() => import('../features/regulation/regulation-page.tsx'), 'RegulationPage'),
});

const clauseRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/regulation/$clause',
  component: lazyRouteComponent(() => import('../features/regulation/clause-page.tsx'), 'ClausePage'),
});

const quarantineRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/quarantine',
  validateSearch: (raw: Record<string, unknown>) => compact({ state: textOf(raw, 'state'), id: textOf(raw, 'id') }),
  component: lazyRouteComponent(() => import('../features/quarantine/quarantine-page.tsx'), 'QuarantinePage'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  loginRoute,
  ownRoute,
  openRoute.addChildren([
    publicRoute,
    publicListsRoute,
    publicComplaintRoute,
    publicInspectionsRoute,
    publicEqaRoute,
    regulationRoute,
    clauseRoute,
  ]),
  deskRoute.addChildren([
    patientsRoute,
    patientRoute,
    orderRoute,
    reportRoute,
    explainRoute,
    accountRoute,
    ownNoticesRoute,
    reportChangesRoute,
    alertsRoute,
    ownComplaintsRoute,
    explanationsRoute,
    breakGlassRoute,
    wishesRoute,
    affairsRoute,
    marksRoute,
    markEvidenceRoute,
    regionMarksRoute,
    lapsesRoute,
    listsRoute,
    registersRoute,
    registerRoute,
    importsRoute,
    statisticsRoute,
    quarantineRoute,
    complaintsRoute,
    ...loopRoutes,
    ...administrationRoutes,
    ...dutyRoutes,
    ...eqaRoutes,
    ...laboratoryRoutes,
    ...organisationRoutes,
    ...inspectionRoutes,
  ]),
]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
  /** What stands in the history of the tab and in no address. */
  interface HistoryState {
    patientSearch?: string;
  }
}
