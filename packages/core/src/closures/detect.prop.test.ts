import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Instant } from '../kernel/day.ts';
import { doubtsOf } from './detect.ts';
import { DEFAULT_CLOSURES } from './parameters.ts';
import type { Closure } from './types.ts';

const START = Date.parse('2026-03-02T08:00:00+08:00');
const instant = fc.integer({ min: 0, max: 27 * 86_400_000 }).map((ms) => (START + ms) as Instant);
/** A loop is of one kind and of one unit. */
const ofLoop = fc.integer({ min: 1, max: 12 }).map((loop) => ({
  loop,
  definition: loop % 2 === 0 ? 'a' : 'b',
  unit: loop % 3 === 0 ? 'H1' : 'H2',
}));
const closures = fc.array(
  fc
    .record({
      of: ofLoop,
      stage: fc.constantFrom('one', 'two', 'three'),
      by: fc.constantFrom('x', 'y', 'z'),
      startedAt: instant,
      dueAt: fc.option(instant),
      occurredAt: instant,
      recordedAt: instant,
      fields: fc.integer({ min: 0, max: 2 }),
      wordings: fc.array(fc.constantFrom('p', 'q'), { maxLength: 2 }),
    })
    .map(({ of, ...rest }) => ({ ...of, ...rest })),
  { maxLength: 80 },
) as fc.Arbitrary<readonly Closure[]>;

const LOW = {
  ...DEFAULT_CLOSURES,
  copies: 2,
  bulkLoops: 2,
  bulkSeconds: 7200,
  habitLoops: 2,
  fastLoops: 1,
  fastPeers: 5,
  soloLoops: 1,
  limitLoops: 1,
};

test('the order in which closures are read changes no doubt', () => {
  fc.assert(
    fc.property(closures, fc.integer(), (all, seed) => {
      const turned = [...all].sort((a, b) => ((a.recordedAt * 31 + seed) % 97) - ((b.recordedAt * 31 + seed) % 97));
      expect(doubtsOf(turned, LOW)).toEqual(doubtsOf(all, LOW));
    }),
  );
});

test('a doubt names loops of its person and unit only, each once, and no episode comes twice', () => {
  fc.assert(
    fc.property(closures, (all) => {
      const doubts = doubtsOf(all, LOW);
      expect(new Set(doubts.map(({ episode }) => episode)).size).toBe(doubts.length);
      for (const { by, unit, loops } of doubts) {
        expect(new Set(loops).size).toBe(loops.length);
        for (const loop of loops)
          expect(all.some((one) => one.loop === loop && one.by === by && one.unit === unit)).toBe(true);
      }
    }),
  );
});

test('what is never allowed is never found: no doubt where nobody does anything twice', () => {
  fc.assert(
    fc.property(closures, (all) => {
      const alone = all.map((one, index) => ({ ...one, by: `p${String(index)}` }));
      expect(doubtsOf(alone, DEFAULT_CLOSURES)).toEqual([]);
    }),
  );
});
