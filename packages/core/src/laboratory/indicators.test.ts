import { expect, test } from 'vitest';

import {
  countCritical,
  indicatorsOf,
  itemsFailingCv,
  LABORATORY_INDICATORS,
  sharePercent,
  turnaround,
} from './indicators.ts';

test('each edition has its fifteen indicators, and says which of them mean something else in the other', () => {
  for (const edition of ['2015', '2025'] as const) {
    const codes = LABORATORY_INDICATORS.filter((one) => one.edition === edition).map(({ code }) => code);
    expect(codes).toEqual(Array.from({ length: 15 }, (_, i) => `CL-${String(i + 1).padStart(2, '0')}`));
  }
  expect(indicatorsOf('henan').map(({ code, isChanged }) => [code, isChanged])).toEqual([
    ['HN-01', false],
    ['HN-02', false],
  ]);
  const [failed, passed] = LABORATORY_INDICATORS.filter(({ code }) => code === 'CL-10');
  expect([failed?.title.zh, passed?.title.zh, passed?.isChanged]).toEqual([
    ...['室间质评项目不合格率', '室间质评项目合格率', true],
  ]);
});

test('nothing to count is no data, not 0 %', () => {
  expect([sharePercent(0, 0), sharePercent(0, 5)]).toEqual([null, 0]);
  expect(turnaround([])).toEqual({ n: 0, rank: null, p90: null, median: null });
  expect(turnaround([7])).toEqual({ n: 1, rank: 1, p90: 7, median: 7 });
});

test('a CV at its requirement as it is printed passes, and one level that fails fails the item', () => {
  const level = (item: string, cvPercent: number | null) => ({
    ...{ item, system: 'A', isDone: true, cvPercent, allowedPercent: 2.5 },
  });
  expect(
    itemsFailingCv([level('K', 2.5), level('Na', 2.5), level('Na', 2.505), level('Cl', null), level('Mg', 2.504)]),
  ).toEqual({
    items: ['Na'],
    denominator: 4,
  });
});

test('a critical value is timely at the limit, and what comes again of its sample is no other', () => {
  const value = (sample: string, acknowledgedAt: number | null) => ({
    sample,
    item: 'K',
    availableAt: 0,
    acknowledgedAt,
  });
  const values = [value('1', 600_000), value('1', null), value('2', 600_001), value('3', null)];
  expect(countCritical(values, 10)).toEqual({ required: 3, notified: 2, timely: 1 });
});
