import { evaluateRound } from '@fujie/core/eqa';
import { dayOf, yearOf } from '@fujie/core/kernel';
import { describe, expect, test } from 'vitest';

import { alike, altered as alter } from '../lab/score-copies.ts';
import { day } from './calendar.ts';
import { PROGRAMMES } from './eqa-programmes.ts';
import type { EqaSeries } from './eqa-series.ts';
import { COPIERS, eqaSeries } from './eqa-series.ts';
import { generateRegion } from './region.ts';
import { planWorld } from './world.ts';

const world = planWorld('taiyuan');
const DAYS = ['2026-11-26', '2027-01-05', '2026-07-31', '2026-04-12', '2026-10-25'].map(day);

const GIVEN = { variant: 'A', group: null, kind: 'reference', experts: null, accepted: null } as const;

function graded({ items, samples, targets, parts }: EqaSeries) {
  return evaluateRound({
    ...{ items, samples, excluded: [], ungraded: [], decisions: [] },
    known: targets.map((one) => ({ ...one, ...GIVEN })),
    participants: parts.map(({ institution, items: own, returned }) => ({
      ...{ institution, items: own, excused: [], variant: 'A', results: returned?.results ?? [] },
      status: returned === null ? 'not participating' : 'submitted',
    })),
  });
}

describe.each(DAYS)('rounds of a region that stands at %s', (today) => {
  const series = eqaSeries(1, world, today);

  test('stand in each state, at any time of the year, under names of their own', () => {
    const states = series.map(({ shippedAt, evaluatedAt, publishedAt }) =>
      [shippedAt, evaluatedAt, publishedAt].map((at) => (at === null ? '-' : 'x')).join(''),
    );
    expect([...new Set(states)].sort()).toEqual(['---', 'x--', 'xx-', 'xxx']);
    expect(series.filter(({ publishedAt, programme }) => publishedAt !== null && programme === 'C-01').length).toBe(2);
    expect(new Set(series.map(({ round }) => round)).size).toBe(series.length);
  });

  test('every programme has a round in each half of the year, and no more than it says', () => {
    for (const { code, rounds } of PROGRAMMES) {
      const held = series.filter((one) => one.programme === code && one.year === yearOf(today));
      const halves = held.map(({ closesAt }) => (Number(dayOf(closesAt).slice(5, 7)) <= 6 ? 1 : 2));
      expect([code, new Set(halves).size, held.length <= rounds]).toEqual([code, 2, true]);
    }
  });

  test('nothing of it happens after today', () => {
    for (const { parts, shippedAt, evaluatedAt, publishedAt } of series)
      for (const at of [
        ...[shippedAt, evaluatedAt, publishedAt],
        ...parts.flatMap(({ receivedAt, returned }) => [receivedAt, returned?.at ?? null]),
      ])
        expect(at === null || dayOf(at) <= today).toBe(true);
  });

  test('laboratories may ask for one round, and one of those that do not take part did', () => {
    const offered = series.flatMap(({ enrolment, parts }) => (enrolment === null ? [] : [{ ...enrolment, parts }]));
    expect(offered).toHaveLength(1);
    for (const { opensAt, closesAt, requests, parts } of offered) {
      expect([dayOf(opensAt) < today, dayOf(closesAt) > today, requests.length]).toEqual([true, true, 1]);
      expect(parts.some(({ institution }) => institution === requests[0]?.institution)).toBe(false);
      expect(requests.every(({ at, items }) => dayOf(at) < today && items.length > 0)).toBe(true);
    }
  });

  test('come out as the registers know them', () => {
    const { registers } = generateRegion(1, { jurisdiction: 'taiyuan', today });
    for (const one of series.filter(({ publishedAt }) => publishedAt !== null)) {
      const scores = graded(one).scores.map(({ institution, item, outcome }) => `${institution} ${item} ${outcome}`);
      const known = registers['eqa-outcome']
        .map(({ row }) => row)
        .filter((row) => row.organiser === one.organiser && row.round === one.round)
        .filter((row) => one.items.some(({ item }) => item === row.item));
      expect(known.length).toBeGreaterThan(20);
      expect(known.filter((row) => !scores.includes(`${row.institution} ${row.item} ${row.outcome}`))).toEqual([]);
    }
  });
});

test('the pair that returned the same is found in each of twenty regions, and no other; also with three or four of fifteen results altered', () => {
  const found = Array.from({ length: 20 }, (_, seed) => {
    const series = eqaSeries(seed, world, day('2026-11-26'));
    const named = (altered: number): readonly string[] =>
      series.flatMap(({ round, parts }) => alikeBut(parts, altered).map((pair) => `${round} ${pair}`));
    return [named(0), named(3), named(4)];
  });
  const copied = COPIERS.map((role) => world.code(role)).join(' ');
  expect(new Set(found.flatMap(([whole = []]) => whole))).toEqual(new Set([`2026-11-甲功 ${copied}`]));
  expect(found.map((named) => named.map(({ length }) => length))).toEqual(Array.from({ length: 20 }, () => [1, 1, 1]));
});

/** Pairs that somebody should look at, when the one who copies has altered some results. */
function alikeBut(parts: EqaSeries['parts'], altered: number): readonly string[] {
  const copier = world.code(COPIERS[1]);
  return alike(parts, (institution, { reported }, place) =>
    institution === copier && place < altered ? alter(reported) : reported,
  );
}
