/** The HTTP server: who is asking, may they, and what a refusal looks like. Contexts add their routes. */
import { randomUUID } from 'node:crypto';

import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import { SEEN } from '@fujie/core/kernel';
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { fastify, LogController } from 'fastify';

import { createBearer } from '../auth/bearer.ts';
import { credentialId } from '../auth/digest.ts';
import type { Actor, Origin, Permission, Principal } from '../auth/permissions.ts';
import { isPermitted, PATIENT, PERMISSIONS, PUBLIC_ACTOR } from '../auth/permissions.ts';
import { findPatientPage } from '../auth/patient-sessions.query.ts';
import { findActorBySession } from '../auth/sessions.query.ts';
import type { Config } from '../config/config.ts';
import type { Deps } from '../deps.ts';
import { restRecorder } from './audit-rest.ts';
import { COMPILERS } from './compilers.ts';
import { refuseNoText, registerJsonBodies } from './json-body.ts';
import { HttpProblem, problemBody } from './problems.ts';
import { rateLimiter } from './rate-limit.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route with the permission it asks for. */
    readonly routeTable: readonly RouteEntry[];
  }
  interface FastifyRequest {
    actor: Actor;
  }
  interface FastifyContextConfig {
    /** The permission that a caller needs. Every route names one. */
    can?: Permission;
    /** The route is for browsers and machines without a session, and reads a body of its own size. */
    maxBody?: number;
    /** An open page asks this by itself: it keeps no session awake. */
    isByItself?: true;
    /** The audit says that somebody of the institution asked, and not who. */
    isShielded?: true;
    /** Pages of any site may ask: who asks proves it by the request alone, never by a cookie. */
    isForAnyOrigin?: true;
  }
}

export interface RouteEntry {
  readonly method: string;
  readonly url: string;
  readonly can: Permission;
}

/** Under TLS no other host and no page without TLS can plant the cookie of a session. */
export function sessionCookie(config: Pick<Config, 'publicUrl'>): string {
  return config.publicUrl.startsWith('https:') ? '__Host-fujie_session' : 'fujie_session';
}

/** Where the pages of patients ask: their cookie is sent nowhere else. */
export const PATIENT_PATH = '/api/v1/my';

export function patientCookie(config: Pick<Config, 'publicUrl'>): string {
  return config.publicUrl.startsWith('https:') ? '__Secure-fujie_patient' : 'fujie_patient';
}

const BAD_ADDRESS = new HttpProblem('malformed-request', {
  en: 'The address cannot be read: `%` is not followed by the bytes of a character in UTF-8.',
  zh: '地址无法解析：% 之后不是有效的 UTF-8 字节。',
});
/** What is no page loads nothing and stands in no frame. */
const NOTHING_LOADS = "default-src 'none'; frame-ancestors 'none'";
const BODY_LIMIT = 16 * 1024 * 1024;
/** Long enough for the largest file on a slow line; who sends byte by byte holds a connection no longer. */
const REQUEST_MS = 300_000;
/** More than the head of a request can hold: that an id is too long is said by its route, which keeps what came with it. */
const MAX_PARAM_LENGTH = 65_536;

/** Creates the server without any route of a context. */
export async function createHttpServer(deps: Deps): Promise<FastifyInstance> {
  const app = fastify({
    // eslint-disable-next-line typescript/no-unnecessary-type-assertion -- the application's type follows its logger's
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_MS,
    trustProxy: deps.config.trustedProxies.length > 0 && [...deps.config.trustedProxies],
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => (isDecodable(url) ? url : url.replaceAll('%', '%25')),
    schemaController: { compilersFactory: COMPILERS },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true, useDefaults: true } },
  });
  registerJsonBodies(app);
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  const refuseTooMany = rateLimiter(app, deps.config.rateLimits);
  const actorOfToken = createBearer(deps);
  app.decorateRequest('actor');
  const routeTable: RouteEntry[] = [];
  app.decorate('routeTable', routeTable);
  app.addHook('onRoute', (route) => {
    if (route.method === 'HEAD' || route.method === 'OPTIONS') return;
    const can = route.config?.can;
    if (can === undefined || !(can in PERMISSIONS))
      throw new Error(`Route ${String(route.method)} ${route.url} names no permission`);
    for (const method of [route.method].flat()) routeTable.push({ method, url: route.url, can });
  });
  app.addHook('onRequest', async (request, reply) => {
    // Messages to `/fhir` are kept before they are refused, and the searches there say which parameter is at fault.
    if (!request.url.startsWith('/fhir') && request.originalUrl !== request.url) throw BAD_ADDRESS;
    request.actor = await identify(deps, request, actorOfToken);
    await refuseTooMany(request, reply);
    const permission = request.routeOptions.config.can;
    if (permission === undefined) return;
    refuseForeignOrigin(request);
    if (!request.url.startsWith('/fhir')) refuseNoText(request.url);
    if (isPermitted(request.actor, permission)) return;
    void reply.header('x-request-id', request.id);
    throw request.actor.role === 'public'
      ? new HttpProblem('not-signed-in', {
          en: 'Sign in, or send `Authorization: Bearer` with the token of your system.',
          zh: '请登录，或携带本系统的 Authorization: Bearer 令牌。',
        })
      : new HttpProblem('not-permitted', {
          en: `Role \`${request.actor.role}\` lacks \`${permission}\`; ask your administrator.`,
          zh: `角色“${request.actor.role}”没有“${permission}”权限，请联系管理员。`,
        });
  });
  const isSecure = deps.config.publicUrl.startsWith('https://');
  const recordRest = restRecorder(deps);
  app.addHook('onSend', async (request, reply) => {
    void reply
      .header('x-request-id', request.id)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-resource-policy', 'same-origin');
    if (isSecure) void reply.header('strict-transport-security', 'max-age=31536000');
    if (reply.getHeader('content-security-policy') === undefined)
      void reply.header('content-security-policy', NOTHING_LOADS);
    if (reply.getHeader('cache-control') === undefined) void reply.header('cache-control', 'no-store');
    await recordRest(request, reply);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error, deps, request.id);
    const body = problemBody(problem, request.id);
    return reply.status(body.status).type('application/problem+json; charset=utf-8').send(body);
  });
  return app;
}

/** An address that cannot be decoded is taken literally, so that its route says what is wrong and keeps what came with it. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

async function identify(
  deps: Deps,
  request: FastifyRequest,
  actorOfToken: ReturnType<typeof createBearer>,
): Promise<Actor> {
  const { authorization } = request.headers;
  if (authorization?.startsWith('Bearer ') === true) {
    const token = authorization.slice(7);
    return actorOf(request, 'token', token, await actorOfToken(token, request.url.split('?', 1)[0] ?? ''));
  }
  const patient = request.cookies[patientCookie(deps.config)];
  const session = request.cookies[sessionCookie(deps.config)];
  const isOfPatient = request.routeOptions.config.can === 'patient:own' || session === undefined;
  if (patient !== undefined && isOfPatient)
    return actorOf(request, 'session', patient, await findPatient(deps, patient));
  if (session === undefined) return actorOf(request, 'none', '', null);
  const isUse = request.routeOptions.config.isByItself !== true;
  const principal = await findActorBySession(deps.db, session, deps.config.sessionIdleMinutes, isUse);
  return actorOf(request, 'session', session, principal);
}

function actorOf(
  request: FastifyRequest,
  kind: Origin['kind'],
  credential: string,
  principal: Principal | null,
): Actor {
  if (principal === null) return { ...PUBLIC_ACTOR, from: originOf(request) };
  return { ...principal, from: { ...originOf(request), kind, credential: credentialId(credential) } };
}

/** Whoever has a page of their own open: known by the handle of the person, bound to no institution. */
async function findPatient(deps: Deps, token: string): Promise<Principal | null> {
  const page = await findPatientPage(deps.worker, token, deps.clock.now());
  return page === null ? null : { ...PATIENT, id: deps.seal.handleOf(page.verified), page };
}

/** Where a request comes from, before it is known from whom; an object of its own for each. */
function originOf(request: FastifyRequest): Origin {
  return { kind: 'none', address: request.ip, credential: null };
}

/** A browser names the origin of the page that sends; changes come from our own pages only. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const origin = request.headers.origin;
  if (
    request.method === 'GET' ||
    request.method === 'HEAD' ||
    request.routeOptions.config.isForAnyOrigin === true ||
    origin === undefined ||
    request.headers.authorization !== undefined
  )
    return;
  let host: string;
  try {
    host = new URL(origin).host;
  } catch {
    host = '';
  }
  if (host !== request.headers.host) {
    throw new HttpProblem('not-permitted', {
      en: 'A page of another site may not send this.',
      zh: '不接受来自其他网站页面的请求。',
    });
  }
}

/** Any error as a problem; what we did not foresee is logged and answered without detail. */
export function toProblem(error: FastifyError | HttpProblem, deps: Pick<Deps, 'log'>, requestId: string): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error.validation) {
    return new HttpProblem(
      'invalid-request',
      { en: 'Correct the fields that are listed and send again.', zh: '请更正所列字段后重新提交。' },
      error.validation.map((fault) => ({
        code: fault.keyword,
        path: `${error.validationContext ?? 'body'}${fault.instancePath.replaceAll('/', '.')}`,
        ...(fault.params['pattern'] === SEEN ? NOTHING_SEEN : saidOf(fault)),
      })),
    );
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new HttpProblem('too-large', {
        en: 'The body is larger than this address accepts (16 MB); split it.',
        zh: '请求体超过上限（16 MB），请拆分后提交。',
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpProblem('unsupported-media-type', {
        en: 'Send application/json.',
        zh: '请使用 application/json。',
      });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new HttpProblem('malformed-request', {
        en: 'The body is not valid JSON in UTF-8.',
        zh: '请求体不是有效的 UTF-8 JSON。',
      });
    default:
  }
  const status = error.statusCode ?? 500;
  if (status === 429)
    return new HttpProblem('too-many-requests', { en: 'Wait a minute and try again.', zh: '请稍候一分钟后再试。' });
  if (status >= 400 && status < 500) {
    return new HttpProblem('malformed-request', { en: 'The request could not be read.', zh: '请求无法解析。' });
  }
  deps.log.error({ requestId, code: error.code, stack: error.stack?.split('\n').slice(1, 6) }, 'unexpected error');
  return new HttpProblem('internal-error', {
    en: `Nothing was changed. Report the request id \`${requestId}\`.`,
    zh: `未作任何更改，请报告请求编号 ${requestId}。`,
  });
}

const NOTHING_SEEN = {
  message: 'holds nothing that can be read: write it out',
  messageZh: '没有可见的文字，请填写内容',
};

const saidOf = ({ keyword, message = 'is not valid', params }: NonNullable<FastifyError['validation']>[number]) => ({
  message: `${message}${keyword === 'additionalProperties' ? ` (${String(params['additionalProperty'])})` : ''}`,
  messageZh: VALIDATION_ZH[keyword] ?? '取值不符合要求',
});

const VALIDATION_ZH: Readonly<Record<string, string>> = {
  required: '缺少必填字段',
  type: '类型不正确',
  additionalProperties: '存在未定义的字段',
  enum: '不在允许的取值内',
  const: '不是规定的取值',
  format: '格式不正确',
  pattern: '格式不正确',
  minLength: '不能为空',
  maxLength: '内容过长',
  minimum: '数值过小',
  maximum: '数值过大',
  minItems: '至少需要一项',
  maxItems: '项数过多',
};
