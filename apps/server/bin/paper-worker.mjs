// Prints papers in a thread of its own, from the TypeScript sources.
import { parentPort } from 'node:worker_threads';

import { register } from 'tsx/esm/api';

register();
const { drawPaper } = await import('../src/platform/paper/draw.ts');
parentPort?.on('message', async ({ paper, font }) => parentPort?.postMessage(await drawPaper(paper, font)));
