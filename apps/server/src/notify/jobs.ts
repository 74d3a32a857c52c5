/** Tells people of loops 通知 twice a second: finds the readers of new alerts, and sends what is due; several servers share the work. */
import type { Deps } from '../platform/deps.ts';
import { startJob } from '../platform/jobs/job.ts';
import { createChannels } from './channels/channels.ts';
import { sendDue } from './send.ts';
import { tellReaders } from './told.ts';

const LOOK_MS = 500;
/** So many batches in a row, then whoever else waits for the database has a turn. */
const BATCHES = 20;

export function startNotify(deps: Deps): { readonly stop: () => Promise<void> } {
  const channels = createChannels(deps.config);
  return startJob(deps, { failed: 'notices could not be sent', everyMs: LOOK_MS }, async () => {
    for (let batch = 0; batch < BATCHES && (await tellReaders(deps)) > 0; batch += 1);
    for (let batch = 0; batch < BATCHES && (await sendDue(deps, channels)) > 0; batch += 1);
  });
}
