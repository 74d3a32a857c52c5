/** Tells people of loops 通知 twice a second: finds the readers of new alerts, and sends what is due; several servers share the work. */
import { setTimeout as after } from 'node:timers/promises';

import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { startJob } from '../platform/jobs/job.ts';
import { createChannels } from './channels/channels.ts';
import { sendDue } from './send.ts';
import { tellReaders } from './told.ts';

const LOOK_MS = 500;
/** So many batches in a row, then whoever else waits for the database has a turn. */
const BATCHES = 20;
/** So long an answer is waited for, so that another end that is slow or silent keeps nobody else from being told. */
const PATIENCE_MS = 1000;
/** So many batches at most are being answered at a time. */
const MOST_UNANSWERED = 5;
const FAILED = 'notices could not be sent';

export function startNotify(deps: Deps, channels = createChannels(deps.config)): RunningJob {
  const unanswered = new Set<Promise<unknown>>();
  /** Sends a batch; how many messages it has, as far as that is known by then. */
  const send = async (): Promise<number> => {
    if (unanswered.size >= MOST_UNANSWERED) await Promise.race(unanswered);
    const batch = sendDue(deps, channels);
    const over = new AbortController();
    const waited = after(PATIENCE_MS, null, { signal: over.signal }).catch(() => null);
    const sent = await Promise.race([batch, waited]).finally(() => over.abort());
    if (sent !== null) return sent;
    const late = batch
      .catch((error: unknown) => deps.log.error({ err: error }, `${FAILED}; trying again`))
      .finally(() => unanswered.delete(late));
    unanswered.add(late);
    return 1;
  };
  const job = startJob(deps, { failed: FAILED, everyMs: LOOK_MS }, async () => {
    for (let batch = 0; batch < BATCHES && (await tellReaders(deps)) > 0; batch += 1);
    for (let batch = 0; batch < BATCHES && (await send()) > 0; batch += 1);
  });
  return {
    stop: async () => {
      await job.stop();
      await Promise.all(unanswered);
    },
  };
}
