import { expect, test } from 'vitest';

import { groupSums, statisticsRow, storedMeasures } from './counts.ts';

const row = (key: string, measure: string, count: number, yuan = '0') => ({ key, measure, count, yuan });
const name = { zh: '甲', en: 'A' };

test('gross rate is A over O, net rate leaves out justified repeats, access rate counts what was opened (decision specification 6.1)', () => {
  const sums = groupSums([
    row('H1', 'opportunities', 10),
    row('H1', 'encouraged', 2),
    row('H1', 'opened', 3),
    row('H1', 'acceptedMust', 6, '54.10'),
    row('H1', 'acceptedMay', 1, '0.25'),
    row('H1', 'repeated1', 1),
    row('H1', 'repeated3', 1),
  ]).get('H1');
  expect(statisticsRow('H1', name, sums ?? new Map())).toMatchObject({
    counts: { netOpportunities: 8, repeated: { 1: 1, 2: 0, 3: 1 }, yuanSaved: '54.35' },
    accessRate: { numerator: 3, denominator: 12, value: 0.25 },
    grossRecognitionRate: { numerator: 6, denominator: 10, value: 0.6 },
    netRecognitionRate: { numerator: 6, denominator: 8, value: 0.75 },
    encouragedRecognitionRate: { numerator: 1, denominator: 2, value: 0.5 },
  });
});

test('a denominator of 0 is not applicable, never 0 %', () => {
  const empty = statisticsRow('H1', name, new Map());
  expect(empty.grossRecognitionRate).toEqual({ numerator: 0, denominator: 0, value: null });
  expect(empty.counts.yuanSaved).toBe('0.00');
});

test('sums of money add without the errors of binary fractions', () => {
  const sums = groupSums(Array.from({ length: 10 }, () => row('H1', 'acceptedMust', 1, '0.10'))).get('H1');
  expect(statisticsRow('H1', name, sums ?? new Map()).counts.yuanSaved).toBe('1.00');
});

test('a measure of the contract opens to the measures that are stored', () => {
  expect(storedMeasures('repeated', '3')).toEqual(['repeated3']);
  expect(storedMeasures('repeated', undefined)).toHaveLength(6);
  expect(storedMeasures('prompted', undefined)).toEqual(['opportunities', 'encouraged']);
  expect(storedMeasures('netOpportunities', undefined)).toEqual(['opportunities']);
  expect(storedMeasures('yuanSaved', undefined)).toEqual(['acceptedMust', 'acceptedMay']);
});
