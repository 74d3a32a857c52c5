/** `/api/v1/laboratory/studies` 方法学评价: split samples, POCT, comparison of methods, verification of precision. */
import type { StudiesQuery as Query, StudyEntry as Entry } from '@fujie/wire/contracts';
import { StudiesQuery, StudiesResponse, StudyEntry, StudyResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { recordStudy, signStudy, studiesOf, studyOf } from './studies.ts';

const ROOT = '/api/v1/laboratory/studies';
const closed = { additionalProperties: false } as const;
const READ = { can: 'iqc:read' } as const;
const Recorded = Type.Object({ id: Type.Integer() }, closed);
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,12}$' }) }, closed);

/** Adds the routes. */
export function registerStudyRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    ROOT,
    { config: READ, schema: { querystring: StudiesQuery, response: { 200: StudiesResponse } } },
    async ({ actor, query }) => studiesOf(deps, actor, query.institution, query.item),
  );

  app.get<{ Params: { readonly id: string } }>(
    `${ROOT}/:id`,
    { config: READ, schema: { params: IdParams, response: { 200: StudyResponse } } },
    async ({ actor, params }) => studyOf(deps, actor, Number(params.id)),
  );

  app.post<{ Body: Entry }>(
    ROOT,
    { config: { can: 'iqc:manage' }, schema: { body: StudyEntry, response: { 201: Recorded } } },
    async ({ actor, body }, reply) => reply.status(201).send({ id: await recordStudy(deps, actor, body) }),
  );

  app.post<{ Params: { readonly id: string } }>(
    `${ROOT}/:id/signature`,
    { config: { can: 'iqc:manage' }, schema: { params: IdParams, response: { 200: StudyResponse } } },
    async ({ actor, params }) => signStudy(deps, actor, Number(params.id)),
  );
}
