/** `/api/v1/laboratory/iqc` 室内质控: measurements in, corrections, targets, events; the laboratory of a day, the series of a system. */
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf } from '@fujie/core/kernel';
import type { TestSystemRow } from '@fujie/core/registers';
import { testSystems } from '@fujie/core/registers';
import type {
  IqcCorrection as Correction,
  IqcEntry as Entry,
  IqcEventEntry as EventEntry,
  IqcMonthQuery as MonthQuery,
  IqcSpanQuery as Query,
  IqcTargetEntry as TargetEntry,
} from '@fujie/wire/contracts';
import {
  IqcCorrection,
  IqcEntry,
  IqcEventEntry,
  IqcMonthQuery,
  IqcOverviewResponse,
  IqcPerformanceResponse,
  IqcRecorded,
  IqcSeriesResponse,
  IqcSpanQuery,
  IqcTargetEntry,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import type { Actor } from '../platform/auth/permissions.ts';
import { within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem } from '../platform/http/problems.ts';
import { queryDay, queryPeriod } from '../platform/http/query-day.ts';
import { institutionFor } from './iqc-institution.ts';
import { performanceOfSystem } from './iqc-performance.ts';
import { takeMeasurements } from './iqc-record.ts';
import { addEvent, correctResult, instantOf, setTarget } from './iqc-targets.ts';
import { overviewOf, runView, seriesOf } from './iqc-views.ts';

const ROOT = '/api/v1/laboratory/iqc';
const SERIES_DAYS = 60;
const MOST_DAYS = 400;
const READ = { can: 'iqc:read' } as const;
const MANAGE = { can: 'iqc:manage' } as const;
const Recorded = Type.Object({ id: Type.Integer() }, { additionalProperties: false });
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,12}$' }) }, { additionalProperties: false });
const CodeParams = Type.Object({ code: Type.String({ minLength: 1, maxLength: 60 }) }, { additionalProperties: false });

/** Adds the routes. */
export function registerIqcRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Body: Entry }>(
    `${ROOT}/results`,
    { config: { can: 'iqc:record' }, schema: { body: IqcEntry, response: { 200: IqcRecorded } } },
    async ({ actor, body }) => record(deps, actor, body),
  );

  app.post<{ Params: { id: string }; Body: Correction }>(
    `${ROOT}/results/:id/correction`,
    { config: MANAGE, schema: { params: IdParams, body: IqcCorrection, response: { 201: Recorded } } },
    async ({ actor, params, body }, reply) =>
      reply.status(201).send({ id: await correctResult(deps, actor, Number(params.id), body) }),
  );

  app.post<{ Body: TargetEntry }>(
    `${ROOT}/targets`,
    { config: MANAGE, schema: { body: IqcTargetEntry, response: { 201: Recorded } } },
    async ({ actor, body }, reply) => {
      const { institution } = systemFor(deps, actor, body.system, body.institution, today(deps));
      return reply.status(201).send({ id: await setTarget(deps, actor, institution, body) });
    },
  );

  app.post<{ Body: EventEntry }>(
    `${ROOT}/events`,
    { config: MANAGE, schema: { body: IqcEventEntry, response: { 201: Recorded } } },
    async ({ actor, body }, reply) => {
      const { institution } = systemFor(deps, actor, body.system, body.institution, today(deps));
      return reply.status(201).send({ id: await addEvent(deps, actor, institution, body) });
    },
  );

  app.get<{ Querystring: Query }>(
    `${ROOT}/overview`,
    { config: READ, schema: { querystring: IqcSpanQuery, response: { 200: IqcOverviewResponse } } },
    async ({ actor, query }) => {
      const institution = institutionFor(deps, actor, query.institution);
      const day = query.to === undefined ? today(deps) : queryDay('to', query.to);
      const overview = await overviewOf(deps, within(deps, actor).db, institution, day);
      await deps.audit.record({ actor, action: 'iqc:read', subject: institution, outcome: 'done' });
      return overview;
    },
  );

  app.get<{ Params: { code: string }; Querystring: Query }>(
    `${ROOT}/systems/:code`,
    { config: READ, schema: { params: CodeParams, querystring: IqcSpanQuery, response: { 200: IqcSeriesResponse } } },
    async ({ actor, params, query }) => {
      const span = spanOf(deps, query);
      const row = systemFor(deps, actor, params.code, query.institution, span.to);
      const series = await seriesOf(deps, within(deps, actor).db, row, span);
      await deps.audit.record({
        actor,
        action: 'iqc:read',
        subject: `${row.institution}|${row.code}`,
        outcome: 'done',
      });
      return series;
    },
  );

  app.get<{ Params: { code: string }; Querystring: MonthQuery }>(
    `${ROOT}/systems/:code/performance`,
    {
      config: READ,
      schema: { params: CodeParams, querystring: IqcMonthQuery, response: { 200: IqcPerformanceResponse } },
    },
    async ({ actor, params, query }) => {
      const row = systemFor(deps, actor, params.code, query.institution, today(deps));
      const view = await performanceOfSystem(deps, within(deps, actor).db, row, today(deps));
      await deps.audit.record({
        actor,
        action: 'iqc:read',
        subject: `${row.institution}|${row.code}`,
        outcome: 'done',
      });
      return view;
    },
  );
}

const today = ({ clock }: Pick<Deps, 'clock'>): Day => dayOf(clock.now());

function systemFor(deps: Deps, actor: Actor, code: string, wanted: string | undefined, day: Day): TestSystemRow {
  const institution = institutionFor(deps, actor, wanted);
  const row = deps.registers.current().nameOf(testSystems, `${institution}|${code}`, day);
  if (row !== null) return row;
  throw new HttpProblem('not-found', {
    en: `No test system ${code}: enter it in the register of test systems.`,
    zh: `没有检测系统 ${code}：请先登记检测系统目录。`,
  });
}

function spanOf(deps: Deps, query: Query): { readonly from: Day; readonly to: Day } {
  const { from, to } = queryPeriod(query, today(deps), SERIES_DAYS);
  if (from <= to && addDays(from, MOST_DAYS) >= to) return { from, to };
  throw new HttpProblem('invalid-request', {
    en: `\`from\` must not be after \`to\`, and the two at most ${String(MOST_DAYS)} days apart.`,
    zh: `from 不得晚于 to，且相距不超过 ${String(MOST_DAYS)} 天。`,
  });
}

async function record(deps: Deps, actor: Actor, { institution: wanted, results, dryRun }: Entry): Promise<IqcRecorded> {
  const institution = institutionFor(deps, actor, wanted);
  const sent = results.map((one, index) => ({
    ...{ at: `results[${String(index)}]`, system: one.system, product: one.product, lot: one.lot, level: one.level },
    ...{
      reading: String(one.value),
      unit: one.unit ?? null,
      measuredAt: instantOf(`results[${String(index)}].measuredAt`, one.measuredAt),
    },
    ...{
      run: one.run ?? null,
      purpose: one.purpose ?? 'routine',
      // Who enters by hand and names nobody measured it.
      operator: one.operator ?? actor.practitioner,
      key: one.key ?? null,
    },
    ...{ reagentLot: one.reagentLot ?? null, calibratorLot: one.calibratorLot ?? null, repeatOf: one.repeatOf ?? null },
  }));
  const taken = await takeMeasurements(deps, within(deps, actor).db, sent, {
    ...{ institution, channel: actor.role === 'system' ? ('json' as const) : ('hand' as const), by: actor },
    dryRun: dryRun ?? false,
  });
  if (!taken.ok) {
    const codes = [...new Set(taken.problems.map(({ code }) => code))];
    await deps.audit.record({
      actor,
      action: 'iqc:record',
      subject: institution,
      outcome: 'refused',
      detail: { codes },
    });
    throw new HttpProblem(
      'refused',
      {
        en: 'Nothing was taken: correct what is listed and send all of it again.',
        zh: '未接收任何结果：请更正所列各处后整批重新提交。',
      },
      taken.problems.slice(0, 500),
    );
  }
  const { taken: count, known, runs, held } = taken.value;
  if (dryRun !== true) {
    await deps.audit.record({
      actor,
      action: 'iqc:record',
      subject: institution,
      outcome: 'done',
      detail: { taken: count, known, held: held.length },
    });
    if (held.length > 0) await deps.registers.refresh();
  }
  return { taken: count, known, runs: runs.map(({ now }) => runView(now)), held: [...held] };
}
