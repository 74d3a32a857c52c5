/** `/api/v1/laboratory/iqc/affected` 失控影响的患者结果: listed page by page and decided on. */
import type { IqcAffectedDecision as Decision, IqcAffectedQuery as Query } from '@fujie/wire/contracts';
import { IqcAffectedDecided, IqcAffectedDecision, IqcAffectedQuery, IqcAffectedResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { affectedView, decideAffected } from './iqc-affected.ts';

const ROOT = '/api/v1/laboratory/iqc/affected';

/** Adds the routes. */
export function registerIqcAffectedRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    ROOT,
    { config: { can: 'iqc:read' }, schema: { querystring: IqcAffectedQuery, response: { 200: IqcAffectedResponse } } },
    async ({ actor, query: { loop, page } }) => affectedView(deps, actor, { id: Number(loop), page }),
  );
  app.post<{ Body: Decision }>(
    `${ROOT}/decisions`,
    { config: { can: 'iqc:manage' }, schema: { body: IqcAffectedDecision, response: { 200: IqcAffectedDecided } } },
    async ({ actor, body }) => ({ counts: await decideAffected(deps, actor, body) }),
  );
}
