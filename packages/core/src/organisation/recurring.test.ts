import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { countsSince, dueAgain, heldDay } from './recurring.ts';

// henan-2023.sa4.0#01, #02: again after 90 days, told of 14 days before.
test.each([
  ['at no time', null, '2026-05-15'],
  ['76 days ago, so that the notice begins', '2026-02-14', '2026-05-15'],
  ['75 days ago', '2026-02-15', null],
  ['90 days ago', '2026-01-31', '2026-05-01'],
  ['so long ago that nobody was told', '2026-01-30', '2026-05-15'],
])('done last %s', (_, last, due) => {
  expect(dueAgain(last as Day | null, { interval: 90, notice: 14 }, '2026-05-01' as Day)).toBe(due);
});

test('what was done before it was asked for counts from the day after the one that made it due', () => {
  expect(countsSince('2026-05-01' as Day, 90)).toBe('2026-02-01');
  expect(dueAgain('2026-01-31' as Day, { interval: 90, notice: 14 }, '2026-04-20' as Day)).toBe('2026-05-01');
});

test.each([
  ['the day that it names', '2026-04-29', '2026-04-29'],
  ['the day of the record, where that names a later one', '2026-05-02', '2026-05-01'],
  ['the day of the record, where that names none', undefined, '2026-05-01'],
])('what was held counts from %s', (_, named, day) => {
  expect(heldDay(named, '2026-05-01' as Day)).toBe(day);
});
