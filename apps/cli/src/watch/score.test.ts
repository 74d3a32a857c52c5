import { DEFAULT_WATCH } from '@fujie/core/watch';
import { expect, test } from 'vitest';

import type { Score } from './score.ts';
import { scoreWatch } from './score.ts';

const LIFE = { seed: 1, users: 240, weeks: 2, plants: 10 };

/** The least that the watch must tell, and the most that it may tell wrongly; what it reaches stands in docs/decisions/0035-watching.md. */
const LEAST = { all: 0.88, rule: 0.7 };
const MOST_PER_1000_USERS_AND_WEEK = 90;

const sensitivity = ({ found, planted }: Pick<Score, 'found' | 'planted'>): number => found / planted;

test('planted abuses are told, each kind of them, with few false alarms', () => {
  const score = scoreWatch(LIFE, DEFAULT_WATCH);
  expect(score.planted).toBe(110);
  expect(sensitivity(score)).toBeGreaterThanOrEqual(LEAST.all);
  for (const rule of score.rules) expect([rule.rule, sensitivity(rule) >= LEAST.rule]).toEqual([rule.rule, true]);
  expect(score.rate).toBeLessThanOrEqual(MOST_PER_1000_USERS_AND_WEEK);
});

test('a watch that is blunt or nervous does not pass for a good one', () => {
  const blunt = scoreWatch(LIFE, { ...DEFAULT_WATCH, unrelatedPersons: 50, kinPersons: 50, switches: 500 });
  expect(sensitivity(blunt)).toBeLessThan(LEAST.all);
  const nervous = scoreWatch(LIFE, { ...DEFAULT_WATCH, unrelatedPersons: 1, ownDeviations: 2, peerDeviations: 2 });
  expect(nervous.rate).toBeGreaterThan(MOST_PER_1000_USERS_AND_WEEK);
});

test('the same seed gives the same score, another another', () => {
  const small = { ...LIFE, users: 60, weeks: 1, plants: 2 };
  expect(scoreWatch(small, DEFAULT_WATCH)).toEqual(scoreWatch(small, DEFAULT_WATCH));
  expect(scoreWatch({ ...small, seed: 2 }, DEFAULT_WATCH)).not.toEqual(scoreWatch(small, DEFAULT_WATCH));
});
