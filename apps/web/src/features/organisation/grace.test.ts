import { expect, test } from 'vitest';

import { intervalOverOn } from './grace.ts';

// henan-2023.sa4.0#02: the interval is the owner's; 365 days from 2025-01-01 are over on 2026-01-01.
const every = { interval: 365, last: '2025-01-01', nextOn: '2026-01-01' };
const owed = (dueOn: string) => ({ loop: 1, dueOn, isOverdue: false });

test('what is due on the last day of its interval needs no word, what is due a day later does', () => {
  expect(intervalOverOn(owed('2026-01-01'), every)).toBeNull();
  expect(intervalOverOn(owed('2026-01-02'), every)).toBe('2026-01-01');
});

test('what is not owed yet, was never done or has no interval is due when it says', () => {
  expect(intervalOverOn(null, every)).toBeNull();
  expect(intervalOverOn(owed('2026-03-01'), { ...every, last: null, nextOn: null })).toBeNull();
  expect(intervalOverOn(owed('2026-03-01'), null)).toBeNull();
});
