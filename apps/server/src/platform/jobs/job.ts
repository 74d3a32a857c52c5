/** Work that the server does by itself, now and every so often. */
import type { Day, Instant } from '@fujie/core/kernel';
import { dayOf } from '@fujie/core/kernel';

import type { Deps } from '../deps.ts';

export interface RunningJob {
  /** Nothing is begun any more; settled when what was running has ended. */
  readonly stop: () => Promise<void>;
}

export interface WakeableJob extends RunningJob {
  /** Does the work now, and once more when it is being done already: what it is told of may have come too late for it. */
  readonly wake: () => void;
}

interface Job {
  /** What is written to the log when an attempt failed. */
  readonly failed: string;
  readonly everyMs: number;
}

/** Soon after a failure the work is tried again, however seldom it is done. */
const RETRY_MS = 10_000;

/** Does the work now and every so often, never twice at a time, until it is stopped; a failed attempt is made again soon. */
export function startJob(
  { log }: Pick<Deps, 'log'>,
  { failed, everyMs }: Job,
  work: () => Promise<unknown>,
): WakeableJob {
  let running: Promise<void> | null = null;
  let isAskedAgain = false;
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;
  const attempt = async (): Promise<void> => {
    isAskedAgain = false;
    try {
      await work();
    } catch (error) {
      log.error({ err: error }, `${failed}; trying again`);
      retry = setTimeout(begin, Math.min(everyMs, RETRY_MS));
    }
  };
  const begin = (): void => {
    clearTimeout(retry);
    running ??= attempt().finally(() => {
      running = null;
      if (isAskedAgain && !isStopped) begin();
    });
  };
  begin();
  const timer = setInterval(begin, everyMs);
  return {
    wake: () => {
      if (isStopped) return;
      if (running === null) begin();
      else isAskedAgain = true;
    },
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await running;
      clearTimeout(retry);
    },
  };
}

interface Following {
  readonly failed: string;
  /** What is to be done after a change of these registers; null when it is no matter. */
  readonly workFor: (changed: readonly string[]) => (() => Promise<unknown>) | null;
}

/** Does work after each change of registers 目录, one after the other, until it is stopped; whoever changed them does not wait for it. */
export function followRegisters(
  { registers, log }: Pick<Deps, 'registers' | 'log'>,
  { failed, workFor }: Following,
): RunningJob {
  let following: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  registers.follow((changed) => {
    const work = isStopped ? null : workFor(changed);
    if (work !== null)
      following = following.then(work).catch((error: unknown) => {
        log.error({ err: error }, failed);
      });
    return Promise.resolve();
  });
  return {
    stop: async () => {
      isStopped = true;
      await following;
    },
  };
}

/** The same work at most once on a day, after the day for which it was done already. */
export function onceADay(
  { clock }: Pick<Deps, 'clock'>,
  work: () => Promise<unknown>,
  done: Day | null = null,
): () => Promise<void> {
  let doneFor = done;
  return async () => {
    const today = dayOf(clock.now());
    if (doneFor === today) return;
    await work();
    doneFor = today;
  };
}

interface Looking {
  /** What was being stored while the last look began is looked at again. */
  readonly overlapMs: number;
  /** How often what the look goes by has changed. */
  readonly changes: () => number;
}

/** A look through everything once a day and after each change of what it goes by; in between through what was stored since the last one. */
export function lookOnwards(
  { clock }: Pick<Deps, 'clock'>,
  { overlapMs, changes }: Looking,
  look: (since: Instant | null) => Promise<unknown>,
): () => Promise<void> {
  let last: { readonly of: string; readonly at: Instant } | null = null;
  return async () => {
    const now = clock.now();
    const of = `${dayOf(now)}|${String(changes())}`;
    await look(last?.of === of ? ((last.at - overlapMs) as Instant) : null);
    last = { of, at: now };
  };
}
