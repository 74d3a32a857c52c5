/** `/api/v1/laboratory/eqa/rounds/:id/sheet` 回报表: a return as a file, and the file to begin with. */
import { EqaSheetQuery, EqaVersion } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { acceptFiles, fileOf } from '../platform/http/uploaded.ts';
import { MAX_FILE_BYTES } from '../platform/sheet/limits.ts';
import { sendFile } from '../platform/sheet/send-file.ts';
import { returnSheet, takeReturnSheet } from './eqa-sheet.ts';

const RETURN = { can: 'eqa:return' } as const;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,12}$' }) }, { additionalProperties: false });
interface OfId {
  readonly id: string;
}

/** Adds the routes. */
export async function registerEqaSheetRoutes(app: FastifyInstance, deps: Deps): Promise<void> {
  await app.register(async (scope) => {
    await acceptFiles(scope);

    scope.get<{ Params: OfId }>(
      '/api/v1/laboratory/eqa/rounds/:id/sheet.xlsx',
      { config: RETURN, schema: { params: IdParams } },
      async ({ actor, params }, reply) => {
        const file = await returnSheet(deps, actor, Number(params.id));
        const act = { subject: `eqa|${params.id}`, outcome: 'done', detail: { form: 'xlsx' } } as const;
        await deps.audit.record({ actor, action: 'eqa:read', ...act });
        return sendFile(reply, 'xlsx', `eqa-return-${params.id}`, file);
      },
    );

    scope.post<{ Params: OfId; Querystring: { readonly after: string } }>(
      '/api/v1/laboratory/eqa/rounds/:id/sheet',
      {
        config: RETURN,
        bodyLimit: MAX_FILE_BYTES,
        schema: { params: IdParams, querystring: EqaSheetQuery, response: { 201: EqaVersion } },
      },
      async (request, reply) => {
        const { file } = await fileOf(request);
        const after = Number(request.query.after);
        const version = await takeReturnSheet(deps, request.actor, Number(request.params.id), { file, after });
        return reply.status(201).send({ version });
      },
    );
  });
}
