/** Routes of the matrix of returns 回报矩阵: what laboratories returned, for the organiser of the round; and targets of it. */
import { EqaMatrixResponse, EqaReturnedResponse, EqaTargetsEntry } from '@fujie/wire/contracts';
import type { EqaTargetsEntry as TargetsEntry } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { sendFile } from '../platform/sheet/send-file.ts';
import { matrixOf, matrixSheet, returnedOf } from './eqa-matrix.ts';
import { enterTargets } from './eqa-rounds.ts';

const ROUND = '/api/v1/laboratory/eqa/rounds/:id';
const closed = { additionalProperties: false } as const;
const ORGANISE = { can: 'eqa:organise' } as const;
const ID = Type.String({ pattern: '^\\d{1,12}$' });
const Code = Type.String({ minLength: 1, maxLength: 60 });
const IdParams = Type.Object({ id: ID }, closed);
const ReturnParams = Type.Object({ id: ID, institution: Code }, closed);
const OfItem = Type.Object({ item: Type.Optional(Code) }, closed);
interface OfId {
  readonly id: string;
}

/** Adds the routes. */
export function registerEqaMatrixRoutes(app: FastifyInstance, deps: Deps): void {
  const seen = { action: 'eqa:read', outcome: 'done' } as const;

  app.get<{ Params: OfId; Querystring: { readonly item?: string } }>(
    `${ROUND}/matrix`,
    { config: ORGANISE, schema: { params: IdParams, querystring: OfItem, response: { 200: EqaMatrixResponse } } },
    async ({ actor, params, query }) => {
      const matrix = await matrixOf(deps, actor, Number(params.id), query.item);
      await deps.audit.record({ ...seen, actor, subject: `eqa|${params.id}`, detail: { item: matrix.item } });
      return matrix;
    },
  );

  app.get<{ Params: OfId }>(
    `${ROUND}/matrix.xlsx`,
    { config: ORGANISE, schema: { params: IdParams } },
    async ({ actor, params }, reply) => {
      const file = await matrixSheet(deps, actor, Number(params.id));
      await deps.audit.record({ ...seen, actor, subject: `eqa|${params.id}`, detail: { form: 'xlsx' } });
      return sendFile(reply, 'xlsx', `eqa-matrix-${params.id}`, file);
    },
  );

  app.get<{ Params: OfId & { readonly institution: string } }>(
    `${ROUND}/returns/:institution`,
    { config: ORGANISE, schema: { params: ReturnParams, response: { 200: EqaReturnedResponse } } },
    async ({ actor, params }) => {
      const returned = await returnedOf(deps, actor, Number(params.id), params.institution);
      const subject = `eqa|${params.id}|${params.institution}`;
      await deps.audit.record({ ...seen, actor, subject });
      return returned;
    },
  );

  app.post<{ Params: OfId; Body: TargetsEntry }>(
    `${ROUND}/targets`,
    { config: ORGANISE, schema: { params: IdParams, body: EqaTargetsEntry } },
    async ({ actor, params, body }, reply) => {
      await enterTargets(deps, actor, Number(params.id), body);
      return reply.status(204).send();
    },
  );
}
