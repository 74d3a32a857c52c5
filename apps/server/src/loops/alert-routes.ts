/**
 * `/api/v1/loops/alerts` 预警效果: by rule how often it fired, was acted on, dismissed and wrong; and what somebody says of an alert that
 * was of no use. Alerts fail by volume: what is dismissed too often goes back to whoever owns the rule. Source: henan-2025.mq.23#11.
 */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import { isToReview } from '@fujie/core/loops';
import type {
  AlertRule,
  LoopAlertCasesQuery as CasesQuery,
  LoopAlertsQuery as Query,
  LoopDismissal as Dismissal,
} from '@fujie/wire/contracts';
import {
  LoopAlertCasesQuery,
  LoopAlertCasesResponse,
  LoopAlertsQuery,
  LoopAlertsResponse,
  LoopDismissal,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import { unitsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { loopOn, loopsOn } from '../platform/loops/definitions.ts';
import { loopActorOf, loopDepartmentOf, seenBy } from '../platform/loops/visible.ts';
import { dismissAlert } from './alert-rules.ts';
import type { AlertsCounted, RuleRow } from './alerts.query.ts';
import { countAlerts, findAlerts, findAlertsOf } from './alerts.query.ts';
import { loopWithin } from './reach.ts';
import { periodOf } from './statistics.ts';
import { placesOf } from './view.ts';

const MOST = 200;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });

export function registerAlertRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/loops/alerts',
    {
      config: { can: 'loop:statistics' },
      schema: { querystring: LoopAlertsQuery, response: { 200: LoopAlertsResponse } },
    },
    async ({ actor, query }) => {
      const now = deps.clock.now();
      const { from, to } = periodOf(query, now);
      const rows = await countAlerts(within(deps, actor).db, countedBy(deps, actor, query, undefined));
      await deps.audit.record({
        actor,
        action: 'loop:statistics',
        outcome: 'done',
        detail: { from, to, of: 'alerts' },
      });
      const limits = limitsFor(deps, actor);
      return { from, to, limits, rules: rows.flatMap((row) => ruleOf(deps, row, limits)) };
    },
  );

  app.get<{ Querystring: CasesQuery }>(
    '/api/v1/loops/alerts/cases',
    {
      config: { can: 'loop:statistics' },
      schema: { querystring: LoopAlertCasesQuery, response: { 200: LoopAlertCasesResponse } },
    },
    async ({ actor, query }) => {
      const { definition, measure, percent, stage } = query;
      const counted = countedBy(deps, actor, query, definition);
      const rule = { stage, percent: Number(percent), measure };
      const rows = await findAlerts(within(deps, actor).db, counted, rule, MOST);
      await deps.audit.record({ actor, action: 'loop:statistics', outcome: 'done', detail: { definition, ...rule } });
      const snapshot = deps.registers.current();
      return {
        alerts: rows.map((row) => ({
          loop: row.loop,
          ...placesOf(snapshot, row.unit, row.department),
          at: timeOf(row.atMs) ?? '',
          actedAt: timeOf(row.actedMs),
          reason: row.reason,
          note: row.note === null ? null : row.note.toString(),
          dismissedAt: timeOf(row.dismissedMs),
          dismissedBy: row.dismissedBy,
        })),
      };
    },
  );

  app.post<{ Params: { id: string }; Body: Dismissal }>(
    '/api/v1/loops/:id/dismissals',
    { config: { can: 'loop:act' }, schema: { params: IdParams, body: LoopDismissal, response: { 204: Type.Null() } } },
    async ({ actor, params, body }, reply) => {
      const { row } = await loopWithin(deps, actor, params.id);
      const { db } = within(deps, actor);
      const alert = (await findAlertsOf(db, row.id)).find(({ key }) => key === body.alert);
      if (alert === undefined || alert.toRole !== actor.role)
        throw new HttpProblem('not-found', { en: 'No such alert to you.', zh: '没有发给您的这一预警。' });
      if (row.status !== 'open')
        throw new HttpProblem('conflict', {
          en: 'The loop is closed: its alerts ask for nothing any more.',
          zh: '该闭环已结束，其预警无需再驳回。',
        });
      const { stage, percent } = alert;
      const said = { reason: body.reason, note: body.note, at: deps.clock.now(), by: loopActorOf(actor) };
      await db.tx((tx) => dismissAlert(deps, tx, alert, said));
      await deps.audit.record({
        ...{ actor, action: 'loop:dismiss', subject: params.id, outcome: 'done' },
        detail: { stage, percent, reason: body.reason },
        ...(row.personId === null ? {} : { personId: row.personId }),
      });
      return reply.status(204).send(null);
    },
  );
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : formatInstant(Math.round(ms) as Instant));

function countedBy(deps: Deps, actor: Actor, query: Query, definition: string | undefined): AlertsCounted {
  const now = deps.clock.now();
  const { from, to } = periodOf(query, now);
  // Of a loop that is kept for others nothing is told of the stages that are not seen.
  const definitions = loopsOn(deps, dayOf(now)).flatMap((one) => (seenBy(actor.role, one) === null ? one.id : []));
  return {
    units: unitsOf(deps.registers.current(), actor),
    definitions: definition === undefined ? definitions : definitions.filter((id) => id === definition),
    department: loopDepartmentOf(actor),
    from: startOfDay(from),
    to: startOfDay(addDays(to, 1)),
  };
}

function limitsFor(deps: Deps, actor: Actor): { dismissed: number; wrong: number; minimum: number } {
  const declared = loopOn(deps, 'loops/alert-rule', actor.institution ?? '', dayOf(deps.clock.now()));
  const figure = (name: string): number => declared?.parameters[name]?.value ?? 0;
  return { dismissed: figure('dismissed'), wrong: figure('wrong'), minimum: figure('minimum') };
}

function ruleOf(deps: Deps, row: RuleRow, limits: ReturnType<typeof limitsFor>): AlertRule[] {
  const definition = loopsOn(deps, dayOf(deps.clock.now())).find(({ id }) => id === row.definition);
  const stage = definition?.stages.find(({ id }) => id === row.stage);
  if (definition === undefined || stage === undefined) return [];
  const { fired, acted, dismissed, wrong, median, percent } = row;
  return [
    {
      definition: { id: definition.id, title: { ...definition.title } },
      stage: { id: stage.id, title: { zh: stage.zh, en: stage.en } },
      ...{ percent, role: row.toRole, fired, acted, dismissed, wrong, median },
      isTooOften: isToReview(row, limits),
    },
  ];
}
