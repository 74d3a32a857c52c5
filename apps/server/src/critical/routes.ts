/** The context of critical values 危急值: what it does when results come, its register and its indicators. */
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { raiseCritical } from './raise.ts';

/** Follows results. */
export function registerCriticalRoutes(_app: FastifyInstance, deps: Deps): void {
  deps.events.on('results-suspected', (tx, found) => raiseCritical(deps, tx, found));
}
