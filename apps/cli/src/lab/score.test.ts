import type { Day } from '@fujie/core/kernel';
import { expect, test } from 'vitest';

import { publishedPoints } from './published.ts';
import { scoreRules } from './score.ts';
import { scorePlants } from './score-plants.ts';

const SERIES = 2000;
const scores = scoreRules({ seed: 1, series: SERIES });
/** Four standard errors of a share. */
const reach = (share: number, n: number): number => 4 * Math.sqrt((share * (1 - share)) / n) + 1e-4;

test('rules within a run find planted errors as often as their power functions say', () => {
  const within = scores.filter(({ rules, power }) => power !== null && /^1_[23]s$/.test(rules));
  expect(within).toHaveLength(12);
  for (const { first, power } of within) expect(Math.abs(first - (power ?? 0))).toBeLessThan(reach(power ?? 0, SERIES));
});

test('rules that look back find at least as much, and more by the tenth run', () => {
  for (const { first, tenth, power } of scores) {
    expect(first).toBeGreaterThan((power ?? 0) - reach(power ?? 0, SERIES));
    expect(tenth).toBeGreaterThanOrEqual(first);
  }
});

test('good runs are rejected as often as is computed: 8.9 % by 1_2s, hardly ever by 1_3s', () => {
  const wrong = (rules: string, levels: number): number =>
    scores.find((one) => one.rules === rules && one.levels === levels)?.falseRejections ?? 1;
  expect(Math.abs(wrong('1_2s', 2) - 0.0889)).toBeLessThan(reach(0.0889, SERIES * 20));
  expect(Math.abs(wrong('1_3s', 2) - 0.0054)).toBeLessThan(reach(0.0054, SERIES * 20));
  expect(Math.abs(wrong('1_3s', 3) - 0.0081)).toBeLessThan(reach(0.0081, SERIES * 20));
});

test('published points of power functions come out within half of their last digit, or of their percent', () => {
  const points = publishedPoints();
  expect(points.filter(({ source }) => source.startsWith('Champ')).map(({ computed }) => computed.toFixed(1))).toEqual([
    ...['370.4', '43.9', '6.3', '2.0'],
  ]);
  expect(
    points.filter(({ source }) => source.startsWith('Westgard')).map((one) => Math.round(100 / one.computed)),
  ).toEqual([9]);
});

test('customary rules reject few good runs and still find a shift of one SD by the tenth run', () => {
  const [two, three] = [2, 3].map((levels) =>
    scores.filter((one) => one.levels === levels && one.rules.split('/').length > 3),
  );
  expect(new Set(three?.map(({ rules }) => rules))).toEqual(new Set(['1_3s/2of3_2s/R_4s/3_1s/9_x']));
  // With 6_x among those that reject it would be 13 %.
  for (const { falseRejections } of three ?? []) expect(falseRejections).toBeLessThan(0.06);
  for (const { falseRejections } of two ?? []) expect(falseRejections).toBeLessThan(0.02);
  const found = (of: typeof two) => of?.find(({ error }) => error === 'shift 1 SD')?.tenth ?? 0;
  expect(found(three)).toBeGreaterThan(0.98);
  expect(found(two)).toBeGreaterThan(0.85);
});

test('what is planted in demonstration regions is found, and nothing where none is planted', () => {
  const scores = scorePlants([1, 2, 3], '2026-11-22' as Day);
  expect(scores.map(({ detector, planted, found, falseAlarms }) => [detector, planted, found, falseAlarms])).toEqual([
    ['rejected-runs', 9, 9, 0],
    ['repeated-values', 3, 3, 0],
    ['never-beyond', 3, 3, 0],
    ['missing-today', 3, 3, 0],
    ['copied-returns', 3, 3, 0],
    ['copied-altered', 3, 3, 0],
    ['copied-shifted', 3, 3, 0],
    ['copied-mistakes', 3, 3, 0],
    ['other-instrument', 3, 3, 0],
    ['same-submitter', 3, 3, 0],
    ['same-address', 3, 3, 0],
    ['minutes-apart', 3, 3, 0],
    ['shared-mistakes', 3, 3, 0],
  ]);
});
