/** `/api/v1/adverse-events` 不良事件 for whoever follows them: the list and the statistics, without whoever reported. */
import { EVENT_CLASSES, EVENT_GRADES, EVENT_HARMS } from '@fujie/core/adverse-events';
import type { Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant, startOfDay } from '@fujie/core/kernel';
import type {
  AdverseEventsQuery as Query,
  AdverseEventStatisticsQuery as StatisticsFilter,
  AdverseEventView,
} from '@fujie/wire/contracts';
import {
  AdverseEventsQuery,
  AdverseEventsResponse,
  AdverseEventStatistics,
  AdverseEventStatisticsQuery,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { namedDepartment, namedInstitution } from '../platform/http/named-institution.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { seenBy } from '../platform/loops/visible.ts';
import type { EventRow } from './events.query.ts';
import { titleIn } from './own.ts';
import { eventFilter, eventStatistics } from './statistics.ts';
import { listEvents } from './statistics.query.ts';
import { kindName } from './watched.ts';

const OF_A_PAGE = 50;

export function registerEventOfficeRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/adverse-events',
    {
      config: { can: 'adverse-event:read' },
      schema: { querystring: AdverseEventsQuery, response: { 200: AdverseEventsResponse } },
    },
    async ({ actor, query }) => {
      const { by = null, key = '', counted = null, status = null, before } = query;
      const filter = {
        ...eventFilter(deps, actor, query),
        ...{ by, key, counted, status },
        before: before === undefined ? null : Number(before),
      };
      const rows = await listEvents(within(deps, actor).db, filter, OF_A_PAGE + 1);
      const shown = rows.slice(0, OF_A_PAGE);
      return { events: shown.map((row) => viewOf(deps, actor, row)), more: rows.length > shown.length };
    },
  );

  app.get<{ Querystring: StatisticsFilter }>(
    '/api/v1/adverse-events/statistics',
    {
      config: { can: 'adverse-event:statistics' },
      schema: { querystring: AdverseEventStatisticsQuery, response: { 200: AdverseEventStatistics } },
    },
    ({ actor, query }) => eventStatistics(deps, actor, query),
  );
}

/** An event as whoever follows it reads it; who appraises reads the day on which it was told, and what is due of the own stages. */
function viewOf(deps: Deps, actor: Actor, row: EventRow): AdverseEventView {
  const snapshot = deps.registers.current();
  const timeOf = (ms: number): string => formatInstant(Math.round(ms) as Instant);
  const definition = loopOn(deps, 'adverse-event/report', row.institution, dayOf(row.reported_ms as Instant));
  const seen = definition === null ? null : seenBy(actor.role, definition);
  const own = row.state.stages.filter(({ id }) => row.waiting.includes(id) && seen?.own.includes(id) !== false);
  const dues = own.flatMap(({ dueAt }) => dueAt ?? []);
  const grade = row.state.stages.find(({ id }) => id === 'triage')?.outcome ?? '';
  return {
    event: row.id,
    loop: row.loop_id,
    institution: namedInstitution(snapshot, row.institution),
    department: namedDepartment(snapshot, row.institution, row.department),
    occurredAt: timeOf(row.occurred_ms),
    reportedAt: timeOf(seen === null ? row.reported_ms : startOfDay(dayOf(row.reported_ms as Instant))),
    class: titleIn(EVENT_CLASSES, row.class),
    kind: row.kind === null ? null : kindName(snapshot, row.institution, row.kind),
    harm: titleIn(EVENT_HARMS, row.harm),
    grade: isGrade(grade) ? titleIn(EVENT_GRADES, grade) : null,
    status: row.status,
    waiting: row.waiting.flatMap((id) => {
      const stage = definition?.stages.find((one) => one.id === id);
      return stage === undefined ? [] : [{ zh: stage.zh, en: stage.en }];
    }),
    dueAt: dues.length === 0 ? null : timeOf(Math.min(...dues)),
    late: row.late,
  };
}

const isGrade = (outcome: string): boolean => Object.hasOwn(EVENT_GRADES, outcome);
