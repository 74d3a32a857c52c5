import type { Instant } from '@fujie/core/kernel';
import { expect, test } from 'vitest';

import { FailedSignIns } from './failed-sign-ins.ts';

const at = (minutes: number): Instant => (minutes * 60_000) as Instant;
const wrong = () => Promise.resolve(null);

test('ten failures of one username are too many until fifteen minutes after the first', async () => {
  const failed = new FailedSignIns();
  for (let i = 0; i < 10; i++) {
    expect(failed.hasTooMany('li', at(i))).toBe(false);
    await failed.attempt('li', at(i), wrong);
  }
  expect([failed.hasTooMany('li', at(14)), failed.hasTooMany('wang', at(14))]).toEqual([true, false]);
  expect(failed.hasTooMany('li', at(15))).toBe(false);
});

test('attempts count while they are under way, and no longer when they succeed or cannot be judged', async () => {
  const failed = new FailedSignIns();
  const open: ((found: string) => void)[] = [];
  const pending = Array.from({ length: 9 }, () =>
    failed.attempt('li', at(0), () => new Promise<string>((resolve) => open.push(resolve))),
  );
  const broken = failed.attempt('li', at(0), () => Promise.reject(new Error('no database')));
  expect(failed.hasTooMany('li', at(0))).toBe(true);
  await expect(broken).rejects.toThrow('no database');
  expect(failed.hasTooMany('li', at(0))).toBe(false);
  for (const resolve of open) resolve('li');
  await Promise.all(pending);
  for (let i = 0; i < 9; i++) await failed.attempt('li', at(0), wrong);
  expect(failed.hasTooMany('li', at(0))).toBe(false);
});
