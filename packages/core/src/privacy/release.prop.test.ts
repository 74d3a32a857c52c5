import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { CaseOfPerson } from './deidentify.ts';
import { deidentify } from './deidentify.ts';
import { cityOf, daysOfMonth } from './release.ts';

const K = 4;
const MONTHS = ['2024-04', '2024-05'];

/** A case with its own number, that the test alone can follow. */
interface Known {
  readonly id: number;
  readonly person: number;
}
type Case = CaseOfPerson<Known>;

/** Most are alike, and a few stand out: those are left out, and what is left out must not be few. */
const mostly = <T>(usual: T, others: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 40, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });
const birthDays = fc.constantFrom<(Day | null)[]>(null, '1950-01-01' as Day, '2001-02-03' as Day);
const facts = fc.record({
  person: fc.integer({ min: 1, max: 60 }),
  birthOn: mostly<Day | null>('1984-05-21' as Day, birthDays),
  sex: mostly<string | null>('female', fc.constantFrom('male', null)),
  day: fc.constantFrom(3, 24, 31, 52).map((n) => addDays('2024-04-01' as Day, n)),
});
const regions = mostly('140105', fc.constantFrom('140106', '140202', '510104', '14'));

/** What is known at one time after another: cases come late, and hospitals are put into another county or city. */
const times = fc.array(facts, { minLength: 60, maxLength: 300 }).chain((list) =>
  fc
    .array(
      fc.array(fc.record({ region: regions, isThere: fc.integer({ max: 9, min: 0 }).map((n) => n > 0) }), {
        minLength: list.length,
        maxLength: list.length,
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((states) =>
      states.map((state) =>
        list.flatMap(({ person, ...rest }, id): Case[] => {
          const { region, isThere } = state[id] ?? { region: '', isThere: false };
          return isThere ? [{ ...rest, person, region, data: { id, person } }] : [];
        }),
      ),
    ),
);
const asks = fc.array(
  fc.record({
    at: fc.nat(),
    month: fc.constantFrom(...MONTHS),
    region: fc.constantFrom('14', '1401', '1402', '51', 'CN'),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Groups of a release that can be told apart: by what is given of the rows, and those that are left out. */
type Groups = readonly (readonly Known[])[];

function grouped<T, K>(list: Iterable<T>, keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function releaseOf(cases: readonly Case[], month: string): ReadonlyMap<string, Groups> {
  const { from, to } = daysOfMonth(month);
  const cities = grouped(
    cases.filter(({ day }) => from <= day && day <= to),
    ({ region }) => cityOf(region),
  );
  const released = new Map<string, Groups>();
  for (const [city, own] of cities) {
    const found = deidentify(own, K);
    if (found === null) continue;
    const given = grouped(found.rows, ({ age, sex, region, time }) => [age, sex, region, time].join('|'));
    const groups = [...given.values()].map((rows) => rows.map(({ data }) => data));
    const ids = new Set(groups.flat().map(({ id }) => id));
    const left = own.map(({ data }) => data).filter(({ id }) => !ids.has(id));
    expect(left).toHaveLength(found.suppressed);
    released.set(city, left.length === 0 ? groups : [...groups, left]);
  }
  return released;
}

test('whatever is released one after another, no sum and no difference of it is of fewer than k persons', () => {
  fc.assert(
    fc.property(times, asks, fc.infiniteStream(fc.integer({ min: -1, max: 1 })), (states, asked, signs) => {
      const kept = new Map<string, ReadonlyMap<string, Groups>>();
      const outputs = asked.map(({ at, month, region }) => {
        const release = kept.get(month) ?? releaseOf(states[at % states.length] ?? [], month);
        kept.set(month, release);
        return [...release].flatMap(([city, groups]) => (region === 'CN' || city.startsWith(region) ? groups : []));
      });
      // Outputs as a whole, and each of their groups, added up and subtracted at will.
      const parts = [...outputs.map((groups) => groups.flat()), ...outputs.flat()];
      for (let round = 0; round < 20; round++) {
        const balance = new Map<number, { readonly person: number; sum: number }>();
        for (const part of parts) {
          const sign = Number(signs.next().value);
          for (const { id, person } of part) {
            const entry = balance.get(id) ?? { person, sum: 0 };
            balance.set(id, entry);
            entry.sum += sign;
          }
        }
        const isolated = grouped(balance.values(), ({ sum }) => sum);
        for (const [sum, entries] of isolated)
          if (sum !== 0) expect(new Set(entries.map(({ person }) => person)).size).toBeGreaterThanOrEqual(K);
      }
    }),
  );
});
