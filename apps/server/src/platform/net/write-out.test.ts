import { Writable } from 'node:stream';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { writeOut } from './write-out.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A stream that takes ten bytes and no more until somebody reads. */
function unread() {
  const waiting: (() => void)[] = [];
  const stream = new Writable({ highWaterMark: 10, write: (_chunk, _encoding, read) => waiting.push(read) });
  return { stream, read: () => waiting.shift()?.() };
}

const FULL = new Uint8Array(10);

test('waits for whoever does not read, and goes on when there is room', async () => {
  const { stream, read } = unread();
  await writeOut(stream, new Uint8Array(2));
  const second = vi.fn();
  const writing = writeOut(stream, FULL).then(second);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(second).not.toHaveBeenCalled();
  expect(stream.writableLength).toBe(12);
  read();
  await vi.advanceTimersByTimeAsync(0);
  read();
  await writing;
  expect(stream.destroyed).toBe(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(stream.destroyed).toBe(false);
  expect(['drain', 'close', 'error'].map((name) => stream.listenerCount(name))).toEqual([0, 0, 0]);
});

test('closes what is not read for half a minute, and writes nothing to what is closed', async () => {
  const { stream } = unread();
  const writing = writeOut(stream, FULL);
  await vi.advanceTimersByTimeAsync(30_000);
  await writing;
  expect(stream.destroyed).toBe(true);
  await writeOut(stream, FULL);
});
