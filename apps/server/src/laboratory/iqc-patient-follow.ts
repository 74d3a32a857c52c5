/**
 * Follows results of patients as they come 患者数据实时质控 by the limits that a laboratory put in force, and raises an alarm where the statistic leaves them:
 * each result once, however many workers look. It stands beside the controls and holds nothing back. Source: WS/T 641 (outline).
 */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf, formatInstant } from '@fujie/core/kernel';
import type { Arrival } from '@fujie/core/laboratory';
import { beginFollowing, followStep } from '@fujie/core/laboratory';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { instruments } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { startJob } from '../platform/jobs/job.ts';
import { openLoop } from '../platform/loops/loops.ts';
import type { DueResult, InForce, KnownResult, OfItem, Step } from './iqc-patient-steps.query.ts';
import {
  findDueItem,
  findInForce,
  findKnown,
  findRun,
  findSteps,
  insertAlarm,
  insertSteps,
  lockPatientItem,
  storeState,
  takeDue,
} from './iqc-patient-steps.query.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers' | 'worker'>;

export const PATIENT_ALARM = 'iqc/patient-based-alarm';
const PLATFORM = { id: 'platform', name: '平台', role: 'platform' } as const;
const EVERY_MS = 2000;
/** So many at a time, then whoever else waits for the item has a turn. */
const BATCH = 500;
/** A result in one of these has been reported; any other is not yet, or was taken back. */
const REPORTED: readonly string[] = ['final', 'amended', 'corrected', 'appended'];

/** Follows everything that waits; how many results were taken up. An item that fails waits and keeps no other from its turn. */
export async function followPatients(deps: Needs): Promise<number> {
  let taken = 0;
  const failed: OfItem[] = [];
  const faults: unknown[] = [];
  for (let of = await findDueItem(deps.worker, failed); of !== null; of = await findDueItem(deps.worker, failed)) {
    const item = of;
    try {
      taken += await deps.worker.tx((tx) => followItem(deps, tx, item));
    } catch (error) {
      failed.push(item);
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `${String(faults.length)} items could not be followed`);
  return taken;
}

async function followItem(deps: Needs, tx: Queryable, of: OfItem): Promise<number> {
  await lockPatientItem(tx, of);
  const due = await takeDue(tx, of, BATCH);
  const instrument = instrumentsOf(deps.registers.current(), of.institution, dayOf(deps.clock.now()));
  for (const setting of await findInForce(tx, of))
    await followSetting(deps, tx, setting, due, (device) => instrument(device) === setting.instrument);
  return due.length;
}

/** The instrument on record that a result names, by code or name; empty: it names none. */
export function instrumentsOf(
  snapshot: RegisterSnapshot,
  institution: string,
  day: Day,
): (device: string | null) => string {
  const known = snapshot.memo(`instruments-named|${institution}|${day}`, () => {
    const own = snapshot.inForce(instruments, day).filter((row) => row.institution === institution);
    return new Map([
      ...own.map(({ code, nameZh }) => [nameZh, code] as const),
      ...own.map(({ code }) => [code, code] as const),
    ]);
  });
  return (device) => (device === null ? '' : (known.get(device) ?? ''));
}

async function followSetting(
  deps: Needs,
  tx: Queryable,
  setting: InForce,
  due: readonly DueResult[],
  isOwn: (device: string | null) => boolean,
): Promise<void> {
  const known = new Map(
    (
      await findKnown(
        tx,
        setting.setting,
        due.map(({ resultId }) => resultId),
      )
    ).map((one) => [one.resultId, one]),
  );
  const course = new Course(setting);
  // What was looked into is over: the statistic begins anew, so that it tells of what comes, not of what was.
  if (setting.alarm?.isOver === true && due.length > 0) course.take({ kind: 'restarted' }, null);
  for (const one of due) {
    const arrival = arrivalOf(setting, one, { known: known.get(one.resultId), isOwn: isOwn(one.device) });
    if (arrival === null) continue;
    course.take(arrival, one);
    known.set(one.resultId, {
      ...{ resultId: one.resultId, version: one.version, kind: arrival.kind, value: one.value },
    });
  }
  if (course.steps.length === 0) return;
  const now = deps.clock.now();
  await insertSteps(tx, setting, course.steps, now);
  const alarm = course.alarm === null ? course.standing : await raise(deps, tx, setting, course.alarm, now);
  await storeState(tx, { setting: setting.setting, seq: course.seq, state: course.state, alarm });
}

/** The steps of a setting in one transaction. */
class Course {
  readonly steps: Step[] = [];
  seq: number;
  state: InForce['state'];
  /** The alarm that is being looked into. */
  standing: number | null;
  /** The step that raises one. */
  alarm: Step | null = null;
  readonly #of: InForce;

  constructor(of: InForce) {
    this.#of = of;
    this.seq = of.seq;
    this.state = of.state;
    this.standing = of.alarm?.id ?? null;
  }

  take(arrival: Arrival, result: DueResult | null): void {
    const { control, limits } = this.#of;
    const { state, statistic, side } = followStep(control, limits, this.state, arrival);
    this.state = state;
    this.seq += 1;
    const step: Step = {
      ...{ seq: this.seq, kind: arrival.kind, statistic, side },
      ...{ resultId: result?.resultId ?? null, version: result?.version ?? null },
      ...{ value: result?.value ?? null, reportedMs: result?.reportedMs ?? null },
    };
    this.steps.push(step);
    // Where no document asks for a loop, an alarm stands until the statistic is back.
    const isBack = this.#of.alarm?.loop === null && arrival.kind === 'result' && statistic !== null && side === null;
    if (arrival.kind === 'restarted' || isBack) this.standing = null;
    if (side !== null && this.standing === null) this.alarm ??= step;
  }
}

/** What a stored version of a result is to a setting; null: nothing new. */
function arrivalOf(
  { sinceMs }: Pick<InForce, 'sinceMs'>,
  { resultId: ref, version, status, value, reportedMs }: DueResult,
  { known, isOwn }: { readonly known: KnownResult | undefined; readonly isOwn: boolean },
): Exclude<Arrival, { kind: 'restarted' }> | null {
  const counted = isOwn && REPORTED.includes(status) ? value : null;
  if (known === undefined || known.kind === 'withdrawn')
    // What was reported before the limits were in force is not of their time, however late it comes.
    return counted !== null && reportedMs !== null && reportedMs >= sinceMs
      ? { kind: 'result', ref, value: counted }
      : null;
  if (version <= known.version) return null;
  if (counted === null) return { kind: 'withdrawn', ref };
  return counted === known.value ? null : { kind: 'corrected', ref, value: counted };
}

async function raise(deps: Needs, tx: Queryable, of: InForce, step: Step, now: Instant): Promise<number | null> {
  const { side, statistic, seq } = step;
  if (side === null || statistic === null) return null;
  const run = await findRun(tx, of, { seq, side });
  if (run === null) return null;
  const bound = of.limits[side];
  const { setting, institution, item, instrument } = of;
  const name = deps.registers.current().item(item, dayOf(now));
  const zh = `${name?.nameZh ?? item}${instrument === '' ? '' : `（${instrument}）`}`;
  const en = `${name?.nameEn ?? item}${instrument === '' ? '' : ` (${instrument})`}`;
  const loop = await openLoop(deps, tx, {
    ...{ definition: PATIENT_ALARM, subject: `${institution}|${item}|${instrument}|${String(setting)}|${String(seq)}` },
    ...{ unit: institution, department: null, personId: null, occurredAt: now, by: PLATFORM },
    facts: {
      titleZh: `患者数据质控报警：${zh}移动统计量${side === 'low' ? '低于下限' : '高于上限'}`,
      titleEn: `Patient-based control: the moving statistic of ${en} is ${side === 'low' ? 'below its lower' : 'above its upper'} limit`,
      ...(instrument === '' ? {} : { instrument }),
      ...{ item, side, results: run.results, statistic: rounded(statistic), bound: rounded(bound) },
      ...{ first: formatInstant(run.firstMs as Instant), last: formatInstant(run.lastMs as Instant) },
    },
  });
  return insertAlarm(tx, {
    ...run,
    ...{ setting, institution, seq, side, statistic, bound, loop: loop?.id ?? null, at: now },
  });
}

const rounded = (value: number): number => Number(value.toPrecision(6));

/** What a setting remembers, computed again from its steps; null: some step says otherwise than it comes out. */
export async function replaySteps(
  db: Queryable,
  { setting, control, limits }: Pick<InForce, 'setting' | 'control' | 'limits'>,
): Promise<InForce['state'] | null> {
  let state = beginFollowing(control);
  for (const { kind, resultId, value, statistic, side } of await findSteps(db, setting)) {
    const ref = resultId ?? '';
    const next = followStep(
      control,
      limits,
      state,
      kind === 'restarted' || kind === 'withdrawn' ? { kind, ref } : { kind, ref, value: value ?? Number.NaN },
    );
    if (next.statistic !== statistic || next.side !== side) return null;
    state = next.state;
  }
  return state;
}

/** Does so every other second. */
export function startPatientControl(deps: Deps, everyMs = EVERY_MS): RunningJob {
  return startJob(deps, { failed: 'results of patients could not be followed', everyMs }, () => followPatients(deps));
}
