import type { Day } from '@fujie/core/kernel';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { systemClock } from '../clock/clock.ts';
import { followRegisters, lookOnwards, onceADay, startJob } from './job.ts';

const MINUTE = 60_000;
const JOB = { failed: 'the work could not be done', everyMs: MINUTE };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function logged() {
  const lines: string[] = [];
  return { lines, log: pino<string>({ base: null }, { write: (line) => lines.push(line) }) };
}

test('the work is done now and every so often, until it is stopped', async () => {
  const work = vi.fn(async () => undefined);
  const job = startJob(logged(), JOB, work);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(work).toHaveBeenCalledTimes(3);
  await job.stop();
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect(work).toHaveBeenCalledTimes(3);
});

test('work that takes longer is not begun a second time, and stopping waits for it', async () => {
  let end: () => void = () => undefined;
  const work = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  const job = startJob(logged(), JOB, work);
  await vi.advanceTimersByTimeAsync(3 * MINUTE);
  expect(work).toHaveBeenCalledTimes(1);
  let isStopped = false;
  const stopped = job.stop().then(() => (isStopped = true));
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(isStopped).toBe(false);
  end();
  await stopped;
  expect(work).toHaveBeenCalledTimes(1);
});

test('work that is woken is done at once, and once more when it was being done', async () => {
  const ends: (() => void)[] = [];
  const work = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        ends.push(resolve);
      }),
  );
  const job = startJob(logged(), { ...JOB, everyMs: 60 * MINUTE }, work);
  for (let told = 0; told < 3; told += 1) job.wake();
  expect(work).toHaveBeenCalledTimes(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(work).toHaveBeenCalledTimes(2);
  ends[1]?.();
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(work).toHaveBeenCalledTimes(2);
  job.wake();
  expect(work).toHaveBeenCalledTimes(3);
  job.wake();
  const stopped = job.stop();
  ends[2]?.();
  await stopped;
  job.wake();
  expect(work).toHaveBeenCalledTimes(3);
});

test('a failed attempt is logged and made again soon, however seldom the work is done', async () => {
  const { log, lines } = logged();
  const work = vi
    .fn(async () => undefined)
    .mockRejectedValueOnce(new Error('no database'))
    .mockImplementationOnce(() => {
      throw new Error('no secret');
    });
  const job = startJob({ log }, { ...JOB, everyMs: 60 * MINUTE }, work);
  await vi.advanceTimersByTimeAsync(9_999);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(50 * MINUTE);
  expect(work).toHaveBeenCalledTimes(3);
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 50,
    msg: 'the work could not be done; trying again',
    err: { message: 'no database' },
  });
  await job.stop();
});

test('work of the day is done once on it, again when it failed, and not on the day it was done for already', async () => {
  vi.setSystemTime('2026-11-26T01:00:00Z');
  const work = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('no database'));
  const daily = onceADay({ clock: systemClock }, work);
  const known = onceADay({ clock: systemClock }, work, '2026-11-26' as Day);
  await expect(daily()).rejects.toThrow('no database');
  await daily();
  await daily();
  await known();
  expect(work).toHaveBeenCalledTimes(2);
  vi.setSystemTime('2026-11-27T01:00:00Z');
  await Promise.all([daily(), known()]);
  expect(work).toHaveBeenCalledTimes(4);
});

test('a look goes through all once a day and after a change, in between through what came since the last that went well', async () => {
  vi.setSystemTime('2026-11-26T01:00:00Z');
  let changes = 0;
  const look = vi.fn(async (_since: number | null) => undefined);
  const onwards = lookOnwards({ clock: systemClock }, { overlapMs: MINUTE, changes: () => changes }, look);
  const at = async (time: string) => {
    vi.setSystemTime(time);
    await onwards();
    const since = look.mock.lastCall?.[0];
    return typeof since === 'number' ? new Date(since).toISOString() : null;
  };
  expect(await at('2026-11-26T01:00:00Z')).toBeNull();
  expect(await at('2026-11-26T01:10:00Z')).toBe('2026-11-26T00:59:00.000Z');
  look.mockRejectedValueOnce(new Error('no database'));
  await expect(at('2026-11-26T01:20:00Z')).rejects.toThrow('no database');
  expect(await at('2026-11-26T01:30:00Z')).toBe('2026-11-26T01:09:00.000Z');
  changes += 1;
  expect(await at('2026-11-26T01:40:00Z')).toBeNull();
  expect(await at('2026-11-26T16:00:00Z')).toBeNull();
  expect(await at('2026-11-26T16:10:00Z')).toBe('2026-11-26T15:59:00.000Z');
});

test('work after changes of registers is done one after the other, past a failure, and not once it is stopped', async () => {
  const followers: ((changed: readonly string[]) => Promise<void>)[] = [];
  const registers = { follow: (one: (typeof followers)[number]) => void followers.push(one) };
  const { lines, log } = logged();
  const done: string[] = [];
  const workFor = ([register]: readonly string[]) =>
    register === 'other'
      ? null
      : async () => {
          done.push(`${String(register)} begun`);
          await Promise.resolve();
          if (register === 'bad') throw new Error('no database');
          done.push(`${String(register)} done`);
        };
  const deps = { log, registers } as unknown as Parameters<typeof followRegisters>[0];
  const following = followRegisters(deps, { failed: 'it was not followed', workFor });
  const change = async (register: string) => Promise.all(followers.map((follower) => follower([register])));
  await change('bad');
  await change('other');
  await change('good');
  await following.stop();
  expect(done).toEqual(['bad begun', 'good begun', 'good done']);
  expect(lines.join('')).toContain('it was not followed');
  await change('good');
  await following.stop();
  expect(done).toHaveLength(3);
});
