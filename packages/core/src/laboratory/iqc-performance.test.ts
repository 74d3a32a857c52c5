import { describe, expect, test } from 'vitest';

import type { Instant } from '../kernel/day.ts';
import { controlLotChanges, sigmasOf } from './iqc-performance.ts';

const level = (cvPercent: number, n = 20) => ({ mean: 40, product: 'QC', lot: 'A1', level: 'N', n, cvPercent });
const of = (percent: number) => ({ type: 'pct', percent }) as const;
const allowed = [
  { source: 'own', nameZh: 'WS/T 403', nameEn: null, criterion: of(9) },
  { source: 'eqa', nameZh: '2026-1', nameEn: null, criterion: of(6) },
] as const;

describe('sigma of a system', () => {
  test('is told for each named allowable error and each way of taking the bias, with rules and run size', () => {
    const found = sigmasOf([level(1.5)], { allowed, biases: [1, -1, 3], levelsInRun: 2 });
    expect(found.map(({ allowed: place, estimator, sigma }) => [place, estimator, Number(sigma.toFixed(3))])).toEqual([
      [0, 'mean', 5.333],
      [0, 'median', 5.333],
      [0, 'root-mean-square', 4.723],
      [1, 'mean', 3.333],
      [1, 'median', 3.333],
      [1, 'root-mean-square', 2.723],
    ]);
    expect(found[0]).toMatchObject({ rules: ['1_3s', '2_2s', 'R_4s'], qgi: { reading: 'imprecision' } });
    expect(found[0]?.runSize).toBeGreaterThan(100);
    expect(found[3]?.runSize).toBeNull();
  });

  // (0.7 − 0.1) / 0.1 is a little less than six in binary arithmetic.
  test('of six is of the band of six, for the index and for the run size as well', () => {
    const [six] = sigmasOf([level(0.1)], {
      allowed: [{ ...allowed[0], criterion: of(0.7) }],
      biases: [0.1],
      levelsInRun: 2,
    });
    const [whole] = sigmasOf([level(1)], {
      allowed: [{ ...allowed[0], criterion: of(6) }],
      biases: [0],
      levelsInRun: 2,
    });
    expect(six).toMatchObject({ rules: ['1_3s'], qgi: null, runSize: whole?.runSize });
  });

  // WS/T 403-2024 table A.1 no. 21: 6 U/L up to 40 U/L, 15 % above.
  test('is by what is allowed at the concentration of its level', () => {
    const criterion = { type: 'piecewise_le', percent: 15, units: 6, cut: 40 } as const;
    const levels = [{ ...level(3), mean: 30 }, level(3), { ...level(3), level: 'P', mean: 120 }];
    const found = sigmasOf(levels, { allowed: [{ ...allowed[0], criterion }], biases: [], levelsInRun: 2 });
    const means = found.filter(({ estimator }) => estimator === 'mean');
    expect(
      means.map(({ allowedHere, sigma }) => [allowedHere.percent, allowedHere.by, Number(sigma.toFixed(3))]),
    ).toEqual([
      [20, 'units', 6.667],
      [15, 'units', 5],
      [15, 'percent', 5],
    ]);
  });

  test('needs twenty results in control; without a bias it is that of the scatter alone', () => {
    expect(sigmasOf([level(1.5, 19)], { allowed, biases: [], levelsInRun: 2 })).toEqual([]);
    expect(sigmasOf([level(1.5)], { allowed, biases: [], levelsInRun: 2 })[0]).toMatchObject({ bias: null, sigma: 6 });
  });
});

describe('a change of lot', () => {
  const results = (lot: string, values: readonly number[], first = 0) =>
    values.map((value, i) => ({
      ...{ id: first + i, product: 'QC', lot, level: 'N', value },
      measuredAt: ((first + i) * 1000) as Instant,
    }));
  const target = { product: 'QC', lot: 'A1', level: 'N', mean: 4, sd: 0.08 };

  test('puts the new lot beside the old one since it is measured, with the CV of the old one until it has twenty results', () => {
    const [change] = controlLotChanges(
      [...results('A1', [3.9, 4.1, 4, 4.05]), ...results('B1', [4.2, 4.4], 2)],
      [target],
    );
    expect(change).toMatchObject({ oldLot: 'A1', newLot: 'B1', from: 2000, old: { n: 2, mean: 4.025 } });
    expect(change?.proposal).toMatchObject({ mean: 4.300000000000001, cvPercent: 2, isTooFew: true });
  });

  test('is none once the lot has a target, and proposes what may be left out', () => {
    expect(controlLotChanges(results('A1', [4, 4.1]), [target])).toEqual([]);
    const values = [...Array.from({ length: 12 }, (_, i) => 4.2 + (i % 3) / 100), 6, 6.1];
    const [change] = controlLotChanges(results('B1', values, 100), [target]);
    expect(change?.outliers.map(({ value, result }) => [value, result])).toEqual([
      [6.1, 113],
      [6, 112],
    ]);
    expect(change?.proposal).toMatchObject({ n: 12, mean: expect.closeTo(4.21, 10) as number });
    expect(controlLotChanges(results('B1', [4.2, 4.3, 4.1]), [])[0]).toMatchObject({
      oldLot: null,
      proposal: { n: 3 },
    });
  });
});
