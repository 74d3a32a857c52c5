import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { halfNamed, halfOf, itemsWithoutRound } from './half-years.ts';

// sichuan-2025.3#03
test.each([
  ['2026-06-30', '2026-H1'],
  ['2026-07-01', '2026-H2'],
  ['2026-12-31', '2026-H2'],
])('%s lies in %s', (day, key) => {
  expect(halfOf(day as Day).key).toBe(key);
  expect(halfNamed(key)).toEqual(halfOf(day as Day));
});

test.each([
  ['the last day of the half', '2026-12-31', []],
  ['the day after it', '2027-01-01', ['ALT']],
  ['the first day of the half', '2026-07-01', []],
  ['the day before it', '2026-06-30', ['ALT']],
])('what was held a half before is held again when it closes on %s', (_, closesOn, missing) => {
  const rounds = [
    { item: 'ALT', closesOn: '2026-03-01' as Day },
    { item: 'ALT', closesOn: closesOn as Day },
    // Given up: its last round closed more than a year before the half.
    { item: 'GLU', closesOn: '2025-06-30' as Day },
  ];
  expect(itemsWithoutRound(rounds, halfNamed('2026-H2'))).toEqual(missing);
});

test('what closed on the day a year before a half is held again in it', () => {
  const held = (closesOn: string) => [{ item: 'ALT', closesOn: closesOn as Day }];
  expect(itemsWithoutRound(held('2025-07-01'), halfNamed('2026-H2'))).toEqual(['ALT']);
  expect(itemsWithoutRound(held('2023-07-01'), halfNamed('2024-H2'))).toEqual(['ALT']);
  expect(itemsWithoutRound(held('2023-06-30'), halfNamed('2024-H2'))).toEqual([]);
});
