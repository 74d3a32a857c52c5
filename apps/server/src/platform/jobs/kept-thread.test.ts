import { expect, test } from 'vitest';

import { KeptThread, KeptThreads, TooMuch } from './kept-thread.ts';

/** Answers a job with it; one that says so never ends. */
const SCRIPT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (job) => {
      while (job === 'endless');
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
  const bad = threads.run('endless', 3);
  let isHeldUp = true;
  const ended = bad.catch((error: unknown) => {
    isHeldUp = false;
    return error;
  });
  const done: unknown[] = [];
  await Promise.all([1, 2, 3].map(async (job) => done.push(await threads.run(job))));
  expect([done, isHeldUp]).toEqual([[1, 2, 3], true]);
  expect(await ended).toBeInstanceOf(TooMuch);
  expect(await Promise.all([threads.run('a'), threads.run('b'), threads.run('c')])).toEqual(['a', 'b', 'c']);
});
