/**
 * Opens loops 闭环, records what happened in them, and decides them anew each time, in the transaction that caused it. Whatever
 * opens, closes or warns is there once, however often it is sent and however many workers find it.
 */
import { isDeepStrictEqual } from 'node:util';

import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { LoopActor, LoopRecord, LoopState } from '@fujie/core/loops';
import { decideLoop } from '@fujie/core/loops';
import { departments } from '@fujie/core/registers';

import type { Queryable } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { aboveOf, handledIn, unitOfRegion } from '../auth/scope.ts';
import { calendarOf, loopOn } from './definitions.ts';
import type { Decided, LoopRow, NewRecord, RememberedLoop } from './loops.query.ts';
import {
  claimDue,
  findRecords,
  insertLoops,
  insertRecord,
  insertRecords,
  insertSealedLoops,
  keptOf,
  lockLoop,
  lockLoops,
  parkLoops,
  storeAlerts,
  storeStates,
} from './loops.query.ts';

type Needs = Pick<Deps, 'clock' | 'config' | 'registers'>;

/** What opens a loop. */
export interface Opening {
  readonly definition: string;
  /** Names the fact from which it arises: the same one opens a loop once. */
  readonly subject: string;
  /** The institution that owes it; for a region see `unitOfRegion`. */
  readonly unit: string;
  readonly department: string | null;
  readonly personId: number | null;
  readonly occurredAt: Instant;
  readonly by: LoopActor;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Whose it is from the beginning. */
  readonly assignee?: LoopActor;
}

/** Opens a loop; null when this fact has opened it before, or when no document in force on the day of the fact declares it. */
export async function openLoop(deps: Needs, tx: Queryable, opening: Opening): Promise<LoopRow | null> {
  const [row = null] = await openLoops(deps, tx, [opening]);
  return row;
}

/** Opens loops by as many statements as one takes; in their order, null for each that is not opened. */
export async function openLoops(
  deps: Needs,
  tx: Queryable,
  openings: readonly Opening[],
): Promise<readonly (LoopRow | null)[]> {
  const declared = openings.flatMap((opening, place) => {
    const found = loopOn(deps, opening.definition, opening.unit, dayOf(opening.occurredAt));
    return found === null ? [] : [{ opening, place, harm: found.harm, isSealed: found.isSealed === true }];
  });
  const opened = new Map<number, { readonly loop: LoopRow; readonly opening: Opening }>();
  for (const isSealed of [false, true]) {
    const own = declared.filter((one) => one.isSealed === isSealed);
    if (own.length === 0) continue;
    const loops = own.map(({ opening, harm }) => ({ ...opening, harm, openedAt: opening.occurredAt }));
    const rows = await (isSealed ? insertSealedLoops : insertLoops)(tx, loops);
    for (const [at, { place, opening }] of own.entries()) {
      const loop = rows[at];
      if (loop) opened.set(place, { loop, opening });
    }
  }
  if (opened.size > 0) {
    const all = [...opened.values()];
    const records = all.flatMap(({ loop, opening }) => beginning(deps, opening).map((record) => ({ loop, record })));
    await insertRecords(tx, records);
    const loops = all.map(({ loop }) => loop);
    await settle(deps, tx, loops);
  }
  return openings.map((_, place) => opened.get(place)?.loop ?? null);
}

/** The first records of a loop. */
function beginning({ clock }: Needs, { occurredAt, by, facts, assignee }: Opening): readonly NewRecord[] {
  const when = { occurredAt, recordedAt: Math.max(clock.now(), occurredAt) as Instant, by };
  return [
    { key: 'opened', kind: 'opened', ...when, facts },
    ...(assignee === undefined ? [] : [{ key: 'assigned', kind: 'assigned' as const, ...when, to: assignee }]),
  ];
}

/** Adds a record to a loop and decides it anew; `record` is null when it was recorded before. Null: no such loop within the scope. */
export async function recordInLoop(
  deps: Needs,
  tx: Queryable,
  id: number,
  record: NewRecord,
): Promise<{ readonly record: string | null; readonly state: LoopState } | null> {
  const row = await lockLoop(tx, id);
  if (row === null) return null;
  const number = await insertRecord(tx, row, record);
  const [decided] = await settle(deps, tx, [row]);
  return decided === undefined ? null : { record: number, state: decided.state };
}

/** Decides loops that are held, and stores what they are and whom to tell. */
async function settle(deps: Needs, tx: Queryable, rows: readonly LoopRow[]): Promise<readonly Decided[]> {
  // One moment for both: the clock may be set meanwhile.
  const now = deps.clock.now();
  const decided = await decideRows(deps, tx, rows, now);
  await storeStates(tx, decided);
  await storeAlerts(tx, decided, now);
  return decided;
}

/** Decides loops from their records as of now, without storing anything. */
export async function decideRows(
  deps: Needs,
  tx: Queryable,
  rows: readonly LoopRow[],
  now: Instant = deps.clock.now(),
): Promise<readonly Decided[]> {
  const records = await findRecords(
    tx,
    rows.map(({ id }) => id),
  );
  const calendar = calendarOf(deps);
  return rows.flatMap((row): readonly Decided[] => {
    const own = records.get(row.id) ?? [];
    // What another server recorded a moment ago counts, though its clock be ahead.
    const asOf = Math.max(now, ...own.map(({ recordedAt }) => recordedAt)) as Instant;
    const definition = loopOn(deps, row.definition, row.unit, dayOf(row.openedMs as Instant));
    if (definition === null) return [];
    const state = decideLoop(definition, own, { asOf, calendar });
    return [
      {
        ...{ id: row.id, unit: row.unit, department: row.department, above: above(deps, row.unit), state },
        sections: state.alerts.some(({ to }) => to.at === 'section') ? sectionsOf(deps, row.unit, own) : [],
      },
    ];
  });
}

/** The department that tested or examined 检查检验科室, where what opened the loop names it; otherwise all of an institution that do so. */
function sectionsOf(
  { clock, registers }: Pick<Deps, 'clock' | 'registers'>,
  unit: string,
  records: readonly LoopRecord[],
): readonly string[] {
  const opening = records.findLast((record) => record.kind === 'opened');
  const isOf = opening?.facts['kind'] === 'examination' ? 'imaging' : 'laboratory';
  const own = registers
    .current()
    .inForce(departments, dayOf(clock.now()))
    .filter(({ institution }) => institution === unit);
  const named = own.filter(({ code }) => code === opening?.facts['section']);
  return (named.length > 0 ? named : own.filter(({ kind }) => kind === isOf)).map(({ code }) => code);
}

/** Who stands above the authority that handles what a unit owes, as a unit. */
function above({ registers }: Pick<Deps, 'registers'>, unit: string): string | null {
  const handled = handledIn(unit, registers.current());
  const region = handled === null ? null : aboveOf(handled);
  return region === null ? null : unitOfRegion(region);
}

/** Decides these loops anew, whatever is remembered of them. */
export async function settleLoops(deps: Needs & Pick<Deps, 'worker'>, ids: readonly number[]): Promise<void> {
  await deps.worker.tx(async (tx) => {
    await settle(deps, tx, await lockLoops(tx, ids));
  });
}

/** Numbers of loops of which something else is remembered than their records say; what only time has changed is no difference. */
export async function differsFrom(
  deps: Needs & Pick<Deps, 'worker'>,
  rows: readonly RememberedLoop[],
): Promise<readonly number[]> {
  const decided = await decideRows(deps, deps.worker, rows);
  return rows
    .filter((row) => {
      const state = decided.find(({ id }) => id === row.id)?.state;
      if (state === undefined) return false;
      return state.status !== row.status || !isDeepStrictEqual(timeless(keptOf(state)), timeless(row.state));
    })
    .map(({ id }) => id);
}

/** A stage that is running is the same stage when it has become overdue. */
function timeless({ stages, findings, reopened }: RememberedLoop['state']): unknown {
  return {
    stages: stages.map((stage) => (stage.status === 'overdue' ? { ...stage, status: 'running' } : stage)),
    findings,
    reopened,
  };
}

const BATCH = 250;
const AGAIN_MS = 3_600_000;

/**
 * Decides one batch of loops that time has changed; how many. Several workers at once take different ones. One that cannot be
 * decided holds up no other: it is tried again after an hour, and the log names it.
 */
export async function settleDue(deps: Needs & Pick<Deps, 'worker' | 'log'>, most = BATCH): Promise<number> {
  try {
    return await settleBatch(deps, most);
  } catch (error) {
    deps.log.warn({ err: error }, 'a batch of loops could not be decided; trying one by one');
    return settleEach(deps, most);
  }
}

async function settleBatch(deps: Needs & Pick<Deps, 'worker' | 'log'>, most: number): Promise<number> {
  return deps.worker.tx(async (tx) => {
    const due = await claimDue(tx, deps.clock.now(), most);
    if (due.length === 0) return 0;
    const decided = await settle(deps, tx, due);
    const left = due.filter(({ id }) => !decided.some((one) => one.id === id));
    if (left.length === 0) return due.length;
    deps.log.error({ loops: left.map(({ id }) => id) }, 'no document in force declares these loops: they stand still');
    await parkLoops(
      tx,
      left.map(({ id }) => id),
      null,
    );
    return due.length;
  });
}

async function settleEach(deps: Needs & Pick<Deps, 'worker' | 'log'>, most: number): Promise<number> {
  let count = 0;
  while (count < most && (await settleOne(deps))) count += 1;
  return count;
}

/** Decides the loop that waits longest; false when none waits. */
async function settleOne(deps: Needs & Pick<Deps, 'worker' | 'log'>): Promise<boolean> {
  const held: number[] = [];
  try {
    await deps.worker.tx(async (tx) => {
      const rows = await claimDue(tx, deps.clock.now(), 1);
      held.push(...rows.map(({ id }) => id));
      if (rows.length > 0) await settle(deps, tx, rows);
    });
  } catch (error) {
    deps.log.error({ err: error, loops: held }, 'a loop could not be decided');
    await parkLoops(deps.worker, held, (deps.clock.now() + AGAIN_MS) as Instant);
  }
  return held.length > 0;
}
