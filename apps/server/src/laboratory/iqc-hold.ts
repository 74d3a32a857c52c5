/**
 * A rejected run 失控 holds back the results of its system and opens its loop; the hold ends when the loop is closed on a run in control, or
 * when a correction shows that nothing was rejected. Source: national-2022.art.24#01, henan-2025.lab.7#04, #06.
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { LoopState } from '@fujie/core/loops';
import type { IqcHoldRow } from '@fujie/core/registers';
import { iqcHolds, latestOfEach } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { startJob } from '../platform/jobs/job.ts';
import { openLoop, recordInLoop } from '../platform/loops/loops.ts';
import { findRecords } from '../platform/loops/loops.query.ts';
import type { ChangedRun, SystemOf } from './iqc-decide.ts';
import { decideSystem } from './iqc-decide.ts';
import type { OutOfControl } from './iqc-loops.query.ts';
import { findLoopOf, findOpenOf } from './iqc-loops.query.ts';
import { findEvents, findLastAccepted, findRuns, insertEvent, lockSystem } from './iqc.query.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers' | 'events'>;
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
  for (const { now, before } of runs) {
    if (now.verdict === 'reject' && before !== 'reject') {
      const loop = await open(deps, tx, of, now);
      if (loop !== null) held.push({ system: of.system, loop });
    }
    if (now.verdict !== 'reject' && before === 'reject') await takeBack(deps, tx, of, now);
  }
  return held;
}

type Run = ChangedRun['now'];
const subjectOf = ({ institution, system }: SystemOf, run: string): string => `${institution}|${system}|${run}`;

/** One event at a time: what is rejected while one is open belongs to it. */
async function open(deps: Needs, tx: Queryable, of: SystemOf, run: Run): Promise<number | null> {
  if ((await findOpenOf(tx, of)).length > 0) return null;
  const measuredAt = run.measuredMs as Instant;
  const snapshot = deps.registers.current();
  const item = snapshot.item(run.item);
  const last = await findLastAccepted(tx, of.institution, of.system, measuredAt);
  const fired = new Set(run.fired.filter(({ isRejecting }) => isRejecting).map(({ rule }) => rule));
  // As laboratories write them: 1-3s.
  const rules = [...fired].map((rule) => rule.replaceAll('_', '-')).join('、');
  const row = await openLoop(deps, tx, {
    definition: LOOP,
    subject: subjectOf(of, run.run),
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
  });
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
  await deps.events.emit(tx, 'entries-due', {
    register: iqcHolds.id,
    rows: [{ row: { ...row }, from: row.heldOn }],
    program: 'laboratory',
    note: row.code,
  });
}

/** What rejected a run was corrected away: the event ends as one that never was. */
async function takeBack(deps: Needs, tx: Queryable, of: SystemOf, run: Run): Promise<void> {
  const loop = await findLoopOf(tx, LOOP, subjectOf(of, run.run));
  if (loop?.status !== 'open') return;
  const others = (await findRuns(tx, { ...of, from: loop.openedMs as Instant, to: null })).filter(
    (one) => one.run !== run.run && one.verdict === 'reject',
  );
  // Another run was rejected meanwhile: the event stands for that one.
  if (others.length > 0) return;
  const opened = (await findRecords(tx, [loop.id])).get(loop.id)?.findLast(({ kind }) => kind === 'opened');
  if (opened === undefined) return;
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

function holdOf(deps: Needs, loop: number): IqcHoldRow | null {
  return openHolds(deps).find(({ code }) => code === codeOf(loop)) ?? null;
}

function openHolds({ registers }: Pick<Deps, 'registers'>): readonly IqcHoldRow[] {
  return latestOfEach(registers.current().all(iqcHolds))
    .map(({ row }) => row)
    .filter(({ releasedOn }) => releasedOn === null);
}

/** Takes up what people recorded in the loops of held systems: corrective actions, runs after them, the end. How many were released. */
export async function settleHolds(deps: Needs & Pick<Deps, 'worker'>): Promise<number> {
  let released = 0;
  for (const hold of openHolds(deps)) {
    const isReleased = await deps.worker.tx(async (tx) => {
      await lockSystem(tx, hold.institution, hold.system);
      return settleHold(deps, tx, hold);
    });
    if (isReleased) released += 1;
  }
  if (released > 0) await deps.registers.refresh();
  return released;
}

async function settleHold(deps: Needs, tx: Queryable, hold: IqcHoldRow): Promise<boolean> {
  const of = { institution: hold.institution, system: hold.system };
  const loop = (await findOpenOf(tx, of)).find(({ id }) => codeOf(id) === hold.code) ?? null;
  const ended = loop ?? (await findLoopOf(tx, LOOP, null, Number(hold.code.slice('IQC:'.length))));
  if (ended === null) return false;
  const corrected = stageOf(ended, 'correct');
  if (ended.status === 'open' && corrected?.doneAt !== null && corrected?.doneAt !== undefined)
    await verify(deps, tx, of, ended, corrected.doneAt);
  if (ended.status === 'open') return false;
  const isVerified = stageOf(ended, 'verify')?.outcome === 'in-control';
  if (ended.status === 'void') await release(deps, tx, ended.id, ended.openedMs as Instant);
  else if (ended.status === 'closed' && isVerified) await release(deps, tx, ended.id, null);
  else return false;
  return true;
}

const stageOf = ({ state }: OutOfControl, id: string): LoopState['stages'][number] | undefined =>
  state.stages.find((stage) => stage.id === id);

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
  for (const run of runs.filter(({ purpose, verdict }) => purpose !== 'parallel' && verdict !== 'unjudged')) {
    const isRejected = run.verdict === 'reject';
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

/** Does so as often as a hold must be seen to end. */
export function startHolds(deps: Deps): RunningJob {
  return startJob(deps, { failed: 'holds of rejected runs could not be settled', everyMs: HOLDS_MS }, () =>
    settleHolds(deps),
  );
}
