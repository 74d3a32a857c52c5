/** `/api/v1/laboratory/blind-samples` 飞行盲样: for the centre that hides them, and nobody of a laboratory. */
import type {
  BlindRevealEntry as RevealEntry,
  BlindSampleEntry as SampleEntry,
  BlindWithdrawalEntry as WithdrawalEntry,
} from '@fujie/wire/contracts';
import { BlindRevealEntry, BlindSampleEntry, BlindSamplesResponse, BlindWithdrawalEntry } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Deps } from '../platform/deps.ts';
import { blindSamplesOf, hideSample, reveal, withdraw } from './blind.ts';

const ROOT = '/api/v1/laboratory/blind-samples';
const closed = { additionalProperties: false } as const;
const MANAGE = { can: 'blind-sample:manage' } as const;
const Recorded = Type.Object({ id: Type.Integer() }, closed);
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,12}$' }) }, closed);
interface OfId {
  readonly id: string;
}

/** Adds the routes. */
export function registerBlindRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(ROOT, { config: MANAGE, schema: { response: { 200: BlindSamplesResponse } } }, async ({ actor }) => ({
    samples: [...(await blindSamplesOf(deps, actor))],
  }));

  app.post<{ Body: SampleEntry }>(
    ROOT,
    { config: MANAGE, schema: { body: BlindSampleEntry, response: { 201: Recorded } } },
    async ({ actor, body }, reply) => reply.status(201).send({ id: await hideSample(deps, actor, body) }),
  );

  app.post<{ Params: OfId; Body: RevealEntry }>(
    `${ROOT}/:id/reveal`,
    { config: MANAGE, schema: { params: IdParams, body: BlindRevealEntry } },
    async ({ actor, params, body }, reply) => {
      await reveal(deps, actor, Number(params.id), body);
      return reply.status(204).send();
    },
  );

  app.post<{ Params: OfId; Body: WithdrawalEntry }>(
    `${ROOT}/:id/withdrawal`,
    { config: MANAGE, schema: { params: IdParams, body: BlindWithdrawalEntry } },
    async ({ actor, params, body }, reply) => {
      await withdraw(deps, actor, Number(params.id), body.reason);
      return reply.status(204).send();
    },
  );
}
