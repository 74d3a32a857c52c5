import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { CaseOfPerson } from './deidentify.ts';
import { deidentify } from './deidentify.ts';

const BASE = '2024-05-20' as Day;
const one: fc.Arbitrary<CaseOfPerson<string>> = fc.record({
  person: fc.integer({ min: 1, max: 60 }),
  birthOn: fc.option(fc.integer({ min: 0, max: 36_000 }).map((n) => addDays(BASE, -n))),
  sex: fc.option(fc.constantFrom('male', 'female')),
  region: fc.constantFrom('140105', '140106', '140202', '510104'),
  day: fc.integer({ min: -400, max: 0 }).map((n) => addDays(BASE, n)),
  data: fc.constantFrom('ALT ACCEPT', 'GLU REPEAT', 'K'),
});
/** Most are alike, and a few stand out. */
const usual = fc.integer({ min: 1, max: 60 }).map((person): CaseOfPerson<string> => {
  return { person, birthOn: addDays(BASE, -14_000), sex: 'female', region: '140105', day: BASE, data: 'ALT ACCEPT' };
});
const skewed = fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: one });
const cases = fc.oneof(fc.array(one, { maxLength: 300 }), fc.array(skewed, { minLength: 100, maxLength: 300 }));
const k = fc.integer({ min: 2, max: 20 });

const keyOf = (row: { age: string; sex: string; region: string; time: string }): string =>
  [row.age, row.sex, row.region, row.time].join('|');

test('every combination that is given is shared by k persons at least, and so is what is left out, which is counted', () => {
  fc.assert(
    fc.property(cases, k, (list, least) => {
      // Persons are told apart by what is given with them, for the test alone.
      const given = list.map((row, id) => ({ ...row, data: { id, person: row.person } }));
      const found = deidentify(given, least);
      if (found === null) return;
      const groups = new Map<string, Set<number>>();
      for (const row of found.rows) groups.set(keyOf(row), (groups.get(keyOf(row)) ?? new Set()).add(row.data.person));
      for (const persons of groups.values()) expect(persons.size).toBeGreaterThanOrEqual(least);
      expect(found.rows.length + found.suppressed).toBe(found.total);
      expect(found.suppressed).toBeLessThanOrEqual(found.total * 0.05);
      const cut = new Set(found.rows.map(({ data }) => data.id));
      const left = new Set(given.filter(({ data }) => !cut.has(data.id)).map(({ person }) => person));
      expect(left.size === 0 || left.size >= least).toBe(true);
    }),
  );
});

test('nothing is given of fewer than k persons', () => {
  fc.assert(
    fc.property(cases, k, (list, least) => {
      const few = list.filter((row) => row.person < least);
      expect(deidentify(few, least)).toBeNull();
    }),
  );
});

test('no day, no birth day and nobody stands in what is given, whatever the order of the cases', () => {
  fc.assert(
    fc.property(cases, k, (list, least) => {
      const found = deidentify(list, least);
      for (const row of found?.rows ?? []) {
        expect(Object.keys(row).sort()).toEqual(['age', 'data', 'region', 'sex', 'time']);
        expect(row.age).toMatch(/^(|\d+-\d+|80[+])$/);
      }
      expect(deidentify([...list].reverse(), least)).toEqual(found);
    }),
  );
});
