/** Serves the built web application: its files by name, and the application itself for every page address. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

import { PROGRAM_ROOT } from '../config/data-dir.ts';
import { HttpProblem, problemBody } from './problems.ts';

/** Scripts are files of this server; styles too, or are written by those scripts, which know the nonce of the answer. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // Fields that grow with their text are measured by a hidden one, whose attribute the component library writes as text.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Where the build leaves room for the nonce: apps/web/vite.config.ts. */
const NONCE_PLACE = '__CSP_NONCE__';

const MACHINE_PATHS = ['/api/', '/fhir', '/cds-services', '/oidc/', '/healthz', '/readyz', '/metrics', '/assets/'];

export async function registerPages(app: FastifyInstance): Promise<void> {
  const root = join(PROGRAM_ROOT, 'apps/web/dist');
  const index = join(root, 'index.html');
  const isBuilt = existsSync(index);
  const html = isBuilt ? readFileSync(index, 'utf8') : '';
  if (isBuilt) {
    // A file that is there never changes; one that is not may come, and its absence is not kept by anybody.
    const forEver = { maxAge: '1y', immutable: true };
    await app.register(fastifyStatic, { root, serve: false, wildcard: false, index: false, preCompressed: true });
    app.get('/assets/*', { config: { can: 'public' } }, async (request, reply) => {
      const file = (request.params as { '*': string })['*'];
      void reply.header('vary', 'accept-encoding');
      return reply.sendFile(join('assets', file), forEver);
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const isPage =
      request.method === 'GET' &&
      !MACHINE_PATHS.some((prefix) => path.startsWith(prefix)) &&
      accepts(request.headers.accept);
    if (isPage && isBuilt) {
      const nonce = randomBytes(16).toString('base64');
      void reply
        .header('content-security-policy', contentSecurityPolicy(nonce))
        .header('x-frame-options', 'DENY')
        .header('cross-origin-opener-policy', 'same-origin')
        .header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
        .header('cache-control', 'no-store');
      return reply.type('text/html; charset=utf-8').send(html.replaceAll(NONCE_PLACE, nonce));
    }
    const advice = isPage
      ? {
          en: 'The pages are not built: run `npm start`, or `npm run build -w @fujie/web`.',
          zh: '页面尚未构建：请运行 npm start 或 npm run build -w @fujie/web。',
        }
      : { en: `No such address: ${request.method} ${path}`, zh: `没有该地址：${request.method} ${path}` };
    const body = problemBody(new HttpProblem('not-found', advice), request.id);
    return reply.status(404).type('application/problem+json; charset=utf-8').send(body);
  });
}

function accepts(header: string | undefined): boolean {
  return header === undefined || header.includes('text/html') || header.includes('*/*');
}
