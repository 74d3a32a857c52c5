/** What a laboratory asks before it releases a report 危急值发出前核对. Source: core-systems.14#02. */
import type { ReleaseRequest as Body } from '@fujie/wire/contracts';
import { ReleaseRequest, ReleaseResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { answerRelease } from './release.ts';

/** Adds `POST /api/v1/critical-values/release`. */
export function registerCriticalRelease(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: Body }>(
    '/api/v1/critical-values/release',
    { config: { can: 'critical-value:release' }, schema: { body: ReleaseRequest, response: { 200: ReleaseResponse } } },
    async ({ actor, body }) => answerRelease(deps, actor, body),
  );
}
