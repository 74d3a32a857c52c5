import { describe, expect, it } from 'vitest';

import { NO_LIMITS } from '../iqc/index.ts';
import type { Day } from '../kernel/day.ts';
import type { MonthResult, MonthRun } from './iqc-month.ts';
import { isMeasuredHere, monthOfItem, resultsOut } from './iqc-month.ts';

const SYSTEMS = [
  { code: 'K@A', levels: 2, since: '2024-05-02' as Day, until: null },
  { code: 'K@B', levels: 1, since: '2024-04-01' as Day, until: null },
];
const DAYS = ['2024-05-02', '2024-05-03', '2024-05-04', '2024-05-05'] as Day[];
const run = (system: string, day: number, verdict: MonthRun['verdict'] = 'accept', levels = 2): MonthRun => ({
  ...{ system, verdict, levels },
  day: DAYS[day] ?? ('' as Day),
});
const result = (value: number, isOut = false): MonthResult => ({
  ...{ system: 'K@A', product: 'QC', lot: '1', level: 'N', value, isOut },
});

describe('a month of an item (national-2022.art.24#01)', () => {
  it('has control on a testing day only if every system has an accepted run of two levels, or of all it has', () => {
    const runs = [
      ...[run('K@A', 0), run('K@B', 0, 'accept', 1)],
      ...[run('K@A', 1, 'accept', 1), run('K@B', 1, 'accept', 1)],
      ...[run('K@A', 2, 'reject'), run('K@A', 2, 'warning'), run('K@B', 2, 'accept', 1)],
      run('K@A', 3),
    ];
    expect(monthOfItem(SYSTEMS, { results: [], runs }, DAYS, NO_LIMITS)).toMatchObject({
      ...{ testingDays: 4, qcDays: 2, missingDays: [DAYS[1], DAYS[3]], cv: null, verdict: 'unknown' },
    });
  });

  // henan-2025.lab.7#05: what has no control material is compared.
  it('counts days that a comparison covers beside those of control, and misses what neither does', () => {
    const facts = { results: [], runs: [], compared: DAYS.slice(1, 3) };
    expect(monthOfItem([], facts, DAYS, NO_LIMITS)).toMatchObject({
      ...{ testingDays: 4, qcDays: 0, comparedDays: 2, missingDays: [DAYS[0], DAYS[3]] },
    });
    expect(monthOfItem([], { ...facts, compared: [] }, DAYS, NO_LIMITS).comparedDays).toBeNull();
    // A day of control is one, whatever was compared.
    const both = { ...facts, runs: [run('K@A', 1), run('K@B', 1)] };
    expect(monthOfItem(SYSTEMS, both, DAYS, NO_LIMITS)).toMatchObject({ qcDays: 1, comparedDays: 1 });
  });

  // henan-2025.lab.7#02 asks for control on each day on which an item is run: what was never started runs nothing.
  it('asks no control of a system before its first and from the day on which it is out of use, and some of a day with any', () => {
    const missing = (since: string | null, until: string | null, runs: readonly MonthRun[]) => {
      const other = { code: 'K@C', levels: 1, since: since as Day | null, until: until as Day | null };
      return monthOfItem([SYSTEMS[0] ?? other, other], { results: [], runs }, DAYS, NO_LIMITS).missingDays;
    };
    const daily = DAYS.map((_, day) => run('K@A', day));
    expect(missing(null, null, daily)).toEqual([]);
    expect(missing('2024-05-04', null, daily)).toEqual([DAYS[2], DAYS[3]]);
    expect(missing('2024-05-04', '2024-05-05', daily)).toEqual([DAYS[2]]);
    expect(missing('2024-04-01', '2024-05-02', daily)).toEqual([]);
    const none = [{ code: 'K@C', levels: 1, since: null, until: null }];
    expect(monthOfItem(none, { results: [], runs: [] }, DAYS, NO_LIMITS)).toMatchObject({ testingDays: 4, qcDays: 0 });
  });

  it('is measured here if control was on record by its first day, on a system then in use', () => {
    const is = (since: string | null, until: string | null = null) =>
      isMeasuredHere(
        [{ code: 'K@A', levels: 2, since: since as Day | null, until: until as Day | null }],
        DAYS[1] ?? ('' as Day),
      );
    expect([is(null), is('2024-05-03'), is('2024-05-04')]).toEqual([false, true, false]);
    expect([is('2024-04-01', '2024-05-03'), is('2024-04-01', '2024-05-04')]).toEqual([false, true]);
  });

  it('takes the CV in control to the requirement as it is printed: the limit itself meets it', () => {
    // 9, 10, 11: SD 1, CV 10 %; what was out of control is counted, not taken in.
    const results = [9, 10, 11].map((value) => result(value)).concat(result(14, true));
    const month = (maxCv: number) => monthOfItem(SYSTEMS, { results, runs: [] }, [], { ...NO_LIMITS, maxCv });
    expect(month(10)).toMatchObject({
      cv: 10,
      verdict: 'meets',
      series: [{ out: 1, inControl: { n: 3 }, all: { n: 4 } }],
    });
    expect(month(9.99)).toMatchObject({ verdict: 'exceeds' });
  });

  // Of 9 and 11 the CV is 14 %: two results of a lot that has just begun fail nobody.
  it('judges no CV of fewer than three results in control: that of the lot so far counts, or none', () => {
    const few = [9, 11, 40].map((value) => result(value, value === 40));
    const ofLot = (n: number, cvPercent: number) => ({
      ...{ system: 'K@A', product: 'QC', lot: '1', level: 'N', n, mean: 10, sd: cvPercent / 10, cvPercent },
    });
    const month = (results: readonly MonthResult[], cumulative = [ofLot(2, 14.14)]) =>
      monthOfItem(SYSTEMS, { results, runs: [], cumulative }, [], { ...NO_LIMITS, maxCv: 10 });
    expect(month(few)).toMatchObject({ cv: null, verdict: 'unknown', series: [{ judgedBy: null, out: 1 }] });
    expect(month([...few, result(10)])).toMatchObject({ cv: 10, verdict: 'meets', series: [{ judgedBy: 'month' }] });
    const known = [{ judgedBy: 'cumulative' }];
    expect(month(few, [ofLot(3, 9)])).toMatchObject({ cv: 9, verdict: 'meets', series: known });
    expect(month(few, [ofLot(40, 11)])).toMatchObject({ cv: 11, verdict: 'exceeds', series: known });
    // The lot before it, with results enough, is what the month is judged by.
    const before = [9, 10, 11].map((value) => ({ ...result(value), lot: '0' }));
    expect(month([...before, ...few])).toMatchObject({
      cv: 10,
      series: [{ verdict: 'meets' }, { verdict: 'unknown' }],
    });
  });

  // WS/T 403-2024, table A.1, no. 39: the SD of pH, 0.02; no. 82: meters below 0.42 mmol/L under 5.5, below 7.5 % from there.
  it('takes the SD in control to a limit where the item has one in the place of a CV', () => {
    const month = (sd: number) =>
      monthOfItem(SYSTEMS, { results: [7.4 - sd, 7.4, 7.4 + sd].map((value) => result(value)), runs: [] }, [], {
        ...NO_LIMITS,
        maxSd: 0.02,
      });
    expect(month(0.02)).toMatchObject({ sd: 0.02, cv: 0.27, verdict: 'meets' });
    expect(month(0.0201)).toMatchObject({ sd: 0.0201, verdict: 'exceeds' });
  });

  // WS/T 406-2024: prothrombin time 6.5 % at a normal level, 10 % at one that is not.
  it('judges a level by the limit of its class, and tells its CV apart from that of the others', () => {
    const limits = { ...NO_LIMITS, maxCv: 6.5, byClass: { classes: ['abnormal'], maxCv: 10 } };
    const month = (
      normal: number,
      abnormal: number,
      classOf = (level: string) => (level === 'P' ? 'abnormal' : null),
    ) =>
      monthOfItem(
        SYSTEMS,
        {
          results: [-1, 0, 1].flatMap((step) => [
            { ...result(100 + step * normal), level: 'N' },
            { ...result(100 + step * abnormal), level: 'P' },
          ]),
          runs: [],
          classOf: ({ level }) => classOf(level),
        },
        [],
        limits,
      );
    expect(month(6.5, 10)).toMatchObject({
      ...{ cv: 6.5, classCv: 10, verdict: 'meets' },
      series: [
        { levelClass: null, verdict: 'meets' },
        { levelClass: 'abnormal', verdict: 'meets' },
      ],
    });
    expect(month(6.5, 10.01)).toMatchObject({
      verdict: 'exceeds',
      series: [{ verdict: 'meets' }, { verdict: 'exceeds' }],
    });
    // A level of which nothing says its class is held to the limit of all.
    expect(month(6.5, 10, () => null)).toMatchObject({ cv: 10, classCv: null, verdict: 'exceeds' });
  });

  it('takes of a meter the SD of low levels and the CV of the others, neither limit inside', () => {
    const meter = { maxCv: 7.5, maxSd: 0.42, sdBelow: 5.5, byClass: null };
    const month = (low: number, high: number) =>
      monthOfItem(
        SYSTEMS,
        {
          results: [-1, 0, 1].flatMap((step) => [
            { ...result(4 + step * low), level: '1' },
            { ...result(10 + step * high), level: '2' },
          ]),
          runs: [],
        },
        [],
        meter,
      );
    expect(month(0.4199, 0.749)).toMatchObject({ sd: 0.4199, cv: 7.49, verdict: 'meets' });
    expect(month(0.42, 0.749)).toMatchObject({
      verdict: 'exceeds',
      series: [{ verdict: 'exceeds' }, { verdict: 'meets' }],
    });
    expect(month(0.4, 0.75)).toMatchObject({
      verdict: 'exceeds',
      series: [{ verdict: 'meets' }, { verdict: 'exceeds' }],
    });
  });

  it('gives qualitative control the share of runs that read what was expected', () => {
    const runs = [run('K@A', 0), run('K@A', 1), run('K@A', 2, 'reject'), run('K@A', 3, 'unjudged')];
    expect(monthOfItem(SYSTEMS, { results: [], runs }, [], NO_LIMITS)).toMatchObject({ agreement: 66.67, cv: null });
    // Read in words on one system and measured on another: each by its own figure.
    const both = [...runs, run('K@B', 0), run('K@B', 1, 'reject')];
    expect(
      monthOfItem(
        SYSTEMS,
        { results: [9, 10, 11].map((value) => ({ ...result(value), system: 'K@B' })), runs: both },
        [],
        { ...NO_LIMITS, maxCv: 15 },
      ),
    ).toMatchObject({ agreement: 66.67, cv: 10 });
  });

  it('leaves out of control the points of the run that a rejecting rule flagged, and no point of an earlier run', () => {
    const fired = (rule: '1_2s' | '2_2s' | '7_T', isRejecting: boolean, evidence: number[]) => ({
      ...{ rule, isRejecting, evidence, scope: null, error: null },
    });
    const runs = [
      { results: [1, 2], fired: [fired('1_2s', false, [1])] },
      { results: [3, 4], fired: [fired('1_2s', false, [3]), fired('2_2s', true, [1, 3])] },
      { results: [5], fired: [fired('7_T', false, [5, 1, 2])] },
    ];
    expect([...resultsOut(runs)]).toEqual([3]);
  });
});
