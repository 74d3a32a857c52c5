/**
 * What the server does by itself about loops 闭环: finds those that time has changed twice a second, and once a day decides all of
 * them anew from their records, so that none is remembered otherwise than it is, and looks whether closures look faked, and whether the
 * calendar lacks a year in which limits are counted.
 */
import { loopParameters, workdays } from '@fujie/core/registers';

import type { Deps } from '../platform/deps.ts';
import { followRegisters, onceADay, startJob } from '../platform/jobs/job.ts';
import { settleDue } from '../platform/loops/loops.ts';
import { doubtClosures } from './closures.ts';
import { endByFigures } from './alert-rules.ts';
import { replayLoops } from './replay.ts';
import { raiseWorkdayYears } from './workday-years.ts';

const LOOK_MS = 500;
const REPLAY_LOOK_MS = 600_000;
/** So many batches in a row, then whoever else waits for the database has a turn. */
const BATCHES = 40;
const NO_YEARS = 'years that the workday calendar lacks could not be asked for';

/** Starts the worker and the nightly replay; several servers of one database share the work. */
export function startLoops(deps: Deps): { readonly stop: () => Promise<void> } {
  const due = startJob(deps, { failed: 'loops that are due could not be settled', everyMs: LOOK_MS }, async () => {
    for (let batch = 0; batch < BATCHES && (await settleDue(deps)) > 0; batch += 1);
  });
  const nightly = startJob(
    deps,
    { failed: 'loops could not be replayed', everyMs: REPLAY_LOOK_MS },
    onceADay(deps, () => replayLoops(deps)),
  );
  const doubts = startJob(
    deps,
    { failed: 'closures of loops could not be looked at', everyMs: REPLAY_LOOK_MS },
    onceADay(deps, () => doubtClosures(deps)),
  );
  const years = startJob(
    deps,
    { failed: NO_YEARS, everyMs: REPLAY_LOOK_MS },
    onceADay(deps, () => raiseWorkdayYears(deps)),
  );
  const figures = followRegisters(deps, {
    failed: 'reviews of rules of alerts could not be ended',
    workFor: (changed) => (changed.includes(loopParameters.id) ? () => endByFigures(deps) : null),
  });
  const calendar = followRegisters(deps, {
    failed: NO_YEARS,
    workFor: (changed) => (changed.includes(workdays.id) ? () => raiseWorkdayYears(deps) : null),
  });
  const jobs = [due, nightly, doubts, years, figures, calendar];
  return {
    stop: async () => {
      await Promise.all(jobs.map(({ stop }) => stop()));
    },
  };
}
