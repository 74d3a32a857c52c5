/** A server that takes the work of a night and is at it until it is ended: `night-worker.ts DATABASE_URL JOB DAY`. */
import type { Day } from '@fujie/core/kernel';

import { connect, WORKER_ROLE } from '../src/platform/db/database.ts';
import { onceForAll } from '../src/platform/jobs/nightly.query.ts';

const [databaseUrl = '', job = '', day = ''] = process.argv.slice(2);
const worker = connect(databaseUrl, { role: WORKER_ROLE, max: 1 });
const endless = (): Promise<null> => {
  process.send?.('at it');
  return new Promise(() => undefined);
};
await onceForAll(worker, { job, day: day as Day }, endless, () => Promise.resolve());
