import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { MovingStatistic, PatientControl } from '../iqc/patients.ts';
import { movingSeries, truncate } from '../iqc/patients.ts';
import type { Arrival, Followed } from './patient-follow.ts';
import { beginFollowing, followStep, memoryOf } from './patient-follow.ts';

const LIMITS = { low: 45, high: 55 };
const statistic: fc.Arbitrary<MovingStatistic> = fc.constantFrom(
  { kind: 'mean', window: 5 },
  { kind: 'median', window: 5 },
  { kind: 'ewma', weight: 0.3, start: 50 },
  { kind: 'bull', batch: 4, start: 50 },
);
const control: fc.Arbitrary<PatientControl> = fc.record({
  statistic,
  truncation: fc.record({ low: fc.constant(20), high: fc.constant(80), how: fc.constantFrom('exclude', 'limit') }),
});
const values = fc.array(
  fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10),
  { minLength: 1, maxLength: 60 },
);
const results = (of: readonly number[]): readonly Arrival[] =>
  of.map((value, n) => ({ kind: 'result', ref: String(n), value }));
const following = (by: PatientControl, arrivals: readonly Arrival[]): readonly Followed[] => {
  let state = beginFollowing(by);
  return arrivals.map((arrival) => {
    const next = followStep(by, LIMITS, state, arrival);
    state = next.state;
    return next;
  });
};
const last = (of: readonly Followed[]): Followed | undefined => of.at(-1);

test('step by step comes what comes of all at once, beyond the limits on the side on which it is', () => {
  fc.assert(
    fc.property(control, values, (by, all) => {
      const counted = truncate(all, by.truncation);
      const atOnce = movingSeries(counted, by.statistic);
      const steps = following(by, results(all)).filter(
        (_, n) => by.truncation.how === 'limit' || truncate([all[n] ?? 0], by.truncation).length > 0,
      );
      for (const [n, { statistic: now, side }] of steps.entries()) {
        const expected = atOnce[n] ?? null;
        if (expected === null || now === null) expect(now).toBe(expected);
        else expect(now).toBeCloseTo(expected, 9);
        expect(side).toBe(now === null ? null : now < LIMITS.low ? 'low' : now > LIMITS.high ? 'high' : null);
      }
    }),
  );
});

test('a result that is corrected soon counts as if it had been reported so, and nothing longer than the memory is kept', () => {
  fc.assert(
    fc.property(control, values, fc.nat(), fc.integer({ min: 20, max: 80 }), (by, all, at, value) => {
      const within = all.length - 1 - (at % Math.min(all.length, memoryOf(by.statistic)));
      const before = following(by, results(all));
      const was = last(before)?.state.recent.some(({ ref }) => ref === String(within)) ?? false;
      const corrected = last(following(by, [...results(all), { kind: 'corrected', ref: String(within), value }]));
      const reportedSo = last(following(by, results(all.with(within, value))));
      expect(corrected?.side).toBeNull();
      expect(corrected?.state.recent.length).toBeLessThanOrEqual(memoryOf(by.statistic));
      // What counted for nothing, or lies in a batch that is over, is no matter.
      expect(corrected?.state).toEqual(was ? reportedSo?.state : last(before)?.state);
    }),
  );
});

test('a result that is withdrawn at once leaves what there was before it, and a new beginning leaves nothing', () => {
  fc.assert(
    fc.property(control, values, (by, all) => {
      const start = beginFollowing(by);
      expect(last(following(by, [...results(all), { kind: 'restarted' }]))).toEqual({
        ...{ state: start, statistic: null, side: null },
      });
      fc.pre(all.length + 1 < memoryOf(by.statistic));
      const before = last(following(by, results(all)));
      const again = last(
        following(by, [...results(all), { kind: 'result', ref: 'x', value: 30 }, { kind: 'withdrawn', ref: 'x' }]),
      );
      expect(again?.state).toEqual(before?.state);
    }),
  );
});

test('of an exponentially weighted mean what is forgotten weighs less than a thousandth', () => {
  expect(memoryOf({ kind: 'ewma', weight: 0.05, start: 0 })).toBe(135);
  expect(0.95 ** 135).toBeLessThan(0.001);
  expect(0.95 ** 134).toBeGreaterThan(0.001);
});
