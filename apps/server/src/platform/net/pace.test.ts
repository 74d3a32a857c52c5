import type { Instant } from '@fujie/core/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createPace } from './pace.ts';

const NOON = Date.parse('2026-01-31T12:00:00+08:00');
const at = (seconds: number): Instant => (NOON + seconds * 1000) as Instant;

test('a peer may send a minute’s messages at once, then one as each is earned, and holds up no other', () => {
  const pace = createPace(3);
  expect([0, 0, 0, 0].map(() => pace(1, at(0)))).toEqual([0, 0, 0, 20_000]);
  expect(pace(2, at(0))).toBe(0);
  expect(pace(1, at(19))).toBe(1000);
  expect([pace(1, at(20)), pace(1, at(20))]).toEqual([0, 20_000]);
  expect([0, 0, 0, 0].map(() => pace(1, at(200)))).toEqual([0, 0, 0, 20_000]);
});

test('a clock that is set back holds nobody up for longer than one message', () => {
  const pace = createPace(2);
  expect([0, 0].map(() => pace(1, at(86_400)))).toEqual([0, 0]);
  expect(pace(1, at(0))).toBe(30_000);
});

test('whoever waits as told is taken, and never more than twice the limit comes in a minute', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 200 }),
      (limit, pauses) => {
        const pace = createPace(limit);
        let now = NOON;
        const taken: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const wait = pace(1, now as Instant);
          now += wait;
          if (wait > 0) expect(pace(1, now as Instant)).toBeLessThanOrEqual(1);
          taken.push(now);
        }
        for (const start of taken)
          expect(taken.filter((one) => one >= start && one < start + 60_000).length).toBeLessThanOrEqual(2 * limit);
      },
    ),
  );
});
