import { expect, test } from 'vitest';

import { KeptThread, KeptThreads, TooMuch } from './kept-thread.ts';

/** Answers a job with it; one that says so never ends, and one that is held waits until it is let go. */
const SCRIPT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (job) => {
      while (job === 'endless');
      if (job.held !== undefined) Atomics.wait(job.held, 0, 0);
      parentPort.postMessage(job);
    });`)}`,
);
const limits = { maxMemoryMb: 64, maxSeconds: 600, idleSeconds: 1 };

test('a job that never ends is ended at its own time, and the next is done', async () => {
  const thread = new KeptThread(SCRIPT, limits);
  const bad = thread.run('endless', 0.5);
  const next = thread.run('next');
  await expect(bad).rejects.toThrow(TooMuch);
  expect(await next).toBe('next');
});

test('nobody is given more time than a thread gives', async () => {
  const thread = new KeptThread(SCRIPT, { ...limits, maxSeconds: 0.5 });
  await expect(thread.run('endless', 600)).rejects.toThrow(TooMuch);
});

test('of several threads one that is held up leaves the others to those behind it, in their order', async () => {
  const threads = new KeptThreads(2, SCRIPT, limits);
  const held = new Int32Array(new SharedArrayBuffer(4));
  const done: unknown[] = [];
  const slow = threads.run({ held }).then(() => done.push('slow'));
  try {
    await Promise.all([1, 2, 3].map(async (job) => done.push(await threads.run(job))));
  } finally {
    Atomics.store(held, 0, 1);
    Atomics.notify(held, 0);
  }
  await slow;
  expect(done).toEqual([1, 2, 3, 'slow']);
  await expect(threads.run('endless', 0.5)).rejects.toThrow(TooMuch);
  expect(await Promise.all([threads.run('a'), threads.run('b'), threads.run('c')])).toEqual(['a', 'b', 'c']);
});
