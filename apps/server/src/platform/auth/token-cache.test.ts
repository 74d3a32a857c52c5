import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { PUBLIC_ACTOR } from './permissions.ts';
import { cacheBriefly } from './token-cache.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('a token is looked up once in two seconds, and refused two seconds after it was taken back', async () => {
  const find = vi.fn(async () => PUBLIC_ACTOR as typeof PUBLIC_ACTOR | null);
  const actorOf = cacheBriefly(find);
  expect([await actorOf('a'), await actorOf('a')]).toEqual([PUBLIC_ACTOR, PUBLIC_ACTOR]);
  expect(find).toHaveBeenCalledTimes(1);
  find.mockResolvedValue(null);
  vi.advanceTimersByTime(2001);
  expect(await actorOf('a')).toBeNull();
});

test('an unknown token is asked about every time', async () => {
  const find = vi.fn(async () => null);
  const actorOf = cacheBriefly(find);
  await actorOf('x');
  await actorOf('x');
  expect(find).toHaveBeenCalledTimes(2);
});
