/** `/api/v1/laboratory/indicators` 检验质量指标: of an institution, of a region, and what a number counts. */
import type {
  IndicatorParams as OfCode,
  IndicatorTrendQuery as TrendQuery,
  LaboratoryIndicatorsQuery as Query,
} from '@fujie/wire/contracts';
import {
  IndicatorCases,
  IndicatorParams,
  IndicatorTrend,
  IndicatorTrendQuery,
  LaboratoryIndicatorsQuery,
  LaboratoryIndicatorsRegion,
  LaboratoryIndicatorsResponse,
} from '@fujie/wire/contracts';
import { stampLine } from '@fujie/wire/sheet';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { sendFile, stampOf } from '../platform/sheet/send-file.ts';
import { writeXlsxFile } from '../platform/sheet/xlsx-file.ts';
import { indicatorTrend, trendLines } from './indicator-trend.ts';
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

  const trend = { params: IndicatorParams, querystring: IndicatorTrendQuery };
  const read = async (actor: Actor, code: string, query: TrendQuery, form: string) => {
    const found = await indicatorTrend(deps, actor, code, query);
    const subject = found.institution?.code ?? actor.region ?? '';
    const detail = { part: 'trend', code, form };
    const entry = await deps.audit.record({ actor, action: 'resource:read', subject, outcome: 'done', detail });
    return { found, entry };
  };
  app.get<{ Params: OfCode; Querystring: TrendQuery }>(
    `${ROOT}/:code/trend`,
    { config: READ, schema: { ...trend, response: { 200: IndicatorTrend } } },
    async ({ actor, params: { code }, query }) => (await read(actor, code, query, 'json')).found,
  );
  app.get<{ Params: OfCode; Querystring: TrendQuery }>(
    `${ROOT}/:code/trend.xlsx`,
    { config: READ, schema: trend },
    async ({ actor, params: { code }, query }, reply) => {
      const { found, entry } = await read(actor, code, query, 'xlsx');
      const foot = stampLine(stampOf(deps, actor, entry));
      const sheet = { name: found.code, rows: [...trendLines(found), [foot]], headerCount: 2, guide: [], foot };
      const file = await writeXlsxFile({ ...sheet, options: new Map() });
      return sendFile(reply, 'xlsx', `indicator-${code}-audit-${String(entry)}`, file);
    },
  );
}
