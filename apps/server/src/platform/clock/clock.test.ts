import type { Instant } from '@fujie/core/kernel';
import { expect, test } from 'vitest';

import { deadlineBy, fixedClock, systemClock } from './clock.ts';

test('by a clock that stands still nothing is late before it is set that far, and nothing that was cancelled', async () => {
  const clock = fixedClock(1000 as Instant);
  const over: string[] = [];
  const wait = (name: string, ms: number) => {
    const deadline = deadlineBy(clock, ms);
    void deadline.over.then(() => over.push(name));
    return deadline;
  };
  wait('soon', 10);
  wait('later', 20);
  wait('cancelled', 10).cancel();
  clock.set(1009 as Instant);
  await Promise.resolve();
  expect(over).toEqual([]);
  clock.set(1010 as Instant);
  await Promise.resolve();
  expect(over).toEqual(['soon']);
  clock.set(5000 as Instant);
  await Promise.resolve();
  expect(over).toEqual(['soon', 'later']);
});

test('by the clock of the machine a deadline is over once its time has passed', async () => {
  await deadlineBy(systemClock, 1).over;
  const cancelled = deadlineBy(systemClock, 3_600_000);
  cancelled.cancel();
});
