import type { Instant } from '@fujie/core/kernel';
import { expect, test } from 'vitest';

import type { Fill } from './failure-bucket.ts';
import { ACCOUNT_BUCKET, afterFailure } from './failure-bucket.ts';

const at = (minutes: number): Instant => (minutes * 60_000) as Instant;
const minutesToWait = (fill: Fill, now: Instant): number => (fill.until - now) / 60_000;

test('from the fifth failure on one waits, each time twice as long, and never longer than a quarter of an hour', () => {
  let now = at(0);
  let fill: Fill | null = null;
  const waits: number[] = [];
  for (let i = 0; i < 12; i++) {
    fill = afterFailure(ACCOUNT_BUCKET, fill, now);
    waits.push(minutesToWait(fill, now));
    now = fill.until;
  }
  expect(waits.slice(0, 6)).toEqual([0, 0, 0, 0, 1, 1]);
  expect(waits).toContain(2);
  expect(Math.max(...waits)).toBeLessThanOrEqual(15);
});

test('failures at once make the wait longer at once', () => {
  let fill: Fill | null = null;
  for (let i = 0; i < 8; i++) fill = afterFailure(ACCOUNT_BUCKET, fill, at(0));
  expect(minutesToWait(fill ?? afterFailure(ACCOUNT_BUCKET, null, at(0)), at(0))).toBe(8);
});

test('a failure is forgotten after a while', () => {
  let fill: Fill | null = null;
  for (let i = 0; i < 4; i++) fill = afterFailure(ACCOUNT_BUCKET, fill, at(0));
  expect(minutesToWait(afterFailure(ACCOUNT_BUCKET, fill, at(30)), at(30))).toBe(0);
  expect(afterFailure(ACCOUNT_BUCKET, fill, at(600)).level).toBe(1);
});
