/** What the tests of a file share: started once before them, closed after them. */
import { afterAll, beforeAll } from 'vitest';

interface Closable {
  close(): Promise<void>;
}

/** Stands for what `start` gives; its members are there once the tests, or hooks declared after this one, run. */
export function sharedByFile<T extends Closable>(start: () => Promise<T>): T {
  let started: T | undefined;
  beforeAll(async () => {
    started = await start();
  });
  afterAll(async () => started?.close());
  return new Proxy({} as T, {
    get(_, member): unknown {
      if (started === undefined)
        throw new Error(`\`${String(member)}\` is used before the tests of the file have begun`);
      return Reflect.get(started, member);
    },
  });
}
