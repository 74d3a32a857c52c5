import { describe, expect, test } from 'vitest';

import { firedIn, runsOf } from './iqc.test-support.ts';
import type { ControlRun } from './judge-runs.ts';
import { judgeRuns } from './judge-runs.ts';
import type { RuleName, RuleSettings } from './rules.ts';
import { customaryRules, parseRules } from './rules.ts';

const judge = (
  texts: readonly string[],
  over: Partial<RuleSettings> = {},
  restarts: Readonly<Record<number, ControlRun['restarts']>> = {},
) => judgeRuns(runsOf(texts, restarts), { ...customaryRules(2), ...over });
const last = (
  texts: readonly string[],
  rules: readonly RuleName[],
  over: Partial<RuleSettings> = {},
): readonly string[] => firedIn(judge(texts, { rules, ...over }), texts.length);

// The vectors of fixtures/laboratory are run by `fujie lab check`; here stands what they leave open.
describe('at the limit and beyond it', () => {
  test.each([
    ['1_2s', '2 0', []],
    ['1_2s', '-2.001 0', ['1_2s 1.1']],
    ['1_2.5s', '2.5 0', []],
    ['1_2.5s', '2.51 0', ['1_2.5s 1.1']],
    ['1_3s', '3 0', []],
    ['1_3s', '0 -3.01', ['1_3s 1.2']],
    ['1_3.5s', '3.5 0', []],
    ['1_3.5s', '3.51 0', ['1_3.5s 1.1']],
    ['2_2s', '2 2.1', []],
    ['2_2s', '2.01 2.1', ['2_2s@W 1.1 1.2']],
    ['R_4s', '2 -2.5', []],
    ['R_4s', '2.01 -2.01', ['R_4s@W 1.1 1.2']],
    ['3_1s', '1 1.1 1.1', []],
    ['3_1s', '1.01 1.1 1.1', ['3_1s@W 1.1 1.2 1.3']],
    ['6_x', '0 1/1/1/1/1', []],
  ] as const)('%s of %s', (rule, run, expected) => {
    expect(last([run], [rule])).toEqual(expected);
  });

  test('what binary arithmetic adds is no excess', () => {
    expect(last([`${String((4.2 - 4) / 0.1)} 0`], ['1_2s'])).toEqual([]);
    expect(last([`${String((0.3 - 0.1) / 0.1)} ${String(-(0.3 - 0.1) / 0.1)}`], ['R_4s'], { r4s: 'range' })).toEqual(
      [],
    );
  });
});

describe('R_4s', () => {
  test('is no rule of one level, strict or by range', () => {
    expect(last(['2.5/-2.5 0'], ['R_4s'])).toEqual([]);
    expect(last(['2.5/-2.5 0'], ['R_4s'], { r4s: 'range' })).toEqual([]);
    expect(last(['2.5/-2.5 2.2'], ['R_4s'])).toEqual(['R_4s@W 1.2 1.3']);
  });
  test('by range names the two that lie farthest apart', () => {
    expect(last(['2.8 -1.5 0'], ['R_4s'], { r4s: 'range' })).toEqual(['R_4s@W 1.1 1.2']);
    expect(last(['2.5 -1.5 0'], ['R_4s'], { r4s: 'range' })).toEqual([]);
    expect(last(['0.4/-3 -3.8/1.2'], ['R_4s'], { r4s: 'range' })).toEqual(['R_4s@W 1.1 1.2 1.3 1.4']);
  });
  test('never looks across runs', () => {
    expect(last(['2.5 0', '-2.5 0'], ['R_4s'])).toEqual([]);
  });
});

describe('windows', () => {
  test('of one level: the point that completes them, with what was earlier as evidence', () => {
    expect(last(['1.1 0', '1.2 0', '1.3 0', '1.4 0'], ['4_1s'])).toEqual(['4_1s@L 1.1 2.1 3.1 4.1']);
    expect(last(['2.1 0', '0 0', '2.1 0'], ['2of3_2s'])).toEqual(['2of3_2s@L 1.1 3.1']);
    expect(last(['2.1 0', '0 0', '0 0', '2.1 0'], ['2of3_2s'])).toEqual([]);
    expect(last(['2.1 0', '-2.1 0', '2.1 0'], ['2of3_2s', '2_2s'])).toEqual(['2of3_2s@L 1.1 3.1']);
  });
  test('of replicates: they are in a row, and the window may begin in the run before', () => {
    expect(last(['0/2.1 0', '2.2/0 0'], ['2_2s'])).toEqual(['2_2s@L 1.2 2.1']);
    expect(last(['2.1/0/2.3 0'], ['2of3_2s'])).toEqual(['2of3_2s@L 1.1 1.3']);
    expect(last(['1.1/1.2 0', '1.3/1.4 0'], ['4_1s'])).toEqual(['4_1s@L 1.1 1.2 2.1 2.2']);
  });
  test('of whole runs: the smallest set that holds enough results, over two levels', () => {
    expect(last(['1.1 1.2', '1.3 .', '1.4 1.5'], ['4_1s'])).toEqual(['4_1s@A 1.1 1.2 2.1 3.1 3.2']);
    expect(last(['0.9 1.2', '1.3 .', '1.4 1.5'], ['4_1s'])).toEqual([]);
    // Four of one level are a rule of that level, and no window over several.
    expect(last(['1.1 .', '1.1 .', '1.1 .', '1.1 .'], ['4_1s'])).toEqual(['4_1s@L 1.1 2.1 3.1 4.1']);
    expect(last(['1.1/1.2 1.3/1.4'], ['4_1s'])).toEqual(['4_1s@A 1.1 1.2 1.3 1.4']);
    expect(last(['1 1', '-1 1', '1 1', '1 1'], ['6_x'])).toEqual([]);
  });
  test('of a trend: seven points, six steps, none of them level', () => {
    const rising = ['1', '2', '3', '4', '5', '6', '7'].map((z) => String(Number(z) / 10));
    expect(last(rising, ['7_T'])).toEqual(['7_T@L 1.1 2.1 3.1 4.1 5.1 6.1 7.1']);
    expect(last(rising.slice(1), ['7_T'])).toEqual([]);
    expect(last([...rising].reverse(), ['7_T'])).toHaveLength(1);
    expect(last([...rising.slice(0, 4), '0.4', '0.5', '0.6'], ['7_T'])).toEqual([]);
  });
});

describe('what restarts windows, and what does not', () => {
  const four = ['1.1 0', '1.2 0', '1.3 0', '1.4 0'];
  test('a corrective action, for every level; a new lot, for its own', () => {
    expect(firedIn(judge(four, {}, { 4: 'all' }), 4)).toEqual([]);
    expect(firedIn(judge(four, {}, { 4: ['1'] }), 4)).toEqual([]);
    expect(firedIn(judge(four, {}, { 4: ['2'] }), 4)).toEqual(['4_1s@L 1.1 2.1 3.1 4.1']);
  });
  test('a new lot takes its older values out of the windows over several levels too', () => {
    expect(firedIn(judge(['1.1 1.2', '1.3 1.4'], {}, { 2: ['1'] }), 2)).toEqual([]);
    // Then five results remain of the last three runs, and one of them is not beyond.
    expect(firedIn(judge(['0 1.2', '1.1 1.1', '1.3 1.4'], {}, { 2: ['1'] }), 3)).toEqual(['4_1s@A 2.1 2.2 3.1 3.2']);
    expect(firedIn(judge(['0 1.2', '1.1 .', '1.3 1.4'], {}, { 2: ['1'] }), 3)).toEqual(['4_1s@A 1.2 2.1 3.1 3.2']);
  });
  test('a void result takes no part and breaks nothing', () => {
    const judged = judge(['2.1 0', 'v-9 0', '2.2 0']);
    expect(firedIn(judged, 2)).toEqual([]);
    expect(firedIn(judged, 3)).toEqual(['1_2s 3.1', '2_2s@L 1.1 3.1']);
    expect(judge(['v5 v5'])).toMatchObject([{ verdict: 'accept', usable: 0 }]);
  });
  test('a rejection that nobody corrected is told again', () => {
    const judged = judge([...four, '1.2 0']);
    expect(judged.map(({ verdict }) => verdict)).toEqual(['accept', 'accept', 'accept', 'reject', 'reject']);
  });
});

describe('a verdict', () => {
  test('is a warning when only warnings fired, and names every kind of error that rejects', () => {
    expect(judge(['2.1 0'])[0]).toMatchObject({ verdict: 'warning', errors: [] });
    expect(judge(['3.4 2.2'])[0]).toMatchObject({ verdict: 'reject', errors: ['random', 'systematic'] });
    expect(judge(['2.1 0'], { warnings: [] })[0]).toMatchObject({ verdict: 'reject', errors: [] });
  });
  test('behind the gate of 2 SD leaves out what stays inside', () => {
    const four = ['1.1 0', '1.2 0', '1.3 0', '1.4 0'];
    expect(judge(four, { gate: '1_2s' }).at(-1)?.verdict).toBe('accept');
    expect(judge([...four, '2.2 0'], { gate: '1_2s' }).at(-1)?.verdict).toBe('reject');
  });
  test('is given of any number of levels', () => {
    const levels = (count: number): string => Array.from({ length: count }, () => '2.1').join(' ');
    expect(last([levels(40), levels(40)], ['2_2s'])[0]?.split(' ')).toHaveLength(81);
  });
  test('knows the rules by their names', () => {
    expect(parseRules(['1_3s', '10_x'])).toEqual({ ok: true, value: ['1_3s', '10_x'] });
    expect(parseRules(['1_3s', '11_x'])).toMatchObject({ ok: false, problems: [{ code: 'unknown-rule' }] });
    expect(customaryRules(3).rules).toEqual(expect.arrayContaining(['2of3_2s', '9_x']));
    expect(customaryRules(3).warnings).toEqual(['1_2s', '6_x']);
  });
});
