/** How much one client may ask 限流: an address without account, an account, a connected system; the rest is told when to come again. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { RateLimits } from '../config/config.ts';
import { HttpProblem } from './problems.ts';

const WINDOW_MS = 60_000;

/** Refuses, of one route, what is beyond so many requests a minute of one address: codes cannot be tried out. */
export function addressLimit(
  app: FastifyInstance,
  name: string,
  most: number,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const ask = app.createRateLimit({
    timeWindow: WINDOW_MS,
    max: most,
    keyGenerator: ({ ip }) => `${name}:${ip}`,
  });
  return async (request, reply) => refuseBeyond(await ask(request), reply);
}

type Asked = Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>;

function refuseBeyond(asked: Asked, reply: FastifyReply): void {
  if (asked.isAllowed || !asked.isExceeded) return;
  const seconds = Math.max(1, Math.ceil(asked.ttlInSeconds));
  void reply.header('retry-after', String(seconds));
  throw new HttpProblem('too-many-requests', {
    en: `More than ${String(asked.max)} requests in a minute: come again in ${String(seconds)} s.`,
    zh: `一分钟内请求超过 ${String(asked.max)} 次，请 ${String(seconds)} 秒后再试。`,
  });
}

/** Refuses what is beyond the limit of whoever asks; answers with `Retry-After`. `request.actor` is known by then. */
export function rateLimiter(
  app: FastifyInstance,
  limits: RateLimits,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const kindOf = ({ actor }: FastifyRequest): keyof RateLimits =>
    actor.role === 'public' ? 'address' : actor.role === 'system' ? 'system' : 'account';
  const ask = app.createRateLimit({
    timeWindow: WINDOW_MS,
    max: (request) => limits[kindOf(request)],
    keyGenerator: (request) => {
      const kind = kindOf(request);
      return `${kind}:${kind === 'address' ? request.ip : request.actor.id}`;
    },
  });
  return async (request, reply) => {
    // Files of the pages are many and cost nothing.
    if (request.url.startsWith('/assets/')) return;
    refuseBeyond(await ask(request), reply);
  };
}
