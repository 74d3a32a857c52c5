// Runs one job on a file of rows in a thread of its own, from the TypeScript sources.
import { parentPort, workerData } from 'node:worker_threads';

import { register } from 'tsx/esm/api';

register();
const { runCellsJob, runReadJob, runWriteJob } = await import('../src/platform/sheet/job.ts');
const run = { cells: runCellsJob, read: runReadJob, write: runWriteJob }[workerData.kind];
parentPort?.postMessage(await run(workerData));
