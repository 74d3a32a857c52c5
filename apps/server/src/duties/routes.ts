/** The context of the duties of recognition 互认职责: what follows from acts, and comments on them. */
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../platform/deps.ts';
import { registerCommentRoutes } from './comment-routes.ts';

/** Adds `/api/v1/order-comments`. */
export function registerDutyRoutes(app: FastifyInstance, deps: Deps): void {
  registerCommentRoutes(app, deps);
}
