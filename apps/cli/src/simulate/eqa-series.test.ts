import { evaluateRound, screenCollusion } from '@fujie/core/eqa';
import { describe, expect, test } from 'vitest';

import { day } from './calendar.ts';
import type { EqaSeries } from './eqa-series.ts';
import { COPIERS, eqaSeries } from './eqa-series.ts';
import { generateRegion } from './region.ts';
import { planWorld } from './world.ts';

const world = planWorld('taiyuan');
const DAYS = ['2026-11-26', '2027-01-05', '2026-07-31'].map(day);

function graded({ items, samples, targets, parts }: EqaSeries) {
  return evaluateRound({
    ...{ items, samples, excluded: [], decisions: [] },
    known: targets.map((one) => ({ ...one, variant: 'A', accepted: null })),
    participants: parts.map(({ institution, items: own, returned }) => ({
      ...{ institution, items: own, excused: [], variant: 'A', results: returned?.results ?? [] },
      status: returned === null ? 'not participating' : 'submitted',
    })),
  });
}

describe.each(DAYS)('rounds of a region that stands at %s', (today) => {
  const series = eqaSeries(1, world, today);

  test('stand one in each state, at any time of the year', () => {
    expect(
      series.map(({ shippedAt, evaluatedAt, publishedAt }) =>
        [shippedAt, evaluatedAt, publishedAt].map((at) => at !== null),
      ),
    ).toEqual([
      [true, true, true],
      [true, true, true],
      [true, true, false],
      [true, false, false],
      [false, false, false],
    ]);
    expect(new Set(series.map(({ round }) => round)).size).toBe(5);
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

  test('hold one pair that returned the same, which is found, and no other', () => {
    const pairs = series.flatMap(({ round, parts }) =>
      screenCollusion(
        parts.flatMap(({ institution, returned }) =>
          returned === null
            ? []
            : {
                ...{ laboratory: institution, returnedAt: returned.at },
                results: returned.results.map(({ item, sample, reported, unit }) => ({
                  ...{ item: `${item}|${sample}`, reported },
                  ...(unit === null ? {} : { unit }),
                })),
              },
        ),
      )
        .filter(({ isForReview }) => isForReview)
        .map(({ laboratories, identical }) => ({ round, laboratories, identical })),
    );
    expect(pairs).toEqual([
      { round: series[2]?.round, laboratories: COPIERS.map((role) => world.code(role)), identical: 15 },
    ]);
  });
});
