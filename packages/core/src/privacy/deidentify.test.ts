import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import type { CaseOfPerson } from './deidentify.ts';
import { deidentify } from './deidentify.ts';

const person = (n: number, change: Partial<CaseOfPerson<string>> = {}): CaseOfPerson<string> => ({
  person: n,
  birthOn: '1984-05-21' as Day,
  sex: 'female',
  region: '140105',
  day: '2024-05-23' as Day,
  data: 'ALT',
  ...change,
});
const persons = (count: number, change?: Partial<CaseOfPerson<string>>, from = 0) =>
  Array.from({ length: count }, (_, n) => person(from + n, change));

test('enough persons of one kind are given by ten years, sex, county and week', () => {
  const found = deidentify(persons(5), 5);
  expect(found).toMatchObject({ level: 0, total: 5, suppressed: 0 });
  expect(found?.rows[0]).toEqual({ age: '40-49', sex: 'female', region: '140105', time: '2024-05-20', data: 'ALT' });
});

test('a birthday that is still to come counts the year before', () => {
  expect(deidentify(persons(5, { birthOn: '1984-05-24' as Day }), 5)?.rows[0]?.age).toBe('30-39');
});

test('five cases of one person are one person', () => {
  expect(deidentify([...persons(4), person(0), person(0)], 5)).toBeNull();
});

test('weeks that are too thin become months, counties cities', () => {
  const weeks = [...persons(3), ...persons(3, { day: '2024-05-28' as Day }, 10)];
  expect(deidentify(weeks, 5)).toMatchObject({ level: 2, rows: [{ time: '2024-05' }, {}, {}, {}, {}, {}] });
  const counties = [...persons(3), ...persons(3, { region: '140106' }, 10)];
  expect(deidentify(counties, 5)).toMatchObject({ level: 3, rows: [{ region: '1401' }, {}, {}, {}, {}, {}] });
});

test('those who stand out are left out and counted, in so great a number that subtracting shows nobody', () => {
  const many = [...persons(120), ...persons(5, { birthOn: '1964-05-21' as Day }, 200)];
  expect(deidentify([...many, person(99, { sex: 'male' })], 5)).toMatchObject({ level: 0, suppressed: 6 });
  const enough = ['male', 'other'].flatMap((sex, n) => persons(3, { sex }, 300 + 10 * n));
  expect(deidentify([...many, ...enough], 5)).toMatchObject({ level: 0, suppressed: 6 });
});

test('where more than one in twenty would be left out, all become coarser', () => {
  const found = deidentify([...persons(40), person(99, { sex: 'male' })], 5);
  expect(found).toMatchObject({ level: 5, suppressed: 0 });
  expect(found?.rows.every((row) => row.sex === '' && row.age === '')).toBe(true);
});
