import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { cityOf, daysOfMonth, lastReleasable, releasableOn } from './release.ts';

test.each([
  ['2024-02', '2024-02-29'],
  ['2025-02', '2025-02-28'],
  ['2024-12', '2024-12-31'],
  ['2024-04', '2024-04-30'],
])('the month %s ends on %s', (month, to) => {
  expect(daysOfMonth(month)).toEqual({ from: `${month}-01`, to });
});

test('a month is released when it has been over for a week', () => {
  expect(releasableOn('2024-12')).toBe('2025-01-08');
  expect(lastReleasable('2025-01-07' as Day)).toBe('2024-11');
  expect(lastReleasable('2025-01-08' as Day)).toBe('2024-12');
});

test('a county belongs to its city, and what is of the province to none', () => {
  expect(['140105', '1401', '14', ''].map(cityOf)).toEqual(['1401', '1401', '14', '']);
});
