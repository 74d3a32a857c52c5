/** The way of a browser from the record system of a hospital to a page: `/api/v1/session/launch`, `/api/v1/session/launched`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import { PUBLIC_ACTOR } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { sessionCookie } from '../platform/http/server.ts';
import { cookieOptions } from './cookies.ts';
import { addressOf } from './elsewhere-routes.ts';
import { FLOW_SECONDS } from './flow.ts';
import type { Launched, LaunchRefusal } from './launch.ts';
import { createLaunches, LAUNCHED_PATH } from './launch.ts';
import { proceed } from './sign-in.ts';

/** Kept by the context that knows patients and pages. */
export interface LaunchPages {
  /** The page for this patient, as the actor may open it; null when the patient is nobody certain, or the page another's. */
  readonly pageOf: (actor: Actor, patient: Launched['patient'], context: string | null) => Promise<string | null>;
  readonly staffCode: (user: Launched['patient']) => string | null;
}

const Launch = Type.Object(
  { iss: Type.String({ minLength: 1, maxLength: 500 }), launch: Type.String({ minLength: 1, maxLength: 2000 }) },
  { additionalProperties: true },
);

export function registerLaunchRoutes(app: FastifyInstance, deps: Deps, pages: LaunchPages): void {
  const { config } = deps;
  const launches = createLaunches(deps);
  const flowCookie = `${sessionCookie(config)}_launch`;
  const refuse = async (request: FastifyRequest, reply: FastifyReply, why: LaunchRefusal): Promise<FastifyReply> => {
    const actor = { ...PUBLIC_ACTOR, from: request.actor.from };
    await deps.audit.record({ actor, action: 'session:open', outcome: 'refused', detail: { via: 'smart', why } });
    return reply.redirect(`/login?refused=${why}`);
  };

  app.get<{ Querystring: { iss: string; launch: string } }>(
    '/api/v1/session/launch',
    { config: { can: 'public' }, schema: { querystring: Launch } },
    async (request, reply) => {
      const begun = await launches.begin(request.query.iss, request.query.launch);
      if (typeof begun === 'string') return refuse(request, reply, begun);
      void reply.setCookie(flowCookie, begun.flow, { ...cookieOptions(config), maxAge: FLOW_SECONDS });
      return reply.redirect(begun.address);
    },
  );

  app.get(LAUNCHED_PATH, { config: { can: 'public' } }, async (request, reply) => {
    void reply.clearCookie(flowCookie, cookieOptions(config));
    const address = addressOf(request, config.publicUrl, LAUNCHED_PATH);
    const launched = await launches.finish(address, request.cookies[flowCookie], pages.staffCode);
    if (typeof launched === 'string') return refuse(request, reply, launched);
    const { account, patient, context } = launched;
    const page = await pages.pageOf({ ...account.actor, from: request.actor.from }, patient, context);
    if (page === null) return refuse(request, reply, 'launch-patient');
    await proceed({ deps, request, reply }, account, null, { via: 'smart' });
    return reply.redirect(page);
  });
}
