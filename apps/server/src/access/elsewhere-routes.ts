/** The way of a browser through an issuer elsewhere and back: `/api/v1/session/elsewhere`, `/api/v1/session/callback`. */
import type { SignInWays as SignInWaysAnswer } from '@fujie/wire/contracts';
import { SignInWays } from '@fujie/wire/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';

import { PUBLIC_ACTOR } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { sessionCookie } from '../platform/http/server.ts';
import { cookieOptions } from './cookies.ts';
import type { Elsewhere, Refusal } from './elsewhere.ts';
import { FLOW_SECONDS } from './flow.ts';
import { proceed } from './sign-in.ts';

const Next = Type.Object({ next: Type.Optional(Type.String({ maxLength: 2000 })) }, { additionalProperties: false });

export function registerElsewhereRoutes(app: FastifyInstance, deps: Deps, elsewhere: Elsewhere | null): void {
  const { config } = deps;
  const flowCookie = `${sessionCookie(config)}_flow`;
  const toLogin = (reply: FastifyReply, why: Refusal): FastifyReply => reply.redirect(`/login?refused=${why}`);
  const refuse = async (
    { actor: { from } }: FastifyRequest,
    reply: FastifyReply,
    why: Refusal,
  ): Promise<FastifyReply> => {
    const entry = { actor: { ...PUBLIC_ACTOR, from }, action: 'session:open', outcome: 'refused' } as const;
    await deps.audit.record({ ...entry, subject: config.oidc?.issuer ?? '', detail: { via: 'oidc', why } });
    return toLogin(reply, why);
  };

  app.get(
    '/api/v1/session/ways',
    { config: { can: 'public' }, schema: { response: { 200: SignInWays } } },
    (): SignInWaysAnswer => ({ elsewhere: config.oidc === null ? null : { name: config.oidc.name } }),
  );

  app.get<{ Querystring: { next?: string } }>(
    '/api/v1/session/elsewhere',
    { config: { can: 'public' }, schema: { querystring: Next } },
    async (request, reply) => {
      if (elsewhere === null) throw notConfigured();
      try {
        const { address, flow } = await elsewhere.begin(pageOf(request.query.next));
        void reply.setCookie(flowCookie, flow, { ...cookieOptions(config), maxAge: FLOW_SECONDS });
        return await reply.redirect(address);
      } catch (error) {
        deps.log.error({ err: error }, 'the issuer elsewhere does not answer');
        return toLogin(reply, 'unavailable');
      }
    },
  );

  app.get('/api/v1/session/callback', { config: { can: 'public' } }, async (request, reply) => {
    if (elsewhere === null) throw notConfigured();
    void reply.clearCookie(flowCookie, cookieOptions(config));
    const outcome = await elsewhere.finish(
      addressOf(request, config.publicUrl, '/api/v1/session/callback'),
      request.cookies[flowCookie],
    );
    if (typeof outcome === 'string') return refuse(request, reply, outcome);
    const { account, idToken, next } = outcome;
    await proceed({ deps, request, reply }, account, null, { via: 'oidc', idToken });
    return reply.redirect(next);
  });
}

/** The address as the issuer was told it, whatever a proxy made of it. */
export function addressOf(request: FastifyRequest, publicUrl: string, path: string): URL {
  const url = new URL(`${publicUrl}${path}`);
  url.search = new URL(request.url, publicUrl).search;
  return url;
}

/** A page of this site, so that a link cannot send staff elsewhere. */
function pageOf(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])[^\\\s]*$/.test(next)) return '/';
  return encodeURI(next).replaceAll('%25', '%');
}

function notConfigured(): HttpProblem {
  return new HttpProblem('not-found', {
    en: 'This installation has no issuer elsewhere: set FUJIE_OIDC_ISSUER.',
    zh: '本平台未接入统一身份认证，请设置 FUJIE_OIDC_ISSUER。',
  });
}
