/** Work that waits for something to do is woken 唤醒 as soon as that is committed, by whichever server; see migration 0469. */
import type { Heard } from '../db/announcements.query.ts';

/** Channel on which it is announced what waits, by the name of the work. */
export const WAKE_CHANNEL = 'fujie_wake';

export interface Wakes {
  /** Calls `wake` whenever something waits for this work, or may have been announced unheard, until what is answered is called. */
  on(work: string, wake: () => void): () => void;
}

export function createWakes(): Wakes & { readonly heard: Heard } {
  const waiting = new Map<string, Set<() => void>>();
  return {
    on: (work, wake) => {
      const known = waiting.get(work) ?? new Set();
      waiting.set(work, known.add(wake));
      return () => {
        known.delete(wake);
      };
    },
    heard: (work) => {
      const woken = work === null ? [...waiting.values()] : [waiting.get(work) ?? []];
      for (const wakes of woken) for (const wake of wakes) wake();
    },
  };
}
