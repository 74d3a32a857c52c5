/** `/oidc`: the issuer, and the step between it and our own sign-in page. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { CLIENT_ALGORITHMS, issuerOf } from '../../platform/auth/bearer.ts';
import { SYSTEM_SCOPE_NAMES } from '../../platform/auth/scopes.ts';
import { sessionOpenedAt } from '../../platform/auth/sessions.query.ts';
import type { Deps } from '../../platform/deps.ts';
import { HttpProblem } from '../../platform/http/problems.ts';
import { sessionCookie } from '../../platform/http/server.ts';
import { createProvider } from './provider.ts';

const PREFIX = '/oidc';

export async function registerIssuerRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  const provider = createProvider(deps);
  const here = new URL(deps.config.publicUrl);
  /** The issuer knows its address from the configuration, whatever a proxy or a caller says. */
  const placed = ({ raw, ip }: FastifyRequest): FastifyRequest['raw'] => {
    raw.headers.host = here.host;
    raw.headers['x-forwarded-proto'] = here.protocol.replace(':', '');
    raw.headers['x-forwarded-for'] = ip;
    delete raw.headers['x-forwarded-host'];
    return raw;
  };

  await app.register(async (scope) => {
    // The issuer reads its bodies itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => {
      done(null);
    });
    const asked = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const handle = (await provider()).callback();
      const raw = placed(request);
      Object.assign(raw, { originalUrl: raw.url });
      raw.url = raw.url?.slice(PREFIX.length);
      reply.hijack();
      for (const [name, value] of Object.entries(HEADERS)) reply.raw.setHeader(name, value);
      await handle(raw, reply.raw);
    };
    const route = { url: `${PREFIX}/*`, config: { can: 'public', isForAnyOrigin: true }, handler: asked } as const;
    scope.route({ ...route, method: ['GET', 'POST'] });
    scope.route({ ...route, method: 'OPTIONS' });
  });

  // SMART App Launch 2: what there is, and nothing that there is not.
  app.get('/fhir/.well-known/smart-configuration', { config: { can: 'public' } }, () => ({
    token_endpoint: `${issuerOf(deps.config)}/token`,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: CLIENT_ALGORITHMS,
    grant_types_supported: ['client_credentials'],
    scopes_supported: SYSTEM_SCOPE_NAMES,
    code_challenge_methods_supported: ['S256'],
    capabilities: ['client-confidential-asymmetric', 'permission-v1', 'permission-v2'],
  }));

  app.get<{ Params: { uid: string } }>(
    `${PREFIX}/interaction/:uid`,
    { config: { can: 'public' } },
    async (request, reply) => {
      const issuer = await provider();
      const raw = placed(request);
      const { prompt, uid, iat } = await issuer.interactionDetails(raw, reply.raw).catch(() => {
        throw expired();
      });
      const { actor } = request;
      const openedAt = await sessionOpenedAt(deps.db, request.cookies[sessionCookie(deps.config)] ?? '');
      const isPerson = actor.role !== 'public' && actor.role !== 'system';
      const mustBeFresh = prompt.reasons.some((reason) => reason === 'login_prompt' || reason === 'max_age');
      if (!isPerson || openedAt === null || (mustBeFresh && openedAt.getTime() < iat * 1000))
        return toLogin(reply, uid);
      const ts = Math.floor(openedAt.getTime() / 1000);
      const next = await issuer.interactionResult(raw, reply.raw, {
        login: { accountId: actor.id, ts, remember: false },
      });
      return reply.redirect(next, 303);
    },
  );
}

const HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' };

function toLogin(reply: FastifyReply, uid: string): FastifyReply {
  return reply.redirect(`/login?next=${encodeURIComponent(`${PREFIX}/interaction/${uid}`)}`);
}

function expired(): HttpProblem {
  return new HttpProblem('conflict', {
    en: 'This sign-in took too long or was begun in another browser: begin again where you came from.',
    zh: '该登录请求已过期或来自其他浏览器，请返回原应用重新登录。',
  });
}
