/** The watch as the server keeps it: looks every few minutes whether an hour is over that was not judged. */
import type { Deps } from '../platform/deps.ts';
import { judgeHours } from './judge.ts';

const LOOK_MS = 10 * 60_000;

/** Looks now and every few minutes, until it is stopped; a failed attempt is made again. */
export function startWatch(deps: Deps): { readonly stop: () => Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const look = (): void => {
    running = running
      .then(() => judgeHours(deps))
      .catch((error: unknown) => {
        deps.log.error({ err: error }, 'the use of keys could not be watched; trying again');
      });
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
