import { describe, expect, it } from 'vitest';

import type { StudyData } from './study.ts';
import { judgeStudy } from './study.ts';

const EMPTY: StudyData = { pairs: [], days: [], allowedPercent: null, levels: [], claims: null, assigned: null };
const pair = (percent: number, reference = 100) => ({ reference, test: reference * (1 + percent / 100) });
const verdict = (...args: Parameters<typeof judgeStudy>) => judgeStudy(...args).verdict;

// WS/T 415-2013: five samples, four of five within half of the allowable error
it('split samples need five, of which four lie within half of the allowable error, the limit inside', () => {
  const four = [0, 5, -10, 10].map((percent) => pair(percent));
  const of = (percents: readonly number[]) => ({
    ...EMPTY,
    allowedPercent: 20,
    pairs: percents.map((one) => pair(one)),
  });
  expect(judgeStudy('split-sample', of([0, 5, -10, 10, 11]))).toMatchObject({
    verdict: 'acceptable',
    inside: [true, true, true, true, false],
    checks: [
      { code: 'samples', value: 5, limit: 5 },
      { code: 'share', value: 80, limit: 80 },
    ],
  });
  expect(verdict('poct', of([0, 5, -10, 11, 11]))).toBe('not acceptable');
  expect(verdict('split-sample', { ...EMPTY, allowedPercent: 20, pairs: four })).toBe('not acceptable');
});

// WS/T 781-2021 5.3
it('a glucose meter needs forty samples of which 95 percent are within, below 5.5 mmol/L and from there', () => {
  const pairs = (bad: number, n = 40) => Array.from({ length: n }, (_, i) => pair(i < bad ? 16 : 0, 10));
  expect(verdict('glucose-meter', { ...EMPTY, pairs: pairs(2) })).toBe('acceptable');
  expect(verdict('glucose-meter', { ...EMPTY, pairs: pairs(3) })).toBe('not acceptable');
  expect(verdict('glucose-meter', { ...EMPTY, pairs: pairs(0, 39) })).toBe('not acceptable');
  // Thirty-eight of forty are within, and of those below 5.5 none.
  const low = [pair(20, 5), pair(20, 5)];
  expect(judgeStudy('glucose-meter', { ...EMPTY, pairs: [...low, ...pairs(0, 38)] })).toMatchObject({
    verdict: 'not acceptable',
    checks: [
      { code: 'samples', value: 40, isMet: true },
      { code: 'share', value: 95, isMet: true },
      { code: 'share-low', value: 0, isMet: false },
      { code: 'share-high', value: 100, isMet: true },
    ],
  });
});

describe('a comparison of methods', () => {
  const data = (slope: number, n = 40): StudyData => ({
    ...EMPTY,
    ...{ allowedPercent: 10, levels: [7] },
    pairs: Array.from({ length: n }, (_, i) => ({ reference: i + 1, test: (i + 1) * slope })),
  });

  it('needs forty samples, and at each decision level a bias within half of the allowable error', () => {
    expect(verdict('comparison', data(1.05))).toBe('acceptable');
    expect(verdict('comparison', data(1.051))).toBe('not acceptable');
    expect(verdict('comparison', data(1, 39))).toBe('not acceptable');
    expect(verdict('comparison', { ...data(1), levels: [] })).toBe('not acceptable');
    expect(judgeStudy('comparison', data(1.05)).lines.map(({ kind }) => kind)).toEqual([
      'deming',
      'passing-bablok',
      'least-squares',
    ]);
  });
});

// CLSI EP15
describe('a verification of precision', () => {
  const days = Array.from({ length: 5 }, (_, day) => [-2, -1, 0, 1, 2].map((step) => 100 + step + (day - 2)));
  const claims = { repeatability: 1.6, withinLaboratory: 2.2 };

  it('needs five days of five results, and claims that the estimates are compatible with', () => {
    expect(judgeStudy('precision', { ...EMPTY, days, claims })).toMatchObject({
      verdict: 'acceptable',
      checks: [{ code: 'days' }, { code: 'replicates' }, { code: 'repeatability' }, { code: 'within-laboratory' }],
    });
    expect(verdict('precision', { ...EMPTY, days, claims: { ...claims, repeatability: 1 } })).toBe('not acceptable');
    expect(verdict('precision', { ...EMPTY, days: days.slice(1), claims })).toBe('not acceptable');
    expect(verdict('precision', { ...EMPTY, claims })).toBe('not acceptable');
  });

  it('compares its mean with an assigned value, where there is one', () => {
    const assigned = (value: number) => ({ ...EMPTY, days, assigned: { value, uncertainty: 0.1 } });
    expect(verdict('precision', assigned(100.5))).toBe('acceptable');
    expect(verdict('precision', assigned(110))).toBe('not acceptable');
  });
});
