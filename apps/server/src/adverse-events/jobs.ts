/** What the server does by itself about adverse events 不良事件: once a day it ends reminders that reports answer and looks whether a month has ended for silent departments. */
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { onceADay, startJob } from '../platform/jobs/job.ts';
import { answerDetections } from './detections.ts';
import { askSilentDepartments } from './silent.ts';

const LOOK_MS = 600_000;

export function startAdverseEvents(deps: Deps): RunningJob {
  const look = onceADay(deps, async () => {
    await answerDetections(deps);
    await askSilentDepartments(deps);
  });
  return startJob(deps, { failed: 'what is done daily about adverse events failed', everyMs: LOOK_MS }, look);
}
