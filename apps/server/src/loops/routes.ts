/** `/api/v1/loops` 闭环: the inbox of everyone (owed by me, told to me, all within reach), and one loop with everything that was recorded of it. */
import type { Instant } from '@fujie/core/kernel';
import { addDays, formatInstant, startOfDay } from '@fujie/core/kernel';
import { decideLoop, limitsInForce } from '@fujie/core/loops';
import type { LoopsQuery as Query, LoopStatisticsQuery as StatisticsQuery } from '@fujie/wire/contracts';
import {
  LoopCountsResponse,
  LoopDefinitionsResponse,
  LoopResponse,
  LoopsQuery,
  LoopsResponse,
  LoopStatisticsQuery,
  LoopStatisticsResponse,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import { findMaskedNames } from '../platform/access/masked-names.query.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { calendarOf } from '../platform/loops/definitions.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import { findAlertsOf } from './alerts.query.ts';
import { calendarGaps } from './calendar-gaps.ts';
import { seenIn, seenOf } from './guarded.ts';
import type { Behind, ListedLoop, Place } from './loops.query.ts';
import { countLoops, findLoops, timedIn } from './loops.query.ts';
import type { ById } from './reach.ts';
import { IdParams, loopWithin, reachOf } from './reach.ts';
import { registerRecording } from './recording.ts';
import { placeIn } from './statistics.query.ts';
import { loopStatistics, periodOf } from './statistics.ts';
import { definitionOf, definitionsFor } from './definition-view.ts';
import { barredIn, loopOf, summaryOf } from './view.ts';

const MOST = 100;

export function registerLoopRoutes(app: FastifyInstance, deps: Deps): void {
  registerReading(app, deps);
  registerRecording(app, deps);
}

function registerReading(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query }>(
    '/api/v1/loops',
    { config: { can: 'loop:read' }, schema: { querystring: LoopsQuery, response: { 200: LoopsResponse } } },
    async ({ actor, query }) => {
      const now = deps.clock.now();
      const isOfInner = [query.flaw, query.overdue, query.measure, query.stage].some((asked) => asked !== undefined);
      const reach = reachOf(deps, actor, query.definition, isOfInner);
      const { db } = within(deps, actor);
      const filter = {
        view: query.view ?? 'mine',
        flaw: query.flaw ?? null,
        overdueBefore: query.overdue === undefined ? null : now,
        after: query.after === undefined ? null : placeAt(query.after),
        behind: behindOf(query, now),
      };
      const timed = timedIn(filter.behind);
      const [rows, { counts }] = await Promise.all([
        findLoops(db, reach, filter, now, MOST),
        countLoops(db, reachOf(deps, actor, undefined), now),
      ]);
      const persons = [...new Set(rows.flatMap(({ personId }) => personId ?? []))];
      await Promise.all(
        persons.map((personId) => deps.audit.record({ actor, action: 'loop:list', personId, outcome: 'done' })),
      );
      const [records, nameOf] = await Promise.all([
        findRecords(
          db,
          rows.map(({ id }) => id),
        ),
        findMaskedNames(within(deps, actor, persons).db, persons),
      ]);
      const loops = rows.flatMap((row) => {
        const definition = definitionOf(deps, row);
        if (definition === null) return [];
        const own = records.get(row.id) ?? [];
        const seen = seenOf(actor.role, { row, definition, records: own });
        const barred = barredIn(row, definition, own, actor);
        const took = lengthIn(row, timed);
        return [
          {
            ...summaryOf(deps, seen.row, { ...seen, actor, nameOf, barred }),
            ...(took === null ? {} : { minutes: took / 60_000 }),
          },
        ];
      });
      return { loops, next: nextOf(deps, actor.role, rows, timed), counts };
    },
  );

  app.get(
    '/api/v1/loops/counts',
    { config: { can: 'loop:read', isByItself: true }, schema: { response: { 200: LoopCountsResponse } } },
    async ({ actor }) => {
      const now = deps.clock.now();
      const { counts, mark } = await countLoops(within(deps, actor).db, reachOf(deps, actor, undefined), now);
      return { ...counts, mark, now: formatInstant(now) };
    },
  );

  app.get(
    '/api/v1/loops/definitions',
    { config: { can: 'loop:read' }, schema: { response: { 200: LoopDefinitionsResponse } } },
    ({ actor }) => ({ definitions: definitionsFor(deps, actor) }),
  );

  app.get<{ Querystring: StatisticsQuery }>(
    '/api/v1/loops/statistics',
    {
      config: { can: 'loop:statistics' },
      schema: { querystring: LoopStatisticsQuery, response: { 200: LoopStatisticsResponse } },
    },
    ({ actor, query }) => loopStatistics(deps, actor, query),
  );

  app.get<ById>(
    '/api/v1/loops/:id',
    { config: { can: 'loop:read' }, schema: { params: IdParams, response: { 200: LoopResponse } } },
    async ({ actor, params }) => {
      const { row, definition } = await loopWithin(deps, actor, params.id);
      const persons = row.personId === null ? [] : [row.personId];
      const entry = row.personId === null ? {} : { personId: row.personId };
      await deps.audit.record({ actor, action: 'loop:read', subject: params.id, outcome: 'done', ...entry });
      const { db } = within(deps, actor);
      const [records, alerts, nameOf] = await Promise.all([
        findRecords(db, [row.id]),
        findAlertsOf(db, row.id),
        findMaskedNames(within(deps, actor, persons).db, persons),
      ]);
      const own = records.get(row.id) ?? [];
      const asOf = Math.max(deps.clock.now(), ...own.map(({ recordedAt }) => recordedAt)) as Instant;
      const moment = { asOf, calendar: calendarOf(deps) };
      const state = decideLoop(definition, own, moment);
      const seen = seenOf(actor.role, { row, definition, records: own });
      return loopOf(deps, seen.row, seenIn(actor.role, definition, state, state.openedAt), {
        ...seen,
        actor,
        nameOf,
        barred: barredIn({ ...row, state }, definition, own, actor),
        alerts,
        gaps: calendarGaps(deps, definition, own, moment),
        limits: limitsInForce(definition, own, moment),
      });
    },
  );
}

/** How long a stage of a loop took, in milliseconds. */
function lengthIn({ state }: Pick<ListedLoop, 'state'>, stage: string | null): number | null {
  const found = stage === null ? undefined : state.stages.find(({ id }) => id === stage);
  return found === undefined || found.doneAt === null || found.startedAt === null
    ? null
    : found.doneAt - found.startedAt;
}

/** The place of the last loop of a full page, as the role sees that loop. */
function nextOf(deps: Deps, role: string, rows: readonly ListedLoop[], timed: string | null): string | null {
  const last = rows.length < MOST ? undefined : rows.at(-1);
  if (last === undefined) return null;
  const definition = definitionOf(deps, last);
  const { row } = definition === null ? { row: last } : seenOf(role, { row: last, definition, records: [] });
  return cursorOf(placeOf(row, timed));
}

function placeOf(row: ListedLoop, timed: string | null): Place {
  return timed === null ? row : { ...row, dueMs: lengthIn(row, timed) };
}

/** The place of the last loop of a page, for the next page to begin after it. */
function cursorOf({ harm, dueMs, id }: Place): string {
  return [harm, dueMs === null ? '' : Math.round(dueMs), id].join('.');
}

function placeAt(cursor: string): Place {
  const [harm, dueMs = '', id] = cursor.split('.');
  return { harm: Number(harm) as Place['harm'], dueMs: dueMs === '' ? null : Number(dueMs), id: Number(id) };
}

/** The loops behind a number of the statistics, as the query names them. */
function behindOf(query: Query, now: Instant): Behind {
  const { from, to } = periodOf(query, now);
  const isOfPeriod = query.from !== undefined || query.to !== undefined;
  return {
    place: placeIn(query),
    opened: isOfPeriod ? { from: startOfDay(from), to: startOfDay(addDays(to, 1)) } : null,
    measure: query.measure ?? null,
    stage: query.stage === undefined ? null : { id: query.stage, measure: query.stageMeasure ?? 'reached' },
  };
}
