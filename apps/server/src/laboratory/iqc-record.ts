/**
 * Takes measurements of control material 质控数据接收: all of a message or none, what comes twice once, each refusal with its row and remedy;
 * runs are decided and what they hold back is held in the same transaction. Source: henan-2025.lab.7#01 to #04, #06.
 */
import type { Instant, Problem } from '@fujie/core/kernel';
import { formatInstant } from '@fujie/core/kernel';
import type { Measurement } from '@fujie/core/laboratory';
import { checkMeasurement } from '@fujie/core/laboratory';
import type { LoopActor } from '@fujie/core/loops';
import type { TestSystemRow } from '@fujie/core/registers';

import { personOf } from '../platform/auth/persons.ts';
import type { Queryable } from '../platform/db/database.ts';
import { isConflict } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { ControlsMeasured } from '../platform/events/events.ts';
import type { ChangedRun } from './iqc-decide.ts';
import { decideSystem } from './iqc-decide.ts';
import type { Held } from './iqc-hold.ts';
import { holdBack } from './iqc-hold.ts';
import type { Change } from './iqc-mistaken.ts';
import { joinChange } from './iqc-mistaken.ts';
import { resultSeals } from './iqc-seals.ts';
import type { SystemOf } from './iqc-series.query.ts';
import { lockSystems } from './iqc-series.query.ts';
import type { Channel, NewResult, Purpose, ResultRow, TargetRow } from './iqc.query.ts';
import { findByKeys, findResults, findRunNames, findSystemsOf, findTargets, insertResults } from './iqc.query.ts';
import { unauthorisedOperators } from './operators.ts';

/** A measurement as it was sent, with what names it and where it was entered. */
export interface SentMeasurement extends Measurement {
  /** Where in the message, for what is said of it. */
  readonly at: string;
  readonly run: string | null;
  readonly purpose: Purpose;
  readonly operator: string | null;
  readonly reagentLot: string | null;
  readonly calibratorLot: string | null;
  readonly repeatOf: number | null;
  /** Null: it is named by what, when and where it measured. */
  readonly key: string | null;
}

export interface Sending {
  readonly institution: string;
  readonly channel: Channel;
  readonly by: { readonly id: string; readonly name: string; readonly practitioner?: string | null };
  readonly dryRun?: boolean;
  /** When a measurement became known; by default now. */
  readonly knownAt?: (measuredAt: Instant) => Instant;
}

export interface Taken {
  readonly taken: number;
  readonly known: number;
  readonly runs: readonly ChangedRun[];
  readonly held: readonly Held[];
}

export type TakenResult =
  { readonly ok: true; readonly value: Taken } | { readonly ok: false; readonly problems: readonly Problem[] };

export type IqcDeps = Pick<Deps, 'clock' | 'config' | 'registers' | 'events'>;

interface Row extends SentMeasurement {
  readonly key: string;
  readonly value: string | null;
  readonly row: TestSystemRow;
}

/** A measurement that becomes known more than a day after it was made is late. */
const LATE_MS = 86_400_000;
const DEFAULT_WINDOW_MINUTES = 60;
const ONE_KEY = 'iqc_result_institution_key_key';

class DryRun extends Error {
  override readonly name = 'DryRun';
  readonly taken: Taken;
  constructor(taken: Taken) {
    super('dry run');
    this.taken = taken;
  }
}

/** Takes the measurements of one message. */
export async function takeMeasurements(
  deps: IqcDeps,
  db: { tx<T>(work: (tx: Queryable) => Promise<T>): Promise<T> },
  sent: readonly SentMeasurement[],
  sending: Sending,
): Promise<TakenResult> {
  const now = deps.clock.now();
  const problems: Problem[] = [...unauthorisedOperators(deps, sent, sending)];
  const rows: Row[] = [];
  const snapshot = deps.registers.current();
  for (const one of sent) {
    const checked = checkMeasurement(snapshot, sending.institution, one, { at: one.at, now });
    if (!checked.ok) problems.push(...checked.problems);
    else
      rows.push({
        ...one,
        reading: checked.reading,
        value: checked.value,
        row: checked.system,
        key: one.key ?? keyOf(one),
      });
  }
  problems.push(...twins(rows));
  if (problems.length > 0) return { ok: false, problems };
  const take = (): Promise<TakenResult> =>
    db.tx(async (tx) => {
      const stored = await store(deps, tx, rows, sending);
      if (stored.ok && sending.dryRun === true) throw new DryRun(stored.value);
      return stored;
    });
  try {
    // Another message may give the same key to a measurement of another system at the same time: once it stands, it is told by its row.
    return await take().catch((error: unknown) => {
      if (isConflict(error, ONE_KEY)) return take();
      throw error;
    });
  } catch (error) {
    if (error instanceof DryRun) return { ok: true, value: error.taken };
    throw error;
  }
}

/** Takes what a message to another context brings, in its transaction: named by what was measured where and when, whatever the message is. */
export async function takeControls(
  deps: IqcDeps,
  tx: Queryable,
  { institution, by, measurements, settle }: ControlsMeasured,
): Promise<void> {
  const sent = measurements.map((one) => ({ ...one, purpose: 'routine' as const, repeatOf: null, key: null }));
  const result = await takeMeasurements(deps, { tx: (work) => work(tx) }, sent, { institution, channel: 'mllp', by });
  if (!result.ok) settle(result);
  else settle({ ok: true, taken: result.value.taken, known: result.value.known, held: result.value.held.length });
}

/** What names a measurement that brings no name: what was measured where and when. */
function keyOf({ system, product, lot, level, measuredAt, purpose }: SentMeasurement): string {
  return `${system}|${product}|${lot}|${level}|${purpose}|${formatInstant(measuredAt)}`;
}

/** Two rows of one name in one message. */
function twins(rows: readonly Row[]): readonly Problem[] {
  const seen = new Set<string>();
  return rows.flatMap(({ key, at }) => {
    const isTwin = seen.has(key);
    seen.add(key);
    return isTwin ? [duplicate(at)] : [];
  });
}

async function store(deps: IqcDeps, tx: Queryable, rows: readonly Row[], sending: Sending): Promise<TakenResult> {
  const { institution } = sending;
  const systems = [...new Set(rows.map(({ system }) => system))].sort();
  await lockSystems(
    tx,
    systems.map((system) => ({ institution, system })),
  );
  const known = new Map(
    (
      await findByKeys(
        tx,
        institution,
        rows.map(({ key }) => key),
      )
    ).map((row) => [row.key, row]),
  );
  const clashes = rows.flatMap((row) => {
    const before = known.get(row.key);
    return before === undefined || isSame(before, row) ? [] : [duplicate(row.at)];
  });
  const faults = [
    ...clashes,
    ...impossible(rows, await findTargets(tx, institution, systems)),
    ...(await strayRepeats(tx, institution, rows)),
  ];
  if (faults.length > 0) return { ok: false, problems: faults };
  const fresh = rows.filter(({ key }) => !known.has(key)).sort((a, b) => a.measuredAt - b.measuredAt);
  const since = new Map<string, Instant>();
  for (const { system, measuredAt } of fresh) if (!since.has(system)) since.set(system, measuredAt);
  const inRuns: NewResult[] = [];
  for (const system of since.keys())
    inRuns.push(
      ...(await groupIntoRuns(
        deps,
        tx,
        fresh.filter((row) => row.system === system),
        sending,
      )),
    );
  if (inRuns.length > 0) await insertResults(tx, inRuns, resultSeals(deps.config));
  const change = { by: senderIn(sending), reason: '补录结果后不再失控 In control with what came late' };
  const runs: ChangedRun[] = [];
  const held: Held[] = [];
  for (const [system, from] of since) {
    const decided = await decideAndHold(deps, tx, { institution, system }, from, change);
    runs.push(...decided.runs);
    held.push(...decided.held);
  }
  return { ok: true, value: { taken: fresh.length, known: rows.length - fresh.length, runs, held } };
}

/** The platform says what follows from results that come late, under the name of who sent them: nobody confirms his own. */
function senderIn({ institution, by }: Sending): LoopActor {
  const id = personOf({ id: by.id, institution, practitioner: by.practitioner ?? null });
  return { id, name: by.name, role: 'platform' };
}

/** What repeats no measurement of its own system 重测. */
async function strayRepeats(tx: Queryable, institution: string, rows: readonly Row[]): Promise<readonly Problem[]> {
  const repeated = rows.flatMap(({ repeatOf }) => repeatOf ?? []);
  if (repeated.length === 0) return [];
  const systems = await findSystemsOf(tx, institution, repeated);
  return rows.flatMap(({ at, system, repeatOf }) =>
    repeatOf === null || systems.get(repeatOf) === system ? [] : [unknownRepeat(at, repeatOf)],
  );
}

/** Decides a system since an instant and holds back what is rejected; the caller holds the system. */
export async function decideAndHold(
  deps: IqcDeps,
  tx: Queryable,
  of: SystemOf,
  since: Instant,
  change: Change,
): Promise<{ readonly runs: readonly ChangedRun[]; readonly held: readonly Held[] }> {
  const runs = await decideSystem(deps, tx, of, windowStart(since));
  const held = await holdBack(deps, tx, [{ ...of, changed: runs }], change);
  if (runs.some(({ before }) => before !== null)) await joinChange(deps, tx, of, change);
  return { runs, held };
}

/** A run begins with its first result: one that joins it later moves nothing, one that comes before it does. */
function windowStart(since: Instant): Instant {
  return (since - 24 * 3_600_000) as Instant;
}

interface InRun {
  readonly run: string;
  readonly purpose: Purpose;
  readonly level: string;
  readonly at: number;
  readonly isVoid: boolean;
}

/** Measurements of a system with their runs: the one they name, or the nearest around them that can take another level, or one of their own. */
async function groupIntoRuns(
  deps: IqcDeps,
  tx: Queryable,
  rows: readonly Row[],
  sending: Sending,
): Promise<readonly NewResult[]> {
  const { institution } = sending;
  const [first] = rows;
  const end = rows.at(-1);
  if (first === undefined || end === undefined) return [];
  const named = rows.flatMap(({ run }) => run ?? []);
  // A run that a measurement may join is seen from its beginning to its end.
  const reach = Math.max(...rows.map(windowOf), LONGEST_RUN_MS) + LONGEST_RUN_MS;
  const of = { institution, system: first.system };
  const span = { from: (first.measuredAt - reach) as Instant, to: (end.measuredAt + reach + 1) as Instant };
  const around = (await findResults(tx, { ...of, ...span })).map(({ measuredMs, ...row }): InRun => ({
    ...row,
    at: measuredMs,
  }));
  const borne = named.length === 0 ? new Set<string>() : new Set(await findRunNames(tx, of, named));
  return rows.map((row) => {
    const run = row.run === null ? (runAround(around, row) ?? ownRun(row)) : namedRun(around, borne, row, row.run);
    around.push({ run, purpose: row.purpose, level: row.level, at: row.measuredAt, isVoid: false });
    borne.add(run);
    return newResult(row, run, sending, deps.clock.now());
  });
}

/**
 * Analysers that number their runs begin anew every day, or every shift, and nobody measures one run of control for longer: what lies farther apart is
 * not one run, however many measurements lie between.
 */
const LONGEST_RUN_MS = 12 * 3_600_000;

const stampOf = ({ measuredAt }: Row): string => formatInstant(measuredAt).slice(0, 19);
const ownRun = (row: Row): string => `${stampOf(row)}/${row.purpose}`;

/** The run of a name that is going on, or another that bears the name with the time at which it begins. */
function namedRun(around: readonly InRun[], borne: ReadonlySet<string>, row: Row, name: string): string {
  const alike = around.filter(
    ({ run, purpose }) => (run === name || run.startsWith(`${name}/`)) && purpose === row.purpose,
  );
  const far = new Set(alike.filter(({ at }) => Math.abs(at - row.measuredAt) > LONGEST_RUN_MS).map(({ run }) => run));
  const going = alike.find(({ run }) => !far.has(run));
  return going?.run ?? (borne.has(name) ? `${name}/${stampOf(row)}` : name);
}

const windowOf = ({ row }: Row): number => (row.windowMinutes ?? DEFAULT_WINDOW_MINUTES) * 60_000;

/** A run takes each level once and ends with its last one: measurements that follow each other all day are many runs, not one. */
function runAround(around: readonly InRun[], row: Row): string | null {
  const { measuredAt, purpose, level } = row;
  const windowMs = windowOf(row);
  const longestMs = Math.max(windowMs, LONGEST_RUN_MS);
  const away = ({ at }: InRun): number => Math.abs(at - measuredAt);
  const alike = around.filter((one) => one.purpose === purpose);
  const isTaken = (one: InRun): boolean => one.level === level && !one.isVoid;
  const closed = new Set(alike.filter((one) => isTaken(one) || away(one) > longestMs).map(({ run }) => run));
  const [nearest = null] = alike
    .filter((one) => away(one) <= windowMs && !closed.has(one.run))
    .sort((a, b) => away(a) - away(b));
  return nearest?.run ?? null;
}

function newResult(row: Row, run: string, { institution, channel, by, knownAt }: Sending, now: Instant): NewResult {
  const recordedAt = knownAt?.(row.measuredAt) ?? now;
  return {
    ...{ institution, system: row.system, product: row.product, lot: row.lot, level: row.level },
    ...{ value: row.value, reading: row.reading, measuredAt: row.measuredAt, run, purpose: row.purpose },
    ...{ operator: row.operator, reagentLot: row.reagentLot, calibratorLot: row.calibratorLot, channel, key: row.key },
    ...{ repeatOf: row.repeatOf, corrects: null, isVoid: false, reason: null },
    ...{ isLate: recordedAt - row.measuredAt > LATE_MS, enteredBy: by.id, enteredName: by.name, recordedAt },
  };
}

type Valued = Pick<Row, 'at' | 'system' | 'product' | 'lot' | 'level' | 'value' | 'reading'>;

/** No quantity is below nothing, where what is expected of the lot is far above it: a slip of the sign. */
export function impossible(rows: readonly Valued[], targets: readonly TargetRow[]): readonly Problem[] {
  return rows.flatMap(({ at, system, product, lot, level, value, reading }) => {
    const target = targets.findLast(
      (one) => one.system === system && one.product === product && one.lot === lot && one.level === level,
    );
    const isFarAbove = target !== undefined && Number(target.mean) > FAR_SD * Number(target.sd);
    if (value === null || Number(value) >= 0 || !isFarAbove) return [];
    return [
      {
        code: 'impossible-value',
        path: `${at}.value`,
        message: `${reading} is below zero where about ${target.mean} is expected: correct the sign, or the lot and level`,
        messageZh: `结果 ${reading} 为负，而该批号靶值约为 ${target.mean}：请更正符号，或核对批号与水平`,
      },
    ];
  });
}
const FAR_SD = 5;

function isSame(before: ResultRow, row: Row): boolean {
  return (
    before.reading === row.reading &&
    before.system === row.system &&
    before.product === row.product &&
    before.lot === row.lot &&
    before.level === row.level &&
    before.measuredMs === row.measuredAt
  );
}

const duplicate = (at: string): Problem => ({
  code: 'duplicate-measurement',
  path: at,
  message:
    'Another value is on record for this level, time and system: correct that one, or give this one its own time or key',
  messageZh: '该系统、水平与时间已有另一结果：请更正原结果，或为本结果另给时间或 key',
});

const unknownRepeat = (at: string, id: number): Problem => ({
  code: 'unknown-repeat',
  path: `${at}.repeatOf`,
  message: `${String(id)} is no measurement of this system: give the number of the one that is repeated, or leave it out`,
  messageZh: `${String(id)} 不是该检测系统的结果：请填写被重测结果的编号，或不填`,
});
