/**
 * What people and systems record of loops 闭环. What a person records and cannot stand is refused at once with what is missing; what a
 * system reports has happened, so that it is kept and its flaws are named.
 */
import { isDeepStrictEqual } from 'node:util';

import type { Instant, Problem } from '@fujie/core/kernel';
import { dayOf, formatInstant, parseInstant } from '@fujie/core/kernel';
import type {
  Finding,
  Flaw,
  LoopActor,
  LoopDefinition,
  LoopRecord,
  LoopState,
  OutcomeDefinition,
  Proof,
  StageDefinition,
} from '@fujie/core/loops';
import {
  checkFields,
  checkNamed,
  checkProof,
  checkRepeated,
  checkTimes,
  isOvertaking,
  outcomeOf,
} from '@fujie/core/loops';
import { practitioners } from '@fujie/core/registers';
import type {
  LoopAct as Act,
  LoopAssignment as Assignment,
  LoopRecorded as Recorded,
  LoopReopening as Reopening,
  LoopSeen as Seen,
  LoopWaiver as Waiver,
} from '@fujie/wire/contracts';
import { LoopAct, LoopAssignment, LoopRecorded, LoopReopening, LoopSeen, LoopWaiver } from '@fujie/wire/contracts';
import type { FastifyInstance } from 'fastify';

import type { Actor } from '../platform/auth/permissions.ts';
import { staffId } from '../platform/auth/persons.ts';
import { within } from '../platform/auth/scope.ts';
import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import { HttpProblem, otherUnderKey, unfitField } from '../platform/http/problems.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import type { NewRecord } from '../platform/loops/loops.query.ts';
import { findRecordOf, findRecords } from '../platform/loops/loops.query.ts';
import { loopActorOf, mayAssign, SPOKEN_FOR } from '../platform/loops/visible.ts';
import type { ById, Found } from './reach.ts';
import { IdParams, loopWithin } from './reach.ts';
import { recordedElsewhere, refusal } from './refusals.ts';

export function registerRecording(app: FastifyInstance, deps: Deps): void {
  app.post<ById & { Body: Act }>(
    '/api/v1/loops/:id/acts',
    { config: { can: 'loop:act' }, schema: { params: IdParams, body: LoopAct, response: { 200: LoopRecorded } } },
    async ({ actor, params, body }) => {
      const found = await loopWithin(deps, actor, params.id);
      const stage = found.definition.stages.find(({ id }) => id === body.stage);
      const outcome = stage === undefined ? undefined : outcomeOf(stage, body.outcome);
      if (stage === undefined || outcome === undefined)
        throw unfitField('outcome', 'this loop has no such stage and outcome', '该闭环没有此环节或处理结果');
      if (outcome.page !== undefined) throw recordedElsewhere(outcome.page);
      const { by, ...proven } = provenBy(deps, actor, stage, body, byOf(actor, body.by));
      const faults = checkFields(found.definition, outcome, body.fields, by);
      if (faults.length > 0) throw unfitFields(faults);
      if (outcome.repeats !== undefined) await refuseUnlike(deps, actor, found, outcome, body);
      if (body.corrects !== undefined) await refuseCorrecting(deps, actor, found, { ...body, by });
      const occurredAt = timeOf(deps, found, body);
      const farAway = checkTimes(found.definition, body.stage, body.fields, dayOf(occurredAt));
      if (farAway.length > 0) throw unfitFields(farAway);
      if (body.occurredAt !== undefined) await refuseOvertaking(deps, actor, found, { stage: body.stage, occurredAt });
      return add(deps, actor, found, 'loop:act', {
        ...recordedBy(deps, actor, body.key, occurredAt),
        by,
        kind: 'act',
        stage: body.stage,
        outcome: body.outcome,
        fields: body.fields,
        ...proven,
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
        ...recordedBy(deps, actor, key),
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
        ...recordedBy(deps, actor, key),
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
        ...recordedBy(deps, actor, key),
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
      if (!mayAssign(actor, row, definition)) throw refusal('wrong-person', []);
      const waited = definition.stages.find(({ id, owner }) => row.stages.includes(id) && owner.at !== 'region');
      if (waited === undefined)
        throw new HttpProblem('conflict', {
          en: 'Nothing of it is waited for here: there is nothing to assign.',
          zh: '目前没有等待本机构办理的环节，无可指派。',
        });
      const known = deps.registers.current().practitioner(row.unit, body.practitioner);
      if (known === null)
        throw unfitField('practitioner', 'nobody of this staff number works here', '本机构没有该工号的人员');
      return add(deps, actor, found, 'loop:manage', {
        ...recordedBy(deps, actor, body.key),
        kind: 'assigned',
        to: { id: staffId(row.unit, body.practitioner), name: known.nameZh, role: waited.owner.role },
      });
    },
  );
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
  if (!SPOKEN_FOR.includes(by.role))
    throw unfitField(
      'by.role',
      `a record system speaks for ${SPOKEN_FOR.join(', ')}; others act at their own pages`,
      `院内系统只能代 ${SPOKEN_FOR.join('、')} 报送，其他角色须本人登录办理`,
    );
  return { id: staffId(actor.institution ?? '', by.practitioner), name: by.practitioner, role: by.role };
}

/**
 * Who did it by the register, and the order or note by which the record system proves it; a person names none, since nobody would have
 * looked whether there is such a one. A record system names nobody whom the register does not know: what such an act says was nobody's.
 */
function provenBy(
  { clock, registers }: Deps,
  actor: Actor,
  stage: StageDefinition,
  { by: named, proof, occurredAt }: Act,
  by: LoopActor,
): { readonly by: LoopActor; readonly proof?: Proof } {
  if (named === undefined) {
    if (proof === undefined) return { by };
    throw unfitField('proof', 'leave it out: a record system alone names it', '请删去：佐证由院内系统报送');
  }
  const at = occurredAt === undefined ? null : parseInstant(occurredAt);
  const instant = at?.ok === true ? at.value : null;
  const now = clock.now();
  const key = `${actor.institution ?? ''}|${named.practitioner}`;
  const known = registers.current().find(practitioners, key, dayOf(instant ?? now));
  const staff = known?.role ?? null;
  const faults =
    proof === undefined
      ? checkNamed({ role: by.role, staff })
      : checkProof(
          stage,
          { resource: proof.resource, role: by.role, staff, occurredAt: instant },
          (now + SKEW_MS) as Instant,
        );
  if (faults.length > 0) throw unfitFields(faults);
  const who = { ...by, name: known?.nameZh ?? by.name };
  return proof === undefined ? { by: who } : { by: who, proof: { ...proof, from: actor.name } };
}

function unfitFields(faults: readonly Problem[]): HttpProblem {
  return new HttpProblem(
    'invalid-request',
    { en: 'Correct what is listed.', zh: '请更正所列各处。' },
    faults.map((fault) => ({ ...fault, path: `body.${fault.path}` })),
  );
}

/**
 * An act is corrected by whoever did it, at its stage; what others recorded, why the loop is there, and what the platform recorded from another page
 * by nobody.
 */
async function refuseCorrecting(
  deps: Deps,
  actor: Actor,
  { row, definition }: Found,
  { corrects, stage, by }: { readonly corrects?: string; readonly stage: string; readonly by: LoopActor },
): Promise<void> {
  const records = (await findRecords(within(deps, actor).db, [row.id])).get(row.id) ?? [];
  const wrong = records.find(({ id }) => id === corrects);
  if (wrong?.kind !== 'act' || wrong.stage !== stage || wrong.by.id !== by.id)
    throw unfitField(
      'corrects',
      'it is no act of the same person at this stage of this loop',
      '不是同一人在本闭环该环节的办理记录',
    );
  const stages = definition.stages.filter(({ id }) => id === stage);
  if (stages.every((one) => outcomeOf(one, wrong.outcome)?.page === undefined)) return;
  throw unfitField(
    'corrects',
    'the platform recorded it from what was done on another page: it cannot be replaced here',
    '该记录由平台根据其他页面的办理自动生成，不能在此替换',
  );
}

/** What the platform recorded from what persons did, nobody makes void by an act of before. */
async function refuseOvertaking(
  deps: Deps,
  actor: Actor,
  { row }: Found,
  act: { readonly stage: string; readonly occurredAt: Instant },
): Promise<void> {
  const records = (await findRecords(within(deps, actor).db, [row.id])).get(row.id) ?? [];
  if (!isOvertaking(records, act)) return;
  throw unfitField(
    'occurredAt',
    'the platform has recorded this stage at a later time: an act of before it cannot take its place',
    '平台已在此之后的时间记录该环节：不能以更早的时间补记来替代',
  );
}

/** What is read back is what was reported, as the opening of the loop says it now (core-systems.14#04). */
async function refuseUnlike(
  deps: Deps,
  actor: Actor,
  { row }: Found,
  outcome: OutcomeDefinition,
  { key, fields }: Pick<Act, 'key' | 'fields'>,
): Promise<void> {
  const { db } = within(deps, actor);
  // What was recorded before it was corrected is sent again as it was.
  if ((await findRecordOf(db, row.id, key)) !== null) return;
  const records = (await findRecords(db, [row.id])).get(row.id) ?? [];
  const faults = checkRepeated(outcome, fields, records.findLast((record) => record.kind === 'opened')?.facts ?? {});
  if (faults.length > 0) throw unfitFields(faults);
}

/** Clocks of two machines differ by so much. */
const SKEW_MS = 60_000;

/** When it happened: as it is said; otherwise now, and not before the stage that it ends began, should a clock have been set back. */
function timeOf({ clock }: Deps, { row }: Found, { occurredAt, stage }: Act): Instant {
  const began = row.state.stages.find(({ id }) => id === stage)?.startedAt ?? 0;
  const now = clock.now();
  if (occurredAt === undefined) return Math.max(now, Math.min(began, now + SKEW_MS)) as Instant;
  const instant = parseInstant(occurredAt);
  if (instant.ok) return instant.value;
  throw unfitField('occurredAt', 'it is no time that exists', '不是真实存在的时间');
}

/** Under a name that no other caller and no program gives: what one calls `opened` stands in nobody's way. */
function recordedBy({ clock }: Deps, actor: Actor, key: string, occurredAt = clock.now()) {
  const now = clock.now();
  const recordedAt = occurredAt > now && occurredAt <= now + SKEW_MS ? occurredAt : now;
  return { key: `by/${actor.id}/${key}`, by: loopActorOf(actor), occurredAt, recordedAt };
}

/** Adds a record for somebody; from a person, one that would not count is refused and leaves no trace in the loop. */
async function add(
  deps: Deps,
  actor: Actor,
  { row, definition: declared }: Found,
  action: 'loop:act' | 'loop:manage',
  record: NewRecord,
): Promise<Recorded> {
  const recorded = await within(deps, actor).db.tx(async (tx) => {
    const { id: loop, definition, subject } = row;
    await deps.events.emit(tx, 'loop-recording', { loop, definition });
    const done = await recordInLoop(deps, tx, loop, record);
    if (done === null) throw new HttpProblem('not-found', { en: 'No such loop.', zh: '没有该闭环。' });
    const finding = done.state.findings.find((one) => one.record === done.record && !KEPT.includes(one.flaw));
    if (done.record === null) await refuseOtherOfOneName(tx, row.id, record);
    else if (actor.role !== 'system') {
      if (finding !== undefined) throw refusalOf(finding, declared);
      if (isSpent(record, done.record, done.state) || (isOfWhole(record) && row.status !== 'open'))
        throw new HttpProblem('conflict', {
          en: 'Somebody else has done it: reload.',
          zh: '该环节已由他人完成，请刷新。',
        });
    }
    await deps.events.emit(tx, 'loop-recorded', { loop, definition, subject, state: done.state });
    return done;
  });
  const { state } = recorded;
  if (state.status !== row.status) await deps.registers.refresh();
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

/** Why what was recorded does not count, with the name of what was tried too little. */
function refusalOf({ flaw, fields = [], tried }: Finding, { fields: known }: LoopDefinition): HttpProblem {
  const field = tried === undefined ? undefined : known[tried.field];
  if (tried === undefined || field === undefined) return refusal(flaw, fields);
  return refusal(flaw, fields, { ...tried, zh: field.zh, en: field.en });
}

const isOfWhole = (record: NewRecord): boolean => record.kind === 'waived' && record.stage === null;

/** Whether what a record says of a stage, or of the whole, had been done by another when its turn came. */
function isSpent(record: NewRecord, id: string, { stages, status }: LoopState): boolean {
  if (isOfWhole(record)) return status !== 'waived';
  if ((record.kind !== 'act' && record.kind !== 'waived') || record.corrects !== undefined) return false;
  const stage = stages.find((one) => one.id === record.stage);
  return stage !== undefined && OVER.includes(stage.status) && stage.by !== id;
}

/** What is sent twice is one; what is sent under the name of something else is refused, so that nobody takes it for recorded. */
async function refuseOtherOfOneName(tx: Queryable, loop: number, record: NewRecord): Promise<void> {
  const known = await findRecordOf(tx, loop, record.key);
  if (known === null || isDeepStrictEqual(saidIn(known), saidIn(record))) return;
  throw otherUnderKey();
}

function saidIn(record: LoopRecord | NewRecord): unknown {
  const { kind } = record;
  if (kind === 'act') {
    const { resource, system, value } = record.proof ?? {};
    return [kind, record.stage, record.outcome, record.fields, resource, system, value];
  }
  if (kind === 'assigned') return [kind, record.to.id];
  if (kind === 'waived') return [kind, record.stage, record.reason];
  return [kind, 'stage' in record ? record.stage : null];
}

/** Flaws with which an act still counts. */
const KEPT: readonly Flaw[] = ['late', 'back-filled'];
const OVER: readonly string[] = ['met', 'met-late', 'waived', 'not-needed'];
