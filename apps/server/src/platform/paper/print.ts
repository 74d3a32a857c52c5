/** Prints papers one at a time in a thread of its own, so that nothing that is being decided waits for a font to be read. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

import { HttpProblem } from '../http/problems.ts';
import type { Paper } from './paper.ts';

const MAX_SECONDS = 120;
const IDLE_SECONDS = 60;
const MAX_MEMORY_MB = 512;

let last: Promise<unknown> = Promise.resolve();
/** Kept for the next paper, for a while: most of the time goes into loading what draws. */
let kept: { readonly worker: Worker; idle: NodeJS.Timeout | null } | null = null;

export async function printPaper(paper: Paper, font: string): Promise<Buffer> {
  const [path = ''] = font.split('#');
  if (!existsSync(path))
    throw new HttpProblem('unavailable', {
      en: 'No Chinese font is installed: install fonts-noto-cjk, or name one by FUJIE_FONT.',
      zh: '未安装中文字体：请安装 fonts-noto-cjk，或以 FUJIE_FONT 指定字体。',
    });
  const turn = last.then(() => runInThread(paper, font));
  last = turn.catch(() => undefined);
  const file = await turn;
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength);
}

function workerOf(): Worker {
  if (kept?.idle) clearTimeout(kept.idle);
  kept ??= {
    worker: new Worker(new URL('../../../bin/paper-worker.mjs', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB },
    }),
    idle: null,
  };
  kept.worker.ref();
  return kept.worker;
}

function discard(worker: Worker): void {
  if (kept?.worker === worker) kept = null;
  void worker.terminate();
}

function runInThread(paper: Paper, font: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = workerOf();
    const fail = (error: Error): void => {
      end();
      discard(worker);
      reject(error);
    };
    const done = (file: Uint8Array): void => {
      end();
      worker.unref();
      if (kept !== null) kept.idle = setTimeout(() => discard(worker), IDLE_SECONDS * 1000).unref();
      resolve(file);
    };
    const exit = (): void => fail(new Error('The thread that prints papers ended early'));
    const timer = setTimeout(() => fail(new Error('The paper took too long to print')), MAX_SECONDS * 1000);
    const end = (): void => {
      clearTimeout(timer);
      worker.off('message', done).off('error', fail).off('exit', exit);
    };
    worker.on('message', done).on('error', fail).on('exit', exit);
    worker.postMessage({ paper, font });
  });
}
