import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { drawTeams } from './draw.ts';
import type { Day } from '../kernel/day.ts';
import { conflictsOn, quotasOf, stratumOf, ticketsOf } from './lists.ts';
import { publish, SAMPLE, SHARES } from './sample.test-support.ts';
import { verifyDraw } from './verify.ts';

const sha256 = (text: string): Promise<string> => Promise.resolve(createHash('sha256').update(text).digest('hex'));

// national-2022.art.26#02: whom and by whom is drawn at random, and the outcome is public.
describe('a draw', () => {
  // Worked out by a program of its own, in another language.
  test('is the one that anybody works out from what is published', async () => {
    const draw = await publish(sha256, SAMPLE);
    expect(draw.listsDigest).toBe('4efd87197eb90867bb6e6032cc44e88f0710d442b6ae518d663c16900a5f2355');
    expect(draw.seed).toBe('13ff6106acaa09938352286119fe5f3e37036b799e5d73031c2e5414845f69b1');
    expect(draw.teams.map(({ party, inspectors }) => [party, ...inspectors])).toEqual([
      ['A', 'i5', 'i2'],
      ['B', 'i1', 'i4'],
      ['D', 'i3', 'i4'],
    ]);
    expect((await verifyDraw(sha256, draw)).map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
  });

  const faked: readonly (readonly [
    string,
    (draw: Awaited<ReturnType<typeof publish>>) => object,
    readonly string[],
  ])[] = [
    [
      'a hospital left out of the lists',
      ({ lists }) => ({ lists: { ...lists, parties: lists.parties.slice(1) } }),
      ['lists', 'commitment-1', 'commitment-2', 'seed', 'teams'],
    ],
    [
      'another share than was committed to',
      ({ custodians }) => ({
        custodians: custodians.map((one) => (one.place === 2 ? { ...one, share: '3'.repeat(64) } : one)),
      }),
      ['commitment-2', 'seed', 'teams'],
    ],
    ['another public value', () => ({ publicValue: '01 02 05' }), ['seed', 'teams']],
    ['another team', ({ teams }) => ({ teams: [...teams].reverse() }), ['teams']],
    ['a replacement that is not on record', ({ teams }) => ({ teams: teams.slice(1) }), ['teams']],
  ];
  test.each(faked)('is seen through with %s', async (_, change, wrong) => {
    const draw = await publish(sha256, SAMPLE);
    const results = await verifyDraw(sha256, { ...draw, ...change(draw) });
    expect(results.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(wrong);
  });

  test('takes the next in the ranking for who declares a conflict, and for a party that no longer exists', async () => {
    const { seed, teams } = await publish(sha256, SAMPLE);
    const [first] = teams;
    const out = first?.inspectors[0] ?? '';
    const changed = await drawTeams(sha256, SAMPLE, seed, [{ party: first?.party ?? '', inspector: out }]);
    expect(changed.teams[0]?.inspectors).toHaveLength(2);
    expect(changed.teams[0]?.inspectors).not.toContain(out);
    expect(changed.teams[0]?.inspectors).toContain(first?.inspectors[1]);
    expect(changed.teams.slice(1)).toEqual(teams.slice(1));
    const without = await drawTeams(sha256, SAMPLE, seed, [{ party: first?.party ?? '', inspector: null }]);
    const left = SAMPLE.parties.filter(({ stratum }) => stratum === first?.stratum).map(({ code }) => code);
    const before = teams.map(({ party }) => party);
    expect(without.teams[0]?.party).toBe(left.find((code) => !before.includes(code)));
    const none = await drawTeams(sha256, SAMPLE, seed, [
      { party: first?.party ?? '', inspector: null },
      { party: without.teams[0]?.party ?? '', inspector: null },
    ]);
    expect(none.teams).toHaveLength(2);
    expect(await drawTeams(sha256, SAMPLE, seed, [{ party: 'nobody', inspector: null }])).toEqual({ teams });
  });

  test('says which specialty and how many places nobody without a conflict fills', async () => {
    const lists = { ...SAMPLE, inspectors: SAMPLE.inspectors.slice(0, 1), conflicts: [] };
    const { teams } = await publish(sha256, lists, SHARES);
    expect(teams[0]?.missing).toEqual({ specialties: ['records'], places: 1 });
  });
});

describe('the lists of a draw', () => {
  const place = { level: 3, kind: 'tcm', region: '140105' };
  test('divide parties as the plan says, and spare no stratum', () => {
    expect((['none', 'level', 'kind', 'county'] as const).map((by) => stratumOf(place, by))).toEqual([
      'all',
      'level-3',
      'tcm',
      '140105',
    ]);
    expect(quotasOf(['a', 'a', 'a', 'b'], { kind: 'percent', value: 34 })).toEqual({ a: 2, b: 1 });
    expect(quotasOf(['a', 'a', 'a', 'b'], { kind: 'number', value: 2 })).toEqual({ a: 2, b: 1 });
  });

  test('hold who may not inspect whom: the own institution, what holds, and what ended within so many years', () => {
    const declared = (endedOn: string | null) => [
      { inspector: 'i2', institution: 'H2', endedOn: endedOn as Day | null },
    ];
    const on = (endedOn: string | null) =>
      conflictsOn([{ code: 'i1', institution: 'H1' }], declared(endedOn), { today: '2026-11-26' as Day, years: 3 }).map(
        ({ inspector, party }) => `${inspector} ${party}`,
      );
    expect(on(null)).toEqual(['i1 H1', 'i2 H2']);
    expect(on('2023-11-26')).toEqual(['i1 H1', 'i2 H2']);
    expect(on('2023-11-25')).toEqual(['i1 H1']);
  });

  test('give tickets by what was found before', () => {
    expect(ticketsOf({ nonconforming: 2, overdue: 0 })).toBe(1);
    expect(ticketsOf({ nonconforming: 3, overdue: 0 })).toBe(2);
    expect(ticketsOf({ nonconforming: 30, overdue: 3 })).toBe(5);
  });
});
