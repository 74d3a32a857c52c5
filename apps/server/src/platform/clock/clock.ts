import type { Instant } from '@fujie/core/kernel';

/** For how long something is waited for 期限. */
export interface Deadline {
  /** Settled once the time is over; never when it was cancelled before. */
  readonly over: Promise<void>;
  readonly cancel: () => void;
}

/** The time, passed to whoever needs it, so that tests and replays choose their own. */
export interface Clock {
  now(): Instant;
  /** A deadline so many milliseconds from now; of a clock without it they pass as on the machine. */
  after?(ms: number): Deadline;
}

export const systemClock: Clock = { now: () => Date.now() as Instant };

/** So many milliseconds by a clock. */
export function deadlineBy(clock: Clock, ms: number): Deadline {
  if (clock.after !== undefined) return clock.after(ms);
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return { over, cancel: () => clearTimeout(timer) };
}

/** A clock that stands still until it is set: nothing is late by it before, however slow the machine is. */
export function fixedClock(start: Instant): Clock & { set(instant: Instant): void } {
  let current = start;
  const waiting = new Map<() => void, number>();
  return {
    now: () => current,
    after: (ms) => {
      const until = current + ms;
      let pass: () => void = () => undefined;
      const over = new Promise<void>((resolve) => {
        pass = resolve;
      });
      waiting.set(pass, until);
      return { over, cancel: () => void waiting.delete(pass) };
    },
    set: (instant) => {
      current = instant;
      for (const [pass, until] of waiting)
        if (until <= current) {
          waiting.delete(pass);
          pass();
        }
    },
  };
}
