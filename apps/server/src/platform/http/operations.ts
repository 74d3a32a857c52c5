/** What operators watch: alive, ready, numbers. None of it says anything about a person. */
import type { FastifyInstance } from 'fastify';
import type { Gauge } from 'prom-client';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

import { sql } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { HttpProblem } from './problems.ts';

/** Beside the numbers of the process those that contexts keep of their work. */
export function registerOperations(app: FastifyInstance, deps: Deps, gauges: readonly Gauge[]): void {
  const registry = new Registry();
  for (const gauge of gauges) registry.registerMetric(gauge);
  collectDefaultMetrics({ register: registry, prefix: 'fujie_' });
  const seconds = new Histogram({
    name: 'fujie_http_request_seconds',
    help: 'Time to answer, by route and status class',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: `${String(Math.floor(reply.statusCode / 100))}xx`,
    };
    seconds.observe(labels, reply.elapsedTime / 1000);
    return Promise.resolve();
  });
  app.get('/healthz', { config: { can: 'public' } }, () => ({ status: 'alive' }));
  app.get('/readyz', { config: { can: 'public' } }, async () => {
    try {
      await deps.db.query(sql`select 1`);
    } catch {
      throw new HttpProblem('unavailable', {
        en: 'The database does not answer; see the log of the server.',
        zh: '数据库没有响应，请查看服务日志。',
      });
    }
    return { status: 'ready', registersRevision: deps.registers.current().revision };
  });
  app.get('/metrics', { config: { can: 'public' } }, async (_request, reply) => {
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
