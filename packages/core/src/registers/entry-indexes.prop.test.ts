/** Registers that change key by key read as if they were built anew after each change, and what was there before stands unchanged. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { compareByCodePoint } from '../kernel/text.ts';
import { eqaOutcomes, instruments, items, suspensions } from './definitions.ts';
import type { AnyEntry } from './entry-indexes.ts';
import { withChangedKeys } from './entry-indexes.ts';
import type { RegisterSnapshot } from './snapshot.ts';
import { buildSnapshot } from './snapshot.ts';

/** As they stand in codes and names; some beyond the first 65,536 characters. */
const WORDS = ['A', 'B', 'Z', 'é', '科', '｡', '\u{1f3e5}', '\u{20000}'] as const;
const DAYS = ['2024-01-01', '2024-04-01', '2024-07-01'] as Day[];
const word = fc.constantFrom(...WORDS);
const REGISTERS = [eqaOutcomes, instruments, items, suspensions].map(({ id }) => ({ ...items, id }));

/** What a key holds: versions that follow one another. */
const versions = fc.array(
  fc.record({
    institution: word,
    item: fc.option(word, { freq: 4 }),
    items: fc.array(word, { maxLength: 3 }),
    loinc: fc.option(word),
    organiser: word,
    round: word,
    outcome: fc.constantFrom('PASS', 'FAIL'),
  }),
  { maxLength: DAYS.length },
);
const key = fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join('|'));
/** Of each register some keys, with what they hold from then on. */
const change = fc.record(
  Object.fromEntries(REGISTERS.map(({ id }) => [id, fc.dictionary(key, versions, { maxKeys: 12 })])),
);

type Held = ReadonlyMap<string, readonly AnyEntry[]>;

const entriesOf = (at: string, rows: readonly Record<string, unknown>[]): AnyEntry[] =>
  rows.map((row, n) => ({
    ...{ key: at, version: n + 1, from: DAYS[n] as Day, to: DAYS[n + 1] ?? null, row: { code: at, ...row } },
  }));
const listOf = (held: Held): AnyEntry[] =>
  [...held].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))).flatMap(([, list]) => list);

/** Everything that a view answers of these registers. */
function answersOf(view: RegisterSnapshot, keys: readonly string[]): unknown {
  return [
    REGISTERS.map((register) => [
      view.all(register),
      keys.map((at) => [
        view.versions(register, at),
        view.nameOf(register, at),
        view.find(register, at, DAYS[1] as Day),
      ]),
    ]),
    WORDS.map((at) => view.itemsByLoinc(at)),
    WORDS.flatMap((a) =>
      WORDS.map((b) => [view.eqaOutcomes(a, b), view.instruments(a, b, DAYS[0] as Day), view.suspensions(a, b)]),
    ),
  ];
}

test('a view that follows changes by their keys answers as one that is built anew', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (history) => {
      const held = new Map(REGISTERS.map(({ id }) => [id, new Map<string, readonly AnyEntry[]>()]));
      let lists: Record<string, readonly AnyEntry[]> = {};
      let view = buildSnapshot(lists, 0);
      const keys = [...new Set(history.flatMap((step) => Object.values(step).flatMap((rows) => Object.keys(rows))))];
      answersOf(view, keys);
      for (const [revision, step] of history.entries()) {
        const before = { view, answers: answersOf(view, keys) };
        for (const [id, changed] of Object.entries(step)) {
          const now = held.get(id) ?? new Map<string, readonly AnyEntry[]>();
          const arrived = new Map<string, readonly AnyEntry[]>();
          for (const [at, rows] of Object.entries(changed)) {
            now.delete(at);
            if (rows.length > 0) arrived.set(at, entriesOf(at, rows));
          }
          for (const [at, list] of arrived) now.set(at, list);
          const known = lists[id] ?? [];
          lists = { ...lists, [id]: withChangedKeys(known, new Set(Object.keys(changed)), listOf(arrived)) };
        }
        view = buildSnapshot(lists, revision + 1);
        const anew = buildSnapshot(Object.fromEntries([...held].map(([id, of]) => [id, listOf(of)])), revision + 1);
        expect(answersOf(view, keys)).toEqual(answersOf(anew, keys));
        expect(answersOf(before.view, keys)).toEqual(before.answers);
      }
    }),
    { numRuns: 150 },
  );
});

test('a register that grows to many times its size, and is emptied again, is found by its keys', () => {
  const at = (n: number): string => `H|${String(n)}`;
  const all = Array.from({ length: 3000 }, (_, n) => at(n)).sort(compareByCodePoint);
  let list: readonly AnyEntry[] = [];
  const read = () => {
    const view = buildSnapshot({ item: list }, 1);
    return all.filter((one) => view.item(one) !== null).length;
  };
  expect(read()).toBe(0);
  for (let n = 0; n < all.length; n += 100) {
    const some = all.filter((_, of) => of % 30 === n / 100);
    list = withChangedKeys(
      list,
      new Set(some),
      some.flatMap((one) => entriesOf(one, [{ loinc: 'L' }])),
    );
    expect(read()).toBe(n + 100);
  }
  for (let n = 0; n < all.length; n += 500) {
    list = withChangedKeys(list, new Set(all.slice(n, n + 500)), []);
    expect(read()).toBe(all.length - n - 500);
  }
});
