/** `/api/v1/openapi.json`: OpenAPI 3.1 assembled from the very schemas that the routes check and answer by. */
import type { FastifyInstance, RouteOptions } from 'fastify';

import type { Permission } from '../auth/permissions.ts';
import { PERMISSIONS } from '../auth/permissions.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly document: JsonSchema;
}

const PROBLEM: JsonSchema = {
  type: 'object',
  required: ['type', 'title', 'titleZh', 'status', 'detail', 'detailZh'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    titleZh: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    detailZh: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          code: { type: 'string' },
          path: { type: 'string' },
          message: { type: 'string' },
          messageZh: { type: 'string' },
        },
      },
    },
  },
};

/** Serves the description of every route under `/api/v1` that is added after this call. */
export function registerOpenApi(app: FastifyInstance): void {
  const operations: Operation[] = [];
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/v1/') || route.url.endsWith('*')) return;
    for (const method of [route.method].flat()) {
      if (method === 'HEAD' || method === 'OPTIONS') continue;
      operations.push({ path: pathOf(route.url), method: method.toLowerCase(), document: describe(route) });
    }
  });
  app.get('/api/v1/openapi.json', { config: { can: 'public' } }, () => assemble(operations));
}

function pathOf(url: string): string {
  return url.replace(/:([A-Za-z]+)(\([^)]*\))?/g, '{$1}');
}

function assemble(operations: readonly Operation[]): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const { path, method, document } of [...operations].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    (paths[path] ??= {})[method] = document;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fujie 符节 /api/v1',
      version: '1',
      description:
        'Mutual recognition of examination and laboratory results (检查检验结果互认). Systems send a bearer token, pages a session cookie.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        system: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'fujie_session' },
      },
    },
  };
}

function describe(route: RouteOptions): JsonSchema {
  const schema = route.schema ?? {};
  const permission = route.config?.can;
  const body = schema.body as JsonSchema | undefined;
  return {
    operationId: `${[route.method].flat().join('')}${route.url.replace(/[^A-Za-z0-9]+(.)?/g, (_match, next: string | undefined) => next?.toUpperCase() ?? '')}`,
    tags: [route.url.split('/')[3] ?? 'api'],
    ...(permission === undefined
      ? {}
      : {
          description: access(permission),
          security: permission === 'public' ? [] : [{ system: [] }, { session: [] }],
        }),
    parameters: [...parameters(schema.params, 'path'), ...parameters(schema.querystring, 'query')],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { ...answers(schema.response), default: problem() },
  };
}

function access(permission: Permission): string {
  const roles = Object.keys(PERMISSIONS[permission]);
  return permission === 'public' ? 'Needs no sign-in.' : `Needs \`${permission}\`: ${roles.join(', ')}.`;
}

function parameters(schema: unknown, place: 'path' | 'query'): JsonSchema[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Readonly<Record<string, JsonSchema>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function answers(response: unknown): Record<string, JsonSchema> {
  const known = Object.entries((response ?? {}) as Readonly<Record<string, JsonSchema>>);
  if (known.length === 0) return { 200: { description: 'Done' } };
  return Object.fromEntries(
    known.map(([status, schema]) => [
      status,
      schema['type'] === 'null'
        ? { description: 'Done, without content' }
        : { description: 'Done', content: { 'application/json': { schema } } },
    ]),
  );
}

function problem(): JsonSchema {
  return {
    description: 'Refused, with the reason in both languages',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
