/** `/fhir`: FHIR R4 over HTTP. Errors are OperationOutcomes, bodies are judged as bytes, every route names its permission. */
import type { IncomingMessage } from 'node:http';

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { dayOf } from '@fujie/core/kernel';
import type { ResourceType } from '@fujie/wire/fhir';
import { capabilityStatement, isSupportedType } from '@fujie/wire/fhir';

import { NEVER_DELETED, NO_CONDITIONAL_UPDATE, problem, unsupportedType } from '../ingest/message.ts';
import type { SentAs } from '../ingest/quarantine.query.ts';
import { remapUnknown } from '../ingest/remap.ts';
import { prepareStructure } from '../ingest/structure.ts';
import type { Deps } from '../platform/deps.ts';
import { isPermitted } from '../platform/auth/permissions.ts';
import { asWorker } from '../platform/auth/scope.ts';
import type { HttpProblem } from '../platform/http/problems.ts';
import { PROBLEM_TYPES } from '../platform/http/problems.ts';
import { toProblem } from '../platform/http/server.ts';
import type { Answer } from './answer.ts';
import { outcomeAnswer } from './answer.ts';
import { BodyEndless, receive } from './body.ts';
import { fhirContext, senderOf } from './context.ts';
import { readHistory, readResource, readVersion, search } from './reads.ts';
import { validate } from './validate.ts';
import type { Received, Refusal, WriteOptions } from './writes.ts';
import { TO_BASE, write } from './writes.ts';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const VERSION = '0.1.0';

interface Params {
  readonly type: string;
  readonly id: string;
  readonly version: string;
}

const paramsOf = (request: FastifyRequest): Params => request.params as Params;

/** Adds `/fhir` with everything below it. */
export async function registerFhirRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  prepareStructure();
  deps.registers.follow((changed) => remapUnknown(asWorker(deps), changed));
  await app.register(
    async (scope) => {
      addRoutes(scope, deps);
    },
    { prefix: '/fhir' },
  );
}

function addRoutes(app: FastifyInstance, deps: Deps): void {
  const context = fhirContext(deps);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    receive(payload, request.headers['content-type']),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => send(reply, errorAnswer(error, deps, request.id)));
  app.setNotFoundHandler(async (request, reply) => {
    const address = `${request.method} ${request.url.split('?')[0] ?? ''}`;
    const problems = [problem('not-found', '', `No such address: ${address}`, `没有该地址：${address}`)];
    const isMessage = request.method === 'POST' || request.method === 'PUT';
    if (isMessage && isPermitted(request.actor, 'fhir:write')) {
      return writing(request, reply, TO_BASE, { status: 404, problems });
    }
    return send(reply, outcomeAnswer(404, problems));
  });

  const statement = JSON.stringify(
    capabilityStatement({ url: context.base, date: dayOf(deps.clock.now()), version: VERSION }),
  );
  app.get('/metadata', { config: { can: 'public' } }, (_request, reply) =>
    send(reply, { status: 200, body: statement }),
  );

  const writing = async (
    request: FastifyRequest,
    reply: FastifyReply,
    as: SentAs,
    refused: Refusal | null = null,
  ): Promise<FastifyReply> => {
    const refusal = refused ?? otherFormat(request) ?? otherEncoding(request);
    const answer = await write(context, senderOf(request.actor), as, bodyOf(request), {
      prefer: preferOf(request),
      isKept: true,
      ...(refusal === null ? {} : { refusal }),
    });
    return send(reply, answer);
  };
  app.addHook('preHandler', async (request) => {
    // What is sent to be stored is kept before it is refused: see `writing`.
    const refusal = request.routeOptions.config.can === 'fhir:read' ? otherFormat(request) : null;
    if (refusal) throw new Refused(refusal);
    return Promise.resolve();
  });
  app.post('/', { config: { can: 'fhir:write' } }, (request, reply) => writing(request, reply, TO_BASE));
  app.post('/:type', { config: { can: 'fhir:write' } }, (request, reply) =>
    writing(request, reply, {
      method: 'POST',
      type: paramsOf(request).type,
      id: null,
      ifNoneExist: headerOf(request, 'if-none-exist'),
      ifMatch: null,
    }),
  );
  app.put('/:type', { config: { can: 'fhir:write' } }, (request, reply) =>
    writing(
      request,
      reply,
      {
        method: 'PUT',
        type: paramsOf(request).type,
        id: null,
        ifNoneExist: null,
        ifMatch: headerOf(request, 'if-match'),
      },
      { status: 422, problems: [NO_CONDITIONAL_UPDATE('')] },
    ),
  );
  app.put('/:type/:id', { config: { can: 'fhir:write' } }, (request, reply) => {
    const { type, id } = paramsOf(request);
    return writing(request, reply, {
      method: 'PUT',
      type,
      id,
      ifNoneExist: null,
      ifMatch: headerOf(request, 'if-match'),
    });
  });
  app.post('/:type/$validate', { config: { can: 'fhir:write' } }, async (request, reply) =>
    send(reply, await validate(context, senderOf(request.actor), paramsOf(request).type, bodyOf(request))),
  );

  app.get('/:type/:id', { config: { can: 'fhir:read' } }, async (request, reply) => {
    const { type, id } = paramsOf(request);
    return send(
      reply,
      await readResource(context, request.actor, supported(type), id, {
        ifNoneMatch: headerOf(request, 'if-none-match') ?? undefined,
      }),
    );
  });
  app.get('/:type/:id/_history', { config: { can: 'fhir:read' } }, async (request, reply) => {
    const { type, id } = paramsOf(request);
    return send(reply, await readHistory(context, request.actor, supported(type), id, [...queryOf(request)]));
  });
  app.get('/:type/_history', { config: { can: 'fhir:read' } }, async (request, reply) => {
    const type = supported(paramsOf(request).type);
    return send(reply, await readHistory(context, request.actor, type, null, [...queryOf(request)]));
  });
  app.get('/:type/:id/_history/:version', { config: { can: 'fhir:read' } }, async (request, reply) => {
    const { type, id, version } = paramsOf(request);
    return send(reply, await readVersion(context, request.actor, supported(type), id, version));
  });
  const isStrict = (request: FastifyRequest): boolean =>
    (headerOf(request, 'prefer') ?? '').includes('handling=strict');
  app.get('/:type', { config: { can: 'fhir:read' } }, async (request, reply) => {
    const parameters = [...queryOf(request)];
    return send(
      reply,
      await search(context, request.actor, supported(paramsOf(request).type), parameters, {
        isStrict: isStrict(request),
      }),
    );
  });
  app.post('/:type/_search', { config: { can: 'fhir:read' } }, async (request, reply) => {
    const body = bodyOf(request).raw.toString('utf8');
    const parameters = [...queryOf(request), ...new URLSearchParams(body)];
    return send(
      reply,
      await search(context, request.actor, supported(paramsOf(request).type), parameters, {
        isStrict: isStrict(request),
      }),
    );
  });
  app.delete('/:type/:id', { config: { can: 'fhir:write' } }, (_request, reply) =>
    send(reply, { ...outcomeAnswer(405, [NEVER_DELETED('')]), headers: { allow: ALLOWED } }),
  );
  // Kept as the update that it stands for: replayed, it is the whole resource.
  app.patch('/:type/:id', { config: { can: 'fhir:write' } }, (request, reply) => {
    const { type, id } = paramsOf(request);
    const as: SentAs = { method: 'PUT', type, id, ifNoneExist: null, ifMatch: headerOf(request, 'if-match') };
    void reply.header('allow', ALLOWED);
    return writing(request, reply, as, { status: 405, problems: [NO_PATCH] });
  });
}

const ALLOWED = 'GET, HEAD, PUT';
const NO_PATCH = problem('not-supported-patch', '', 'Send the whole resource with PUT', '请以 PUT 提交完整资源');

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  void reply.status(answer.status).headers(answer.headers ?? {});
  return answer.body === '' ? reply.send() : reply.type(FHIR_JSON).send(answer.body);
}

function headerOf(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function preferOf(request: FastifyRequest): WriteOptions['prefer'] {
  const prefer = /return=(minimal|representation|OperationOutcome)/.exec(headerOf(request, 'prefer') ?? '')?.[1];
  return (prefer as WriteOptions['prefer'] | undefined) ?? 'representation';
}

function supported(type: string): ResourceType {
  if (isSupportedType(type)) return type;
  throw new Refused({ status: 404, problems: [unsupportedType(type, '')] });
}

/** An answer that is decided before a handler begins. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('refused');
    this.refusal = refusal;
  }
}

const JSON_FORMATS = ['json', 'application/json', 'application/fhir+json', 'text/json'];

/** JSON is the one format of answers; who asks for another is told so. */
function otherFormat(request: FastifyRequest): Refusal | null {
  const formats = queryOf(request).getAll('_format');
  const accept = request.headers.accept ?? '*/*';
  const wanted = formats.length > 0 ? formats : [accept];
  const isJson = (format: string): boolean =>
    formats.length > 0
      ? JSON_FORMATS.includes(format.replace(' ', '+').split(';')[0] ?? '')
      : ['json', '*/*', 'application/*'].some((part) => format.includes(part));
  const other = wanted.find((format) => !isJson(format));
  if (other === undefined) return null;
  const message = `Answers are application/fhir+json only, not ${other}`;
  return {
    status: 406,
    problems: [problem('not-supported-format', '', message, `仅以 application/fhir+json 格式应答，不支持 ${other}`)],
  };
}

/** Bodies come as they are: what is compressed says nothing of its size before it is opened. */
function otherEncoding(request: FastifyRequest): Refusal | null {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return null;
  const message = `Content encoding ${encoding} is not taken; send the body uncompressed`;
  return {
    status: 415,
    problems: [problem('not-supported-encoding', '', message, `不接收 ${encoding} 压缩的报文，请以未压缩形式发送`)],
  };
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const start = request.url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.url.slice(start));
}

function bodyOf(request: FastifyRequest): Received {
  const body = request.body as Received | undefined;
  return body ?? { raw: Buffer.alloc(0), contentType: request.headers['content-type'] };
}

const CODES: Readonly<Partial<Record<HttpProblem['type'], string>>> = {
  'not-signed-in': 'not-signed-in',
  'not-permitted': 'not-permitted',
  'internal-error': 'internal',
  'too-large': 'too-large',
  'unsupported-media-type': 'media-type',
};

function errorAnswer(error: Error, deps: Deps, requestId: string): Answer {
  if (error instanceof Refused) return outcomeAnswer(error.refusal.status, error.refusal.problems);
  if (error instanceof BodyEndless) {
    return {
      ...outcomeAnswer(413, [
        problem('too-large', '', 'The body does not end; nothing of it was kept', '报文过大，未予保存'),
      ]),
      headers: { connection: 'close' },
    };
  }
  const known = toProblem(error as FastifyError, deps, requestId);
  const { status } = PROBLEM_TYPES[known.type];
  const main = problem(CODES[known.type] ?? known.type, '', known.message, known.detailZh);
  return outcomeAnswer(status, [main, ...known.problems]);
}
