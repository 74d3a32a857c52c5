/** Addresses of the three administrators 三员: policy, accounts, systems, keys, audit, watch. */
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from '@fujie/wire/audit-actions';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { deskRoute } from './frames.ts';
import { compact, dayParameter, numberParameter, oneOf, textOf } from './search.ts';

const policyRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/policy',
  component: lazyRouteComponent(() => import('../features/policy/policy-page.tsx'), 'PolicyPage'),
});

const administrationRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/administration',
  component: lazyRouteComponent(() => import('../features/administration/overview-page.tsx'), 'OverviewPage'),
});

const accountsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/accounts',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ q: textOf(raw, 'q'), institution: textOf(raw, 'institution'), role: textOf(raw, 'role') }),
  component: lazyRouteComponent(() => import('../features/administration/accounts-page.tsx'), 'AccountsPage'),
});

const sessionsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/sessions',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ username: textOf(raw, 'username'), institution: textOf(raw, 'institution') }),
  component: lazyRouteComponent(() => import('../features/administration/sessions-page.tsx'), 'SessionsPage'),
});

const systemsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/systems',
  component: lazyRouteComponent(() => import('../features/administration/systems-page.tsx'), 'SystemsPage'),
});

const keysRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/keys',
  component: lazyRouteComponent(() => import('../features/administration/keys-page.tsx'), 'KeysPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/audit',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      id: numberParameter(raw, 'id'),
      from: dayParameter(raw, 'from'),
      to: dayParameter(raw, 'to'),
      actor: textOf(raw, 'actor'),
      person: textOf(raw, 'person'),
      action: oneOf(raw, 'action', AUDIT_ACTIONS),
      outcome: oneOf(raw, 'outcome', AUDIT_OUTCOMES),
      institution: textOf(raw, 'institution'),
    }),
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
});

const watchRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/watch',
  validateSearch: (raw: Record<string, unknown>) => compact({ state: oneOf(raw, 'state', ['open', 'judged', 'all']) }),
  component: lazyRouteComponent(() => import('../features/watch/watch-page.tsx'), 'WatchPage'),
});

const watchedRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/watch/persons',
  component: lazyRouteComponent(() => import('../features/watch/watched-page.tsx'), 'WatchedPage'),
});

export const administrationRoutes = [
  policyRoute,
  administrationRoute,
  accountsRoute,
  sessionsRoute,
  systemsRoute,
  keysRoute,
  auditRoute,
  watchRoute,
  watchedRoute,
] as const;
