/**
 * The state of a loop at a moment 闭环判定, from what was recorded until then. What is recorded late or corrected is decided
 * anew from the beginning: nothing of an earlier answer is kept. Source: henan-2025.mq.23#11; for stages see the packs.
 */
import type { Instant } from '../kernel/day.ts';
import type { WorkdayCalendar } from '../registers/workdays.ts';
import { flawOf, isBackFilled, isShared, outcomeOf } from './act-flaws.ts';
import { add, alertsOf, tell } from './alerts.ts';
import { isEmpty, requiredOf, tooFewOf } from './further.ts';
import { dueOf, isNeeded } from './needs.ts';
import type { Progress } from './progress.ts';
import { NOT_NEEDED, stateOf } from './progress.ts';
import { isOfOpening, standing } from './standing.ts';
import type { Flaw, LoopActor, LoopDefinition, LoopRecord, LoopState, StageDefinition } from './types.ts';
import type { Act, Walk } from './walk.ts';
import { isOver, stageOf } from './walk.ts';

/** The role of what no person does: a register, a message, the time. */
const PLATFORM = 'platform';

/**
 * Takes what was recorded, in the order in which it happened. Times are written to the minute: of what happened in one, what came first
 * is taken first, but an act waits for the one that begins its stage.
 */
function takeAll(walk: Walk, records: readonly LoopRecord[]): void {
  const waiting = [...records];
  while (waiting.length > 0) {
    const instant = waiting[0]?.occurredAt;
    const at = waiting.findIndex((record) => record.occurredAt === instant && isReady(walk, record));
    for (const record of waiting.splice(Math.max(at, 0), 1)) take(walk, record);
  }
}

function isReady(walk: Walk, record: LoopRecord): boolean {
  const stage = record.kind === 'act' ? stageOf(walk, record.stage) : undefined;
  return stage === undefined || (stage.startedAt !== null && !isOver(stage));
}

/**
 * Decides a loop at a moment. Of its records one that stands must have opened it, or it was withdrawn; throws otherwise, because
 * whoever stores records sees to that.
 */
export function decideLoop(definition: LoopDefinition, records: readonly LoopRecord[], moment: Moment): LoopState {
  const walk = walkThrough(definition, records, moment);
  return 'withdrawal' in walk ? withdrawn(definition, records, walk.withdrawal) : told(walk);
}

/** As of when a loop is decided, and on which calendar. */
export interface Moment {
  readonly asOf: Instant;
  readonly calendar: WorkdayCalendar;
}

/** The walk through the records that stand; of a loop that none opens any more, the record that withdrew it. */
export function walkThrough(
  definition: LoopDefinition,
  records: readonly LoopRecord[],
  { asOf, calendar }: Moment,
): Walk | { readonly withdrawal: LoopRecord | undefined } {
  const standingRecords = standing(records, asOf);
  const opening = standingRecords.find((record) => record.kind === 'opened');
  const withdrawal = standingRecords.find((record) => record.kind === 'withdrawn' && isOfOpening(record, records));
  if (opening === undefined || withdrawal !== undefined) return { withdrawal };
  const walk: Walk = {
    definition,
    opening,
    calendar,
    asOf,
    stages: definition.stages.map((stage) => fresh(stage)),
    findings: [],
    alerts: [],
    shared: standingRecords.filter(isShared),
    seen: standingRecords.filter((record) => record.kind === 'seen'),
    ended: null,
    reopened: 0,
    assignee: null,
  };
  begin(walk);
  takeAll(walk, standingRecords);
  return walk;
}

function fresh(definition: StageDefinition): Progress {
  return {
    definition,
    startedAt: null,
    dueAt: null,
    doneAt: null,
    outcome: null,
    by: null,
    attempts: 0,
    tried: [],
    restartAt: null,
    formerDueAt: null,
    isNotNeeded: false,
  };
}

function withdrawn(
  { stages }: LoopDefinition,
  records: readonly LoopRecord[],
  withdrawal: LoopRecord | undefined,
): LoopState {
  const first = records.find(({ kind }) => kind === 'opened');
  if (first === undefined || withdrawal === undefined) throw new Error('a loop without a record that opened it');
  return {
    status: 'void',
    openedAt: first.occurredAt,
    closedAt: withdrawal.recordedAt,
    reopened: 0,
    stages: stages.map(({ id }) => ({ ...NOT_NEEDED, id })),
    findings: [],
    alerts: [],
    nextAt: null,
    dueAt: null,
    assignee: null,
  };
}

/** Begins every stage for which the time has come. */
function begin(walk: Walk): void {
  if (walk.ended !== null) return;
  for (let changed = true; changed;) {
    changed = false;
    for (const stage of walk.stages) {
      if (stage.startedAt !== null || isOver(stage)) continue;
      const before = stage.definition.after.map((id) => stageOf(walk, id));
      if (before.some((one) => one === undefined || !isOver(one))) continue;
      const needed = isNeeded(walk, stage.definition.when ?? []);
      if (needed === null) continue;
      changed = true;
      if (needed) start(walk, stage, startOf(walk, stage));
      else stage.isNotNeeded = true;
    }
  }
}

/** When a stage could begin: as the last of what stands before it was over; never before the loop did, though a clock that was set back says so. */
function startOf(walk: Walk, { definition, restartAt }: Progress): Instant {
  const times = standsAfter(definition).map((id) => overAt(walk, id));
  const { occurredAt } = walk.opening;
  return Math.max(restartAt ?? occurredAt, occurredAt, ...times) as Instant;
}

function overAt(walk: Walk, id: string): Instant {
  const stage = stageOf(walk, id);
  if (stage === undefined) return walk.opening.occurredAt;
  return stage.doneAt ?? startOf(walk, stage);
}

/** Stages that must be over before one can begin, or before it is known whether it is needed. */
function standsAfter({ after, when }: StageDefinition): readonly string[] {
  return [...after, ...(when ?? []).flatMap((condition) => ('stage' in condition ? condition.stage : []))];
}

function start(walk: Walk, stage: Progress, at: Instant): void {
  stage.startedAt = at;
  const dueAt = dueOf(walk, stage.definition, at);
  const { formerDueAt } = stage;
  stage.dueAt = dueAt === null || formerDueAt === null ? dueAt : (Math.min(dueAt, formerDueAt) as Instant);
  // Who is to know at once is told though the stage end in the minute in which it begins.
  add(
    walk,
    alertsOf(walk, stage).filter(({ isAtOnce, at: when }) => isAtOnce === true && when <= walk.asOf),
  );
}

function take(walk: Walk, record: LoopRecord): void {
  switch (record.kind) {
    case 'act':
      if (walk.ended === null) takeAct(walk, record);
      return;
    case 'waived':
      takeWaiver(walk, record);
      return;
    case 'reopened':
      takeReopening(walk, record);
      return;
    case 'assigned':
      walk.assignee = record.to;
      return;
    case 'opened':
    case 'seen':
    case 'withdrawn':
      return;
  }
}

function takeAct(walk: Walk, act: Act): void {
  const stage = stageOf(walk, act.stage);
  const outcome = stage === undefined ? undefined : outcomeOf(stage.definition, act.outcome);
  if (stage === undefined || outcome === undefined) {
    note(walk, 'unknown-outcome', act.stage, act);
    return;
  }
  if (isOver(stage)) return;
  const flaw = flawOf(walk, stage, act, outcome);
  if (flaw !== null) {
    note(walk, flaw, act.stage, act);
    return;
  }
  const missing = requiredOf(outcome, walk.opening.facts).filter((field) => isEmpty(act.fields[field]));
  if (missing.length > 0) {
    walk.findings.push({ flaw: 'no-evidence', stage: act.stage, record: act.id, fields: missing });
    return;
  }
  if (outcome.effect === 'attempt') {
    stage.attempts += 1;
    stage.tried = [...stage.tried, act.fields];
    return;
  }
  const tried = tooFewOf(walk, stage, outcome);
  if (tried !== null) {
    walk.findings.push({ flaw: 'too-few-attempts', stage: act.stage, record: act.id, tried });
    return;
  }
  finish(walk, stage, act, act.outcome);
  if (isBackFilled(walk, stage, act)) note(walk, 'back-filled', act.stage, act);
  if (outcome.effect === 'void') end(walk, 'void', act.occurredAt);
  for (const id of outcome.again ?? []) restart(walk, id, act.occurredAt);
  begin(walk);
}

function note(walk: Walk, flaw: Flaw, stage: string | null, { id }: LoopRecord): void {
  walk.findings.push({ flaw, stage, record: id });
}

function finish(walk: Walk, stage: Progress, record: LoopRecord, outcome: string | null): void {
  tell(walk, stage, record.occurredAt);
  stage.doneAt = record.occurredAt;
  stage.outcome = outcome;
  stage.by = record;
  if (record.kind === 'act' && stage.dueAt !== null && record.occurredAt > stage.dueAt)
    note(walk, 'late', stage.definition.id, record);
}

/** Puts a stage and all that come after it back to their beginning, from now. */
function restart(walk: Walk, id: string, at: Instant): void {
  const back = new Set([id]);
  for (let size = 0; size !== back.size;) {
    size = back.size;
    for (const stage of walk.definition.stages) if (standsAfter(stage).some((one) => back.has(one))) back.add(stage.id);
  }
  for (const stage of walk.stages) {
    const { definition, doneAt, dueAt } = stage;
    if (!back.has(definition.id)) continue;
    if (!isOver(stage)) tell(walk, stage, at);
    const formerDueAt = definition.keepsShorter === true && doneAt === null ? dueAt : null;
    Object.assign(stage, { ...fresh(definition), restartAt: at, formerDueAt });
  }
}

/** Ends the loop before its stages are over; what was to be told of them until then stays told. */
function end(walk: Walk, status: 'waived' | 'void', at: Instant): void {
  for (const stage of walk.stages) {
    if (isOver(stage)) continue;
    tell(walk, stage, at);
    // Opened again, it begins anew: what was told is not told twice, and of the time between nothing.
    stage.startedAt = null;
    stage.dueAt = null;
  }
  walk.ended = { status, at };
}

function takeWaiver(walk: Walk, record: Extract<LoopRecord, { kind: 'waived' }>): void {
  const { roles, reasons } = walk.definition.waivers;
  const isMeant = record.stage === null || stageOf(walk, record.stage) !== undefined;
  if (!roles.includes(record.by.role) || !Object.hasOwn(reasons, record.reason) || !isMeant) {
    note(walk, 'waiver-refused', record.stage, record);
    return;
  }
  if (walk.ended !== null) return;
  if (record.stage === null) {
    if (walk.stages.every(isOver)) return;
    end(walk, 'waived', record.occurredAt);
    return;
  }
  const stage = stageOf(walk, record.stage);
  if (stage === undefined || isOver(stage)) return;
  stage.startedAt ??= record.occurredAt;
  finish(walk, stage, record, null);
  begin(walk);
}

function takeReopening(walk: Walk, record: Extract<LoopRecord, { kind: 'reopened' }>): void {
  const isClosed = walk.ended?.status === 'waived' || (walk.ended === null && walk.stages.every(isOver));
  const isMeant = stageOf(walk, record.stage) !== undefined;
  // People open what is closed. A fact that comes again asks again, whatever was done or found about it meanwhile.
  const isTime = isClosed || record.by.role === PLATFORM;
  if (!walk.definition.reopening.includes(record.by.role) || !isMeant || !isTime) {
    note(walk, 'reopening-refused', record.stage, record);
    return;
  }
  walk.ended = null;
  walk.reopened += 1;
  restart(walk, record.stage, record.occurredAt);
  begin(walk);
}

function told(walk: Walk): LoopState {
  const { asOf, ended, opening, stages } = walk;
  const isClosed = ended !== null || stages.every(isOver);
  const running = isClosed ? [] : stages.filter((stage) => stage.startedAt !== null && stage.doneAt === null);
  const coming: number[] = [];
  for (const stage of running) {
    for (const alert of alertsOf(walk, stage)) {
      if (alert.at <= asOf) add(walk, [alert]);
      else coming.push(alert.at);
    }
    if (stage.dueAt !== null && stage.dueAt >= asOf) coming.push(stage.dueAt + 1);
  }
  const dues = running.flatMap(({ dueAt }) => dueAt ?? []);
  const done = stages.flatMap(({ doneAt }) => doneAt ?? []);
  return {
    status: ended?.status ?? (isClosed ? 'closed' : 'open'),
    openedAt: opening.occurredAt,
    closedAt: ended?.at ?? (isClosed ? (Math.max(opening.occurredAt, ...done) as Instant) : null),
    reopened: walk.reopened,
    stages: stages.map((stage) => stateOf(stage, isClosed, asOf)),
    findings: walk.findings,
    alerts: walk.alerts.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id))),
    nextAt: coming.length === 0 ? null : (Math.min(...coming) as Instant),
    dueAt: dues.length === 0 ? null : (Math.min(...dues) as Instant),
    assignee: standingAssignee(walk, running),
  };
}

/** To whom it was given, as long as that role owes what is waited for; who comes after it finds it owed by its own role. */
function standingAssignee({ assignee }: Walk, running: readonly Progress[]): LoopActor | null {
  if (assignee === null || running.length === 0) return assignee;
  return running.some(({ definition }) => definition.owner.role === assignee.role) ? assignee : null;
}
