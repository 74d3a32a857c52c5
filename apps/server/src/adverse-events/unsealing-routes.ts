/**
 * Opening the seal over who reported 开启报告人身份: one administrator asks on a written ground, another agrees, neither of whom
 * appraises anybody; then who asked may look. The office of the institution and who reported hear of it.
 * Source: henan-2025.mq.11#04, core-systems.ae#04.
 */
import type { Instant } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { UnsealingDecision as Decision, UnsealingRequest as Request } from '@fujie/wire/contracts';
import { UnsealedReporter, UnsealingDecision, UnsealingRequest, UnsealingsResponse } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { openLoop } from '../platform/loops/loops.ts';
import type { UnsealingRow } from './unsealing.query.ts';
import {
  findNaming,
  findUnsealed,
  findUnsealing,
  findUnsealings,
  insertDecision,
  insertUnsealing,
} from './unsealing.query.ts';

const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
type ById = { Params: { id: string } };
const MOST = 200;

export function registerUnsealingRoutes(app: FastifyInstance, deps: Deps): void {
  app.get(
    '/api/v1/adverse-events/unsealings',
    { config: { can: 'adverse-event:unseal' }, schema: { response: { 200: UnsealingsResponse } } },
    async ({ actor }) => {
      await deps.audit.record({ actor, action: 'adverse-event:unsealings', outcome: 'done' });
      return { unsealings: (await findUnsealings(deps.db, MOST)).map(viewOf) };
    },
  );

  app.post<ById & { Body: Request }>(
    '/api/v1/adverse-events/:id/unsealing',
    {
      // Who could not look afterwards has nothing to ask.
      config: { can: 'adverse-event:unsealed' },
      schema: { params: IdParams, body: UnsealingRequest, response: { 201: Type.Object({ id: Type.Integer() }) } },
    },
    async ({ actor, body, params }, reply) => {
      const event = Number(params.id);
      const isNamed = await findNaming(deps.db, event);
      if (isNamed === null) throw new HttpProblem('not-found', { en: 'No such event.', zh: '没有该事件。' });
      if (!isNamed)
        throw new HttpProblem('refused', {
          en: 'It was reported anonymously: nothing is kept that leads to anybody.',
          zh: '该事件为匿名报告，系统未保存任何可指向报告人的信息。',
        });
      const ground = body.ground.trim();
      const id = await deps.db.tx((tx) => insertUnsealing(tx, { event, ground, at: deps.clock.now(), by: actor.id }));
      if (id === null)
        throw new HttpProblem('conflict', {
          en: 'A request for this event waits for a decision already.',
          zh: '该事件已有一项申请待决定，请勿重复提交。',
        });
      await deps.audit.record({ actor, action: 'adverse-event:unseal', subject: String(event), outcome: 'done' });
      return reply.status(201).send({ id });
    },
  );

  app.post<ById & { Body: Decision }>(
    '/api/v1/adverse-events/unsealings/:id/decision',
    {
      config: { can: 'adverse-event:unseal-decide' },
      schema: { params: IdParams, body: UnsealingDecision, response: { 204: Type.Null() } },
    },
    async ({ actor, body, params }, reply) => {
      const event = await decide(deps, actor, Number(params.id), body.verdict);
      const detail = { verdict: body.verdict };
      const action = 'adverse-event:unseal-decide';
      await deps.audit.record({ actor, action, subject: String(event), outcome: 'done', detail });
      return reply.status(204).send(null);
    },
  );

  app.post<ById>(
    '/api/v1/adverse-events/unsealings/:id/open',
    {
      config: { can: 'adverse-event:unsealed' },
      schema: { params: IdParams, response: { 200: UnsealedReporter } },
    },
    async ({ actor, params }) => {
      const found = await findUnsealed(deps.db, Number(params.id), actor.id);
      if (found === null)
        throw new HttpProblem('refused', {
          en: 'It stays sealed: only who asked may look, and only after another administrator agreed.',
          zh: '身份仍处于保密状态：须由另一名管理员同意后，由申请人本人开启。',
        });
      const subject = String(found.event);
      await deps.audit.record({ actor, action: 'adverse-event:unsealed', subject, outcome: 'done' });
      return JSON.parse(found.identity) as UnsealedReporter;
    },
  );
}

/** Decides an opening; one that is agreed to tells the office of the institution at once. */
async function decide(deps: Deps, actor: Actor, id: number, verdict: Decision['verdict']): Promise<number> {
  return deps.worker.tx(async (tx) => {
    const asked = await findUnsealing(tx, id);
    if (asked === null) throw new HttpProblem('not-found', { en: 'No such request.', zh: '没有该申请。' });
    if (asked.asked_by === actor.id)
      throw new HttpProblem('refused', {
        en: 'Another person decides than who asked.',
        zh: '须由申请人以外的人决定。',
      });
    const at = deps.clock.now();
    if (!(await insertDecision(tx, { id, verdict, at, by: actor.id })))
      throw new HttpProblem('conflict', { en: 'It was decided before.', zh: '该申请已有决定。' });
    if (verdict === 'agreed')
      await openLoop(deps, tx, {
        definition: 'adverse-event/seal-opened',
        subject: `unsealing/${String(id)}`,
        unit: asked.institution,
        department: null,
        personId: null,
        occurredAt: at,
        by: { id: actor.id, name: actor.name, role: actor.role },
        facts: { ground: asked.ground, event: asked.event },
      });
    return asked.event;
  });
}

function viewOf(row: UnsealingRow) {
  const timeOf = (ms: number): string => formatInstant(Math.round(ms) as Instant);
  return {
    id: row.id,
    event: row.event,
    ground: row.ground,
    askedAt: timeOf(row.asked_ms),
    askedBy: row.asked_by,
    verdict: row.verdict,
    decidedAt: row.decided_ms === null ? null : timeOf(row.decided_ms),
    decidedBy: row.decided_by,
  };
}
