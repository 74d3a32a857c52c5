import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { roundsDueAgain } from './round-interval.ts';

const owed = (today: string, ...rounds: readonly (readonly [string, string])[]) =>
  roundsDueAgain(
    rounds.map(([item, closesOn]) => ({ item, closesOn: closesOn as Day })),
    { interval: 183, ahead: 30 },
    today as Day,
  );
const over = '2026-07-12';

// henan-2025.lab.15#02; 183 days after 2026-01-10 is 2026-07-12.
test('is asked for 30 days before the interval is over, and not a day earlier', () => {
  expect(owed('2026-06-11', ['ALT', '2026-01-10'])).toEqual([]);
  expect(owed('2026-06-12', ['ALT', '2026-01-10'])).toEqual([{ over, due: over, items: ['ALT'] }]);
  expect(owed(over, ['ALT', '2026-01-10'])).toEqual([{ over, due: over, items: ['ALT'] }]);
});

test('gives the whole notice where nobody was asked in time', () => {
  expect(owed('2026-07-13', ['ALT', '2026-01-10'])).toEqual([{ over, due: '2026-08-12', items: ['ALT'] }]);
});

test('counts from the last round of each item, planned or held, and joins what closed on one day', () => {
  expect(owed('2026-06-20', ['ALT', '2026-01-10'], ['ALT', '2026-06-30'])).toEqual([]);
  const found = owed(
    '2026-06-20',
    ['GLU', '2026-01-11'],
    ['AST', '2026-01-10'],
    ['ALT', '2026-01-10'],
    ['CEA', '2026-05-01'],
  );
  expect(found.map((one) => [one.over, one.items])).toEqual([
    [over, ['ALT', 'AST']],
    ['2026-07-13', ['GLU']],
  ]);
});

test('asks for nothing that was given up: 366 days after it was over still, a day later no more', () => {
  expect(owed('2027-07-13', ['ALT', '2026-01-10'])).toHaveLength(1);
  expect(owed('2027-07-14', ['ALT', '2026-01-10'])).toEqual([]);
});
