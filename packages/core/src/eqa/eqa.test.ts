import { describe, expect, test } from 'vitest';

import { assignValue, consensusResponse, expertValue, homogeneity, isStable } from './assigned.ts';
import { screenCollusion } from './collusion.ts';
import type { ReturnedResult } from './judge-result.ts';
import { judgeResult, parseReported, returnStatus } from './judge-result.ts';
import type { Criterion } from './limits.ts';
import { allowableError } from './limits.ts';
import { classOfZ, performanceOf, sigmaFromAllowable } from './performance.ts';
import {
  biasTrend,
  certificateItems,
  consequenceOf,
  FULL_PASS_MARK,
  judgeEvent,
  scoreOf,
  standingsOf,
} from './score.ts';
import { histogram, targetLines } from './summary.ts';

const PERCENT: Criterion = { type: 'pct', percent: 10 };
const judge = (reported: string, over: Partial<ReturnedResult> = {}) =>
  judgeResult({ target: { kind: 'value', value: 10 }, reported, status: 'submitted', criterion: PERCENT, ...over });

describe('an allowable error', () => {
  test.each([
    [{ type: 'piecewise_le', percent: 6, units: 0.2, cut: 3.3 }, 3.3, 0.2],
    [{ type: 'piecewise_le', percent: 6, units: 0.2, cut: 3.3 }, 5, 0.3],
    [{ type: 'piecewise_lt', percent: 20, units: 1.1, cut: 5.5 }, 5.5, 1.1],
    [{ type: 'greater', percent: 8, units: 6 }, 50, 6],
    [{ type: 'greater', percent: 8, units: 6 }, 100, 8],
    [{ type: 'pct', percent: 10 }, -5, 0.5],
    [{ type: 'agreement' }, 1, null],
  ] as const)('%j at %d is %d', (criterion, target, expected) => {
    const error = allowableError(target, criterion);
    expect(error === null ? null : Math.round(error * 1e9) / 1e9).toBe(expected);
  });
});

describe('a result', () => {
  test.each([
    ['11', 'acceptable'],
    ['11.0001', 'unacceptable'],
    ['9', 'acceptable'],
    ['8.99', 'unacceptable'],
    ['', 'unacceptable'],
    ['10,5', 'review'],
    ['溶血', 'review'],
    ['<9', 'review'],
    ['<8.9', 'unacceptable'],
    ['< 20', 'review'],
    ['>11', 'review'],
    ['≥11.1', 'unacceptable'],
    ['>=11.1', 'unacceptable'],
  ])('`%s` of 10 ± 10 %% is %s', (reported, verdict) => {
    expect(judge(reported).verdict).toBe(verdict);
  });
  test('has limits and a bias of its own sign below zero', () => {
    expect(judge('-9', { target: { kind: 'value', value: -10 } })).toEqual({
      ...{ verdict: 'acceptable', low: -11, high: -9, biasPercent: -10 },
    });
    expect(
      judge('1', { target: { kind: 'value', value: 0 }, criterion: { type: 'abs', units: 1 } }).biasPercent,
    ).toBeNull();
  });
  test('counts against who was late or did not take part, and not against who was excused', () => {
    expect(judge('10', { status: 'late' }).verdict).toBe('unacceptable');
    expect(judge('', { status: 'not participating' }).verdict).toBe('unacceptable');
    expect(judge('99', { status: 'excused' }).verdict).toBe('excluded');
    expect(judge('99', { target: null }).verdict).toBe('excluded');
  });
  test('in words is one of those accepted', () => {
    const target = { kind: 'responses', accepted: ['1:8', '1:16', '1:32'] } as const;
    const titre = (reported: string) => judge(reported, { target, criterion: { type: 'agreement' } }).verdict;
    expect([titre('1:16 '), titre('1:64'), titre('')]).toEqual(['acceptable', 'unacceptable', 'unacceptable']);
    expect(judge('POS', { criterion: { type: 'agreement' } }).verdict).toBe('review');
    expect(parseReported(' 1e-3 ')).toEqual({ kind: 'number', value: 0.001 });
  });
  test('is in time until the second at which the round closes', () => {
    const closes = Date.UTC(2026, 2, 1, 9, 0, 0);
    expect(returnStatus(closes + 999, closes, false)).toBe('submitted');
    expect(returnStatus(closes + 1000, closes, false)).toBe('late');
    expect(returnStatus(null, closes, false)).toBe('not participating');
    expect(returnStatus(null, closes, true)).toBe('excused');
  });
});

describe('a score', () => {
  test('leaves out what is excluded or waits for a person', () => {
    expect(scoreOf(['acceptable', 'unacceptable', 'excluded', 'review'])).toEqual({
      ...{ acceptable: 1, graded: 2, review: 1, percent: 50 },
    });
    expect(scoreOf(['excluded']).percent).toBeNull();
    expect([judgeEvent(80), judgeEvent(79.9), judgeEvent(null), judgeEvent(80, FULL_PASS_MARK)]).toEqual([
      ...['satisfactory', 'unsatisfactory', 'not evaluated', 'unsatisfactory'],
    ]);
  });
  test('that failed has to be corrected, and twice within three ends the mark', () => {
    const [good, bad, none] = ['satisfactory', 'unsatisfactory', 'not evaluated'] as const;
    expect(consequenceOf([bad, good])).toEqual({ kind: 'none' });
    expect(consequenceOf([good, good, bad])).toEqual({ kind: 'rectify', withinDays: 30 });
    expect(consequenceOf([bad, none, good, bad], 20)).toEqual({ kind: 'suspend', withinDays: 20 });
    expect(consequenceOf([bad, good, good, bad])).toEqual({ kind: 'rectify', withinDays: 30 });
    expect(standingsOf([bad, bad, none])).toEqual(['in good standing', 'unsuccessful', 'in good standing']);
  });
  test('over a year makes a certificate if every round that took place was passed, by its own mark', () => {
    const year = (...percents: readonly (number | null)[]) => ({
      item: 'K',
      held: percents.map((percent) => ({ percent, passMark: 80 })),
    });
    expect(certificateItems([year(100, 80)])).toEqual([{ item: 'K', rounds: 2, lowest: 80 }]);
    // The second round is planned and not held yet; in another it was excused.
    expect(certificateItems([year(100), year(100, null)])).toEqual([
      { item: 'K', rounds: 1, lowest: 100 },
      { item: 'K', rounds: 1, lowest: 100 },
    ]);
    expect(certificateItems([year(100, 79.9), year(0, 100), year(), year(null)])).toEqual([]);
    const raised = [
      { percent: 80, passMark: 80 },
      { percent: 80, passMark: 100 },
    ];
    expect(certificateItems([{ item: 'ABO', held: raised }])).toEqual([]);
  });
  test('shows on which side an item lies over rounds', () => {
    expect(biasTrend([[-1], [], [2, 4], [1], [5]])).toEqual({ biases: [-1, 3, 1, 5], sameSide: 3, direction: 'high' });
    expect(biasTrend([[1], [0]])).toMatchObject({ sameSide: 0, direction: null });
    expect(biasTrend([[1], [-2]], 1)).toEqual({ biases: [-2], sameSide: 1, direction: 'low' });
  });
});

describe('performance', () => {
  test('has its classes at two and three', () => {
    expect([2, -2.001, 2.999, -3].map(classOfZ)).toEqual([
      'acceptable',
      'warning signal',
      'warning signal',
      'action signal',
    ]);
    expect(sigmaFromAllowable(0.45)).toBeCloseTo(0.15, 12);
  });
  test('is nothing where a divisor is, and needs an uncertainty of the laboratory', () => {
    const none = { x: 1, assigned: 0, assignedU: 0, sigma: 0, labExpandedU: null, assignedExpandedU: 0, allowable: 0 };
    expect(performanceOf(none)).toMatchObject({ z: null, zeta: null, en: null, differencePercent: null });
    expect(performanceOf({ ...none, assignedU: 0.3, sigma: 1 }).usesZPrime).toBe(false);
    expect(performanceOf({ ...none, assignedU: 0.31, sigma: 1 }).usesZPrime).toBe(true);
    expect(performanceOf({ ...none, labExpandedU: 1 })).toMatchObject({ en: 1, isEnAccepted: true });
  });
});

const panel = (values: readonly number[], uncertainties: readonly number[] = []) =>
  values.map((value, i) => ({ laboratory: `E${String(i)}`, value, uncertainty: uncertainties[i] ?? null }));

describe('an assigned value', () => {
  const twelve = Array.from({ length: 12 }, (_, i) => 5 + (i % 4) / 100);
  const groups = [
    { name: 'peer', means: twelve.slice(1) },
    { name: 'all', means: [...twelve, 9] },
  ];
  test('comes from the best there is, and from the narrowest group that is large enough', () => {
    const reference = { value: 5.1, uncertainty: 0.02 };
    expect(assignValue({ reference, groups })).toMatchObject({ kind: 'reference', value: 5.1, group: null });
    expect(assignValue({ formulation: reference, groups })?.kind).toBe('formulation');
    const experts = panel([5, 5.1, 5.2]);
    expect(assignValue({ experts, groups })).toMatchObject({ kind: 'experts', n: 3 });
    const consensus = assignValue({ experts: experts.slice(1), groups });
    expect(consensus).toMatchObject({ kind: 'consensus', group: 'all', n: 13 });
    expect(consensus?.value).toBeLessThan(5.05);
    expect(assignValue({ groups: groups.slice(0, 1) })).toBeNull();
  });
  test('of experts is their robust mean: one that errs hardly moves it (ISO 13528:2015 7.6, C.3)', () => {
    // By hand: median 10, s* from 1.483 × 0.1; the one at 20 is drawn in to x* + 1.5 s*.
    const { value, sd, uncertainty, n } = expertValue(panel([9.8, 9.9, 10, 10.1, 20]));
    expect([n, Math.abs(value - 10) < 0.2, sd < 0.5]).toEqual([5, true, true]);
    expect(uncertainty).toBeCloseTo((1.25 * sd) / Math.sqrt(5), 12);
    expect(expertValue(panel([7, 7, 7]))).toEqual({ value: 7, sd: 0, uncertainty: 0, n: 3 });
    expect(expertValue(panel([7, 7, 7.3])).value).toBeLessThan(7.3);
  });
  test('of experts is as uncertain as they say, where each of them says so', () => {
    // 1.25 / 3 × √(0.3² + 0.4² + 1.2²) = 1.25 × 1.3 / 3.
    expect(expertValue(panel([5, 5.1, 5.2], [0.3, 0.4, 1.2])).uncertainty).toBeCloseTo((1.25 * 1.3) / 3, 12);
    const robust = expertValue(panel([5, 5.1, 5.2])).uncertainty;
    expect(expertValue(panel([5, 5.1, 5.2], [0.3, 0.4])).uncertainty).toBe(robust);
  });
  test('in words needs four of five, which are enough', () => {
    expect(consensusResponse(['POS', 'POS', 'POS', 'POS', 'NEG'])).toBe('POS');
    expect(consensusResponse(['POS', 'POS', 'POS', 'NEG'])).toBeNull();
    expect(consensusResponse([])).toBeNull();
  });
});

describe('a material', () => {
  // By hand: means 10.0 and 10.2 five times each, differences of 0.2: s_x² = 0.1² × 10/9, s_w² = 0.02.
  const pairs = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? ([9.9, 10.1] as const) : ([10.1, 10.3] as const)));
  test('is homogeneous when what lies between its items is small against sigma', () => {
    const { within, between, verdict } = homogeneity(pairs, 1);
    expect([within ** 2, between ** 2].map((square) => Math.round(square * 1e6) / 1e6)).toEqual([0.02, 0.001111]);
    expect(verdict).toBe('homogeneous');
    expect(homogeneity(pairs, 0.1).verdict).toBe('homogeneous by the expanded criterion');
    const steps = Array.from({ length: 10 }, (_, i) => [10 + i, 10 + i] as const);
    expect(homogeneity(steps, 1).verdict).toBe('not homogeneous');
    expect(homogeneity(pairs.slice(1), 1).verdict).toBe('too few items');
  });
  test('has its edges at 0.3 sigma and at the expanded criterion (ISO 13528 annex B)', () => {
    // Duplicates that are the same: s_w = 0, s_s is the SD of the items, 3.02765; F1 of ten items is 16.919 / 9.
    const items = Array.from({ length: 10 }, (_, i) => [10 + i, 10 + i] as const);
    const [limit, expanded] = [3.0276503540974917, 3.0276503540974917 / Math.sqrt(16.918977604620448 / 9)];
    const verdictAt = (between: number) => homogeneity(items, between / 0.3).verdict;
    expect([limit, limit * 0.9999].map(verdictAt)).toEqual(['homogeneous', 'homogeneous by the expanded criterion']);
    expect([expanded * 1.0001, expanded * 0.9999].map(verdictAt)).toEqual([
      'homogeneous by the expanded criterion',
      'not homogeneous',
    ]);
  });
  test('is stable up to 0.3 sigma', () => {
    expect([isStable([10, 10.2], [10.4], 1), isStable([10, 10.2], [10.401], 1)]).toEqual([true, false]);
    expect([isStable([], [10], 1), isStable([10], [], 1)]).toEqual([false, false]);
  });
});

describe('copied returns', () => {
  const results = (texts: readonly string[], isUnacceptable = false) =>
    texts.map((reported, i) => ({ item: String(i), reported, isUnacceptable }));
  const eight = ['50.2', '101', '25.1', '3.11', '4.02', '5.13', '6.04', '7'];
  const other = (changed: number): readonly string[] =>
    eight.map((text, i) => (i < changed ? text.replace(/\d$/, '9') : text));
  const pair = (texts: readonly string[]) =>
    screenCollusion([
      { laboratory: 'A', results: results(eight) },
      { laboratory: 'B', results: results(texts) },
    ])[0];
  test('are looked at from eight results on, of which four of five are the same', () => {
    expect(pair(other(1))).toMatchObject({ comparable: 8, identical: 7, isForReview: true });
    expect(pair(other(2))).toMatchObject({ identical: 6, sharePercent: 75, isForReview: false });
    expect(pair(eight.slice(1))).toMatchObject({ identical: 0 });
    expect(pair(eight.slice(0, 7))).toMatchObject({ comparable: 7, isForReview: false });
  });
  test('are compared where unit and resolution are the same, and where there is a number', () => {
    expect(pair(eight.map((text) => `${text}0`))).toMatchObject({ comparable: 2, identical: 0 });
    expect(pair(eight.map(() => 'POS'))).toMatchObject({ comparable: 0, sharePercent: null, isForReview: false });
    const [inUnits] = screenCollusion([
      { laboratory: 'A', results: [{ item: '0', reported: '5.1', unit: 'mmol/L' }] },
      { laboratory: 'B', results: [{ item: '0', reported: '5.1', unit: 'mg/dL' }] },
    ]);
    expect(inUnits?.comparable).toBe(0);
  });
  test('have other signs beside them', () => {
    const from = { submitter: 'p', address: '10.0.0.1', returnedAt: 0 };
    const [found] = screenCollusion([
      { laboratory: 'A', results: results(eight, true), instrument: 'AU', ...from },
      { laboratory: 'B', results: results(eight, true), instrument: 'C8', ...from, returnedAt: 600_000 },
    ]);
    expect(found).toMatchObject({ precise: 7 });
    expect(found?.signs).toEqual([
      'other-instrument',
      'same-submitter',
      'same-address',
      'minutes-apart',
      'shared-mistakes',
    ]);
    expect(pair(eight)?.signs).toEqual([]);
  });
  test('are looked at where two mistakes are the same to three figures, however little else is', () => {
    const wrong = (texts: readonly string[], mistakes: number) =>
      texts.map((reported, i) => ({ item: String(i), reported, isUnacceptable: i < mistakes }));
    const both = (texts: readonly string[], mistakes: number) =>
      screenCollusion([
        { laboratory: 'A', results: wrong(texts, mistakes) },
        { laboratory: 'B', results: wrong([...texts.slice(0, mistakes), '1.00', '2.00', '3.00'], mistakes) },
      ])[0];
    const few = ['61.3', '92.7', '4.44', '5.55', '6.66'];
    expect(both(few, 2)).toMatchObject({ comparable: 5, mistakes: 2, isForReview: true, grounds: ['mistakes'] });
    expect(both(few, 1)).toMatchObject({ mistakes: 1, isForReview: false, grounds: [] });
    // Two figures come of chance.
    expect(both(['61', '92', '4.44', '5.55', '6.66'], 2)).toMatchObject({
      identical: 2,
      mistakes: 0,
      isForReview: false,
    });
  });
  test('are looked at where every last figure was changed, and not where two measured', () => {
    // Twelve who measured: each result between 90.00 and 110.00, by another order in each sample.
    const measured = (lab: number, sample: number): number => 90 + ((lab * (sample + 1) + sample * 5) % 13) * 1.6;
    const crowd = Array.from({ length: 12 }, (_, lab) => ({
      laboratory: `L${String(lab)}`,
      results: results(eight.map((_text, sample) => (measured(lab, sample) + lab * 0.01).toFixed(2))),
    }));
    const copied = {
      laboratory: 'X',
      results: crowd[0]?.results.map((row) => ({ ...row, reported: (Number(row.reported) + 0.03).toFixed(2) })) ?? [],
    };
    const found = screenCollusion([...crowd, copied]).filter(({ isForReview }) => isForReview);
    expect(found).toMatchObject([{ laboratories: ['L0', 'X'], identical: 0, grounds: ['near'] }]);
    expect(found[0]?.distance).toBeLessThan(0.01);
    // Of fewer the scatter is not known; of coarse results nearness is rounding.
    expect(screenCollusion([...crowd.slice(0, 10), copied])[0]?.distance).toBeNull();
    const coarse = [...crowd, copied].map((one) => ({
      ...one,
      results: one.results.map((row) => ({ ...row, reported: String(Math.round(Number(row.reported) / 10)) })),
    }));
    expect(screenCollusion(coarse)[0]?.distance).toBeNull();
  });
  describe.each([
    ['of one material, measured by two methods that lie apart', (lab: number) => ({ peers: [String(lab % 2), ''] })],
    ['of two materials under one number', () => ({})],
  ])('are near by the scatter of their like: %s', (what, means) => {
    // Twelve of each kind, 8 around 100 and 8 around 200: among their like they scatter by 5, all together by 74.
    const measured = (lab: number, sample: number): number =>
      (lab % 2 === 0 ? 92 : 192) + ((Math.floor(lab / 2) * (sample + 1) + sample * 5) % 13) * 1.3;
    const from = (lab: number, laboratory: string, more: number) => ({
      laboratory,
      ...(what.startsWith('of two') ? { variant: lab % 2 === 0 ? 'A' : 'B' } : {}),
      results: eight.map((_text, sample) => ({
        ...{ item: String(sample), reported: (measured(lab, sample) + lab * 0.01 + more).toFixed(2), ...means(lab) },
      })),
    });
    const crowd = Array.from({ length: 24 }, (_, lab) => from(lab, `L${String(lab)}`, 0));
    const near = (returns: typeof crowd) =>
      screenCollusion(returns)
        .filter(({ isForReview }) => isForReview)
        .map(({ laboratories }) => laboratories);
    test('those who measured are not, who copied is', () => {
      expect(near(crowd)).toEqual([]);
      expect(near([...crowd, from(0, 'X', 0.03)])).toEqual([['L0', 'X']]);
    });
  });
});

test('target lines begin with what is known for all, or with the group that most results make', () => {
  const pct = { type: 'pct', percent: 10 } as const;
  const of = (group: string, value: number | null, n: number, kind: 'reference' | 'consensus' = 'consensus') => ({
    ...{ group, value, n, kind },
  });
  expect(targetLines([of('A', 50, 12), of('all', 40, 30), of('B', null, 40)], pct)).toEqual([
    { group: 'all', value: 40, low: 36, high: 44 },
    { group: 'A', value: 50, low: 45, high: 55 },
  ]);
  expect(targetLines([of('A', 50, 3), of('all', 40, 0, 'reference')], pct).map(({ group }) => group)).toEqual([
    ...['all', 'A'],
  ]);
  expect(targetLines([of('all', 40, 0)], { type: 'agreement' })).toEqual([
    { group: 'all', value: 40, low: null, high: null },
  ]);
});

test('a histogram holds every result once', () => {
  expect(histogram([1, 2, 3, 4], 3).map(({ count }) => count)).toEqual([1, 1, 2]);
  expect(histogram([5, 5])).toEqual([{ from: 5, to: 6, count: 2 }]);
  expect(histogram([])).toEqual([]);
});
