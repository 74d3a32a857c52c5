/** The watch as the server keeps it: looks every few minutes whether an hour is over that was not judged. */
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { startJob } from '../platform/jobs/job.ts';
import { judgeHours } from './judge.ts';

const LOOK_MS = 10 * 60_000;

export function startWatch(deps: Deps): RunningJob {
  return startJob(deps, { failed: 'the use of keys could not be watched', everyMs: LOOK_MS }, () => judgeHours(deps));
}
