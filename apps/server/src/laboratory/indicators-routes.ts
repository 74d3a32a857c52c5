/** `/api/v1/laboratory/indicators` 检验质量指标: of an institution, of a region, and what a number counts. */
import type { IndicatorParams as OfCode, LaboratoryIndicatorsQuery as Query } from '@fujie/wire/contracts';
import {
  IndicatorCases,
  IndicatorParams,
  LaboratoryIndicatorsQuery,
  LaboratoryIndicatorsRegion,
  LaboratoryIndicatorsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { askedOf, indicatorCases, indicatorsRegion, indicatorsView } from './indicators.ts';
import { institutionFor } from './iqc-institution.ts';

const ROOT = '/api/v1/laboratory/indicators';
const READ = { can: 'resource:read' } as const;

/** Adds the routes. */
export function registerLaboratoryIndicatorRoutes(app: FastifyInstance, deps: Deps): void {
  const querystring = LaboratoryIndicatorsQuery;

  app.get<{ Querystring: Query }>(
    ROOT,
    { config: READ, schema: { querystring, response: { 200: LaboratoryIndicatorsResponse } } },
    async ({ actor, query }) => {
      const institution = institutionFor(deps, actor, query.institution);
      const asked = askedOf(deps, query);
      const detail = { part: 'indicators', ...asked };
      await deps.audit.record({ actor, action: 'resource:read', subject: institution, outcome: 'done', detail });
      return indicatorsView(deps, within(deps, actor).db, institution, asked);
    },
  );
  app.get<{ Querystring: Query }>(
    `${ROOT}/region`,
    { config: READ, schema: { querystring, response: { 200: LaboratoryIndicatorsRegion } } },
    async ({ actor, query }) => {
      const asked = askedOf(deps, query);
      const detail = { part: 'indicators', ...asked };
      await deps.audit.record({ actor, action: 'resource:read', outcome: 'done', detail });
      return indicatorsRegion(deps, actor, asked);
    },
  );
  app.get<{ Params: OfCode; Querystring: Query }>(
    `${ROOT}/:code/cases`,
    { config: READ, schema: { params: IndicatorParams, querystring, response: { 200: IndicatorCases } } },
    async ({ actor, params: { code }, query }) => {
      const institution = institutionFor(deps, actor, query.institution);
      const asked = { ...askedOf(deps, query), code };
      const detail = { part: 'indicator', ...asked };
      await deps.audit.record({ actor, action: 'resource:read', subject: institution, outcome: 'done', detail });
      return indicatorCases(deps, within(deps, actor).db, institution, asked);
    },
  );
}
