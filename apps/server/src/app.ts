/** The whole server, composed: platform and contexts. */
import type { FastifyInstance } from 'fastify';

import { createHttpServer } from './platform/http/server.ts';
import type { Deps } from './platform/deps.ts';

/** Builds the server with all routes; the caller listens and closes. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const app = await createHttpServer(deps);
  return app;
}
