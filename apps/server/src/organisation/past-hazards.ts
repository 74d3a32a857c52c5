/** Hazards and a drill of the past for a demonstration: reported, removed and told as people would have, each at its own moment. */
import type { Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';
import type { DrillReport, HazardReport } from '@fujie/wire/contracts';

import type { Deps } from '../platform/deps.ts';
import { recordInLoop } from '../platform/loops/loops.ts';
import { loopActorOf } from '../platform/loops/visible.ts';
import { recordDrill } from './emergency.ts';
import { reportHazard } from './hazards.ts';
import { findOpenLoops } from './meetings.query.ts';
import { actorOf, at } from './past.ts';
import { DRILL, stemOf } from './recurring.ts';

export interface PastHazard {
  readonly at: Instant;
  readonly practitioner: string;
  readonly report: HazardReport;
  readonly acts: readonly {
    readonly stage: string;
    readonly outcome: string;
    readonly role: 'quality-office' | 'department-head' | 'hospital-head';
    readonly at: Instant;
    readonly fields: Readonly<Record<string, string>>;
  }[];
}

/** What the staff of an institution found, and what was done about it. */
export async function findPastHazards(deps: Deps, institution: string, hazards: readonly PastHazard[]): Promise<void> {
  for (const { at: when, practitioner, report, acts } of hazards) {
    const loop = await reportHazard(
      at(deps, when),
      actorOf('doctor', institution, report.department, practitioner),
      report,
    );
    for (const { stage, outcome, role, at: then, fields } of acts)
      await deps.worker.tx((tx) =>
        recordInLoop(at(deps, then), tx, loop, {
          ...{ key: `${stage}:${outcome}`, kind: 'act', stage, outcome, fields, occurredAt: then, recordedAt: then },
          by: loopActorOf(actorOf(role, institution, report.department, null)),
        }),
      );
  }
}

/** Drills a plan today, unless it was drilled before. */
export async function drillToday(
  deps: Deps,
  institution: string,
  plan: string,
  report: Omit<DrillReport, 'heldOn'>,
): Promise<void> {
  const owed = await findOpenLoops(deps.worker, DRILL, institution);
  const loop = owed.find((row) => stemOf(row) === `${institution}|${plan}`);
  if (loop?.state.stages.find(({ id }) => id === 'hold')?.doneAt !== null) return;
  const office = actorOf('quality-office', institution, null, null);
  await recordDrill(deps, office, loop.id, { ...report, heldOn: dayOf(deps.clock.now()) });
}
