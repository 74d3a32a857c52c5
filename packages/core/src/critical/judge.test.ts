import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import type { CriticalThresholdRow } from '../registers/rows.ts';
import { criticalThresholdFaults } from '../registers/critical-rules.ts';
import { bySpecificity, judgeCritical, mayBeCritical } from './judge.ts';
import type { Circumstances, CriticalJudgement, Measured } from './types.ts';

const threshold = (over: Partial<CriticalThresholdRow> = {}): CriticalThresholdRow => ({
  institution: null,
  item: 'K',
  code: '1',
  specimen: null,
  sex: null,
  ageFrom: null,
  ageTo: null,
  ageUnit: null,
  department: null,
  diagnosis: null,
  low: 2.8,
  high: 6.2,
  inclusive: true,
  findings: null,
  repeat: null,
  firstOnlyDays: null,
  reviewedOn: '2026-01-01' as Day,
  source: 'test',
  ...over,
});
const measured = (value: number | null, over: Partial<Measured> = {}): Measured => ({
  item: 'K',
  value,
  isGiven: true,
  comparator: null,
  text: null,
  found: [],
  specimen: null,
  flag: null,
  ...over,
});
const ADULT: Circumstances = {
  birthOn: '1980-02-29' as Day,
  sex: 'female',
  department: 'INT',
  diagnoses: [],
  on: '2026-03-02' as Day,
};
const judge = (
  result: Measured,
  rows: readonly CriticalThresholdRow[],
  who: Partial<Circumstances> = {},
): CriticalJudgement => judgeCritical(result, { ...ADULT, ...who }, bySpecificity(rows));
const short = (judgement: CriticalJudgement): string =>
  judgement.kind === 'critical'
    ? `${judgement.side} ${judgement.threshold?.code ?? '-'}${judgement.uncertain.map((fact) => ` ?${fact}`).join('')}`
    : judgement.kind === 'unknown'
      ? `unknown${judgement.missing.map((fact) => ` ?${fact}`).join('')}`
      : 'no';

describe('both sides of each edge', () => {
  test.each([
    [2.79, true, 'low 1'],
    [2.8, true, 'low 1'],
    [2.8, false, 'no'],
    [2.81, true, 'no'],
    [6.19, true, 'no'],
    [6.2, false, 'no'],
    [6.2, true, 'high 1'],
    [6.21, false, 'high 1'],
  ])('%d with the limit included: %s', (value, inclusive, expected) => {
    expect(short(judge(measured(value), [threshold({ inclusive })]))).toBe(expected);
  });

  test.each([
    ['<', 2.8, false, 'low 1'],
    ['<=', 2.8, false, 'low 1 ?value'],
    ['<', 3, true, 'low 1 ?value'],
    ['>', 6.2, false, 'high 1'],
    ['>=', 6.2, false, 'high 1 ?value'],
    ['>', 6, true, 'high 1 ?value'],
    ['<', 7, true, 'low 1 ?value'],
    ['>', 2.8, true, 'high 1 ?value'],
  ])('%s%d with the limit included: %s', (comparator, value, inclusive, expected) => {
    expect(short(judge(measured(value, { comparator }), [threshold({ inclusive })]))).toBe(expected);
  });

  test('a span that cannot reach a limit is not critical', () => {
    expect(short(judge(measured(500, { comparator: '<' }), [threshold({ low: null, high: 650 })]))).toBe('no');
    expect(short(judge(measured(100, { comparator: '>' }), [threshold({ low: 45, high: null })]))).toBe('no');
    expect(short(judge(measured(40, { comparator: '>' }), [threshold({ low: 45, high: null })]))).toBe('low 1 ?value');
  });

  test('a newborn is one until the 28th day is over, an adult from the birthday', () => {
    const rows = [
      threshold({ code: 'newborn', ageTo: 28, ageUnit: 'days', high: 7.5 }),
      threshold({ code: 'adult', ageFrom: 18, ageUnit: 'years', high: 6.2 }),
      threshold({ code: 'child', ageTo: 18, ageUnit: 'years', high: 6.5 }),
    ];
    const born = (birthOn: string): string => short(judge(measured(6.5), rows, { birthOn: birthOn as Day }));
    expect(born('2026-02-03')).toBe('no');
    expect(born('2026-02-02')).toBe('high child');
    expect(born('2008-03-03')).toBe('high child');
    expect(born('2008-03-02')).toBe('high adult');
    const leap = [threshold({ ageFrom: 18, ageUnit: 'years' })];
    const on = (day: string): string =>
      short(judge(measured(9), leap, { birthOn: '2008-02-29' as Day, on: day as Day }));
    expect([on('2026-02-28'), on('2026-03-01')]).toEqual(['no', 'high 1']);
    const month = [threshold({ ageFrom: 1, ageUnit: 'months' })];
    const inMonth = (day: string): string =>
      short(judge(measured(9), month, { birthOn: '2026-01-31' as Day, on: day as Day }));
    expect([inMonth('2026-02-28'), inMonth('2026-03-01')]).toEqual(['no', 'high 1']);
  });
});

describe('the most specific threshold decides', () => {
  const rows = [
    threshold({ code: 'region' }),
    threshold({ code: 'sex', sex: 'female', high: 7 }),
    threshold({ code: 'age', ageFrom: 18, ageUnit: 'years', high: 7.1 }),
    threshold({ code: 'specimen', specimen: '血浆', high: 7.2 }),
    threshold({ code: 'ward', department: 'INT', high: 7.3 }),
    threshold({ code: 'dialysis', diagnosis: ['N18'], high: 7.4 }),
    threshold({ code: 'own', institution: 'H1', high: 7.5 }),
  ];
  test('institution, diagnosis, department, specimen, age, sex, in this order, whatever the order of the rows', () => {
    const expected = ['own', 'dialysis', 'ward', 'specimen', 'age', 'sex', 'region'];
    expect(bySpecificity(rows).map(({ code }) => code)).toEqual(expected);
    expect(bySpecificity([...rows].reverse()).map(({ code }) => code)).toEqual(expected);
  });
  test('one alone that is weightier beats several that are lighter', () => {
    const several = threshold({
      code: 'several',
      department: 'INT',
      specimen: '血浆',
      ageTo: 90,
      ageUnit: 'years',
      sex: 'female',
    });
    expect(bySpecificity([several, threshold({ code: 'dialysis', diagnosis: ['N18'] })])[0]?.code).toBe('dialysis');
  });
  test('of two ages the narrower', () => {
    const wide = threshold({ code: 'a', ageFrom: 0, ageTo: 18, ageUnit: 'years' });
    expect(bySpecificity([wide, threshold({ code: 'b', ageTo: 28, ageUnit: 'days' })])[0]?.code).toBe('b');
  });
  test.each([
    [{ diagnoses: ['N18.5'] }, '血浆', 7.3, 'no'],
    [{ diagnoses: ['N18.5'] }, '血浆', 7.4, 'high dialysis'],
    [{ diagnoses: ['N17'] }, '血浆', 7.3, 'high ward'],
    [{ department: 'SUR' }, '血浆', 7.2, 'high specimen'],
    [{ department: 'SUR' }, '血清', 7.1, 'high age'],
    [{ department: 'SUR', birthOn: '2020-01-01' as Day }, '血清', 7, 'high sex'],
    [{ department: 'SUR', birthOn: '2020-01-01' as Day, sex: 'male' as const }, '血清', 6.2, 'high region'],
  ])('%j in %s at %d: %s', (who, specimen, value, expected) => {
    expect(short(judge(measured(value, { specimen }), rows.slice(0, 6), who))).toBe(expected);
  });
});

describe('what is not known', () => {
  const rows = [threshold({ code: 'newborn', ageTo: 28, ageUnit: 'days', high: 7.5 }), threshold({ code: 'all' })];
  test('makes a result critical if it may be, and is named', () => {
    expect(short(judge(measured(6.5), rows, { birthOn: null }))).toBe('high all ?age');
    expect(short(judge(measured(7.5), rows, { birthOn: null }))).toBe('high newborn');
    expect(short(judge(measured(5), rows, { birthOn: null }))).toBe('no');
  });
  test('each fact by its name', () => {
    const asks = [
      threshold({ department: 'ICU', high: 5 }),
      threshold({ diagnosis: ['N18'], high: 5 }),
      threshold({ sex: 'male', high: 5 }),
      threshold({ specimen: '血浆', high: 5 }),
    ];
    const nobody = { birthOn: null, sex: null, department: null, diagnoses: null };
    expect(asks.map((row) => short(judge(measured(5.5), [row, threshold({ high: 6 })], nobody)))).toEqual([
      'high 1 ?department',
      'high 1 ?diagnosis',
      'high 1 ?sex',
      'high 1 ?specimen',
    ]);
  });
  test('a value that cannot be compared is unknown, and one that was not reported is none', () => {
    expect(short(judge(measured(null, { text: '溶血' }), rows))).toBe('unknown ?value');
    expect(short(judge(measured(null, { isGiven: false }), rows))).toBe('no');
  });
  test('without a threshold nothing is critical but what the issuer says is', () => {
    expect(short(judge(measured(99), []))).toBe('no');
    expect(['AA', 'HH', 'LL', 'H', 'A'].map((flag) => short(judge(measured(99, { flag }), [])))).toEqual([
      'issuer -',
      'issuer -',
      'issuer -',
      'no',
      'no',
    ]);
  });
});

describe('findings', () => {
  const rows = [threshold({ low: null, high: null, findings: ['阳性', 'I21', 'http://snomed.info/sct|36118008'] })];
  const found = (over: Partial<Measured>): string => short(judge(measured(null, over), rows));
  test('are named by code, or are all that the text says', () => {
    expect(found({ found: ['I21.0'] })).toBe('finding 1');
    expect(found({ found: ['http://snomed.info/sct|36118008'] })).toBe('finding 1');
    expect(found({ text: ' 阳性 ' })).toBe('finding 1');
  });
  test('that a text denies or mentions are none', () => {
    expect(found({ text: '未见阳性' })).toBe('no');
    expect(found({ found: ['I211', 'I2'] })).toBe('no');
    expect(found({ text: '弱阳性？' })).toBe('no');
  });
});

test('may be critical for somebody: looks at every threshold that could fit', () => {
  const rows = bySpecificity([
    threshold({ code: 'newborn', ageTo: 28, ageUnit: 'days', high: 5 }),
    threshold({ code: 'all' }),
  ]);
  const on = ADULT.on;
  expect([4.9, 5, 6.2].map((value) => mayBeCritical(measured(value), on, rows))).toEqual([
    'not-critical',
    'critical',
    'critical',
  ]);
  expect(mayBeCritical({ ...measured(5), item: '' }, on, [])).toBe('unknown');
});

describe('a row of the register', () => {
  const codes = (over: Partial<CriticalThresholdRow>): readonly string[] =>
    criticalThresholdFaults(threshold(over)).map(({ code }) => code);
  test('decides something, and its spans are not empty', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ low: null, high: null })).toEqual(['decides-nothing']);
    expect(codes({ low: null, high: null, findings: ['阳性'] })).toEqual([]);
    expect(codes({ low: 6.2 })).toEqual(['limit-order']);
    expect(codes({ low: 6.1 })).toEqual([]);
    expect(codes({ ageFrom: 1 })).toEqual(['age-unit']);
    expect(codes({ ageUnit: 'days' })).toEqual(['age-unit']);
    expect(codes({ ageFrom: 2, ageTo: 2, ageUnit: 'days' })).toEqual(['age-order']);
    expect(codes({ ageFrom: 2, ageTo: 3, ageUnit: 'days' })).toEqual([]);
  });
});
