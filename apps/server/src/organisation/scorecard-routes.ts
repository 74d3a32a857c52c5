/** `/api/v1/scorecards` 科室质量得分: read by everybody in the hospital; where results were used, recorded by its quality office. Source: henan-2025.mq.5#09, #10. */
import type {
  ResultUseEntry as Entry,
  ScoreCasesQuery as CasesQuery,
  ScorecardsQuery as Query,
} from '@fujie/wire/contracts';
import {
  ResultUseEntry,
  ResultUsesResponse,
  ScoreCasesQuery,
  ScoreCasesResponse,
  ScorecardsQuery,
  ScorecardsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { recordUse, scoreCasesFor, scorecardsFor, usesFor } from './scorecards.ts';

export function registerScorecardRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/scorecards',
    {
      config: { can: 'journal:read' },
      schema: { querystring: ScorecardsQuery, response: { 200: ScorecardsResponse } },
    },
    ({ actor, query }) => scorecardsFor(deps, actor, query.month),
  );

  app.get<{ Querystring: CasesQuery }>(
    '/api/v1/scorecards/cases',
    {
      config: { can: 'scorecard:cases' },
      schema: { querystring: ScoreCasesQuery, response: { 200: ScoreCasesResponse } },
    },
    ({ actor, query }) => scoreCasesFor(deps, actor, query),
  );

  app.get(
    '/api/v1/scorecards/uses',
    { config: { can: 'result-use:read' }, schema: { response: { 200: ResultUsesResponse } } },
    ({ actor }) => usesFor(deps, actor),
  );

  app.post<{ Body: Entry }>(
    '/api/v1/scorecards/uses',
    {
      config: { can: 'result-use:record' },
      schema: { body: ResultUseEntry, response: { 200: ResultUsesResponse } },
    },
    async ({ actor, body }) => {
      await recordUse(deps, actor, body);
      return usesFor(deps, actor);
    },
  );
}
