/**
 * Keeps in the registers what each month of control was as measured here 室内质控月实测, for the marks to run on: once it is over, and again
 * whenever what is on record of it changes. Source: taiyuan-2024.5.0#02, #04, national-2022.art.24#01.
 */
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import { isMeasuredHere } from '@fujie/core/laboratory';
import { lastCompleteMonth } from '@fujie/core/recognition';
import type { IqcMeasuredRow, RegisterSnapshot } from '@fujie/core/registers';
import { iqcMeasured, qualityRequirements, testSystems } from '@fujie/core/registers';

import type { Queryable } from '../platform/db/database.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { startJob } from '../platform/jobs/job.ts';
import { isAlike, measuredItems, monthOf, systemsOf } from './iqc-month.ts';
import type { DueMonth } from './iqc-month.query.ts';
import { insertDueMonths, takeDueMonth } from './iqc-month.query.ts';

const EVERY_MS = 1000;

/** Computes every month that is due; how many entries changed. One that cannot be computed stays due, and stands in the way of no other. */
export async function writeMeasuredMonths(deps: Pick<Deps, 'events' | 'registers' | 'worker'>): Promise<number> {
  const failed: DueMonth[] = [];
  const errors: unknown[] = [];
  let changed = 0;
  const next = async (): Promise<number | null> => {
    const taken: { due: DueMonth | null } = { due: null };
    try {
      return await deps.worker.tx(async (tx) => {
        taken.due = await takeDueMonth(tx, failed);
        return taken.due === null ? null : writeMonth(deps, tx, taken.due);
      });
    } catch (error) {
      if (taken.due === null) throw error;
      failed.push(taken.due);
      errors.push(error);
      return 0;
    }
  };
  for (let written = await next(); written !== null; written = await next()) changed += written;
  if (changed > 0) await deps.registers.refresh();
  if (errors.length > 0) throw errors[0];
  return changed;
}

/** The items of which control was on record by the first day of the month: also those of which none came in it. */
async function writeMonth(
  { events, registers }: Pick<Deps, 'events' | 'registers'>,
  tx: Queryable,
  { institution, month }: { readonly institution: string; readonly month: string },
): Promise<number> {
  const snapshot = registers.current();
  const span = monthOf(month);
  const systems = await systemsOf(snapshot, tx, institution, span);
  const isOwn = (item: string): boolean =>
    isMeasuredHere(
      systems.filter((system) => system.item === item),
      span.first,
    );
  if (!systems.some(({ item }) => isOwn(item))) return 0;
  const rows = (await measuredItems(snapshot, { db: tx, worker: tx }, institution, span, systems)).flatMap(
    ({ item, testingDays, qcDays, cv, sd, classCv, agreement }) => {
      const row: IqcMeasuredRow = { institution, item, month, testingDays, qcDays, cv, sd, classCv, agreement };
      const known = snapshot.measuredMonth(institution, item, month);
      return !isOwn(item) || (known !== null && isAlike(known, row)) ? [] : [{ row: { ...row }, from: span.end }];
    },
  );
  if (rows.length > 0)
    await events.emit(tx, 'entries-due', {
      ...{ register: iqcMeasured.id, rows, program: 'laboratory' },
      note: `${institution} ${month}`,
    });
  return rows.length;
}

/** The month that ended last is due of every laboratory that has test systems in it. */
export async function dueLastMonth({
  clock,
  registers,
  worker,
}: Pick<Deps, 'clock' | 'registers' | 'worker'>): Promise<void> {
  const month = lastCompleteMonth(dayOf(clock.now()));
  const laboratories = laboratoriesIn(registers.current(), monthOf(month));
  await insertDueMonths(
    worker,
    laboratories.map((institution) => ({ institution, month })),
  );
}

function laboratoriesIn(
  snapshot: RegisterSnapshot,
  { first, end }: { readonly first: Day; readonly end: Day },
): readonly string[] {
  const entries = snapshot.all(testSystems).filter(({ from, to }) => from < end && (to === null || to > first));
  return [...new Set(entries.map(({ row }) => row.institution))];
}

/**
 * Does so as soon as a run of a month that is over was decided, after every change of the test systems and of what is required, by which
 * figures are taken, and on every new day; should nothing wake it, it looks every so often.
 */
export function startMeasuredMonths(deps: Deps, everyMs = EVERY_MS): RunningJob {
  let doneFor = '';
  let changes = 0;
  const failed = 'measured months of control could not be computed';
  const job = startJob(deps, { failed, everyMs }, async () => {
    const state = `${dayOf(deps.clock.now())}|${String(changes)}`;
    if (state !== doneFor) await dueLastMonth(deps);
    doneFor = state;
    await writeMeasuredMonths(deps);
  });
  deps.registers.follow(async (changed) => {
    if (!changed.includes(testSystems.id) && !changed.includes(qualityRequirements.id)) return;
    changes += 1;
    job.wake();
    await Promise.resolve();
  });
  const sleep = deps.wakes.on('measured-months', job.wake);
  return {
    stop: () => {
      sleep();
      return job.stop();
    },
  };
}
