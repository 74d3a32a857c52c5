/** `/api/v1/laboratory/eqa` 室间质评报名: what is offered to laboratories, what they ask for, and the answers of organisers. */
import type { EqaRequestAnswer as RequestAnswer, EqaRequestEntry as RequestEntry } from '@fujie/wire/contracts';
import { EqaOffersResponse, EqaRequestAnswer, EqaRequestEntry } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { answerRequest, askToTakePart, offersFor, withdrawRequest } from './eqa-requests.ts';

const ROOT = '/api/v1/laboratory/eqa';
const closed = { additionalProperties: false } as const;
const CONFIRM = { can: 'eqa:confirm' } as const;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,12}$' }) }, closed);
interface OfId {
  readonly id: string;
}

/** Adds the routes. */
export function registerEqaRequestRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    `${ROOT}/enrolment`,
    { config: { can: 'eqa:read' }, schema: { response: { 200: EqaOffersResponse } } },
    async ({ actor }): Promise<EqaOffersResponse> => {
      const offers = await offersFor(deps, actor);
      await deps.audit.record({ actor, action: 'eqa:read', subject: 'eqa|enrolment', outcome: 'done' });
      return offers;
    },
  );

  app.post<{ Params: OfId; Body: RequestEntry }>(
    `${ROOT}/rounds/:id/requests`,
    {
      config: CONFIRM,
      schema: {
        ...{ params: IdParams, body: EqaRequestEntry },
        response: { 201: Type.Object({ id: Type.Integer() }, closed) },
      },
    },
    async ({ actor, params, body }, reply) =>
      reply.status(201).send({ id: await askToTakePart(deps, actor, Number(params.id), body) }),
  );

  app.post<{ Params: OfId }>(
    `${ROOT}/requests/:id/withdrawal`,
    { config: CONFIRM, schema: { params: IdParams } },
    async ({ actor, params }, reply) => {
      await withdrawRequest(deps, actor, Number(params.id));
      return reply.status(204).send();
    },
  );

  app.post<{ Params: OfId; Body: RequestAnswer }>(
    `${ROOT}/requests/:id/answer`,
    { config: { can: 'eqa:organise' }, schema: { params: IdParams, body: EqaRequestAnswer } },
    async ({ actor, params, body }, reply) => {
      await answerRequest(deps, actor, Number(params.id), body);
      return reply.status(204).send();
    },
  );
}
