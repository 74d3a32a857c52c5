/**
 * `/api/v1/case-reviews` 案例复盘: the ledger for the quality office and the head of the hospital, what it teaches for the departments
 * concerned. Source: henan-2025.mq.26#01.
 */
import type {
  CaseAmendment as Amendment,
  CaseEntry as Entry,
  CaseReviewsQuery as Query,
  CasesQuery as ListQuery,
} from '@fujie/wire/contracts';
import {
  CaseAmendment,
  CaseDetail,
  CaseEntered,
  CaseEntry,
  CaseLessonsResponse,
  CaseReviewsQuery,
  CaseReviewsResponse,
  CasesQuery,
  CasesResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { amendCase, caseFor, caseReviewsFor, casesFor, enterCase, lessonsFor } from './case-reviews.ts';

const LoopParams = Type.Object({ loop: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
type ByLoop = { Params: { loop: string } };
const READ = { can: 'case-review:read' } as const;
const ENTER = { can: 'case-review:enter' } as const;

export function registerCaseReviewRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/case-reviews',
    { config: READ, schema: { querystring: CaseReviewsQuery, response: { 200: CaseReviewsResponse } } },
    ({ actor, query }) => caseReviewsFor(deps, actor, query.year),
  );

  app.get<{ Querystring: ListQuery }>(
    '/api/v1/case-reviews/cases',
    { config: READ, schema: { querystring: CasesQuery, response: { 200: CasesResponse } } },
    ({ actor, query }) => casesFor(deps, actor, query),
  );

  app.get(
    '/api/v1/case-reviews/lessons',
    { config: { can: 'case-review:lessons' }, schema: { response: { 200: CaseLessonsResponse } } },
    ({ actor }) => lessonsFor(deps, actor),
  );

  app.get<ByLoop>(
    '/api/v1/case-reviews/:loop',
    { config: READ, schema: { params: LoopParams, response: { 200: CaseDetail } } },
    ({ actor, params }) => caseFor(deps, actor, Number(params.loop)),
  );

  app.post<{ Body: Entry }>(
    '/api/v1/case-reviews',
    { config: ENTER, schema: { body: CaseEntry, response: { 201: CaseEntered } } },
    async ({ actor, body }, reply) => reply.status(201).send({ loop: await enterCase(deps, actor, body) }),
  );

  app.post<ByLoop & { Body: Amendment }>(
    '/api/v1/case-reviews/:loop/versions',
    { config: ENTER, schema: { params: LoopParams, body: CaseAmendment, response: { 200: CaseDetail } } },
    ({ actor, params, body }) => amendCase(deps, actor, Number(params.loop), body),
  );
}
