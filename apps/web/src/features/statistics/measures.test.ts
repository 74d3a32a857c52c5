import type { Counts, StatisticsRow } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { casesQueryOf, countOf, GROUPS, percents, RATES, repeatedBy, repeatedTotal } from './measures.ts';

const counts: Counts = {
  prompted: 10,
  opportunities: 8,
  netOpportunities: 5,
  encouraged: 2,
  opened: 5,
  acceptedMust: 6,
  acceptedMay: 1,
  repeated: { '1': 1, J4: 2 },
  repeatedMay: 0,
  blocked: 0,
  unprompted: 0,
  reordered: 0,
  incomplete: 0,
  passedOver: 0,
  overlooked: 1,
  timedOut: 0,
  explanationsDue: 2,
  explanationsComplete: 2,
  explanationsOverdue: 0,
  yuanSaved: '88.00',
};

test('repeats are counted by code and together', () => {
  expect(repeatedTotal(counts)).toBe(3);
  expect(repeatedBy(counts, '1')).toBe(1);
  expect(repeatedBy(counts, '4')).toBe(2);
  expect(repeatedBy(counts, '6')).toBe(0);
});

test('a rate without denominator is not drawn as zero', () => {
  const rate = (value: number | null) => ({ numerator: 0, denominator: 0, value });
  const row = (value: number | null) => ({ accessRate: rate(value) }) as StatisticsRow;
  expect(percents([row(null), row(0.4567)], 'accessRate')).toEqual([null, 45.7]);
});

test('the cases behind a number are asked with the filters of the number', () => {
  const filter = { from: '2026-01-01', to: '2026-01-31', by: 'item' as const, institution: undefined };
  expect(casesQueryOf(filter, { measure: 'repeated', label: '', unit: '', key: 'ALT', code: '4' })).toEqual({
    from: '2026-01-01',
    to: '2026-01-31',
    by: 'item',
    institution: undefined,
    key: 'ALT',
    measure: 'repeated',
    code: '4',
  });
});

test('every measure has its place in the table, alone or below a rate', () => {
  const shown = new Set<string>([
    ...GROUPS.flatMap(([, measures]) => measures),
    ...RATES.flatMap(({ numerator, denominator }) => [numerator, denominator]),
  ]);
  expect(Object.keys(counts).filter((measure) => !shown.has(measure))).toEqual([]);
  expect([countOf(counts, 'repeated'), countOf(counts, 'yuanSaved')]).toEqual([3, '88.00']);
});
