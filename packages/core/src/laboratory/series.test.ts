import { expect, test } from 'vitest';

import { customaryRules } from '../iqc/index.ts';
import type { Instant } from '../kernel/day.ts';
import type { Series, SeriesResult } from './series.ts';
import { judgeSeries } from './series.ts';

const HOUR = 3_600_000;
const at = (run: number): Instant => (run * HOUR) as Instant;
/** Results of one level, a run each, of a lot with mean 4 and SD 0.1. */
const results = (
  values: readonly number[],
  over: Readonly<Record<number, Partial<SeriesResult>>> = {},
): readonly SeriesResult[] =>
  values.map((value, index) => ({
    ...{ id: index + 1, product: 'P', lot: 'A', level: '1', value, reading: String(value), isVoid: false },
    ...{ measuredAt: at(index + 1), run: String(index + 1), purpose: 'routine' as const },
    ...over[index + 1],
  }));
const target = (id: number, lot: string, mean: number, from: number) => ({
  ...{ id, product: 'P', lot, level: '1', mean, sd: 0.1, validFrom: at(from) },
});
const TARGETS = [target(1, 'A', 4, 0), target(2, 'B', 4, 0)];
const verdicts = (series: Partial<Series> & Pick<Series, 'results'>): readonly string[] =>
  judgeSeries({ targets: TARGETS, restarts: [], ...series }, { kind: 'quantitative', settings: customaryRules(1) }).map(
    ({ verdict }) => verdict,
  );

const TWO_HIGH = [4.22, 4.23];

test('two in a row beyond 2 SD reject, unless a corrective action or another lot lies between them', () => {
  expect(verdicts({ results: results(TWO_HIGH) })).toEqual(['warning', 'reject']);
  expect(verdicts({ results: results(TWO_HIGH), restarts: [at(2)] })).toEqual(['warning', 'warning']);
  expect(verdicts({ results: results(TWO_HIGH), restarts: [at(3)] })).toEqual(['warning', 'reject']);
  expect(verdicts({ results: results(TWO_HIGH, { 2: { lot: 'B' } }) })).toEqual(['warning', 'warning']);
});

test('a void result of another lot was no change of lot', () => {
  const between = results([4.22, 9, 4.23], { 2: { lot: 'B', isVoid: true } });
  expect(verdicts({ results: between })).toEqual(['warning', 'unjudged', 'reject']);
});

test('each result is judged by the target that held when it was measured, and a new one restarts nothing', () => {
  const targets = [target(1, 'A', 4, 0), target(3, 'A', 4.05, 2)];
  expect(verdicts({ results: results([4.22, 4.26]), targets })).toEqual(['warning', 'reject']);
  expect(verdicts({ results: results([4.22, 4.24]), targets })).toEqual(['warning', 'accept']);
  expect(verdicts({ results: results([4.22]), targets: [] })).toEqual(['unjudged']);
});

test('what is measured beside the routine is judged alone, or not at all', () => {
  const beside = (purpose: SeriesResult['purpose']) =>
    verdicts({ results: results([4.22, 4.35, 4.23], { 2: { purpose } }) });
  expect(beside('temporary')).toEqual(['warning', 'reject', 'reject']);
  expect(beside('parallel')).toEqual(['warning', 'unjudged', 'reject']);
});

test('levels of any number of products are judged, each by its own windows', () => {
  const products = Array.from({ length: 40 }, (_, n) => `P${String(n)}`);
  const targets = products.map((product, id) => ({ ...target(id, 'A', 4, 0), product }));
  const beyond = (...places: readonly number[]) =>
    results(products.map((_, n) => (places.includes(n) ? 4.22 : 4.01))).map((one, n) => ({
      ...{ ...one, product: products[n] ?? '', run: '1', measuredAt: at(1) },
    }));
  const rulesOf = (...places: readonly number[]) =>
    judgeSeries(
      { targets, restarts: [], results: beyond(...places) },
      { kind: 'quantitative', settings: customaryRules(2) },
    ).map(({ verdict, levels, fired }) => [verdict, levels, fired.map(({ rule, evidence }) => [rule, evidence])]);
  const twoSigma = (...evidence: readonly number[]) => ['1_2s', evidence];
  const side = ['10_x', results(products.map(() => 4)).map(({ id }) => id)];
  // The thirty-third level is another than the first.
  expect(rulesOf(0, 32)).toEqual([['reject', 40, [twoSigma(1, 33), ['2_2s', [1, 33]], side]]]);
  expect(rulesOf(32)).toEqual([['reject', 40, [twoSigma(33), side]]]);
});

// henan-2025.lab.7#03: two levels, each of them controlled.
test('a level counts for a run where it was judged: by its target, or by what it is expected to read', () => {
  const both = (lots: readonly [string, string], isVoid = false) =>
    ['1', '2'].map((level, place) => ({
      ...(results([4])[0] ?? { id: 0 }),
      ...{ id: place + 1, level, lot: lots[place] ?? '', isVoid: isVoid && place === 1 },
    })) as SeriesResult[];
  const targets = ['1', '2'].map((level, id) => ({ ...target(id, 'A', 4, 0), level }));
  const of = (all: readonly SeriesResult[]) =>
    judgeSeries({ results: all, targets, restarts: [] }, { kind: 'quantitative', settings: customaryRules(2) }).map(
      ({ verdict, levels }) => [verdict, levels],
    );
  expect(of(both(['A', 'A']))).toEqual([['accept', 2]]);
  expect(of(both(['A', 'NEW']))).toEqual([['accept', 1]]);
  expect(of(both(['NEW', 'NEW']))).toEqual([['unjudged', 0]]);
  expect(of(both(['A', 'A'], true))).toEqual([['accept', 1]]);
  const byWord = (expected: (lot: string) => string | null) =>
    judgeSeries(
      { results: both(['A', 'NEW']), targets: [], restarts: [] },
      { kind: 'qualitative', expected: ({ lot }) => expected(lot) },
    ).map(({ verdict, levels }) => [verdict, levels]);
  expect(byWord(() => '4')).toEqual([['accept', 2]]);
  expect(byWord((lot) => (lot === 'A' ? '4' : null))).toEqual([['accept', 1]]);
  expect(byWord((lot) => (lot === 'A' ? '4' : '5'))).toEqual([['reject', 2]]);
  expect(byWord(() => null)).toEqual([['unjudged', 0]]);
});

// WS/T 641, instant method (即刻法): the usual table n2s / n3s, 1.15 / 1.16 of three results, 1.46 / 1.49 of four, 1.67 / 1.75 of five.
test('a lot without a target is judged by the instant method from its third result on, and what is out of control is dropped', () => {
  const of = (values: readonly number[], over: Readonly<Record<number, Partial<SeriesResult>>> = {}) =>
    judgeSeries(
      { results: results(values, over), targets: [], restarts: [] },
      { kind: 'quantitative', settings: customaryRules(1) },
    ).map(({ verdict, levels, fired }) => [verdict, levels, ...fired.map(({ rule, evidence }) => [rule, evidence])]);
  const collecting = ['unjudged', 0];
  const good = ['accept', 1];
  expect(of([4, 4.1, 4.2])).toEqual([collecting, collecting, good]);
  // SI upper of 4, 4.03, 4.2 is 1.143, of 4, 4, 4.2 it is 1.155.
  expect(of([4, 4.03, 4.2])).toEqual([collecting, collecting, good]);
  expect(of([4, 4, 4.2])).toEqual([collecting, collecting, ['warning', 1, ['SI_n2s', [3]]]]);
  // SI upper of 4, 4.1, 4.2, 9 is 1.4998; with 9 dropped the next has four results again.
  expect(of([4, 4.1, 4.2, 9, 4.15])).toEqual([collecting, collecting, good, ['reject', 1, ['SI_n3s', [4]]], good]);
  // What is void, or was measured on an occasion of its own, takes no part; what runs in parallel does, and has no verdict.
  expect(of([4, 4.1, 4.2], { 2: { isVoid: true } })).toEqual([collecting, collecting, collecting]);
  expect(of([4, 4.1, 4.2], { 2: { purpose: 'temporary' } })).toEqual([collecting, collecting, collecting]);
  expect(of([4, 4.1, 4.2, 4.1], { 3: { purpose: 'parallel' } })).toEqual([collecting, collecting, collecting, good]);
});

test('the instant method ends with the twentieth result, and where a target is in force', () => {
  const values = Array.from({ length: 22 }, (_, n) => 4 + (n % 5) / 100);
  const of = (targets: Series['targets']) => verdicts({ results: results(values), targets });
  expect(of([]).slice(18)).toEqual(['accept', 'accept', 'unjudged', 'unjudged']);
  expect(of([target(1, 'A', 9, 3)]).slice(0, 4)).toEqual(['unjudged', 'unjudged', 'reject', 'reject']);
  expect(of([target(1, 'A', 4, 21)]).slice(18)).toEqual(['accept', 'accept', 'accept', 'accept']);
});

test('in a run of two levels that without a target is judged by the instant method, and the run by the worse of both', () => {
  const two = (value: number) =>
    judgeSeries(
      {
        results: [
          ...results([4, 4.1, 4.2]).map((one) => ({ ...one, lot: 'NEW', level: '2' })),
          ...results([4.01, 4.02, 4.01, 4.01]).map((one) => ({ ...one, id: one.id + 10 })),
          { ...(results([value])[0] as SeriesResult), id: 30, lot: 'NEW', level: '2', run: '4', measuredAt: at(4) },
        ],
        ...{ targets: TARGETS, restarts: [] },
      },
      { kind: 'quantitative', settings: customaryRules(2) },
    ).map(({ verdict, levels }) => [verdict, levels]);
  const before = [
    ['accept', 1],
    ['accept', 1],
    ['accept', 2],
  ];
  expect(two(4.1)).toEqual([...before, ['accept', 2]]);
  expect(two(9)).toEqual([...before, ['reject', 2]]);
});

// WS/T 641: an old and a new lot run side by side before the change; each is looked back on by itself.
test('two lots of one level in a run have windows of their own, and count as one level', () => {
  const side = (pairs: readonly (readonly [a: number | null, b: number | null])[]) =>
    judgeSeries(
      {
        results: pairs.flatMap((pair, run) =>
          pair.flatMap((value, place): SeriesResult[] =>
            value === null
              ? []
              : [
                  {
                    ...(results([value])[0] as SeriesResult),
                    ...{ id: 10 * (run + 1) + place, lot: place === 0 ? 'A' : 'B', run: String(run + 1) },
                    measuredAt: at(run + 1),
                  },
                ],
          ),
        ),
        ...{ targets: TARGETS, restarts: [] },
      },
      { kind: 'quantitative', settings: customaryRules(1) },
    ).map(({ verdict, levels, fired }) => [
      verdict,
      levels,
      ...fired.flatMap(({ rule, evidence }) => [rule, evidence]),
    ]);
  const once = (id: number) => ['warning', 1, '1_2s', [id]];
  const twice = (first: number, second: number) => ['reject', 1, '1_2s', [second], '2_2s', [first, second]];
  const high = 4.22;
  expect(
    side([
      [high, 3.99],
      [high, 4.01],
    ]),
  ).toEqual([once(10), twice(10, 20)]);
  expect(
    side([
      [3.99, high],
      [4.01, high],
    ]),
  ).toEqual([once(11), twice(11, 21)]);
  // Lot B is new in the second run and over in the third: lot A goes on throughout.
  expect(
    side([
      [high, null],
      [high, 3.99],
      [high, null],
    ]).slice(1),
  ).toEqual([twice(10, 20), twice(20, 30)]);
  expect(
    side([
      [3.99, high],
      [4.01, null],
      [3.99, high],
    ]).slice(1),
  ).toEqual([['accept', 1], once(31)]);
});
