import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { heldYears, missingYears, yearsOnWeekendsAlone } from './workday-years.ts';

const day = (text: string): Day => text as Day;
const held = (...years: number[]): ReadonlySet<number> => new Set(years);

describe('a year is held', () => {
  test('once one of its holidays stands on the register, and not by a make-up day in the notice of the next', () => {
    // The notice of 2019 made Saturday 29 December 2018 a day of work.
    const rows = [
      { day: day('2018-12-29'), working: true },
      { day: day('2019-01-01'), working: false },
    ];
    expect([...heldYears(rows)]).toEqual([2019]);
  });
});

describe('years that are missing', () => {
  test.each([
    ['the last day before it is asked for', '2026-11-30', [], []],
    ['the first day on which it is asked for', '2026-12-01', [], [2027]],
    ['the last day of the year', '2026-12-31', [], [2027]],
    ['the first day of the next, with nothing open', '2027-01-01', [], []],
    ['a limit that ends with the year', '2026-11-30', ['2026-12-31'], []],
    ['a limit that ends on the first day of the next', '2026-11-30', ['2026-12-31', '2027-01-01'], [2027]],
    ['a limit that reaches over a year', '2026-11-30', ['2028-01-03'], [2027, 2028]],
    ['a limit that is over', '2027-01-05', ['2026-12-31', '2027-01-04'], []],
    ['a limit that ends today', '2027-01-05', ['2027-01-05'], [2027]],
  ])('%s', (_, asOf, latest, missing) => {
    expect(missingYears(held(2026), latest.map(day), day(asOf))).toEqual(missing);
  });

  test('are none that the register holds', () => {
    expect(missingYears(held(2026, 2027), [day('2027-01-01')], day('2026-12-01'))).toEqual([]);
    expect(missingYears(held(2027), [day('2026-12-31')], day('2026-12-01'))).toEqual([2026]);
  });
});

describe('a limit is counted on weekends alone', () => {
  test.each([
    ['2026-12-18', '2026-12-31', []],
    ['2026-12-18', '2027-01-01', [2027]],
    ['2027-01-01', '2027-01-01', [2027]],
    ['2025-12-31', '2027-01-01', [2025, 2027]],
  ])('from %s to %s in %j', (from, to, years) => {
    expect(yearsOnWeekendsAlone(held(2026), day(from), day(to))).toEqual(years);
  });
});
