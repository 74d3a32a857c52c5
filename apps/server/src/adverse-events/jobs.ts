/** What the server does by itself about adverse events 不良事件: once a day it looks whether a month has ended for silent departments. */
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { onceADay, startJob } from '../platform/jobs/job.ts';
import { askSilentDepartments } from './silent.ts';

const LOOK_MS = 600_000;

export function startAdverseEvents(deps: Deps): RunningJob {
  const ask = onceADay(deps, () => askSilentDepartments(deps));
  return startJob(deps, { failed: 'departments that report nothing could not be asked', everyMs: LOOK_MS }, ask);
}
