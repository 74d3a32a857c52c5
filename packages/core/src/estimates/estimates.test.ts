import { describe, expect, test } from 'vitest';

import { chiSquareQuantile, normalCdf, normalQuantile, studentQuantile } from './distributions.ts';
import { meanOf, momentsOf } from './moments.ts';
import { algorithmA, hampelLocation, normalisedIqr, qMethod, quantile } from './robust.ts';
import { isAbove, isAtLeast, isWithin, roundHalfAway } from './tolerance.ts';

describe('comparison as written in decimals', () => {
  test('is strict beyond, and inclusive at, a limit', () => {
    expect([isAbove(0.1 + 0.2, 0.3), isAbove(0.3001, 0.3), isAtLeast(0.3, 0.1 + 0.2)]).toEqual([false, true, true]);
    expect([isWithin(5.3, 4.7, 5.3), isWithin(5.301, 4.7, 5.3), isWithin(-1, -1, 1)]).toEqual([true, false, true]);
    expect(isAbove(150_000.001, 150_000)).toBe(true);
  });
  test.each([
    [2.345, 2, 2.35],
    [-2.345, 2, -2.35],
    [1.005, 2, 1.01],
    [-0.004, 2, 0],
    [0.5, 0, 1],
    [99.995, 2, 100],
    [2.3449, 2, 2.34],
  ])('%d to %d decimals is %d', (value, decimals, expected) => {
    expect(roundHalfAway(value, decimals)).toBe(expected);
  });
});

describe('moments', () => {
  test('divide by n − 1, and are nothing of too few', () => {
    expect(momentsOf([])).toEqual({ n: 0, mean: null, sd: null, cvPercent: null });
    expect(momentsOf([4])).toEqual({ n: 1, mean: 4, sd: null, cvPercent: null });
    expect(momentsOf([1, 3])).toEqual({ n: 2, mean: 2, sd: Math.SQRT2, cvPercent: 50 * Math.SQRT2 });
    expect(momentsOf([-1, 1]).cvPercent).toBeNull();
    expect(meanOf([0.1, 0.1, 0.1])).toBe(0.1);
  });
  test('keep a small scatter of large values, and small values', () => {
    expect(momentsOf([1e9, 1e9 + 1]).sd).toBeCloseTo(Math.SQRT1_2, 9);
    expect(momentsOf([0.000012, 0.000014]).sd).toBeCloseTo(1.4142e-6, 9);
  });
});

// Published tables of the distributions.
test('distributions', () => {
  expect(normalCdf(1.96)).toBeCloseTo(0.9750021, 7);
  expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1]);
  expect(normalCdf(-8) / 6.2209605742717e-16).toBeCloseTo(1, 9);
  expect([normalQuantile(0.975), normalQuantile(0.001)].map((z) => Math.round(z * 1e6) / 1e6)).toEqual([
    1.959964, -3.090232,
  ]);
  expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
  expect([studentQuantile(0.975, 10), studentQuantile(0.05, 1)].map((t) => Math.round(t * 1e4) / 1e4)).toEqual([
    2.2281, -6.3138,
  ]);
  expect(studentQuantile(0.5, 3)).toBe(0);
  expect(chiSquareQuantile(0.95, 20)).toBeCloseTo(31.4104, 4);
  expect(chiSquareQuantile(0, 3)).toBe(0);
});

describe('robust estimates', () => {
  test('are hardly moved by wild values, and move with shift and scale', () => {
    const values = [5.02, 5.1, 4.98, 5.05, 5, 4.95, 5.08, 5.03, 4.99, 6.8, 0.5];
    const { mean = 0, sd = 0 } = algorithmA(values) ?? {};
    expect(Math.abs(mean - 5.02)).toBeLessThan(0.02);
    const moved = algorithmA(values.map((value) => 7 - 10 * value));
    expect([moved?.mean, moved?.sd].map((x) => (x ?? 0).toFixed(9))).toEqual([
      (7 - 10 * mean).toFixed(9),
      (10 * sd).toFixed(9),
    ]);
    expect(qMethod(values.map((value) => 10 * value))).toBeCloseTo(10 * qMethod(values), 9);
    expect(hampelLocation(values, 0)).toBe(5.02);
  });
  // Copper in wholemeal flour: Analytical Methods Committee, Analyst 1989;114:1693; Huber's proposal 2, of which algorithm A is the form with a
  // rounded factor, is 3.2055 and 0.6737 (Venables and Ripley, Modern Applied Statistics, `hubers(chem)`; the same in statsmodels).
  test('algorithm A repeats what is published of a set with one wild value', () => {
    const copper = [2.9, 3.1, 3.4, 3.4, 3.7, 3.7, 2.8, 2.5, 2.4, 2.4, 2.7, 2.2, 5.28, 3.37, 3.03, 3.03, 28.95, 3.77];
    const { mean = 0, sd = 0 } = algorithmA([...copper, 3.4, 2.2, 3.5, 3.6, 3.7, 3.7]) ?? {};
    expect(Math.abs(mean - 3.2055)).toBeLessThan(0.0001);
    // The factor is 1.134 here and 1.13338 there.
    expect(Math.abs((sd * 1.133_38) / 1.134 - 0.6737)).toBeLessThan(0.0002);
  });
  test('need a scatter to begin with', () => {
    expect(algorithmA([7, 7, 7, 7, 8])).toBeNull();
    expect(algorithmA([7])).toBeNull();
    expect(qMethod([7])).toBe(0);
    // Farther apart than a number can tell: no figure, and an end.
    expect(qMethod([1e308, -1e308, 1e308])).not.toBe(0);
  });
  test('quartiles lie between the values that enclose them', () => {
    expect([quantile([1, 2, 3, 4], 0.25), quantile([5], 0.9)]).toEqual([1.75, 5]);
    expect(normalisedIqr([1, 2, 3, 4])).toBeCloseTo(0.7413 * 1.5, 9);
  });
});
