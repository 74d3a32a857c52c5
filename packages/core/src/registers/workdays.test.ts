import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { buildSnapshot } from './snapshot.ts';
import { addWorkdays, isWorkday, workdayCalendar } from './workdays.ts';

const day = (text: string): Day => text as Day;
const entry = (on: string, working: boolean) => ({
  key: on,
  version: 1,
  from: day('2024-01-01'),
  to: null,
  row: { day: on, working, nameZh: null },
});
/** Labour Day of 2024: Wednesday to Sunday off, the Sunday before and the Saturday after worked. */
const labourDay = workdayCalendar(
  buildSnapshot(
    {
      workday: [
        entry('2024-04-28', true),
        ...['01', '02', '03', '04', '05'].map((of) => entry(`2024-05-${of}`, false)),
        entry('2024-05-11', true),
      ],
    },
    1,
  ),
);
const ordinary = workdayCalendar(buildSnapshot({}, 0));

describe('a working day', () => {
  test.each([
    ['2024-05-10', true],
    ['2024-05-11', false],
    ['2024-05-12', false],
    ['2024-05-13', true],
  ])('of the ordinary week: %s %s', (on, expected) => expect(isWorkday(day(on), ordinary)).toBe(expected));

  test.each([
    ['2024-04-27', false],
    ['2024-04-28', true],
    ['2024-05-03', false],
    ['2024-05-06', true],
    ['2024-05-11', true],
    ['2024-05-12', false],
  ])('as the calendar has it: %s %s', (on, expected) => expect(isWorkday(day(on), labourDay)).toBe(expected));
});

describe('a term of working days', () => {
  test.each([
    ['2024-05-13', 1, '2024-05-14'],
    ['2024-05-17', 1, '2024-05-20'],
    ['2024-05-18', 1, '2024-05-20'],
    ['2024-05-13', 5, '2024-05-20'],
    ['2024-05-18', 0, '2024-05-18'],
  ])('from %s, %i days, ends on %s', (from, n, end) => expect(addWorkdays(day(from), n, ordinary)).toBe(end));

  test.each([
    ['2024-04-30', 1, '2024-05-06'],
    ['2024-04-27', 1, '2024-04-28'],
    ['2024-05-10', 2, '2024-05-13'],
  ])('passes over holidays and counts make-up days: from %s, %i days, until %s', (from, n, end) =>
    expect(addWorkdays(day(from), n, labourDay)).toBe(end),
  );
});
