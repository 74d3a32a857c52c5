import fc from 'fast-check';
import { expect, test } from 'vitest';

import { momentsOf } from './moments.ts';
import { algorithmA, hampelLocation, qMethod } from './robust.ts';
import { isWithin, roundHalfAway } from './tolerance.ts';

/** Results as laboratories write them: a few figures. */
const values = fc.array(
  fc.integer({ min: -9999, max: 9999 }).map((n) => n / 100),
  { minLength: 3, maxLength: 40 },
);
const scale = fc.constantFrom(-3, -0.5, 0.01, 1, 7, 1000);
const shift = fc.integer({ min: -1000, max: 1000 });
const near = (a: number, b: number, size: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1e-9, size);

test('robust estimates move with shift and scale, and do not know the order of laboratories', () => {
  fc.assert(
    fc.property(values, scale, shift, (sample, by, from) => {
      const own = algorithmA(sample);
      const moved = algorithmA([...sample].reverse().map((value) => from + by * value));
      expect(moved === null).toBe(own === null);
      if (own === null || moved === null) return;
      const size = Math.abs(by) * 100 + Math.abs(from);
      expect(near(moved.mean, from + by * own.mean, size)).toBe(true);
      expect(near(moved.sd, Math.abs(by) * own.sd, size)).toBe(true);
      const [scaled, plain] = [qMethod(sample.map((value) => by * value)), qMethod(sample)];
      expect(near(scaled, Math.abs(by) * plain, size)).toBe(true);
    }),
  );
});

test('robust means lie among the results, and no wild one draws them out', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(1e6, -1e6), (sample, wild) => {
      const [low, high] = [Math.min(...sample), Math.max(...sample)];
      const { mean } = algorithmA(sample) ?? { mean: low };
      expect(isWithin(mean, low, high)).toBe(true);
      const scaleOf = qMethod(sample);
      const location = hampelLocation([...sample, ...sample, ...sample, wild], scaleOf);
      expect(isWithin(location, low - 4.5 * scaleOf, high + 4.5 * scaleOf)).toBe(true);
    }),
  );
});

test('moments of decimals are those of the whole numbers behind them', () => {
  fc.assert(
    fc.property(values, (sample) => {
      const [own, whole] = [momentsOf(sample), momentsOf(sample.map((value) => Math.round(100 * value)))];
      expect(near(own.mean ?? 0, (whole.mean ?? 0) / 100, 1)).toBe(true);
      expect(near(own.sd ?? 0, (whole.sd ?? 0) / 100, 1)).toBe(true);
    }),
  );
});

test('rounding is half away from zero, for every half that can be written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 4 }), (units, decimals) => {
      const half = Number(`${String(units)}.5e-${String(decimals)}`);
      const expected = Number(`${String(units + 1)}e-${String(decimals)}`);
      expect(roundHalfAway(half, decimals)).toBeCloseTo(expected, 9);
      expect(roundHalfAway(-half, decimals)).toBeCloseTo(-expected, 9);
    }),
  );
});
