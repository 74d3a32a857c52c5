/** `/api/v1/laboratory/resources/recalls` 试剂批号召回: entered, their results listed and decided on. */
import type {
  LotRecallEntry as Entry,
  LotRecallsQuery as Query,
  RecallDecision as Decision,
  RecallResultsQuery as OfRecall,
  RecallReview as Review,
} from '@fujie/wire/contracts';
import {
  LotRecalled,
  LotRecallEntry,
  LotRecallsQuery,
  LotRecallsResponse,
  RecallDecision,
  RecallResultsQuery,
  RecallResultsResponse,
  RecallReview,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { institutionFor } from './iqc-institution.ts';
import { decideResults, endReview, recallResults, recallsView, recordRecall } from './lot-recalls.ts';
import { subjectOf } from './lot-recalls.query.ts';

const ROOT = '/api/v1/laboratory/resources/recalls';
const READ = { can: 'resource:read' } as const;
const MANAGE = { can: 'resource:manage' } as const;

/** Adds the routes. */
export function registerLotRecallRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    ROOT,
    { config: READ, schema: { querystring: LotRecallsQuery, response: { 200: LotRecallsResponse } } },
    async ({ actor, query }) => {
      const institution = institutionFor(deps, actor, query.institution);
      const detail = { part: 'recalls' };
      await deps.audit.record({ actor, action: 'resource:read', subject: institution, outcome: 'done', detail });
      const { page, lot } = query;
      return recallsView(deps, within(deps, actor).db, institution, { page: Number(page ?? 1), lot: lot ?? '' });
    },
  );
  app.get<{ Querystring: OfRecall }>(
    `${ROOT}/results`,
    { config: READ, schema: { querystring: RecallResultsQuery, response: { 200: RecallResultsResponse } } },
    async ({ actor, query: { product, lot, page, ...query } }) => {
      const of = { institution: institutionFor(deps, actor, query.institution), product, lot };
      const detail = { part: 'recall' };
      await deps.audit.record({ actor, action: 'resource:read', subject: subjectOf(of), outcome: 'done', detail });
      return recallResults(deps, actor, of, page);
    },
  );
  app.post<{ Body: Entry }>(
    ROOT,
    { config: MANAGE, schema: { body: LotRecallEntry, response: { 201: LotRecalled } } },
    async ({ actor, body }, reply) => {
      const institution = institutionFor(deps, actor, undefined);
      return reply.status(201).send({ counts: await recordRecall(deps, actor, institution, body) });
    },
  );
  app.post<{ Body: Decision }>(
    `${ROOT}/decisions`,
    { config: MANAGE, schema: { body: RecallDecision, response: { 200: LotRecalled } } },
    async ({ actor, body }) => {
      const institution = institutionFor(deps, actor, undefined);
      return { counts: await decideResults(deps, actor, institution, body) };
    },
  );
  app.post<{ Body: Review }>(
    `${ROOT}/review`,
    { config: MANAGE, schema: { body: RecallReview, response: { 200: LotRecalled } } },
    async ({ actor, body }) => {
      const institution = institutionFor(deps, actor, undefined);
      return { counts: await endReview(deps, actor, { institution, ...body }) };
    },
  );
}
