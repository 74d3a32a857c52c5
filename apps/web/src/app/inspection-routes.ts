/** Addresses of inspections: plans and draws, the inspections themselves, what is public. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { deskRoute, openRoute } from './frames.ts';

const plansRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/inspection/plans',
  component: lazyRouteComponent(() => import('../features/inspection/plans-page.tsx'), 'PlansPage'),
});

const planRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/inspection/plans/$plan',
  component: lazyRouteComponent(() => import('../features/inspection/plan-page.tsx'), 'PlanPage'),
});

const inspectionsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/inspections',
  component: lazyRouteComponent(() => import('../features/inspection/inspections-page.tsx'), 'InspectionsPage'),
});

const inspectionRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/inspections/$inspection',
  component: lazyRouteComponent(() => import('../features/inspection/inspection-page.tsx'), 'InspectionPage'),
});

export const publicInspectionsRoute = createRoute({
  getParentRoute: () => openRoute,
  path: '/public/inspections',
  component: lazyRouteComponent(
    () => import('../features/inspection/public-inspections-page.tsx'),
    'PublicInspectionsPage',
  ),
});

export const inspectionRoutes = [plansRoute, planRoute, inspectionsRoute, inspectionRoute] as const;
