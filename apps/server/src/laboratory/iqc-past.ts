/** Internal quality control of the past 既往室内质控, for a demonstration: measured, rejected and put right as laboratories do it. */
import type { Instant } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';

import type { Queryable } from '../platform/db/database.ts';
import { within } from '../platform/auth/scope.ts';
import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { settleHolds } from './iqc-hold.ts';
import { keepResults, reviewEvent } from './iqc-affected.ts';
import type { OutOfControl } from './iqc-loops.query.ts';
import { findLoopOf, findOpenOf } from './iqc-loops.query.ts';
import type { SentMeasurement } from './iqc-record.ts';
import { takeMeasurements } from './iqc-record.ts';
import type { NewTarget } from './iqc.query.ts';
import { findTargets, insertTarget } from './iqc.query.ts';
import type { Decider } from './result-reviews.query.ts';
import { waitedFor } from './result-reviews.ts';

type Kept = 'institution' | 'n' | 'excluded' | 'reason' | 'approvedBy' | 'approvedName' | 'recordedAt';
type Said = Readonly<Record<string, string | number>>;

export interface PastControl {
  readonly institution: string;
  /** Who measures and puts right, and who agrees to it. */
  readonly bench: LoopActor;
  readonly reviewer: LoopActor;
  readonly targets: readonly Omit<NewTarget, Kept>[];
  /** In the order of measurement. */
  readonly measurements: readonly (Pick<SentMeasurement, 'system' | 'product' | 'lot' | 'level' | 'reading'> & {
    readonly measuredAt: Instant;
  })[];
  /** Runs that were rejected, the earliest first: how each was put right, and by when a run was in control again. */
  readonly rejected: readonly {
    readonly system: string;
    readonly at: Instant;
    readonly correctedAt: Instant;
    readonly verifiedAt: Instant;
    readonly cause: Said;
    readonly correction: Said;
    /** Why the results of patients in between stay as they are. */
    readonly kept: string;
  }[];
}

const MINUTE = 60_000;

/** Records what a laboratory measured; what it recorded before is left as it is. */
export async function recordPastControl(deps: Deps, past: PastControl): Promise<void> {
  const { institution, targets, measurements, rejected } = past;
  const { db } = within(deps, { ...programActor('demonstration'), role: 'system', institution });
  await db.tx((tx) => setTargets(tx, past));
  let from = -Infinity;
  const until = async (to: number): Promise<void> => {
    await take(deps, db, past, ({ measuredAt }) => measuredAt > from && measuredAt <= to);
    from = to;
  };
  if (targets.length === 0 || measurements.length === 0) return;
  for (const one of rejected) {
    await until(one.at + 10 * MINUTE);
    await deps.registers.refresh();
    const of = { institution, system: one.system };
    const loop = (await findOpenOf(deps.worker, [of])).get(`${institution}|${one.system}`);
    if (loop === undefined) continue;
    const act = async (stage: string, outcome: string, at: number, by: LoopActor, fields: Said): Promise<void> => {
      const when = { occurredAt: at as Instant, recordedAt: at as Instant };
      const key = `${stage}:${outcome}`;
      await deps.worker.tx((tx) =>
        recordInLoop(deps, tx, loop.id, { key, kind: 'act', stage, outcome, fields, by, ...when }),
      );
    };
    const settle = (at: number) => settleHolds({ ...deps, clock: { now: () => at as Instant } });
    await act('cause', 'found', one.at + 40 * MINUTE, past.bench, one.cause);
    await act('correct', 'corrected', one.correctedAt, past.bench, one.correction);
    await until(one.verifiedAt);
    await settle(one.verifiedAt);
    await keep(deps, loop, one.kept, { ...past.bench, at: (one.verifiedAt + 30 * MINUTE) as Instant });
    const conclusion = { conclusion: '原因明确，纠正有效，同意恢复' };
    await act('review', 'agreed', one.verifiedAt + 60 * MINUTE, past.reviewer, conclusion);
    await settle(one.verifiedAt + 60 * MINUTE);
  }
  await until(Infinity);
  await deps.registers.refresh();
}

/** Keeps what is still to be decided on as it is; where nothing was concerned, the event says so itself. */
async function keep(deps: Deps, { id }: OutOfControl, reason: string, by: Decider): Promise<void> {
  await deps.worker.tx(async (tx) => {
    const loop = await findLoopOf(tx, id);
    if (loop === null || !waitedFor(loop).includes('patients')) return;
    await keepResults(tx, loop, null, { reason, by });
    await reviewEvent({ ...deps, clock: { now: () => by.at } }, tx, id);
  });
}

async function setTargets(tx: Queryable, { institution, targets, reviewer }: PastControl): Promise<void> {
  const systems = [...new Set(targets.map(({ system }) => system))];
  const known = await findTargets(tx, institution, systems);
  for (const target of targets) {
    if (
      known.some(({ system, lot, level }) => system === target.system && lot === target.lot && level === target.level)
    )
      continue;
    await insertTarget(tx, {
      ...target,
      ...{ institution, n: 20, excluded: [], reason: null, recordedAt: target.validFrom },
      ...{ approvedBy: reviewer.id, approvedName: reviewer.name },
    });
  }
}

async function take(
  deps: Deps,
  db: Parameters<typeof takeMeasurements>[1],
  { institution, bench, measurements }: PastControl,
  isWanted: (one: PastControl['measurements'][number]) => boolean,
): Promise<void> {
  const sent = measurements.filter(isWanted).map((one, index): SentMeasurement => ({
    ...one,
    ...{ at: `results[${String(index)}]`, unit: null, run: null, purpose: 'routine', operator: bench.id },
    ...{ reagentLot: null, calibratorLot: null, repeatOf: null, key: null },
  }));
  if (sent.length === 0) return;
  const knownAt = (measuredAt: Instant): Instant => (measuredAt + 2 * MINUTE) as Instant;
  const taken = await takeMeasurements(deps, db, sent, { institution, channel: 'json', by: bench, knownAt });
  if (!taken.ok) throw new Error(taken.problems[0]?.message ?? 'not taken');
}
