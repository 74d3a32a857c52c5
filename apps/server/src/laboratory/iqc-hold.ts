/**
 * A rejected run 失控 holds back the results of its system and opens its loop; the hold ends when the loop is closed on a run in control, or
 * when a correction shows that nothing was rejected. Source: national-2022.art.24#01, henan-2025.lab.7#04, #06.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';
import type { IqcHoldRow } from '@fujie/core/registers';
import { iqcHolds, latestOfEach, testSystems } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { startJob } from '../platform/jobs/job.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { ChangedRun } from './iqc-decide.ts';
import { decideSystem } from './iqc-decide.ts';
import type { OutOfControl } from './iqc-loops.query.ts';
import { findAllOpen, findLoopOf, findOpenOf } from './iqc-loops.query.ts';
import type { SystemOf } from './iqc-series.query.ts';
import { lockSystems } from './iqc-series.query.ts';
import type { RunRow } from './iqc.query.ts';
import { findEvents, findLastAccepted, findResults, findRuns, insertEvent, isRejectedSince } from './iqc.query.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers' | 'events'> & {
  /** Takes up the holds of many systems by code, for whoever writes them at once with `putHolds`. */
  readonly gathered?: Map<string, IqcHoldRow>;
};
export const LOOP = 'iqc/out-of-control';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
const HOLDS_MS = 500;

export interface Held {
  readonly system: string;
  readonly loop: number;
}

/** Follows up runs that are rejected now, or no longer; within their transaction. */
export async function holdBack(
  deps: Needs,
  tx: Queryable,
  of: SystemOf,
  runs: readonly ChangedRun[],
): Promise<readonly Held[]> {
  const held: Held[] = [];
  let isHeld = false;
  for (const { now, before } of runs) {
    if (now.verdict === 'reject' && before !== 'reject' && !isHeld) {
      const opened = await open(deps, tx, of, now);
      isHeld = opened !== null;
      if (typeof opened === 'number') held.push({ system: of.system, loop: opened });
    }
    if (now.verdict !== 'reject' && before === 'reject') {
      await takeBack(deps, tx, of);
      isHeld = false;
    }
  }
  return held;
}

type Run = ChangedRun['now'];

/** One event at a time: what is rejected while one is open belongs to it. The new event; null: there was one before. */
async function open(deps: Needs, tx: Queryable, of: SystemOf, run: Run): Promise<number | 'standing' | null> {
  const [standing] = await findOpenOf(tx, of);
  if (standing !== undefined) {
    await holdAgain(deps, tx, standing);
    return 'standing';
  }
  const measuredAt = run.measuredMs as Instant;
  const snapshot = deps.registers.current();
  const item = snapshot.item(run.item);
  const last = await findLastAccepted(tx, of.institution, of.system, measuredAt);
  const fired = new Set(run.fired.filter(({ isRejecting }) => isRejecting).map(({ rule }) => rule));
  // As laboratories write them: 1-3s.
  const rules = [...fired].map((rule) => rule.replaceAll('_', '-')).join('、');
  const subject = `${of.institution}|${of.system}|${run.run}`;
  const opening = {
    definition: LOOP,
    subject,
    unit: of.institution,
    department: null,
    personId: null,
    occurredAt: measuredAt,
    by: PLATFORM,
    facts: {
      titleZh: `${item?.nameZh ?? run.item}（${run.instrument}）失控：${rules === '' ? '结果不符' : rules}`,
      titleEn: `${item?.nameEn ?? run.item} (${run.instrument}) out of control: ${rules === '' ? 'unexpected result' : rules}`,
      ...{ system: of.system, item: run.item, instrument: run.instrument, run: run.run, rules },
      ...(last === null ? {} : { lastGood: formatInstant(last.measuredMs as Instant) }),
    },
  };
  // A run that was corrected and is rejected again is another event.
  const row =
    (await openLoop(deps, tx, opening)) ??
    (await openLoop(deps, tx, { ...opening, subject: `${subject}|${String(run.version)}` }));
  if (row === null) return null;
  await putHold(deps, tx, {
    ...{
      code: codeOf(row.id),
      institution: of.institution,
      system: of.system,
      item: run.item,
      instrument: run.instrument,
    },
    ...{ heldOn: dayOf(measuredAt), releasedOn: null, cause: fired.size === 0 ? 'expected' : [...fired].join('、') },
  });
  return row.id;
}

const codeOf = (loop: number): string => `IQC:${String(loop)}`;

async function putHold(deps: Needs, tx: Queryable, row: IqcHoldRow): Promise<void> {
  if (deps.gathered === undefined) await putHolds(deps, tx, [row]);
  else deps.gathered.set(row.code, row);
}

/** Writes holds in one change of their register. */
export async function putHolds(deps: Pick<Deps, 'events'>, tx: Queryable, rows: readonly IqcHoldRow[]): Promise<void> {
  await deps.events.emit(tx, 'entries-due', {
    register: iqcHolds.id,
    rows: rows.map((row) => ({ row: { ...row }, from: row.heldOn })),
    program: 'laboratory',
    note: rows.map(({ code }) => code).join(' '),
  });
}

/** What rejected a run was corrected away: where nothing is rejected any more for which the event stands, it ends as one that never was. */
async function takeBack(deps: Needs, tx: Queryable, of: SystemOf): Promise<void> {
  const [loop] = await findOpenOf(tx, of);
  if (loop === undefined) return;
  const opened = (await findRecords(tx, [loop.id])).get(loop.id)?.findLast(({ kind }) => kind === 'opened');
  if (opened === undefined) return;
  if (await isRejectedSince(tx, of, { measured: loop.openedMs as Instant, decided: opened.recordedAt })) return;
  const now = deps.clock.now();
  await recordInLoop(deps, tx, loop.id, {
    ...{ key: `withdrawn:${String(now)}`, kind: 'withdrawn', by: PLATFORM, corrects: opened.id },
    ...{ occurredAt: now, recordedAt: now, note: '结果更正后不再失控 In control after a correction' },
  });
  await release(deps, tx, loop.id, loop.openedMs as Instant);
}

/** Releases the hold of a loop: from this day on, or from its first day where it never should have been. */
async function release(deps: Needs, tx: Queryable, loop: number, from: Instant | null): Promise<void> {
  const hold = holdOf(deps, loop);
  if (hold === null) return;
  await putHold(deps, tx, {
    ...hold,
    releasedOn: from === null ? later(dayOf(deps.clock.now()), hold.heldOn) : hold.heldOn,
  });
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** What is open again holds again. */
async function holdAgain(deps: Needs, tx: Queryable, { id }: Pick<OutOfControl, 'id'>): Promise<void> {
  const hold = holdsOf(deps).find(({ code }) => code === codeOf(id));
  if (hold !== undefined && hold.releasedOn !== null) await putHold(deps, tx, { ...hold, releasedOn: null });
}

function holdOf(deps: Needs, loop: number): IqcHoldRow | null {
  return holdsOf(deps).find(({ code, releasedOn }) => code === codeOf(loop) && releasedOn === null) ?? null;
}

function holdsOf({ registers }: Pick<Deps, 'registers'>): readonly IqcHoldRow[] {
  return latestOfEach(registers.current().all(iqcHolds)).map(({ row }) => row);
}

/**
 * Takes up what people recorded in the loops of held systems: corrective actions, runs after them, the end, or that one is open again. How
 * many holds changed.
 */
export async function settleHolds(deps: Needs & Pick<Deps, 'worker'>): Promise<number> {
  const open = new Map((await findAllOpen(deps.worker)).map((loop) => [codeOf(loop.id), loop]));
  let changed = 0;
  for (const hold of holdsOf(deps)) {
    const loop = open.get(hold.code);
    const isStill = loop === undefined ? hold.releasedOn !== null : hold.releasedOn === null && !isToVerify(loop);
    if (isStill) continue;
    const isChanged = await deps.worker.tx(async (tx) => {
      await lockSystems(tx, [hold]);
      return settleHold(deps, tx, hold);
    });
    if (isChanged) changed += 1;
  }
  if (changed > 0) await deps.registers.refresh();
  return changed;
}

async function settleHold(deps: Needs, tx: Queryable, hold: IqcHoldRow): Promise<boolean> {
  const of = { institution: hold.institution, system: hold.system };
  const loop = await findLoopOf(tx, Number(hold.code.slice('IQC:'.length)));
  if (loop === null) return false;
  if (loop.status === 'open') {
    await holdAgain(deps, tx, loop);
    const corrected = correctedAt(loop);
    if (corrected !== null && isToVerify(loop)) await verify(deps, tx, of, loop, corrected);
    return hold.releasedOn !== null;
  }
  if (hold.releasedOn !== null || !isSettled(deps, loop, hold)) return false;
  await release(deps, tx, loop.id, loop.status === 'void' ? (loop.openedMs as Instant) : null);
  if (loop.status === 'closed') await openNext(deps, tx, of, loop);
  return true;
}

/** Whether what is over lets results out again: it never was, it is in control again, or its system is out of use 停用. */
function isSettled({ registers, clock }: Needs, loop: OutOfControl, { institution, system }: IqcHoldRow): boolean {
  if (loop.status === 'closed') return stageOf(loop, 'verify')?.outcome === 'in-control';
  if (loop.status !== 'waived') return loop.status === 'void';
  return registers.current().find(testSystems, `${institution}|${system}`, dayOf(clock.now())) === null;
}

/** What was rejected after the run that verified belongs to no event that is over: the first of it opens its own. */
async function openNext(deps: Needs, tx: Queryable, of: SystemOf, loop: OutOfControl): Promise<void> {
  const verified = stageOf(loop, 'verify')?.doneAt ?? null;
  if (verified === null) return;
  const runs = await findRuns(tx, { ...of, from: (verified + 1) as Instant, to: null });
  const next = runs.find(({ verdict }) => verdict === 'reject');
  if (next !== undefined) await open(deps, tx, of, next);
}

const stageOf = ({ state }: OutOfControl, id: string): LoopState['stages'][number] | undefined =>
  state.stages.find((stage) => stage.id === id);

/** Corrected, and no run in control since. */
const isToVerify = (loop: OutOfControl): boolean =>
  correctedAt(loop) !== null && (stageOf(loop, 'verify')?.doneAt ?? null) === null;

const correctedAt = (loop: OutOfControl): Instant | null => stageOf(loop, 'correct')?.doneAt ?? null;

/** The corrective action restarts the windows of the rules; the first run after it shows whether it helped. */
async function verify(deps: Needs, tx: Queryable, of: SystemOf, loop: OutOfControl, since: Instant): Promise<void> {
  const known = await findEvents(tx, { ...of, from: since, to: (since + 1) as Instant });
  const now = deps.clock.now();
  if (!known.some((event) => event.loop === loop.id)) {
    await insertEvent(tx, {
      ...{ institution: of.institution, system: of.system, kind: 'corrective-action', at: since, loop: loop.id },
      ...{
        text: '纠正措施已记录 Corrective action recorded',
        enteredBy: PLATFORM.id,
        enteredName: PLATFORM.name,
        recordedAt: now,
      },
    });
    await decideSystem(deps, tx, of, since);
  }
  const runs = await findRuns(tx, { ...of, from: since, to: null });
  const isWhole = await wholeRuns(deps, tx, of, loop, since);
  const told = new Set(
    ((await findRecords(tx, [loop.id])).get(loop.id) ?? []).flatMap((one) =>
      one.kind === 'act' && one.outcome === 'rejected' ? one.fields['run'] : [],
    ),
  );
  for (const run of runs.filter(({ purpose, verdict }) => purpose !== 'parallel' && verdict !== 'unjudged')) {
    const isRejected = run.verdict === 'reject';
    if (isRejected ? told.has(run.run) : !isWhole(run)) continue;
    await recordInLoop(deps, tx, loop.id, {
      key: `run/${run.run}/${String(run.version)}`,
      kind: 'act',
      stage: 'verify',
      outcome: isRejected ? 'rejected' : 'in-control',
      occurredAt: Math.max(run.measuredMs, since) as Instant,
      recordedAt: now,
      by: PLATFORM,
      fields: { run: run.run },
    });
    if (!isRejected) return;
  }
}

/** A run shows that a system is in control if it has the levels that failed, and as many as are asked for on a day: two, or all there are. */
async function wholeRuns(
  { registers }: Needs,
  tx: Queryable,
  of: SystemOf,
  { openedMs }: OutOfControl,
  since: Instant,
): Promise<(run: RunRow) => boolean> {
  const from = openedMs as Instant;
  const rejected = (await findRuns(tx, { ...of, from, to: since })).filter(({ verdict }) => verdict === 'reject');
  const failed = new Set(
    rejected.flatMap(({ fired }) => fired.flatMap((one) => (one.isRejecting ? one.evidence : []))),
  );
  const levels = rejected.flatMap(({ points }) =>
    points.flatMap(({ result, level }) => (failed.has(result) ? level : [])),
  );
  const wanted = Math.min(registers.current().nameOf(testSystems, `${of.institution}|${of.system}`)?.levels ?? 1, 2);
  const usable = new Set(
    (await findResults(tx, { ...of, from: since, to: null })).flatMap(({ id, isVoid }) => (isVoid ? [] : id)),
  );
  return (run) => {
    const measured = run.points.flatMap(({ result, level }) => (usable.has(result) ? level : []));
    return run.levels >= wanted && levels.every((level) => measured.includes(level));
  };
}

/** Does so as often as a hold must be seen to end. */
export function startHolds(deps: Deps): RunningJob {
  return startJob(deps, { failed: 'holds of rejected runs could not be settled', everyMs: HOLDS_MS }, () =>
    settleHolds(deps),
  );
}
