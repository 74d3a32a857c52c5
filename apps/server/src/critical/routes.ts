/** The context of critical values 危急值 over HTTP: its list, its register, its indicators, and what is asked before a release. */
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { registerCriticalList } from './list-routes.ts';
import { registerCriticalRegister } from './register-routes.ts';
import { registerCriticalRelease } from './release-routes.ts';
import { registerCriticalStatistics } from './statistics-routes.ts';

/** Adds `/api/v1/critical-values`. */
export function registerCriticalRoutes(app: FastifyInstance, deps: Deps): void {
  registerCriticalList(app, deps);
  registerCriticalRegister(app, deps);
  registerCriticalRelease(app, deps);
  registerCriticalStatistics(app, deps);
}
