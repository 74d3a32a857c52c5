import { expect, test } from 'vitest';

import { candidatesOf, takenTarget } from './target-results.ts';

const result = (id: number, value: number | null, more: object = {}) => ({
  ...{ id, value, purpose: 'routine' as const, isVoid: false },
  ...more,
});

test('the results of a target lead with those that may be outliers, without what is out of control by itself', () => {
  const results = [
    ...Array.from({ length: 18 }, (_, n) => result(n, 40 + (n % 5))),
    ...[result(18, 70), result(19, 72), result(20, 90)],
    ...[result(21, 95, { isVoid: true }), result(22, 96, { purpose: 'temporary' }), result(23, null)],
  ];
  const point = (id: number) => ({ result: id, level: 'N', z: 5, target: 1 });
  const fired = [{ rule: '1_3s', scope: null, error: null, isRejecting: true, evidence: [3, 20] }];
  const listed = candidatesOf(results, [{ verdict: 'reject', fired, points: [point(20)] }]);
  expect(listed.slice(0, 3).map(({ id, isOutlier }) => [id, isOutlier])).toEqual([
    [19, true],
    [18, true],
    [0, false],
  ]);
  expect(listed).toHaveLength(20);
});

test('the target proposed for a new lot is taken without its outliers, and computed where it is stored', () => {
  const change = { product: 'QC', newLot: 'B7', level: 'N', oldLot: 'A1' };
  const words = { reason: '采用', outlier: '离群' };
  const of = { system: 'S', product: 'QC', lot: 'B7', level: 'N', kind: 'provisional', reason: '采用' };
  const outliers = [
    { result: 7, value: 70, distance: 9 },
    { result: 8, value: 72, distance: 8 },
  ];
  const exclude = [7, 8].map((id) => ({ result: id, reason: '离群' }));
  expect(takenTarget('S', { ...change, outliers }, words)).toEqual({ ...of, spread: 'old-lot', exclude });
  expect(takenTarget('S', { ...change, oldLot: null, outliers: [] }, words)).toEqual(of);
});
