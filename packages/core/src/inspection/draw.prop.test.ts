import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { drawTeams, listsText } from './draw.ts';
import { publish, SAMPLE } from './sample.test-support.ts';
import type { DrawLists, Replacement } from './types.ts';
import { verifyDraw } from './verify.ts';

const sha256 = (text: string): Promise<string> => Promise.resolve(createHash('sha256').update(text).digest('hex'));

const SPECIALTIES = ['laboratory', 'records', 'imaging'] as const;
const code = (prefix: string) => fc.integer({ min: 0, max: 30 }).map((number) => `${prefix}${String(number)}`);

const drawnLists: fc.Arbitrary<DrawLists> = fc.record({
  draw: fc.constant('plan/7/draw/1'),
  quotas: fc.record({ a: fc.integer({ min: 0, max: 4 }), b: fc.integer({ min: 0, max: 4 }) }),
  parties: fc.uniqueArray(
    fc.record({
      code: code('H'),
      name: fc.string({ maxLength: 5 }),
      stratum: fc.constantFrom('a', 'b'),
      weight: fc.integer({ min: 1, max: 5 }),
    }),
    { selector: (one) => one.code, maxLength: 10 },
  ),
  inspectors: fc.uniqueArray(
    fc.record({ code: code('i'), name: fc.constant('某'), specialties: fc.subarray([...SPECIALTIES]) }),
    { selector: (one) => one.code, maxLength: 10 },
  ),
  conflicts: fc.array(fc.record({ inspector: code('i'), party: code('H') }), { maxLength: 40 }),
  team: fc.record({ size: fc.integer({ min: 2, max: 4 }), specialties: fc.subarray(['laboratory', 'records']) }),
});
const seeds = fc.stringMatching(/^[0-9a-f]{64}$/);

describe('whatever the lists and the seed', () => {
  test('as many are drawn from each stratum as the plan says, nobody twice, without conflicts, with all specialties that there are', async () => {
    await fc.assert(
      fc.asyncProperty(drawnLists, seeds, async (lists, seed) => {
        const { teams } = await drawTeams(sha256, lists, seed);
        for (const [stratum, quota] of Object.entries(lists.quotas)) {
          const size = lists.parties.filter((party) => party.stratum === stratum).length;
          expect(teams.filter((team) => team.stratum === stratum)).toHaveLength(Math.min(size, quota));
        }
        expect(new Set(teams.map(({ party }) => party)).size).toBe(teams.length);
        for (const { party, inspectors, missing } of teams) {
          const free = lists.inspectors.filter(
            (one) => !lists.conflicts.some((pair) => pair.inspector === one.code && pair.party === party),
          );
          const members = free.filter((one) => inspectors.includes(one.code));
          expect(members).toHaveLength(inspectors.length);
          expect(new Set(inspectors).size).toBe(inspectors.length);
          expect(inspectors).toHaveLength(Math.min(free.length, lists.team.size));
          for (const specialty of lists.team.specialties) {
            const isHeld = members.some(({ specialties }) => specialties.includes(specialty));
            expect(isHeld).toBe(free.some(({ specialties }) => specialties.includes(specialty)));
            expect(missing.specialties.includes(specialty)).toBe(!isHeld);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('the same lists in any order give the same text and the same draw', async () => {
    await fc.assert(
      fc.asyncProperty(drawnLists, seeds, async (lists, seed) => {
        const turned: DrawLists = {
          ...lists,
          quotas: Object.fromEntries(Object.entries(lists.quotas).reverse()),
          parties: [...lists.parties].reverse(),
          inspectors: [...lists.inspectors].reverse(),
          conflicts: [...lists.conflicts].reverse(),
        };
        expect(listsText(turned)).toBe(listsText(lists));
        expect(await drawTeams(sha256, turned, seed)).toEqual(await drawTeams(sha256, lists, seed));
      }),
      { numRuns: 60 },
    );
  });

  test('whoever is replaced is in no team again, and what is published with it holds', async () => {
    const which = fc.array(fc.record({ team: fc.nat(20), member: fc.option(fc.nat(3)) }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(drawnLists, which, async (lists, picks) => {
        const { seed } = await publish(sha256, lists);
        const replacements: Replacement[] = [];
        for (const { team, member } of picks) {
          const { teams } = await drawTeams(sha256, lists, seed, replacements);
          const chosen = teams[team % Math.max(1, teams.length)];
          if (chosen === undefined) continue;
          const inspector = member === null ? null : (chosen.inspectors[member % chosen.inspectors.length] ?? null);
          replacements.push({ party: chosen.party, inspector });
          const after = (await drawTeams(sha256, lists, seed, replacements)).teams;
          const same = after.find(({ party }) => party === chosen.party);
          if (inspector === null) expect(same).toBeUndefined();
          else expect(same?.inspectors).not.toContain(inspector);
          expect(after.length).toBeGreaterThanOrEqual(teams.length - 1);
        }
        const draw = await publish(sha256, lists, undefined, '', replacements);
        expect((await verifyDraw(sha256, draw)).every(({ ok }) => ok)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

// The same seeds each time: what is asserted of frequencies is a fact about them and no matter of luck.
describe('over four thousand seeds', () => {
  const seedNumber = (number: number) => sha256(`seed ${String(number)}`);

  test('parties are drawn as often as their tickets, and inspectors alike', async () => {
    const lists: DrawLists = {
      ...SAMPLE,
      quotas: { all: 1 },
      parties: [1, 1, 1, 3].map((weight, index) => ({ code: `H${String(index)}`, name: '', stratum: 'all', weight })),
      inspectors: ['i1', 'i2', 'i3', 'i4'].map((one) => ({ code: one, name: '', specialties: [] })),
      conflicts: [],
      team: { size: 1, specialties: [] },
    };
    const drawn = new Map<string, number>();
    for (let number = 0; number < 4000; number += 1) {
      const { teams } = await drawTeams(sha256, lists, await seedNumber(number));
      for (const one of [teams[0]?.party ?? '', teams[0]?.inspectors[0] ?? ''])
        drawn.set(one, (drawn.get(one) ?? 0) + 1);
    }
    const chiSquare = (expected: Readonly<Record<string, number>>): number =>
      Object.entries(expected).reduce((sum, [one, count]) => sum + ((drawn.get(one) ?? 0) - count) ** 2 / count, 0);
    // Three degrees of freedom: 11.3 is passed by chance once in a hundred.
    expect(chiSquare({ H0: 4000 / 6, H1: 4000 / 6, H2: 4000 / 6, H3: 2000 })).toBeLessThan(11.3);
    expect(chiSquare({ i1: 1000, i2: 1000, i3: 1000, i4: 1000 })).toBeLessThan(11.3);
  });
});
