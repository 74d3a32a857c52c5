/**
 * `/api/v1/loops` 闭环: the inbox of everyone (owed by me, told to me, all within reach), one loop with everything that was recorded
 * of it, and what people and systems record. What a person records and cannot stand is refused at once with what is missing; what a
 * system reports has happened, so that it is kept and its flaws are named.
 */
import type { Instant } from '@fujie/core/kernel';
import { addDays, dayOf, formatInstant, parseInstant, startOfDay } from '@fujie/core/kernel';
import type { Flaw, LoopActor, LoopDefinition } from '@fujie/core/loops';
import { checkFields, decideLoop, outcomeOf } from '@fujie/core/loops';
import type {
  LoopAct as Act,
  LoopAssignment as Assignment,
  LoopRecorded as Recorded,
  LoopReopening as Reopening,
  LoopSeen as Seen,
  LoopsQuery as Query,
  LoopStatisticsQuery as StatisticsQuery,
  LoopWaiver as Waiver,
} from '@fujie/wire/contracts';
import {
  LoopAct,
  LoopAssignment,
  LoopCountsResponse,
  LoopDefinitionsResponse,
  LoopRecorded,
  LoopReopening,
  LoopResponse,
  LoopSeen,
  LoopsQuery,
  LoopsResponse,
  LoopStatisticsQuery,
  LoopStatisticsResponse,
  LoopWaiver,
} from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { findMaskedNames } from '../platform/access/masked-names.query.ts';
import type { Actor } from '../platform/auth/permissions.ts';
import { unitsOf, within } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, unfitField } from '../platform/http/problems.ts';
import { calendarOf, loopsOn } from '../platform/loops/definitions.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import type { NewRecord } from '../platform/loops/loops.query.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import {
  hasPart,
  isToldOf,
  loopActorOf,
  loopDepartmentOf,
  ownerKey,
  ownerKeys,
  ownUnit,
  staffId,
} from '../platform/loops/visible.ts';
import type { Behind, ListedLoop, Reach } from './loops.query.ts';
import { countLoops, findLoop, findLoops } from './loops.query.ts';
import { loopStatistics, periodOf } from './statistics.ts';
import { definitionOf, definitionsFor, loopOf, summaryOf } from './view.ts';

const MOST = 100;
const IdParams = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) }, { additionalProperties: false });
type ById = { Params: { id: string } };

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
      const reach = reachOf(deps, actor, query.definition);
      const { db } = within(deps, actor);
      const filter = {
        view: query.view ?? 'mine',
        flaw: query.flaw ?? null,
        overdueBefore: query.overdue === undefined ? null : now,
        before: query.before === undefined ? null : Number(query.before),
        behind: behindOf(query, now),
      };
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
        return [summaryOf(deps, row, { definition, records: records.get(row.id) ?? [], actor, nameOf })];
      });
      return { loops, counts };
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
      const [records, nameOf] = await Promise.all([
        findRecords(within(deps, actor).db, [row.id]),
        findMaskedNames(within(deps, actor, persons).db, persons),
      ]);
      const own = records.get(row.id) ?? [];
      const asOf = Math.max(deps.clock.now(), ...own.map(({ recordedAt }) => recordedAt)) as Instant;
      const state = decideLoop(definition, own, { asOf, calendar: calendarOf(deps) });
      return loopOf(deps, row, state, { definition, records: own, actor, nameOf });
    },
  );
}

function registerRecording(app: FastifyInstance, deps: Deps): void {
  app.post<ById & { Body: Act }>(
    '/api/v1/loops/:id/acts',
    { config: { can: 'loop:act' }, schema: { params: IdParams, body: LoopAct, response: { 200: LoopRecorded } } },
    async ({ actor, params, body }) => {
      const found = await loopWithin(deps, actor, params.id);
      const stage = found.definition.stages.find(({ id }) => id === body.stage);
      const outcome = stage === undefined ? undefined : outcomeOf(stage, body.outcome);
      if (outcome === undefined)
        throw unfitField('outcome', 'this loop has no such stage and outcome', '该闭环没有此环节或处理结果');
      if (outcome.page !== undefined) throw recordedElsewhere(outcome.page);
      const faults = checkFields(found.definition, outcome, body.fields);
      if (faults.length > 0)
        throw new HttpProblem(
          'invalid-request',
          { en: 'Correct what `errors` names.', zh: '请更正 errors 所列各处。' },
          faults.map((fault) => ({ ...fault, path: `body.${fault.path}` })),
        );
      const occurredAt = timeIn(body.occurredAt) ?? deps.clock.now();
      return add(deps, actor, found, 'loop:act', {
        ...recordedBy(deps, byOf(actor, body.by), body.key, occurredAt),
        kind: 'act',
        stage: body.stage,
        outcome: body.outcome,
        fields: body.fields,
        ...(body.corrects === undefined ? {} : { corrects: body.corrects }),
      });
    },
  );

  app.post<ById & { Body: Seen }>(
    '/api/v1/loops/:id/seen',
    { config: { can: 'loop:act' }, schema: { params: IdParams, body: LoopSeen, response: { 200: LoopRecorded } } },
    async ({ actor, params, body }) => {
      const found = await loopWithin(deps, actor, params.id);
      const { key, stage } = body;
      // It silences the reminder, so that only who would be reminded may say it.
      if (!owes(found, stage, actor)) throw refusal('wrong-person', []);
      return add(deps, actor, found, 'loop:act', {
        ...recordedBy(deps, loopActorOf(actor), key, deps.clock.now()),
        kind: 'seen',
        stage,
      });
    },
  );

  app.post<ById & { Body: Waiver }>(
    '/api/v1/loops/:id/waivers',
    { config: { can: 'loop:manage' }, schema: { params: IdParams, body: LoopWaiver, response: { 200: LoopRecorded } } },
    async ({ actor, params, body }) => {
      const found = await loopWithin(deps, actor, params.id);
      const { key, stage, reason, note } = body;
      return add(deps, actor, found, 'loop:manage', {
        ...recordedBy(deps, loopActorOf(actor), key, deps.clock.now()),
        kind: 'waived',
        stage,
        reason,
        note,
      });
    },
  );

  app.post<ById & { Body: Reopening }>(
    '/api/v1/loops/:id/reopenings',
    {
      config: { can: 'loop:manage' },
      schema: { params: IdParams, body: LoopReopening, response: { 200: LoopRecorded } },
    },
    async ({ actor, params, body }) => {
      const found = await loopWithin(deps, actor, params.id);
      const { key, stage, note } = body;
      return add(deps, actor, found, 'loop:manage', {
        ...recordedBy(deps, loopActorOf(actor), key, deps.clock.now()),
        kind: 'reopened',
        stage,
        note,
      });
    },
  );

  app.post<ById & { Body: Assignment }>(
    '/api/v1/loops/:id/assignments',
    {
      config: { can: 'loop:manage' },
      schema: { params: IdParams, body: LoopAssignment, response: { 200: LoopRecorded } },
    },
    async ({ actor, params, body }) => {
      const found = await loopWithin(deps, actor, params.id);
      const { row, definition } = found;
      const known = deps.registers.current().practitioner(row.unit, body.practitioner);
      if (known === null)
        throw unfitField('practitioner', 'nobody of this staff number works here', '本机构没有该工号的人员');
      const waited = definition.stages.find(({ id }) => row.stages.includes(id));
      return add(deps, actor, found, 'loop:manage', {
        ...recordedBy(deps, loopActorOf(actor), body.key, deps.clock.now()),
        kind: 'assigned',
        to: { id: staffId(row.unit, body.practitioner), name: known.nameZh, role: waited?.owner.role ?? 'doctor' },
      });
    },
  );
}

interface Found {
  readonly row: ListedLoop;
  readonly definition: LoopDefinition;
}

/** The loops behind a number of the statistics, as the query names them. */
function behindOf(query: Query, now: Instant): Behind {
  const { from, to } = periodOf(query, now);
  const isOfPeriod = query.from !== undefined || query.to !== undefined;
  return {
    unit: query.unit ?? null,
    department: query.department ?? null,
    opened: isOfPeriod ? { from: startOfDay(from), to: startOfDay(addDays(to, 1)) } : null,
    measure: query.measure ?? null,
    stage: query.stage === undefined ? null : { id: query.stage, measure: query.stageMeasure ?? 'reached' },
  };
}

/** Whose loops an actor sees, and which of them as owner. */
export function reachOf(deps: Deps, actor: Actor, definition: string | undefined): Reach {
  const { role } = actor;
  const asked = loopsOn(deps, dayOf(deps.clock.now())).filter(
    ({ id }) => definition === undefined || id === definition,
  );
  return {
    units: unitsOf(deps.registers.current(), actor),
    definitions: asked.filter((one) => hasPart(role, one)).map(({ id }) => id),
    toldOf: asked.filter((one) => !hasPart(role, one) && isToldOf(role, one)).map(({ id }) => id),
    department: loopDepartmentOf(actor),
    me: loopActorOf(actor).id,
    keys: ownerKeys(actor.role),
    own: { unit: ownUnit(actor), key: ownerKey({ role, at: 'institution' }) },
  };
}

async function loopWithin(deps: Deps, actor: Actor, id: string): Promise<Found> {
  const row = await findLoop(within(deps, actor).db, reachOf(deps, actor, undefined), Number(id));
  const definition = row === null ? null : definitionOf(deps, row);
  if (row === null || definition === null)
    throw new HttpProblem('not-found', { en: 'No such loop within your reach.', zh: '权限范围内没有该闭环。' });
  return { row, definition };
}

/** Whether it is the actor who owes a stage that is waited for. */
function owes({ row, definition }: Found, id: string, actor: Actor): boolean {
  const stage = definition.stages.find((one) => one.id === id);
  if (stage === undefined || !row.stages.includes(id)) return false;
  return row.assignee === null ? stage.owner.role === actor.role : row.assignee === loopActorOf(actor).id;
}

/** Who did it: the caller, or whom a system names; a person speaks only for himself or herself. */
function byOf(actor: Actor, by: Act['by']): LoopActor {
  if (actor.role !== 'system') {
    if (by !== undefined) throw unfitField('by', 'leave it out: you act yourself', '请删去：由登录者本人处理');
    return loopActorOf(actor);
  }
  if (by === undefined) throw unfitField('by', 'name who did it, and as what', '请写明处理人及其角色');
  return { id: staffId(actor.institution ?? '', by.practitioner), name: by.practitioner, role: by.role };
}

function timeIn(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const instant = parseInstant(text);
  if (instant.ok) return instant.value;
  throw unfitField('occurredAt', 'it is no time that exists', '不是真实存在的时间');
}

function recordedBy({ clock }: Deps, by: LoopActor, key: string, occurredAt: Instant) {
  return { key, by, occurredAt, recordedAt: clock.now() };
}

/** Adds a record for somebody; from a person, one that would not count is refused and leaves no trace in the loop. */
async function add(
  deps: Deps,
  actor: Actor,
  { row }: Found,
  action: 'loop:act' | 'loop:manage',
  record: NewRecord,
): Promise<Recorded> {
  const over = record.kind === 'act' ? row.state.stages.find(({ id }) => id === record.stage)?.status : undefined;
  const recorded = await within(deps, actor).db.tx(async (tx) => {
    const done = await recordInLoop(deps, tx, row.id, record);
    if (done === null) throw new HttpProblem('not-found', { en: 'No such loop.', zh: '没有该闭环。' });
    const finding = done.state.findings.find((one) => one.record === done.record && !KEPT.includes(one.flaw));
    if (actor.role !== 'system' && done.record !== null) {
      if (finding !== undefined) throw refusal(finding.flaw, finding.fields ?? []);
      const isSpent =
        record.kind === 'act' && record.corrects === undefined && over !== undefined && OVER.includes(over);
      if (isSpent || (record.kind === 'waived' && over !== undefined && OVER.includes(over)))
        throw new HttpProblem('conflict', {
          en: 'Somebody else has done it: reload.',
          zh: '该环节已由他人完成，请刷新。',
        });
    }
    return done;
  });
  const { state } = recorded;
  await deps.audit.record({
    actor,
    action,
    subject: String(row.id),
    outcome: 'done',
    detail: { kind: record.kind, ...('stage' in record ? { stage: record.stage } : {}) },
    ...(row.personId === null ? {} : { personId: row.personId }),
  });
  return {
    isNew: recorded.record !== null,
    status: state.status,
    waiting: state.stages.filter(({ status }) => status === 'running' || status === 'overdue').map(({ id }) => id),
    dueAt: state.dueAt === null ? null : formatInstant(state.dueAt),
    flaws: [...new Set(state.findings.filter((one) => one.record === recorded.record).map(({ flaw }) => flaw))],
  };
}

function recordedElsewhere(page: string): HttpProblem {
  return new HttpProblem('refused', {
    en: `This is recorded on the page ${page}, which keeps its evidence.`,
    zh: `请在页面 ${page} 办理：依据保存在该处。`,
  });
}

/** Flaws with which an act still counts. */
const KEPT: readonly Flaw[] = ['late', 'back-filled'];
const OVER: readonly string[] = ['met', 'met-late', 'waived', 'not-needed'];

function refusal(flaw: Flaw, fields: readonly string[]): HttpProblem {
  const { en, zh } = REFUSALS[flaw];
  const missing = fields.map((field) => ({
    code: 'missing',
    path: `body.fields.${field}`,
    message: `\`${field}\` is missing`,
    messageZh: `缺少“${field}”`,
  }));
  return new HttpProblem('refused', { en, zh }, missing);
}

const REFUSALS: Readonly<Record<Flaw, { readonly en: string; readonly zh: string }>> = {
  late: { en: 'It is late.', zh: '已超时限。' },
  'back-filled': { en: 'It is recorded late.', zh: '属于补记。' },
  'no-evidence': {
    en: 'Fill in what `errors` names: without it nothing is proven.',
    zh: '请补全 errors 所列各项，缺少则不能作为完成依据。',
  },
  'wrong-person': { en: 'This stage is the task of another role.', zh: '该环节不由您的角色办理。' },
  'same-person': {
    en: 'Another person must do this than the one who did the stage before.',
    zh: '须由与前一环节不同的人办理。',
  },
  'before-start': {
    en: 'The time lies before this stage began: correct the time, or record the earlier stage first.',
    zh: '时间早于该环节开始，请更正时间，或先补录前一环节。',
  },
  'recorded-before-act': { en: 'The time lies in the future: correct it.', zh: '时间在将来，请更正。' },
  'unknown-outcome': { en: 'This loop has no such stage and outcome.', zh: '该闭环没有此环节或处理结果。' },
  'waiver-refused': { en: 'This role may not release from it for this reason.', zh: '您的角色不能以该理由豁免。' },
  'reopening-refused': {
    en: 'It is not closed, or your role may not open it again.',
    zh: '闭环尚未关闭，或您的角色不能重新打开。',
  },
};
