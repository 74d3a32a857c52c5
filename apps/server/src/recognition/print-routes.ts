/**
 * `/api/v1/prints` 打印登记: a page that shows a person's data is announced before it is printed, and carries the number of that
 * entry on paper. Source: henan-2025.mq.19#04 (watermark) and #07 (no unauthorised copying).
 */
import { formatInstant } from '@fujie/core/kernel';
import type { PrintRequest as Wanted, PrintResponse as Announced } from '@fujie/wire/contracts';
import { PrintRequest, PrintResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { personOf, readableReport } from './person-routes.ts';

export function registerPrintRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: Wanted }>(
    '/api/v1/prints',
    { config: { can: 'person:read' }, schema: { body: PrintRequest, response: { 201: PrintResponse } } },
    async (request, reply) => reply.code(201).send(await announce(deps, request.actor, request.body)),
  );
}

async function announce(deps: Deps, actor: Actor, { person, report }: Wanted): Promise<Announced> {
  const personId =
    report === undefined
      ? (await personOf(deps, actor, person ?? '')).row.id
      : (await readableReport(deps, actor, report)).personId;
  const entry = await deps.audit.record({
    actor,
    action: 'page:print',
    personId,
    ...(report === undefined ? {} : { subject: report }),
    outcome: 'done',
  });
  return { entry, at: formatInstant(deps.clock.now()) };
}
