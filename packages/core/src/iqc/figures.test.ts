import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { roundHalfAway } from '../estimates/tolerance.ts';
import type { ChartResult } from './charts.ts';
import { leveyJennings, youden, zOverview, zScore } from './charts.ts';
import { INSTANT_LIMITS, judgeInstant } from './instant.ts';
import { normals } from './iqc.test-support.ts';
import { isOutOfControl, judgeImprecision, monthlyStatistics, NO_LIMITS } from './monthly.ts';
import type { PatientControl } from './patients.ts';
import { falseAlarmRate, learnLimits, movingSeries, resultsToDetection, truncate } from './patients.ts';
import { chooseGroup, compareWithPeers, readSdi } from './peers.ts';
import { biasOf, decisionLines, qualityGoalIndex, sigmaMetric, sigmaRules } from './sigma.ts';
import { isSignalSteady } from './signals.ts';
import { suspicionsOf } from './suspicion.ts';
import { cumulativeTarget, newLotTarget, shortLivedTarget, weightedCv } from './targets.ts';
import { momentsOf } from '../estimates/moments.ts';
import { farFromMedian } from '../kernel/robust.ts';
import { grubbsCritical } from '../estimates/distributions.ts';

const kept = (values: readonly number[]) => values.map((value) => ({ value, isExcluded: false }));
const rounded = (value: number | null): number | null => (value === null ? null : roundHalfAway(value, 4));

describe('a target', () => {
  const twenty = kept(Array.from({ length: 20 }, (_, i) => 4 + (i % 5) / 10));
  test('is provisional from twenty results, cumulative over months, then fixed', () => {
    expect(cumulativeTarget(twenty.slice(1), [])).toMatchObject({ stage: 'provisional', isTooFew: true });
    expect(cumulativeTarget(twenty, [])).toMatchObject({ stage: 'provisional', n: 20, isTooFew: false });
    const month = [{ value: 9, isExcluded: true }, ...kept([4.2])];
    expect(cumulativeTarget(twenty, [month])).toMatchObject({ stage: 'cumulative', n: 21 });
    expect(cumulativeTarget(twenty, [month, month, month, month, month]).stage).toBe('fixed');
  });
  test('of a new lot has the CV of the old one until it has twenty results of its own', () => {
    expect(newLotTarget(kept([5, 5.2]), 2)).toMatchObject({ n: 2, isTooFew: true });
    const ten = newLotTarget(kept(Array.from({ length: 10 }, () => 5)), 2.5);
    expect([ten.mean, ten.sd, ten.isTooFew]).toEqual([5, 0.125, false]);
    expect(rounded(newLotTarget(twenty, 2.5).sd)).toBe(rounded(momentsOf(twenty.map(({ value }) => value)).sd));
  });
  test('of a short-lived material leaves out what lies beyond 3 SD, once', () => {
    const values = [...Array.from({ length: 12 }, (_, i) => 10 + (i % 3) / 10), 20];
    expect(shortLivedTarget(values, 3)).toMatchObject({ n: 12, removed: [20], cvPercent: 3 });
    expect(shortLivedTarget([], 3)).toMatchObject({ n: 0, mean: null, sd: null });
  });
});

describe('outliers', () => {
  const values = Array.from({ length: 18 }, (_, i) => 4 + (i % 5) / 10);
  const found = (all: readonly number[]) => farFromMedian(all).map(({ index }) => index);
  test('are proposed to a person, not left out', () => {
    expect(found([...values, 8])).toEqual([18]);
    expect(found(values)).toEqual([]);
    expect([found([4, 4, 4]), found([4, 9]), found([4, 4, 4, 4, 4, 4])]).toEqual([[], [], []]);
  });
  test('do not hide each other, on one side or on both', () => {
    // Of mean and SD neither is farther out than chance would have it: 2.84, where 2.88 is critical.
    const masked = [...values, 6, 6];
    const { mean, sd } = momentsOf(masked);
    expect((6 - Number(mean)) / Number(sd)).toBeLessThan(grubbsCritical(20, 0.01));
    expect(found(masked)).toEqual([18, 19]);
    expect(found([...values, 1, 7.2])).toEqual([18, 19]);
  });
  test('are told where half of the results are alike', () => {
    expect(found([...Array.from({ length: 10 }, () => 5), 5.1, 9, 9.5])).toEqual([12, 11]);
  });
});

test('the CV of earlier lots is weighted by their results', () => {
  // (20 × 2 % + 60 × 3 %) / 80
  const lots = [
    { n: 20, cvPercent: 2 },
    { n: 60, cvPercent: 3 },
    { n: 1, cvPercent: null },
  ];
  expect([weightedCv(lots), weightedCv(lots.slice(2)), weightedCv([])]).toEqual([2.75, null, null]);
});

describe('the instant method', () => {
  test('holds limits that are those of Grubbs within a hundredth', () => {
    for (const [n, { n2s, n3s }] of INSTANT_LIMITS) {
      expect(Math.abs(n2s - grubbsCritical(n, 0.05))).toBeLessThan(0.01);
      expect(Math.abs(n3s - grubbsCritical(n, 0.01))).toBeLessThan(0.01);
    }
  });
  test('collects two, judges from the third, drops what is out, and ends where a target can be made', () => {
    const statuses = judgeInstant([5, 5.2, 4.9, 5.1, 5, 6.4, 5.1]).map(({ status, n }) => `${String(n)} ${status}`);
    expect(statuses.slice(0, 3)).toEqual(['1 collecting', '2 collecting', '3 in control']);
    expect(statuses.slice(5)).toEqual(['6 out of control', '6 in control']);
    expect(judgeInstant([3, 3, 3, 3]).at(-1)).toEqual({ n: 4, upper: 0, lower: 0, status: 'in control' });
    const many = judgeInstant(Array.from({ length: 21 }, (_, i) => 5 + (i % 4) / 10));
    expect(many.map(({ status }) => status).slice(18)).toEqual(['in control', 'in control', 'established']);
  });
});

describe('a month', () => {
  test('leaves points out of control out of its figures, and keeps them in all', () => {
    const statistics = monthlyStatistics([
      { value: 4, isOut: false },
      { value: 4.2, isOut: false },
      { value: 5, isOut: true },
    ]);
    expect([statistics.all.n, statistics.inControl.n, statistics.out]).toEqual([3, 2, 1]);
    expect(monthlyStatistics([]).outRatePercent).toBeNull();
    expect(isOutOfControl([{ rule: '1_2s', scope: null }], ['1_2s', '7_T'])).toBe(false);
    expect(isOutOfControl([{ rule: '7_T', scope: 'L' }], ['1_2s', '7_T'])).toBe(false);
    expect(isOutOfControl([{ rule: '2_2s', scope: 'L' }], ['1_2s', '7_T'])).toBe(true);
  });
  // WS/T 403-2024, table A.1: a CV as of potassium; no. 39, pH: an SD of 0.02; no. 82, meters: below 0.42 mmol/L under 5.5, below 7.5 % from there.
  test.each([
    [{ maxCv: 2.5 }, [100, 2.5], 'meets'],
    [{ maxCv: 2.5 }, [100, 2.504], 'meets'],
    [{ maxCv: 2.5 }, [100, 2.505], 'exceeds'],
    [{ maxCv: 2.5 }, [0, 1], 'unknown'],
    [{ maxSd: 0.02 }, [7.4, 0.02], 'meets'],
    [{ maxSd: 0.02 }, [7.4, 0.02004], 'meets'],
    [{ maxSd: 0.02 }, [7.4, 0.02005], 'exceeds'],
    [{ maxSd: 0.02 }, [0, 0.01], 'meets'],
    [{ maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 }, [5.4, 0.42], 'exceeds'],
    [{ maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 }, [5.4, 0.41996], 'exceeds'],
    [{ maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 }, [5.4, 0.41994], 'meets'],
    [{ maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 }, [5.499, 0.412], 'meets'],
    [{ maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 }, [5.5, 0.413], 'exceeds'],
    [{ maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 }, [5.5, 0.411], 'meets'],
    [{ maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 }, [10, 0.75], 'exceeds'],
    [{ maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5 }, [10, 0.7494], 'meets'],
    [{ maxCv: 0.2, maxSd: 0.02 }, [7.4, 0.016], 'exceeds'],
    [{}, [7.4, 0.016], 'unknown'],
  ])('%j of mean and SD %j %s', (given, [mean = 0, sd = 0], verdict) => {
    const cvPercent = mean === 0 ? null : (100 * sd) / mean;
    expect(judgeImprecision({ n: 20, mean, sd, cvPercent }, { ...NO_LIMITS, ...given })).toBe(verdict);
  });
  test('of too few results is not judged', () => {
    expect(judgeImprecision(momentsOf([4]), { ...NO_LIMITS, maxCv: 3 })).toBe('unknown');
  });
});

describe('sigma', () => {
  test('belongs to the band whose lower end it reaches, and is nothing without a scatter', () => {
    expect(sigmaMetric(6, 1, 0)).toBeNull();
    expect(sigmaRules((6 - 1.2) / 0.8, 2).rules).toEqual(['1_3s']);
    expect(sigmaRules(5.999, 2).rules).toContain('2_2s');
    expect(sigmaRules(-1, 3).designs).toEqual([
      { n: 6, r: 1 },
      { n: 3, r: 2 },
    ]);
  });
  test('reads the quality goal index with both ends inside', () => {
    expect([1.19, 1.2, 1.8, 1.81].map((bias) => qualityGoalIndex(bias, 1)?.reading)).toEqual([
      'imprecision',
      'both',
      'both',
      'inaccuracy',
    ]);
    expect(qualityGoalIndex(1, 0)).toBeNull();
  });
});

describe('the bias of a sigma', () => {
  test('is that of the rounds by the estimator that is chosen', () => {
    const rounds = [-1, 1, 3, 5];
    expect(biasOf(rounds, 'mean')).toBe(2);
    expect(biasOf(rounds, 'median')).toBe(2);
    expect(biasOf(rounds, 'root-mean-square')).toBe(3);
    expect(biasOf([], 'mean')).toBeNull();
  });
  test('and the CV lie on the line of their sigma', () => {
    const [three] = decisionLines(6).filter(({ sigma }) => sigma === 3);
    expect(three?.to).toEqual({ cv: 2, bias: 0 });
    expect(sigmaMetric(6, three?.from.bias ?? 0, 2)).toBe(0);
  });
});

// WS/T 494-2017
test('signals are steady below 10 % within a run and 15 % between runs', () => {
  expect([isSignalSteady([10, 11], 'withinRunPercent'), isSignalSteady([8, 12], 'withinRunPercent')]).toEqual([
    true,
    false,
  ]);
  expect([isSignalSteady([9, 11], 'betweenRunPercent'), isSignalSteady([1], 'betweenRunPercent')]).toEqual([
    true,
    null,
  ]);
});

describe('peers', () => {
  test('are compared with where there is something to divide by', () => {
    expect(compareWithPeers({ mean: 1, cvPercent: 2 }, { mean: 0, sd: 0, cvPercent: 0 })).toEqual({
      sdi: null,
      cvr: null,
      biasPercent: null,
    });
    expect([1.25, -1.26, 1.5, -2].map(readSdi)).toEqual(['acceptable', 'look', 'marginal', 'act']);
  });
  test('are the narrowest group that is large enough', () => {
    const nine = Array.from({ length: 9 }, (_, i) => 4 + i / 10);
    const groups = [
      { name: 'peer', means: nine },
      { name: 'method', means: [...nine, 9] },
    ];
    const chosen = chooseGroup(groups);
    expect([chosen?.name, chosen?.n, chosen?.by]).toEqual(['method', 10, 'algorithm-a']);
    expect(chosen?.mean).toBeLessThan(4.6);
    expect(chooseGroup(groups.slice(0, 1))).toBeNull();
    const alike = [...Array.from({ length: 8 }, () => 4), 4.2, 4.3, 4.4];
    expect(chooseGroup([{ name: 'peer', means: alike }])?.by).toBe('q-method');
  });
});

describe('patient results', () => {
  const history = [...normals(11, 4000)].map((z) => 140 + 3 * z);
  const mean: PatientControl = {
    statistic: { kind: 'mean', window: 20 },
    truncation: { low: 130, high: 150, how: 'exclude' },
  };
  test('are truncated by leaving out or by counting as the limit', () => {
    expect(truncate([1, 5, 9], { low: 2, high: 8, how: 'exclude' })).toEqual([5]);
    expect(truncate([1, 5, 9], { low: 2, high: null, how: 'limit' })).toEqual([2, 5, 9]);
  });
  test('have moving statistics once the window is full', () => {
    expect(movingSeries([1, 2, 6], { kind: 'median', window: 2 })).toEqual([null, 1.5, 4]);
    expect(movingSeries([1, 2, 6], { kind: 'mean', window: 3 })).toEqual([null, null, 3]);
    expect(movingSeries([1, 2], { kind: 'bull', batch: 2, start: 1.5 })).toEqual([null, 1.5]);
  });
  test('give limits with the wanted false alarms, and find a larger bias sooner', () => {
    const limits = learnLimits(history.slice(0, 2000), mean, 0.01);
    if (limits === null) throw new Error('no limits');
    expect(falseAlarmRate(history.slice(0, 2000), mean, limits)).toBeCloseTo(0.01, 2);
    expect(falseAlarmRate([], mean, limits)).toBeNull();
    expect(learnLimits([], mean, 0.01)).toBeNull();
    const starts = [100, 500, 900, 1300];
    const wait = (bias: number) => resultsToDetection(history.slice(2000), mean, limits, bias, starts);
    const [small, large] = [wait(1), wait(4)];
    expect([large.found, large.starts]).toEqual([4, 4]);
    expect(large.average ?? Infinity).toBeLessThan(small.average ?? 0);
  });
});

describe('what looks not measured', () => {
  const honest = [...normals(3, 60)].map((z) => Math.round((4 + 0.1 * z) * 100) / 100);
  const zOf = (values: readonly number[]) => values.map((value) => (value - 4) / 0.1);
  const kinds = (values: readonly number[], targetSd = 0.1) =>
    suspicionsOf({ values, z: zOf(values), targetSd }).map(({ kind }) => kind);
  test('is nothing of honest results', () => {
    expect(kinds(honest)).toEqual([]);
  });
  test('is a long series without one beyond 2 SD', () => {
    const tame = Array.from({ length: 200 }, (_, i) => 4 + 0.19 * Math.sin(i * i));
    expect(kinds(tame)).toEqual(['never-beyond-2s']);
    expect(kinds(tame.slice(0, 100))).toEqual([]);
  });
  test('is a stretch of values that comes again, and too small a scatter', () => {
    expect(kinds([...honest, ...honest.slice(10, 16)])).toEqual(['repeated-values']);
    expect(kinds([...honest, ...honest.slice(10, 15)])).toEqual([]);
    expect(kinds(Array.from({ length: 20 }, () => 4))).toEqual(['scatter-too-small']);
    expect(kinds([4, 4, 4])).toEqual([]);
  });
});

describe('charts', () => {
  const result = (run: number, level: string, value: number, over: Partial<ChartResult> = {}): ChartResult => ({
    ...{ run: String(run), on: `2026-09-0${String(run)}` as Day, level, lot: 'A', value, mean: 4, sd: 0.1 },
    ...{ isVoid: false, verdict: 'accept' as const },
    ...over,
  });
  test('of Levey and Jennings count runs, keep void points, and step where the target changes', () => {
    const chart = leveyJennings([
      result(1, '1', 4.1),
      result(2, '1', 4.2, { isVoid: true, on: '2026-09-01' as Day }),
      result(3, '1', 4.3, { mean: 4.2 }),
    ]);
    expect(chart.points.map(({ x, z, isVoid }) => [x, rounded(z), isVoid])).toEqual([
      [0, 1, false],
      [1, 2, true],
      [2, 1, false],
    ]);
    expect(chart.steps.map(({ from, to, mean }) => [from, to, mean])).toEqual([
      [0, 1, 4],
      [2, 2, 4.2],
    ]);
    expect(chart.newDays).toEqual([2]);
  });
  test('of Youden pair the levels of a run', () => {
    const results = [result(1, '1', 4.1), result(1, '2', 3.9), result(2, '1', 4), result(3, '2', 4)];
    expect(youden(results, '1', '2').map(({ run, x, y }) => [run, rounded(x), rounded(y)])).toEqual([['1', 1, -1]]);
    expect(zScore(4, { mean: 4, sd: 0 })).toBeNull();
  });
  test('of a whole laboratory put what is out of control first', () => {
    const out = result(2, '1', 4.4, { verdict: 'reject' });
    const systems = [
      { system: 'K', results: [result(1, '1', 4.1)] },
      { system: 'Na', results: [result(1, '1', 4), out] },
      { system: 'Cl', results: [result(1, '1', 4.15)] },
      { system: 'Ca', results: [] },
    ];
    expect(zOverview(systems).map(({ system }) => system)).toEqual(['Na', 'Cl', 'K']);
  });
});
