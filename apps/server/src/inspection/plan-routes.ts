/** `/api/v1/inspection` 检查计划与抽取: ordered by the authority of a region; its draws with their custodians. Source: national-2022.art.26#02. */
import { dayOf } from '@fujie/core/kernel';
import { INSPECTION_SUBJECTS, subjectsOn } from '@fujie/packs';
import type {
  DrawCommitment as Commitment,
  DrawPublicValue as PublicValue,
  DrawReplacement as Replacing,
  DrawRequest as Freezing,
  DrawShare as Share,
  DrawVoiding as Voiding,
  InspectionPlanRequest as Terms,
  InspectionPlanResponse as PlanResponse,
} from '@fujie/wire/contracts';
import {
  DrawChanged,
  DrawCommitment,
  DrawPublicValue,
  DrawReplacement,
  DrawRequest,
  DrawShare,
  DrawVoiding,
  InspectionPlanRequest,
  InspectionPlanResponse,
  InspectionPlansResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import { unitOfRegion, within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { refuseFarYear } from '../platform/http/far-day.ts';
import { namedInstitution } from '../platform/http/named-institution.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { bodyDay } from '../platform/http/query-day.ts';
import type { DrawRow, PlanRow } from './draws.query.ts';
import { findDraws, findPlan, findPlans, insertPlan } from './draws.query.ts';
import {
  commit,
  drawIfComplete,
  enterPublicValue,
  freeze,
  giveUp,
  held,
  replace,
  reveal,
  stateOfDraw,
  teamsOf,
} from './draws.ts';
import { findFindings, findInspections, findProgress } from './inspections.query.ts';
import { inspectorOf, isOfTeam, namedInspector, planOf, summaryOf, teamView } from './view.ts';

const MOST = 200;
const MOST_OF_PLAN = 10_000;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
type ById = { Params: { id: string } };

export function registerPlanRoutes(app: FastifyInstance, deps: Deps): void {
  registerPlans(app, deps);
  registerDraws(app, deps);
}

function registerPlans(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: Terms }>(
    '/api/v1/inspection/plans',
    {
      config: { can: 'inspection:order' },
      schema: { body: InspectionPlanRequest, response: { 201: InspectionPlanResponse } },
    },
    async ({ actor, body }, reply) => {
      if (actor.region === null) throw unfitField('title', 'your account covers no region', '您的账号没有负责的地区');
      const [from, to] = [bodyDay('from', body.from), bodyDay('to', body.to)];
      if (from > to)
        throw unfitField(
          'to',
          'the inspections end before they begin: give a later end',
          '结束日期早于开始日期：请填写更晚的结束日期',
        );
      const at = deps.clock.now();
      refuseFarYear('from', from, dayOf(at));
      refuseFarYear('to', to, dayOf(at));
      if (!subjectsOn(deps.config.jurisdiction, from).includes(body.subject))
        throw unfitField(
          'subject',
          'no document in force then has points for it',
          '届时有效的文件没有该主题的检查要点',
        );
      const { db } = within(deps, actor);
      const unit = unitOfRegion(actor.region);
      const id = await insertPlan(db, { unit, terms: body, by: actor.id, name: actor.name, at });
      await deps.audit.record({ actor, action: 'inspection:order', subject: String(id), outcome: 'done' });
      return reply.status(201).send(await planResponse(deps, actor, id));
    },
  );

  app.get(
    '/api/v1/inspection/plans',
    { config: { can: 'inspection:custody' }, schema: { response: { 200: InspectionPlansResponse } } },
    async ({ actor }) => {
      const { db } = within(deps, actor);
      const plans = await findPlans(db, MOST);
      const ids = plans.map(({ id }) => id);
      const [draws, progress] = await Promise.all([findDraws(db, ids), findProgress(db, ids)]);
      await deps.audit.record({ actor, action: 'inspection:read', subject: 'plans', outcome: 'done' });
      const subjects = subjectsOn(deps.config.jurisdiction, dayOf(deps.clock.now()));
      return {
        plans: plans.map((plan) => planOf(deps, plan, draws, progress, actor.id)),
        subjects: subjects.map((id) => ({ id, name: { ...INSPECTION_SUBJECTS[id] } })),
      };
    },
  );

  app.get<ById>(
    '/api/v1/inspection/plans/:id',
    {
      config: { can: 'inspection:custody' },
      schema: { params: IdParams, response: { 200: InspectionPlanResponse } },
    },
    async ({ actor, params }) => {
      const found = await planResponse(deps, actor, Number(params.id));
      await deps.audit.record({ actor, action: 'inspection:read', subject: `plan/${params.id}`, outcome: 'done' });
      return found;
    },
  );
}

function registerDraws(app: FastifyInstance, deps: Deps): void {
  app.post<ById & { Body: Freezing }>(
    '/api/v1/inspection/plans/:id/draws',
    {
      config: { can: 'inspection:order' },
      schema: { params: IdParams, body: DrawRequest, response: { 201: DrawChanged } },
    },
    async ({ actor, params, body }, reply) => {
      if (body.publicOn !== undefined)
        refuseFarYear('publicOn', bodyDay('publicOn', body.publicOn), dayOf(deps.clock.now()));
      const { db } = within(deps, actor);
      const plan = await planWithin(db, Number(params.id));
      const draw = await freeze(deps, db, actor, plan, await findDraws(db, [plan.id]), body);
      await record(deps, actor, 'inspection:order', draw, 'frozen');
      return reply.status(201).send({ draw, state: 'frozen' as const });
    },
  );

  app.post<ById & { Body: Commitment }>(
    '/api/v1/inspection/draws/:id/commitments',
    {
      config: { can: 'inspection:custody' },
      schema: { params: IdParams, body: DrawCommitment, response: { 200: DrawChanged } },
    },
    ({ actor, params, body }) =>
      change(deps, actor, params.id, ['inspection:custody', 'committed'], (tx, draw) =>
        commit(deps, tx, actor, draw, body),
      ),
  );

  app.post<ById & { Body: Share }>(
    '/api/v1/inspection/draws/:id/shares',
    {
      config: { can: 'inspection:custody' },
      schema: { params: IdParams, body: DrawShare, response: { 200: DrawChanged } },
    },
    ({ actor, params, body }) =>
      change(deps, actor, params.id, ['inspection:custody', 'revealed'], async (tx, draw) => {
        await reveal(deps, tx, actor, draw, body);
        await drawIfComplete(deps, tx, await held(tx, draw.id));
      }),
  );

  app.post<ById & { Body: PublicValue }>(
    '/api/v1/inspection/draws/:id/public-value',
    {
      config: { can: 'inspection:custody' },
      schema: { params: IdParams, body: DrawPublicValue, response: { 200: DrawChanged } },
    },
    ({ actor, params, body }) =>
      change(deps, actor, params.id, ['inspection:custody', 'public-value'], async (tx, draw) => {
        await enterPublicValue(deps, tx, draw, body.value);
        await drawIfComplete(deps, tx, await held(tx, draw.id));
      }),
  );

  app.post<ById & { Body: Voiding }>(
    '/api/v1/inspection/draws/:id/void',
    {
      config: { can: 'inspection:order' },
      schema: { params: IdParams, body: DrawVoiding, response: { 200: DrawChanged } },
    },
    ({ actor, params, body }) =>
      change(deps, actor, params.id, ['inspection:order', 'void'], (tx, draw) =>
        giveUp(deps, tx, actor, draw, body.reason),
      ),
  );

  app.post<ById & { Body: Replacing }>(
    '/api/v1/inspection/draws/:id/replacements',
    {
      config: { can: 'inspection:order' },
      schema: { params: IdParams, body: DrawReplacement, response: { 200: DrawChanged } },
    },
    ({ actor, params, body }) =>
      change(deps, actor, params.id, ['inspection:order', 'replaced'], (tx, draw) =>
        replace(deps, tx, actor, draw, body),
      ),
  );
}

async function planWithin(db: Queryable, id: number): Promise<PlanRow> {
  const plan = await findPlan(db, id);
  if (plan === null)
    throw new HttpProblem('not-found', { en: 'No such plan within your reach.', zh: '权限范围内没有该计划。' });
  return plan;
}

/** Teams and inspections only for the authority: whoever keeps a share learns nothing of who was drawn. */
async function planResponse(deps: Deps, actor: Actor, id: number): Promise<PlanResponse> {
  const { db } = within(deps, actor);
  const plan = await planWithin(db, id);
  const draws = await findDraws(db, [id]);
  const mayKnow = actor.role === 'commission';
  const inspections = mayKnow ? await findInspections(db, { plans: [id], inspector: null }, MOST_OF_PLAN) : [];
  const standing = draws.find(({ voidedMs }) => voidedMs === null);
  const teams = mayKnow && standing !== undefined ? await teamsOf(standing) : null;
  const findings = await findFindings(
    db,
    inspections.map((one) => one.id),
  );
  const me = inspectorOf(deps, actor.id);
  const snapshot = deps.registers.current();
  const names = (teams ?? []).flatMap(({ party, inspectors }) => [
    [party, namedInstitution(snapshot, party).nameZh],
    ...inspectors.map((code) => [code, namedInspector(deps, code).nameZh]),
  ]);
  return {
    plan: planOf(deps, plan, draws, await findProgress(db, [id]), actor.id),
    teams: teams?.map(teamView) ?? null,
    names: Object.fromEntries(names) as Record<string, string>,
    inspections: inspections.map((one) => summaryOf(deps, one, plan, findings, isOfTeam(one, me, actor.id))),
  };
}

/** Changes a draw that is held meanwhile, on record. */
async function change(
  deps: Deps,
  actor: Actor,
  id: string,
  [action, what]: readonly ['inspection:order' | 'inspection:custody', string],
  act: (tx: Queryable, draw: DrawRow) => Promise<void>,
): Promise<{ readonly draw: number; readonly state: ReturnType<typeof stateOfDraw> }> {
  const draw = Number(id);
  const state = await within(deps, actor).db.tx(async (tx) => {
    await act(tx, await held(tx, draw));
    return stateOfDraw(await held(tx, draw));
  });
  await record(deps, actor, action, draw, what);
  return { draw, state };
}

async function record(
  deps: Deps,
  actor: Actor,
  action: 'inspection:order' | 'inspection:custody',
  draw: number,
  what: string,
): Promise<void> {
  await deps.audit.record({ actor, action, subject: `draw/${String(draw)}`, outcome: 'done', detail: { what } });
}
