/**
 * What registers say later reaches the results that were stored before it 补录后判定: codes that lead to an item now, and thresholds that are
 * entered after the day from which they hold. Bounded by the time within which a critical value is told at all. Source: core-systems.14#01.
 */
import { mayBeCritical } from '@fujie/core/critical';
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { RegisterSnapshot } from '@fujie/core/registers';
import { criticalThresholds, institutions } from '@fujie/core/registers';
import type { DiagnosticReport, Observation } from '@fujie/wire/fhir';

import { asWorker } from '../platform/auth/scope.ts';
import type { Deps } from '../platform/deps.ts';
import { resourceIn } from '../platform/db/document-parts.ts';
import type { CriticalSuspect } from '../platform/events/events.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { followRegisters, onceADay, startJob } from '../platform/jobs/job.ts';
import { criticalThresholdsOf } from '../platform/loops/critical-thresholds.ts';
import type { LateRow, Limits } from './late.query.ts';
import { findUnraised } from './late.query.ts';
import { remapUnknown } from './remap.ts';
import { sectionOf } from './sections.ts';
import { withOrderers } from './orderers.ts';
import { freshHours, isRecent, measuredOf, storedSuspect } from './suspects.ts';

type Needs = Pick<Deps, 'config' | 'worker' | 'registers' | 'clock' | 'events'>;

const BATCH = 500;
const HOUR_MS = 3_600_000;

/** Does so at once, for what came while no server ran, again every day, and after every change of these registers. */
export function startLate(deps: Deps): RunningJob {
  const failed = 'what registers say of earlier results could not be worked out';
  const job = startJob(
    deps,
    { failed, everyMs: HOUR_MS },
    onceADay(deps, async () => {
      await remapUnknown(asWorker(deps));
      await judgeLate(deps);
    }),
  );
  const following = followRegisters(deps, {
    failed,
    workFor: (changed) => (changed.includes(criticalThresholds.id) ? () => judgeLate(deps) : null),
  });
  return {
    stop: async () => {
      await Promise.all([job.stop(), following.stop()]);
    },
  };
}

/** Raises the critical values that thresholds make of results stored before them. None is withdrawn: it was told, and by a rule that held. */
export async function judgeLate(deps: Needs): Promise<void> {
  const snapshot = deps.registers.current();
  const limits = limitsOf(snapshot);
  if (limits.length === 0) return;
  const now = deps.clock.now();
  const units = ['', ...snapshot.all(institutions).map(({ row }) => row.code)];
  const hours = Math.max(...units.map((unit) => freshHours(deps, unit, dayOf(now)) ?? 0));
  const since = (now - hours * HOUR_MS) as Instant;
  let after: LateRow | undefined;
  do {
    const rows = await findUnraised(deps.worker, limits, { since, after, most: BATCH });
    await tell(deps, rows);
    after = rows.length < BATCH ? undefined : rows.at(-1);
  } while (after !== undefined);
}

/** Of each item with a threshold the widest limits of any. */
function limitsOf(snapshot: RegisterSnapshot): readonly Limits[] {
  const limits = new Map<string, Limits>();
  for (const { row } of snapshot.all(criticalThresholds)) {
    const known = limits.get(row.item) ?? { item: row.item, low: null, high: null };
    limits.set(row.item, {
      item: row.item,
      low: row.low === null ? known.low : Math.max(row.low, known.low ?? -Infinity),
      high: row.high === null ? known.high : Math.min(row.high, known.high ?? Infinity),
    });
  }
  return [...limits.values()];
}

async function tell(deps: Needs, rows: readonly LateRow[]): Promise<void> {
  const found = rows.flatMap((row) => {
    const suspect = suspectOf(deps, row);
    return suspect === null ? [] : [{ institution: row.institution, suspect }];
  });
  for (const { institution, suspect } of found)
    await deps.worker.tx(async (tx) => {
      const suspects = await withOrderers(tx, institution, [suspect]);
      await deps.events.emit(tx, 'results-suspected', { institution, sender: 'platform', suspects, replaced: [] });
    });
}

function suspectOf(deps: Needs, row: LateRow): CriticalSuspect | null {
  const now = deps.clock.now();
  const reportedAt = Math.min(row.reported_ms ?? now, now) as Instant;
  if (!isRecent(deps, row.institution, reportedAt, now)) return null;
  const resource = JSON.parse(resourceIn(row.part, row.ix)) as Observation | DiagnosticReport;
  const { item, item_value: itemValue, value_num: valueNumber, value_text: valueText, ...rest } = row;
  const measured = measuredOf(resource, { ...rest, item, itemValue, valueNumber, valueText });
  const thresholds = criticalThresholdsOf(deps.registers.current(), row.institution, item, dayOf(reportedAt));
  const on = dayOf((row.collected_ms ?? reportedAt) as Instant);
  if (mayBeCritical(measured, on, thresholds) !== 'critical') return null;
  return storedSuspect(row, measured, reportedAt, sectionOf(deps.registers.current(), row.institution, [resource]));
}
