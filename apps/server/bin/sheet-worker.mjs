// Runs jobs on files of rows in a thread of its own, from the TypeScript sources.
import { parentPort } from 'node:worker_threads';

import { register } from 'tsx/esm/api';

register();
const { runCellsJob, runReadJob, runWriteJob } = await import('../src/platform/sheet/job.ts');
const run = { cells: runCellsJob, read: runReadJob, write: runWriteJob };
parentPort?.on('message', async (job) => parentPort?.postMessage(await run[job.kind](job)));
