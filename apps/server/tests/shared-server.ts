/** What the tests of a file share: started once before them, closed after them. */
import type { Day } from '@fujie/core/kernel';
import { afterAll, beforeAll, inject } from 'vitest';

import type { TestApp, TestAppOptions } from '../src/platform/testing/app.ts';
import { startTestApp } from '../src/platform/testing/app.ts';
import type { ChangeOutcome } from '../src/registers/change.ts';
import { importTyped } from '../src/registers/change.ts';

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

/** One server for the tests of a file, on a database of its own. */
export function sharedServer(options: TestAppOptions = {}): TestApp {
  return sharedByFile(() => startTestApp(inject('adminUrl'), options));
}

/** Rows for a register 目录, in force from a day. */
export const loadRows = (
  { deps }: Pick<TestApp, 'deps'>,
  register: string,
  rows: readonly object[],
  from = '2024-01-01' as Day,
): Promise<ChangeOutcome> =>
  importTyped(
    deps,
    'test',
    register,
    rows.map((row) => ({ row: row as Record<string, unknown>, from })),
  );
