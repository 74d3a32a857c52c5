/**
 * Opens the weekly returns 周报 as soon as a week is over, asks for dispatch meetings 调度会, and compares institutions with their peers.
 * Source: taiyuan-2024.7.4#02, #03, national-2022.art.34#02.
 */
import { returnDueOn, returnOwedAt, weeksOver } from '@fujie/core/duties';
import type { Day } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { LoopActor } from '@fujie/core/loops';
import { WEEKLY_RETURN } from '@fujie/packs';

import { programActor } from '../platform/auth/program-actor.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { onceADay, startJob } from '../platform/jobs/job.ts';
import { loopOn } from '../platform/loops/definitions.ts';
import { openLoop } from '../platform/loops/loops.ts';
import { raiseDeviations } from './deviations.ts';
import { raiseDispatch } from './dispatch-due.ts';
import { unitsOwing } from './return-units.ts';
import { findOwedSubjects } from './returns.query.ts';

const LOOK_MS = 30_000;
const PLATFORM: LoopActor = { id: 'platform', name: '平台', role: 'platform' };

/** Names what is owed: one return for a unit and a week. */
export function subjectOf(unit: string, week: string): string {
  return `${unit}|${week}`;
}

/** Opens what is owed and not yet open; how many. */
export async function openReturns(
  deps: Pick<Deps, 'audit' | 'clock' | 'config' | 'registers' | 'worker'>,
): Promise<number> {
  const now = deps.clock.now();
  const declared = loopOn(deps, WEEKLY_RETURN.institution, '', dayOf(now));
  if (declared === null) return 0;
  const weeks = weeksOver(WEEKLY_RETURN.first as Day, now, declared.parameters['back']?.value ?? 1);
  const snapshot = deps.registers.current();
  const owed = weeks.flatMap((week) => unitsOwing(snapshot, week).map((unit) => ({ ...unit, week })));
  const known = await findOwedSubjects(
    deps.worker,
    owed.map(({ unit, week }) => subjectOf(unit, week)),
  );
  let opened = 0;
  for (const { unit, definition, week } of owed) {
    const subject = subjectOf(unit, week);
    if (known.has(subject)) continue;
    const row = await deps.worker.tx((tx) =>
      openLoop(deps, tx, {
        ...{ definition, subject, unit, department: null, personId: null, by: PLATFORM },
        occurredAt: returnOwedAt(week),
        facts: {
          titleZh: `互认工作周报：${week} 起一周`,
          titleEn: `Weekly return: week of ${week}`,
          week,
          dueOn: returnDueOn(week),
        },
      }),
    );
    if (row !== null) opened += 1;
  }
  if (opened > 0)
    await deps.audit.record({
      actor: programActor('weekly-returns'),
      action: 'loop:open',
      outcome: 'done',
      detail: { opened },
    });
  return opened;
}

export function startReturns(deps: Deps): RunningJob {
  return startJob(
    deps,
    { failed: 'weekly returns, dispatch meetings and deviations could not be opened', everyMs: LOOK_MS },
    onceADay(deps, async () => {
      await openReturns(deps);
      await raiseDispatch(deps);
      await raiseDeviations(deps);
    }),
  );
}
