/**
 * A rejected run 失控 holds back the results of its system and opens its loop; the hold ends when the loop is closed on a run in control, or
 * when a second person confirms the correction that shows that nothing was rejected. Source: national-2022.art.24#01, henan-2025.lab.7#04, #06.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { IqcHoldRow } from '@fujie/core/registers';
import { iqcHolds, latestOfEach, testSystems } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { announceWork } from '../platform/jobs/wakes.query.ts';
import { startJob } from '../platform/jobs/job.ts';
import type { Opening } from '../platform/loops/loops.ts';
import { openLoops, recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { ChangedRun } from './iqc-decide.ts';
import { listOpened, reviewEvent } from './iqc-affected.ts';
import { decideSystem } from './iqc-decide.ts';
import type { OutOfControl } from './iqc-loops.query.ts';
import { findLoopOf, findOpenAnd, findOpenOf, isMistaken, isVerified, stageOf } from './iqc-loops.query.ts';
import type { Change } from './iqc-mistaken.ts';
import { askAgain, takeBack } from './iqc-mistaken.ts';
import type { SystemOf } from './iqc-series.query.ts';
import { lockSystems } from './iqc-series.query.ts';
import type { RunRow } from './iqc.query.ts';
import { findEvents, findLastAccepted, findResults, findRuns, insertEvent } from './iqc.query.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers' | 'events'> & {
  /** Takes up holds by code, for whoever writes them at once. */
  readonly gathered?: Map<string, IqcHoldRow>;
};
export const LOOP = 'iqc/out-of-control';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
const SECOND_MS = 1000;
const HOLDS_MS = 500;
/** As the database calls it, too: migration 0469. */
const HOLDS_WORK = 'holds';

const REJUDGED: Change = { by: PLATFORM, reason: '重新判定后不再失控 In control when judged again' };

export interface Held {
  readonly system: string;
  readonly loop: number;
}

/** Follows up runs of systems that are rejected now, or no longer; within their transaction. */
export async function holdBack(
  deps: Needs,
  tx: Queryable,
  systems: readonly (SystemOf & { readonly changed: readonly ChangedRun[] })[],
  change: Change = REJUDGED,
): Promise<readonly Held[]> {
  // A run after the corrective action may be the one that ends a hold.
  if (systems.some((of) => of.changed.length > 0 && isHeldNow(deps, of))) await announceWork(tx, HOLDS_WORK);
  const held: Held[] = [];
  const gathering = { ...deps, gathered: new Map<string, IqcHoldRow>() };
  // Step by step, each for all systems at once: what a run turns depends on what the one before it has turned.
  let left = systems.map((of) => ({ of, turns: of.changed.filter(isTurned), isHeld: false }));
  while ((left = left.flatMap(nextOf)).length > 0) {
    const open = await findOpenOf(
      tx,
      left.map(({ of }) => of),
    );
    const rejected: Rejected[] = [];
    for (const { of, turns } of left) {
      const [turn] = turns;
      const standing = open.get(`${of.institution}|${of.system}`);
      if (turn?.now.verdict === 'reject') rejected.push({ of, run: turn.now, standing });
      else if (standing !== undefined) await takeBack(gathering, tx, of, standing, change);
    }
    const opened = await openAll(gathering, tx, rejected);
    left = left.map(({ of, turns, isHeld }) => {
      const at = rejected.findIndex((one) => one.of === of);
      const loop = opened[at] ?? null;
      if (typeof loop === 'number') held.push({ system: of.system, loop });
      return { of, turns: turns.slice(1), isHeld: at >= 0 && (isHeld || loop !== null) };
    });
  }
  if (gathering.gathered.size > 0) await putHolds(deps, tx, [...gathering.gathered.values()]);
  return held;
}

const isTurned = ({ now, before }: ChangedRun): boolean => (now.verdict === 'reject') !== (before === 'reject');

/** Where a system has something left to follow up: what is rejected while it is held changes nothing. */
function nextOf<T extends { readonly turns: readonly ChangedRun[]; readonly isHeld: boolean }>(one: T): readonly T[] {
  const from = one.isHeld ? one.turns.findIndex(({ now }) => now.verdict !== 'reject') : 0;
  const turns = from < 0 ? [] : one.turns.slice(from);
  return turns.length === 0 ? [] : [{ ...one, turns }];
}

type Run = ChangedRun['now'];

interface Rejected {
  readonly of: SystemOf;
  readonly run: Run;
  /** What is open already. */
  readonly standing: OutOfControl | undefined;
}

/** One event of a system at a time: what is rejected while one is open belongs to it. The new events; null: there was one before. */
async function openAll(
  deps: Needs,
  tx: Queryable,
  rejected: readonly Rejected[],
): Promise<readonly (number | 'standing' | null)[]> {
  for (const { standing } of rejected) {
    if (standing === undefined) continue;
    await holdAgain(deps, tx, standing);
    if (isMistaken(standing)) await askAgain(deps, tx, standing, '又有失控 Rejected again');
  }
  const fresh = rejected.filter(({ standing }) => standing === undefined);
  if (fresh.length === 0) return rejected.map(() => 'standing');
  const last = await findLastAccepted(
    tx,
    fresh.map(({ of, run }) => ({ ...of, before: run.measuredMs as Instant })),
  );
  const openings = fresh.map(({ of, run }, at) => openingOf(deps, of, run, last[at] ?? null));
  const rows = [...(await openLoops(deps, tx, openings))];
  // A run that was corrected and is rejected again is another event.
  const again = openings.flatMap((opening, at) => (rows[at] === null ? [{ opening, at }] : []));
  if (again.length > 0) {
    const others = again.map(({ opening, at }) => {
      const version = String(fresh[at]?.run.version);
      return { ...opening, subject: `${opening.subject}|${version}` };
    });
    for (const [place, row] of (await openLoops(deps, tx, others)).entries()) rows[again[place]?.at ?? -1] = row;
  }
  const opened = new Map<Rejected, number>();
  for (const [at, one] of fresh.entries()) {
    const row = rows[at];
    if (!row) continue;
    opened.set(one, row.id);
    const { of, run } = one;
    const causes = rulesOf(run);
    await putHold(deps, tx, {
      ...{ code: codeOf(row.id), institution: of.institution, system: of.system },
      ...{ item: run.item, instrument: run.instrument, heldOn: dayOf(run.measuredMs as Instant), releasedOn: null },
      cause: causes.length === 0 ? 'expected' : causes.join('、'),
    });
  }
  await listOpened(deps, tx, [...opened.values()]);
  return rejected.map((one) => (one.standing === undefined ? (opened.get(one) ?? null) : 'standing'));
}

/** Rules that rejected a run. */
const rulesOf = ({ fired }: Run): readonly string[] => [
  ...new Set(fired.filter(({ isRejecting }) => isRejecting).map(({ rule }) => rule)),
];

function openingOf({ registers }: Needs, { institution, system }: SystemOf, run: Run, last: Instant | null): Opening {
  const item = registers.current().item(run.item);
  // As laboratories write them: 1-3s.
  const rules = rulesOf(run).map((rule) => rule.replaceAll('_', '-'));
  const [zh, en] = rules.length === 0 ? ['结果不符', 'unexpected result'] : [rules.join('、'), rules.join(', ')];
  return {
    definition: LOOP,
    subject: `${institution}|${system}|${run.run}`,
    unit: institution,
    department: null,
    personId: null,
    occurredAt: run.measuredMs as Instant,
    by: PLATFORM,
    facts: {
      titleZh: `${item?.nameZh ?? run.item}（${run.instrument}）失控：${zh}`,
      titleEn: `${item?.nameEn ?? run.item} (${run.instrument}) out of control: ${en}`,
      ...{ system, item: run.item, instrument: run.instrument, run: run.run, rules: rules.join(', ') },
      ...(last === null ? {} : { lastGood: formatInstant(last) }),
    },
  };
}

const codeOf = (loop: number): string => `IQC:${String(loop)}`;
const loopOf = ({ code }: Pick<IqcHoldRow, 'code'>): number => Number(code.slice('IQC:'.length));

async function putHold(deps: Needs, tx: Queryable, row: IqcHoldRow): Promise<void> {
  if (deps.gathered === undefined) await putHolds(deps, tx, [row]);
  else deps.gathered.set(row.code, row);
}

/** Writes holds in one change of their register. */
async function putHolds(deps: Pick<Deps, 'events'>, tx: Queryable, rows: readonly IqcHoldRow[]): Promise<void> {
  await deps.events.emit(tx, 'entries-due', {
    register: iqcHolds.id,
    rows: rows.map((row) => ({ row: { ...row }, from: row.heldOn })),
    program: 'laboratory',
    note: rows.map(({ code }) => code).join(' '),
  });
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
  const hold = holdsOf(deps).get(codeOf(id));
  if (hold !== undefined && hold.releasedOn !== null) await putHold(deps, tx, { ...hold, releasedOn: null });
}

function holdOf(deps: Needs, loop: number): IqcHoldRow | null {
  const hold = holdsOf(deps).get(codeOf(loop));
  return hold?.releasedOn === null ? hold : null;
}

function isHeldNow({ registers }: Pick<Deps, 'registers'>, { institution, system }: SystemOf): boolean {
  const held = registers
    .current()
    .memo(
      'systems-held',
      () =>
        new Set(
          [...holdsOf({ registers }).values()].flatMap((hold) =>
            hold.releasedOn === null ? `${hold.institution}|${hold.system}` : [],
          ),
        ),
    );
  return held.has(`${institution}|${system}`);
}

/** Every hold by its code. */
function holdsOf({ registers }: Pick<Deps, 'registers'>): ReadonlyMap<string, IqcHoldRow> {
  const snapshot = registers.current();
  return snapshot.memo(
    'iqc-holds',
    () => new Map(latestOfEach(snapshot.all(iqcHolds)).map(({ row }) => [row.code, row])),
  );
}

/**
 * Takes up what people recorded in the loops of held systems: corrective actions, runs after them, the end, or that one is open again. How
 * many holds changed.
 */
export async function settleHolds(deps: Needs & Pick<Deps, 'worker'>): Promise<number> {
  const holds = [...holdsOf(deps).values()];
  const held = holds.flatMap((hold) => (hold.releasedOn === null ? loopOf(hold) : []));
  const loops = new Map((await findOpenAnd(deps.worker, held)).map((loop) => [loop.id, loop]));
  let changed = 0;
  for (const hold of holds) {
    const loop = loops.get(loopOf(hold));
    if (loop === undefined || isStill(deps, loop, hold)) continue;
    const isChanged = await deps.worker.tx(async (tx) => {
      await lockSystems(tx, [hold]);
      return settleHold(deps, tx, hold);
    });
    if (isChanged) changed += 1;
  }
  if (changed > 0) await deps.registers.refresh();
  return changed;
}

/** Whether there is nothing to take up: what stays held, however long, is not looked into each time. */
function isStill(deps: Needs, loop: OutOfControl, hold: IqcHoldRow): boolean {
  if (loop.status === 'open') return isForPatients(loop, hold) || (hold.releasedOn === null && !isToVerify(loop));
  return hold.releasedOn !== null || !isSettled(deps, loop, hold);
}

/** Open again only because more results of patients are concerned: its system was in control and stays so. */
const isForPatients = (loop: OutOfControl, { releasedOn }: IqcHoldRow): boolean =>
  releasedOn !== null && loop.reopenedAt === 'patients' && isVerified(loop);

async function settleHold(deps: Needs, tx: Queryable, hold: IqcHoldRow): Promise<boolean> {
  const of = { institution: hold.institution, system: hold.system };
  const loop = await findLoopOf(tx, loopOf(hold));
  if (loop === null) return false;
  if (loop.status === 'open') {
    if (isForPatients(loop, hold)) return false;
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
  if (next === undefined) return;
  const standing = (await findOpenOf(tx, [of])).get(`${of.institution}|${of.system}`);
  await openAll(deps, tx, [{ of, run: next, standing }]);
}

/** Corrected, and no run in control since. */
const isToVerify = (loop: OutOfControl): boolean => correctedAt(loop) !== null && !isVerified(loop);

const correctedAt = (loop: OutOfControl): Instant | null => stageOf(loop, 'correct')?.doneAt ?? null;

/** The corrective action restarts the windows of the rules; the first run after it shows whether it helped. */
async function verify(deps: Needs, tx: Queryable, of: SystemOf, loop: OutOfControl, corrected: Instant): Promise<void> {
  // Runs are measured to the second: one of the same second was run after it, or it could not be entered as such.
  const since = (Math.floor(corrected / SECOND_MS) * SECOND_MS) as Instant;
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
      occurredAt: Math.max(run.measuredMs, corrected) as Instant,
      recordedAt: now,
      by: PLATFORM,
      fields: { run: run.run },
    });
    if (isRejected) continue;
    await reviewEvent(deps, tx, loop.id);
    return;
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

/** Does so as soon as something is recorded in the loop of a rejected run; should nothing wake it, it looks every so often. */
export function startHolds(deps: Deps, everyMs = HOLDS_MS): RunningJob {
  const job = startJob(deps, { failed: 'holds of rejected runs could not be settled', everyMs }, () =>
    settleHolds(deps),
  );
  const sleep = deps.wakes.on(HOLDS_WORK, job.wake);
  return {
    stop: () => {
      sleep();
      return job.stop();
    },
  };
}
