// Runs one job on a register file in a thread of its own, from the TypeScript sources.
import { parentPort, workerData } from 'node:worker_threads';

import { register } from 'tsx/esm/api';

register();
const { runReadJob, runWriteJob } = await import('../src/platform/sheet/job.ts');
parentPort?.postMessage(workerData.kind === 'read' ? await runReadJob(workerData) : await runWriteJob(workerData));
