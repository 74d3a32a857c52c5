import type { Instant } from '@fujie/core/kernel';

/** The time, passed to whoever needs it, so that tests and replays choose their own. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => Date.now() as Instant };

/** A clock that stands still until it is set. */
export function fixedClock(start: Instant): Clock & { set(instant: Instant): void } {
  let current = start;
  return {
    now: () => current,
    set: (instant) => {
      current = instant;
    },
  };
}
