/** What the server does for the audit by itself: anchors every few minutes, and what is past the limit goes. */
import { join } from 'node:path';

import type { Config } from '../platform/config/config.ts';
import type { Deps } from '../platform/deps.ts';
import type { RunningJob } from '../platform/jobs/job.ts';
import { startJob } from '../platform/jobs/job.ts';
import { extendAnchorFile } from './anchor-file.ts';
import { AUDIT_JOB, makeAnchors } from './anchor.ts';
import { forgetOldDays } from './forget.ts';
import { auditKey } from './key.ts';

/** So much may be written without an anchor. */
const ANCHOR_MS = 10 * 60_000;

/** Copy of the anchors beside the database: who can change only the database cannot change it. */
export function anchorCopy(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'audit-anchors.jsonl');
}

/** Makes anchors now and every few minutes, until it is stopped. */
export function startAuditJobs(deps: Deps): RunningJob {
  const key = auditKey(deps.config);
  return startJob(deps, { failed: 'the audit could not be anchored', everyMs: ANCHOR_MS }, async () => {
    const made = await makeAnchors(deps, key);
    for (const { no, day } of made.filter((anchor) => anchor.closed)) {
      const subject = `anchor/${String(no)}`;
      await deps.audit.record({ actor: AUDIT_JOB, action: 'audit:anchor', subject, outcome: 'done', detail: { day } });
    }
    await forgetOldDays(deps, key, deps.config.auditMonths);
    await extendAnchorFile(deps.db, anchorCopy(deps.config));
  });
}
