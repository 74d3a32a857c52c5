/** The context of critical values 危急值: what it does when results come, its register and its indicators. */
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { followPersons } from './critical.query.ts';
import { raiseCritical } from './raise.ts';
import { registerCriticalRegister } from './register-routes.ts';
import { registerCriticalStatistics } from './statistics-routes.ts';

/** Adds `/api/v1/critical-values`; follows results. */
export function registerCriticalRoutes(app: FastifyInstance, deps: Deps): void {
  registerCriticalRegister(app, deps);
  registerCriticalStatistics(app, deps);
  deps.events.on('results-suspected', (tx, found) => raiseCritical(deps, tx, found));
  deps.events.on('results-moved', (tx, { results }) => followPersons(tx, results));
}
