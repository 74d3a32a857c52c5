/** Addresses of laboratory quality: internal quality control 室内质控 of a day, its entry, one test system, a month, a region. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';

import { deskRoute } from './frames.ts';
import { compact, dayParameter, monthParameter, oneOf, textOf } from './search.ts';

const iqcRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      institution: textOf(raw, 'institution'),
      on: dayParameter(raw, 'on'),
      state: oneOf(raw, 'state', ['in-control', 'warning', 'out-of-control', 'missing', 'incomplete', 'not-begun']),
    }),
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-page.tsx'), 'IqcPage'),
});

const iqcEntryRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc/entry',
  validateSearch: (raw: Record<string, unknown>) => compact({ instrument: textOf(raw, 'instrument') }),
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-entry-page.tsx'), 'IqcEntryPage'),
});

const iqcSheetRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc/sheet',
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-sheet-page.tsx'), 'IqcSheetPage'),
});

const iqcSystemRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc/systems/$code',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      institution: textOf(raw, 'institution'),
      from: dayParameter(raw, 'from'),
      to: dayParameter(raw, 'to'),
    }),
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-system-page.tsx'), 'IqcSystemPage'),
});

const iqcPerformanceRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc/systems/$code/performance',
  validateSearch: (raw: Record<string, unknown>) => compact({ institution: textOf(raw, 'institution') }),
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-performance-page.tsx'), 'IqcPerformancePage'),
});

const iqcPatientsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc/patients',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      institution: textOf(raw, 'institution'),
      item: textOf(raw, 'item'),
      instrument: textOf(raw, 'instrument'),
      statistic: oneOf(raw, 'statistic', ['mean', 'median', 'ewma', 'bull']),
      falseAlarms: textOf(raw, 'falseAlarms'),
    }),
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-patients-page.tsx'), 'IqcPatientsPage'),
});

const iqcAffectedRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc/affected',
  validateSearch: (raw: Record<string, unknown>) => compact({ loop: textOf(raw, 'loop'), page: textOf(raw, 'page') }),
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-affected-page.tsx'), 'IqcAffectedPage'),
});

const iqcMonthRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc/months',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ institution: textOf(raw, 'institution'), month: monthParameter(raw, 'month') }),
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-month-page.tsx'), 'IqcMonthPage'),
});

const iqcRegionRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc/region',
  validateSearch: (raw: Record<string, unknown>) => compact({ month: monthParameter(raw, 'month') }),
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-region-page.tsx'), 'IqcRegionPage'),
});

const iqcPeersRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/iqc/peers',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({ month: monthParameter(raw, 'month'), item: textOf(raw, 'item') }),
  component: lazyRouteComponent(() => import('../features/laboratory/iqc-peers-page.tsx'), 'IqcPeersPage'),
});

const resourcesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/resources',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      institution: textOf(raw, 'institution'),
      part: oneOf(raw, 'part', ['overview', 'instruments', 'staff', 'reagents', 'recalls', 'licence']),
    }),
  component: lazyRouteComponent(() => import('../features/resources/resources-page.tsx'), 'ResourcesPage'),
});

const recallRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/recall',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      institution: textOf(raw, 'institution'),
      product: textOf(raw, 'product'),
      lot: textOf(raw, 'lot'),
      page: textOf(raw, 'page'),
    }),
  component: lazyRouteComponent(() => import('../features/resources/recall-page.tsx'), 'RecallPage'),
});

const laboratoryIndicatorsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/indicators',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      institution: textOf(raw, 'institution'),
      month: monthParameter(raw, 'month'),
      edition: oneOf(raw, 'edition', ['2025', '2015', 'henan']),
    }),
  component: lazyRouteComponent(() => import('../features/resources/indicators-page.tsx'), 'LaboratoryIndicatorsPage'),
});

const indicatorTrendRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/indicators/$code',
  validateSearch: (raw: Record<string, unknown>) =>
    compact({
      institution: textOf(raw, 'institution'),
      month: monthParameter(raw, 'month'),
      edition: oneOf(raw, 'edition', ['2025', '2015', 'henan']),
      months: oneOf(raw, 'months', ['6', '12', '24']),
    }),
  component: lazyRouteComponent(() => import('../features/resources/indicator-trend-page.tsx'), 'IndicatorTrendPage'),
});

const studiesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/studies',
  validateSearch: (raw: Record<string, unknown>) => compact({ institution: textOf(raw, 'institution') }),
  component: lazyRouteComponent(() => import('../features/studies/studies-page.tsx'), 'StudiesPage'),
});

const studyRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/studies/$id',
  component: lazyRouteComponent(() => import('../features/studies/study-page.tsx'), 'StudyPage'),
});

const blindSamplesRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/laboratory/blind-samples',
  component: lazyRouteComponent(() => import('../features/laboratory/blind-page.tsx'), 'BlindSamplesPage'),
});

export const laboratoryRoutes = [
  studiesRoute,
  studyRoute,
  blindSamplesRoute,
  iqcRoute,
  iqcEntryRoute,
  iqcSheetRoute,
  iqcSystemRoute,
  iqcPerformanceRoute,
  iqcPatientsRoute,
  iqcMonthRoute,
  iqcRegionRoute,
  iqcPeersRoute,
  resourcesRoute,
  recallRoute,
  iqcAffectedRoute,
  laboratoryIndicatorsRoute,
  indicatorTrendRoute,
] as const;
