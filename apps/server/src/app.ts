/** The whole server, composed: platform and contexts. */
import type { FastifyInstance } from 'fastify';

import type { Deps } from './platform/deps.ts';
import { registerOperations } from './platform/http/operations.ts';
import { registerPages } from './platform/http/pages.ts';
import { createHttpServer } from './platform/http/server.ts';
import { registerRegistersRoutes } from './registers/routes.ts';

/** Builds the server with all routes; the caller listens and closes. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const app = await createHttpServer(deps);
  registerOperations(app, deps);
  await registerRegistersRoutes(app, deps);
  await registerPages(app);
  return app;
}
