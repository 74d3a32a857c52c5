import { describe, expect, test } from 'vitest';

import { biasAt, deming, differencesOf, judgeLevels, leastSquares, passingBablok } from './comparison.ts';
import { DEFAULT_METER, judgeMeter, meterLimit } from './glucose-meter.ts';
import { estimatePrecision, verifyClaim, verifyTrueness } from './precision.ts';
import { judgeSplitSamples } from './split-sample.ts';

describe('precision', () => {
  const days = [
    [4, 4.1, 3.9],
    [4.1, 4.2, 4],
    [3.9, 4, 4.1],
  ];
  test('needs two days and replicates', () => {
    expect(estimatePrecision([[4, 4.1]])).toBeNull();
    expect(estimatePrecision([[4], [4.1]])).toBeNull();
    expect(estimatePrecision(days)).toMatchObject({ days: 3, replicates: 3, repeatabilityDf: 6 });
  });
  test('takes a variance between days below zero as none', () => {
    const alike = estimatePrecision([
      [4, 4.2],
      [4.2, 4],
    ]);
    expect([alike?.betweenDays, alike?.withinLaboratory === alike?.repeatability]).toEqual([0, true]);
    expect(
      estimatePrecision([
        [4, 4.1, 4.2],
        [4.3, 4.4],
      ])?.replicates,
    ).toBeCloseTo(2.4, 9);
  });
  // Calcium in turnip leaves: Snedecor and Cochran, Statistical Methods; the analysis that EP15 rests on.
  test('has the components of variance that are published of four by four results', () => {
    const leaves = [
      [3.28, 3.09, 3.03, 3.03],
      [3.52, 3.48, 3.38, 3.38],
      [2.88, 2.8, 2.81, 2.76],
      [3.34, 3.38, 3.23, 3.26],
    ];
    const { repeatability = 0, betweenDays = 0, repeatabilityDf } = estimatePrecision(leaves) ?? {};
    expect([repeatability ** 2, betweenDays ** 2].map((one) => one.toFixed(4))).toEqual(['0.0066', '0.0724']);
    expect(repeatabilityDf).toBe(12);
  });
  test('meets a claim within the upper verification limit', () => {
    // χ² 0.95 of 20 degrees of freedom is 31.41: the limit is 1.2532 of the claim.
    expect(verifyClaim(0.1253, 20, 0.1)).toMatchObject({ verdict: 'verified' });
    expect(verifyClaim(0.1254, 20, 0.1)).toMatchObject({ verdict: 'not verified' });
    expect(verifyClaim(0.1254, 20, 0.1, 2).verdict).toBe('verified');
  });
  test('and the mean an assigned value within its uncertainty, or within what is allowed anyway', () => {
    const estimate = estimatePrecision(days);
    if (estimate === null) throw new Error('no estimate');
    const at = (value: number, allowed?: number) =>
      verifyTrueness(estimate, { value, uncertainty: 0.02 }, allowed).verdict;
    expect([at(4.03), at(6), at(6, 3)]).toEqual(['verified', 'not verified', 'verified']);
  });
});

describe('a comparison', () => {
  const line = [1, 2, 3, 4, 6].map((reference) => ({ reference, test: 1.1 * reference - 0.2 }));
  test('finds the line on which all samples lie, whatever the regression', () => {
    for (const found of [leastSquares(line), deming(line), passingBablok(line)]) {
      expect(found?.slope).toBeCloseTo(1.1, 9);
      expect(found?.intercept).toBeCloseTo(-0.2, 9);
    }
  });
  test('by Deming turns round with the methods, and by Passing-Bablok is not moved by one wild sample', () => {
    const rough = line.map(({ reference, test: value }, i) => ({ reference, test: value + (i % 2) / 10 }));
    const back = deming(rough.map(({ reference, test: value }) => ({ reference: value, test: reference })));
    expect((deming(rough)?.slope ?? 0) * (back?.slope ?? 0)).toBeCloseTo(1, 9);
    const wild = [...line, { reference: 5, test: 50 }];
    expect(Math.abs((passingBablok(wild)?.slope ?? 0) - 1.1)).toBeLessThan(0.1);
    expect(leastSquares(wild)?.slope).toBeGreaterThan(2);
  });
  test('by Passing-Bablok says how sure the slope is, once there are enough samples', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      reference: i + 1,
      test: 1.05 * (i + 1) + ((i * 7) % 5) / 10,
    }));
    const [low = 0, high = 0] = passingBablok(many)?.slopeInterval ?? [];
    expect(low < 1.05 && high > 1.05 && high - low < 0.05).toBe(true);
    expect(passingBablok(line.slice(0, 3))?.slopeInterval).toBeNull();
  });
  test('of nothing that differs is nothing', () => {
    const same = [line[0], line[0]].flatMap((pair) => pair ?? []);
    expect([leastSquares(same), deming(same), passingBablok(same)]).toEqual([null, null, null]);
    expect(differencesOf([])).toEqual({ n: 0, mean: null, sd: null, meanPercent: null, limits: null });
    expect(differencesOf([{ reference: 0, test: 1 }]).meanPercent).toBeNull();
  });
  test('judges bias at decision levels by half of the allowable error, which is inside', () => {
    const judged = judgeLevels({ slope: 1.05, intercept: 0 }, [7, 0], { type: 'pct', percent: 10 });
    expect(judged.map(({ verdict }) => verdict)).toEqual(['acceptable', 'acceptable']);
    expect(judgeLevels({ slope: 1.051, intercept: 0 }, [7], { type: 'pct', percent: 10 })[0]?.verdict).toBe(
      'not acceptable',
    );
    expect(judgeLevels({ slope: 1, intercept: 0 }, [7], { type: 'agreement' })).toEqual([]);
    expect(biasAt({ slope: 1.1, intercept: -0.2 }, 2)).toBeCloseTo(0, 9);
  });
});

describe('split samples', () => {
  const pair = (bias: number) => ({ reference: 100, test: 100 + bias });
  test('are acceptable from five on, of which four lie within half of the allowable error', () => {
    const four = [pair(10), pair(-10), pair(0), pair(5)];
    expect(judgeSplitSamples([...four, pair(10.1)], 20)).toMatchObject({ inside: 4, verdict: 'acceptable' });
    expect(judgeSplitSamples([...four.slice(1), pair(11), pair(-11)], 20).verdict).toBe('not acceptable');
    expect(judgeSplitSamples(four, 20).verdict).toBe('not acceptable');
    expect(judgeSplitSamples([], 20)).toMatchObject({ sharePercent: null, verdict: 'not acceptable' });
  });
});

// WS/T 781-2021 5.3
describe('a glucose meter', () => {
  const good = (laboratory: number) => ({ laboratory, meter: laboratory });
  test('has a limit in mmol/L below 5.5 and in percent from there', () => {
    expect([5.49, 5.5, 10].map((laboratory) => meterLimit(laboratory))).toEqual([0.83, 0.825, 1.5]);
  });
  test('is acceptable when 95 of a hundred lie within it, both bands together or each', () => {
    const pairs = [
      ...Array.from({ length: 38 }, () => good(10)),
      { laboratory: 5, meter: 6 },
      { laboratory: 5, meter: 6 },
    ];
    expect(judgeMeter(pairs)).toMatchObject({ n: 40, within: 38, verdict: 'acceptable', isTooFew: false });
    expect(judgeMeter(pairs, { ...DEFAULT_METER, byBand: true }).verdict).toBe('not acceptable');
    expect(judgeMeter(pairs.slice(2)).verdict).toBe('not acceptable');
    expect(judgeMeter([good(5)])).toMatchObject({ isTooFew: true, verdict: 'acceptable' });
    expect(judgeMeter([]).verdict).toBe('not acceptable');
  });
  test('is not judged by blood for which it is not made', () => {
    const pairs = [good(5), { laboratory: 5, meter: 9, haematocrit: 34.9 }, { ...good(5), haematocrit: 35 }];
    expect(judgeMeter(pairs)).toMatchObject({ n: 2, sharePercent: 100 });
  });
});
