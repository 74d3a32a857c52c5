/** `/fhir`: FHIR R4 over HTTP. Errors are OperationOutcomes, bodies are judged as bytes, every route names its permission. */
import type { IncomingMessage } from 'node:http';

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { dayOf } from '@fujie/core/kernel';
import type { ResourceType } from '@fujie/wire/fhir';
import {
  capabilityStatement,
  checkResource,
  DEFAULT_TOLERANCE_MS,
  isSupportedType,
  operationOutcome,
} from '@fujie/wire/fhir';

import { NEVER_DELETED, problem, problemOfType, readMessage } from '../ingest/message.ts';
import type { SentAs } from '../ingest/quarantine.query.ts';
import { prepareStructure, structureProblems } from '../ingest/structure.ts';
import type { Deps } from '../platform/deps.ts';
import type { HttpProblem } from '../platform/http/problems.ts';
import { PROBLEM_TYPES } from '../platform/http/problems.ts';
import { toProblem } from '../platform/http/server.ts';
import type { Answer } from './answer.ts';
import { outcomeAnswer } from './answer.ts';
import { BodyEndless, receive } from './body.ts';
import { fhirContext, senderOf } from './context.ts';
import { readHistory, readResource, readVersion, search } from './reads.ts';
import type { Received, WriteOptions } from './writes.ts';
import { write } from './writes.ts';

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
  app.setNotFoundHandler((request, reply) =>
    send(
      reply,
      outcomeAnswer(404, [
        problem('not-found', '', `No such address: ${request.method} ${request.url.split('?')[0] ?? ''}`, '没有该地址'),
      ]),
    ),
  );
  app.addHook('preHandler', async (request) => {
    refuseOtherFormats(request);
    return Promise.resolve();
  });

  const statement = JSON.stringify(
    capabilityStatement({ url: context.base, date: dayOf(deps.clock.now()), version: VERSION }),
  );
  app.get('/metadata', { config: { can: 'public' } }, (_request, reply) =>
    send(reply, { status: 200, body: statement }),
  );

  const writing = async (request: FastifyRequest, reply: FastifyReply, as: SentAs): Promise<FastifyReply> => {
    const received = (request.body as Received | undefined) ?? {
      raw: Buffer.alloc(0),
      contentType: request.headers['content-type'],
    };
    const answer = await write(context, senderOf(request.actor), as, received, {
      prefer: preferOf(request),
      isKept: true,
    });
    return send(reply, answer);
  };
  app.post('/', { config: { can: 'fhir:write' } }, (request, reply) =>
    writing(request, reply, { method: 'POST', type: null, id: null, ifNoneExist: null, ifMatch: null }),
  );
  app.post('/:type', { config: { can: 'fhir:write' } }, (request, reply) =>
    writing(request, reply, {
      method: 'POST',
      type: paramsOf(request).type,
      id: null,
      ifNoneExist: headerOf(request, 'if-none-exist'),
      ifMatch: null,
    }),
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
  app.post('/:type/$validate', { config: { can: 'fhir:write' } }, (request, reply) =>
    send(reply, validate(deps, paramsOf(request).type, request.body as Received)),
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
    return send(reply, await readHistory(context, request.actor, supported(type), id));
  });
  app.get('/:type/:id/_history/:version', { config: { can: 'fhir:read' } }, async (request, reply) => {
    const { type, id, version } = paramsOf(request);
    return send(reply, await readVersion(context, request.actor, supported(type), id, version));
  });
  const isStrict = (request: FastifyRequest): boolean =>
    (headerOf(request, 'prefer') ?? '').includes('handling=strict');
  app.get('/:type', { config: { can: 'fhir:read' } }, async (request, reply) => {
    const parameters = [...new URL(request.url, 'http://fhir').searchParams];
    return send(
      reply,
      await search(context, request.actor, supported(paramsOf(request).type), parameters, {
        isStrict: isStrict(request),
      }),
    );
  });
  app.post('/:type/_search', { config: { can: 'fhir:read' } }, async (request, reply) => {
    const body = (request.body as Received | undefined)?.raw.toString('utf8') ?? '';
    const parameters = [...new URL(request.url, 'http://fhir').searchParams, ...new URLSearchParams(body)];
    return send(
      reply,
      await search(context, request.actor, supported(paramsOf(request).type), parameters, {
        isStrict: isStrict(request),
      }),
    );
  });
  app.delete('/:type/:id', { config: { can: 'fhir:write' } }, (_request, reply) =>
    send(reply, { ...outcomeAnswer(405, [NEVER_DELETED('')]), headers: { allow: 'GET, HEAD, PUT' } }),
  );
  app.patch('/:type/:id', { config: { can: 'fhir:write' } }, (_request, reply) =>
    send(reply, {
      ...outcomeAnswer(405, [
        problem('not-supported-patch', '', 'Send the whole resource with PUT', '请以 PUT 提交完整资源'),
      ]),
      headers: { allow: 'GET, HEAD, PUT' },
    }),
  );
}

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
  throw new UnsupportedType(type);
}

class UnsupportedType extends Error {
  override readonly name = 'UnsupportedType';
}

class NotAcceptable extends Error {
  override readonly name = 'NotAcceptable';
}

const JSON_FORMATS = ['json', 'application/json', 'application/fhir+json', 'text/json'];

/** JSON is the one format; who asks for another is told before anything happens. */
function refuseOtherFormats(request: FastifyRequest): void {
  const format = (request.query as Record<string, string | undefined>)['_format'];
  if (format !== undefined) {
    if (!JSON_FORMATS.includes(format.replace(' ', '+').split(';')[0] ?? '')) throw new NotAcceptable(format);
    return;
  }
  const accept = request.headers.accept;
  if (accept === undefined || accept.includes('json') || accept.includes('*/*') || accept.includes('application/*'))
    return;
  throw new NotAcceptable(accept);
}

/** `POST /fhir/{type}/$validate`: everything that would be refused, without storing anything. */
function validate(deps: Deps, type: string, received: Received | undefined): Answer {
  const message = readMessage(received?.raw ?? Buffer.alloc(0), received?.contentType);
  if (!message.ok) return outcomeAnswer(message.status, message.problems);
  const { value } = message.value;
  const typeFault = problemOfType(value.resourceType, 'resourceType');
  if (typeFault || value.resourceType !== type || !isSupportedType(type)) {
    return outcomeAnswer(422, [
      typeFault ?? problem('structure', 'resourceType', `The address says ${type}`, `地址中的资源类型为 ${type}`),
    ]);
  }
  const structural = structureProblems(value, type);
  const problems =
    structural.length > 0
      ? structural
      : checkResource(value, { now: deps.clock.now(), toleranceMs: DEFAULT_TOLERANCE_MS });
  if (problems.length > 0) return outcomeAnswer(200, problems);
  const fine = { code: 'done', path: '', message: 'No problem found', messageZh: '未发现问题' };
  return { status: 200, body: JSON.stringify(operationOutcome([fine], { severity: 'information' })) };
}

const CODES: Readonly<Partial<Record<HttpProblem['type'], string>>> = {
  'not-signed-in': 'not-signed-in',
  'not-permitted': 'not-permitted',
  'internal-error': 'internal',
  'too-large': 'too-large',
  'unsupported-media-type': 'media-type',
};

function errorAnswer(error: Error, deps: Deps, requestId: string): Answer {
  if (error instanceof UnsupportedType) {
    const fault = problemOfType(error.message, '');
    return outcomeAnswer(404, fault ? [fault] : []);
  }
  if (error instanceof NotAcceptable) {
    return outcomeAnswer(406, [
      problem(
        'not-supported-format',
        '',
        `Answers are application/fhir+json only, not ${error.message}`,
        '仅支持 application/fhir+json 格式',
      ),
    ]);
  }
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
