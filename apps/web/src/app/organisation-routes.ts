/** Addresses of the organisation of quality: who is in charge, meetings, targets, indicators, hazards, case reviews, emergency plans, checks, the journal. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { deskRoute } from './frames.ts';
import { compact, monthParameter, numberParameter } from './search.ts';

const organisationRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/organisation',
  component: lazyRouteComponent(() => import('../features/organisation/organisation-page.tsx'), 'OrganisationPage'),
});

const meetingsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/meetings',
  validateSearch: (raw: Record<string, unknown>) => compact({ loop: numberParameter(raw, 'loop') }),
  component: lazyRouteComponent(() => import('../features/organisation/meetings-page.tsx'), 'MeetingsPage'),
});

const meetingRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/meetings/$id',
  component: lazyRouteComponent(() => import('../features/organisation/meeting-page.tsx'), 'MeetingPage'),
});

const targetsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/targets',
  component: lazyRouteComponent(() => import('../features/organisation/targets-page.tsx'), 'TargetsPage'),
});

const indicatorsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/indicators',
  validateSearch: (raw: Record<string, unknown>) => compact({ month: monthParameter(raw, 'month') }),
  component: lazyRouteComponent(() => import('../features/organisation/indicators-page.tsx'), 'IndicatorsPage'),
});

const scorecardsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/scorecards',
  component: lazyRouteComponent(() => import('../features/organisation/scorecards-page.tsx'), 'ScorecardsPage'),
});

const tasksRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/tasks',
  component: lazyRouteComponent(() => import('../features/organisation/tasks-page.tsx'), 'TasksPage'),
});

const hazardsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/hazards',
  component: lazyRouteComponent(() => import('../features/organisation/hazards-page.tsx'), 'HazardsPage'),
});

const caseReviewsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/case-reviews',
  component: lazyRouteComponent(() => import('../features/organisation/case-reviews-page.tsx'), 'CaseReviewsPage'),
});

const emergencyRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/emergency',
  component: lazyRouteComponent(() => import('../features/organisation/emergency-page.tsx'), 'EmergencyPage'),
});

const checksRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/checks',
  component: lazyRouteComponent(() => import('../features/organisation/checks-page.tsx'), 'ChecksPage'),
});

const journalsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/journal',
  component: lazyRouteComponent(() => import('../features/organisation/journals-page.tsx'), 'JournalsPage'),
});

const journalRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/journal/$month',
  component: lazyRouteComponent(() => import('../features/organisation/journal-page.tsx'), 'JournalPage'),
});

export const organisationRoutes = [
  organisationRoute,
  meetingsRoute,
  meetingRoute,
  targetsRoute,
  indicatorsRoute,
  scorecardsRoute,
  tasksRoute,
  hazardsRoute,
  caseReviewsRoute,
  emergencyRoute,
  checksRoute,
  journalsRoute,
  journalRoute,
] as const;
