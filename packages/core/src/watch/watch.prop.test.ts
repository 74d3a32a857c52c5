import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Day, Instant } from '../kernel/day.ts';
import { addDays, startOfDay } from '../kernel/day.ts';
import { watchKeys } from './keys.ts';
import { DEFAULT_WATCH } from './parameters.ts';
import { watchReadings, watchVolume } from './reading.ts';
import { deviationsAbove } from './robust.ts';
import type { Holder, KeyUse, Place, Reading } from './types.ts';
import { RELATIONS } from './types.ts';

const DAY = '2024-05-20' as Day;
const START = startOfDay(DAY);
const holder: Holder = {
  account: 'a',
  name: '李敏',
  role: 'doctor',
  institution: 'H',
  department: 'D',
  practitioner: 'P',
};
const holders = new Map(['a', 'b'].map((account) => [account, { ...holder, account }]));
const places = new Map<string, Place>([
  ['s1', { site: 's1', latitude: 37, longitude: 112 }],
  ['s2', { site: 's2', latitude: 37.5, longitude: 112 }],
  ['s3', { site: 's3', latitude: null, longitude: null }],
]);
const second = fc.integer({ min: 0, max: 86_399 });
const use: fc.Arbitrary<KeyUse> = fc.record({
  event: fc.integer({ min: 1, max: 1e6 }),
  at: second.map((s) => (START + s * 1000) as Instant),
  account: fc.constantFrom('a', 'b'),
  credential: fc.constantFrom('x', 'y'),
  address: fc.constantFrom('1', '2'),
  site: fc.constantFrom('s1', 's2', 's3', null),
});
const keys = (uses: readonly KeyUse[]) => watchKeys({ uses, holders, places, shiftsOf: () => [] }, DEFAULT_WATCH);

test('one site, one address and the roster raise nothing, however the uses fall', () => {
  fc.assert(
    fc.property(fc.array(use, { maxLength: 40 }), (uses) => {
      const steady = uses.map((held) => ({ ...held, site: 's1', address: '1' }));
      const always = () => [{ from: START, until: (START + 86_400_000) as Instant }];
      expect(watchKeys({ uses: steady, holders, places, shiftsOf: always }, DEFAULT_WATCH)).toEqual([]);
    }),
  );
});

test('the order in which uses are given, and those of others, change no alert; its evidence is its own', () => {
  fc.assert(
    fc.property(fc.uniqueArray(use, { maxLength: 30, selector: ({ event }) => event }), (uses) => {
      const alerts = keys(uses);
      const shown = (found: typeof alerts) => found.map((alert) => JSON.stringify(alert)).sort();
      expect(shown(keys([...uses].reverse()))).toEqual(shown(alerts));
      const own = uses.filter(({ account }) => account === 'a');
      expect(shown(keys(own))).toEqual(shown(alerts.filter(({ account }) => account === 'a')));
      for (const { account, events, at } of alerts) {
        const evidence = uses.filter(({ event }) => events.includes(event));
        expect(evidence.every((held) => held.account === account && held.at <= at)).toBe(true);
      }
    }),
  );
});

test('who is treated by the reader or the department raises nothing, and another unrelated reading never less', () => {
  const reading: fc.Arbitrary<Reading> = fc.record({
    event: fc.integer({ min: 1, max: 1e6 }),
    at: second.map((s) => (START + s * 1000) as Instant),
    account: fc.constantFrom('a', 'b'),
    person: fc.integer({ min: 1, max: 6 }),
    relation: fc.constantFrom(...RELATIONS),
    brokeGlass: fc.boolean(),
  });
  const persons = new Map(
    [1, 2, 3, 4, 5, 6].map((person) => [
      person,
      { person, name: person % 2 === 0 ? '李一' : '王二', address: null, namesakes: 0, wellKnown: person === 1 },
    ]),
  );
  const found = (readings: readonly Reading[]) =>
    watchReadings({ readings, holders, persons, colleaguesNamed: () => [] }, DEFAULT_WATCH);
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 20 }), reading, (readings, more) => {
      const treated = readings.map((held) => ({ ...held, relation: 'department' as const }));
      expect(found(treated)).toEqual([]);
      const rules = (list: readonly Reading[]) => found(list).map(({ rule, account }) => `${rule} ${account}`);
      expect(rules([...readings, { ...more, relation: 'none' }])).toEqual(expect.arrayContaining(rules(readings)));
    }),
  );
});

test('more persons are never less unusual, and nobody is far above days like their own', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 7, maxLength: 28 }),
      fc.integer({ min: 0, max: 400 }),
      (days, value) => {
        expect(deviationsAbove(value + 1, days)).toBeGreaterThan(deviationsAbove(value, days));
        const before = days.map((persons, back) => ({
          account: 'a',
          day: addDays(DAY, -1 - back),
          persons,
          devices: [],
        }));
        const sorted = [...days].sort((x, y) => x - y);
        const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
        const today = [{ account: 'a', day: DAY, persons: usual, devices: [] }];
        expect(watchVolume({ today, before, holders, at: START }, DEFAULT_WATCH)).toEqual([]);
      },
    ),
  );
});
