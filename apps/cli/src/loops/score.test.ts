import { DEFAULT_CLOSURES } from '@fujie/core/closures';
import { expect, test } from 'vitest';

import type { KindScore } from './score.ts';
import { scoreClosures } from './score.ts';

const LIFE = { seed: 1, institutions: 6, loops: 2, plants: 5 };
/** What the law of a loop says of it is exact; a doubt is not. The figures that are reached stand in docs/decisions. */
const EXACT = ['late', 'missing', 'no-evidence', 'wrong-person', 'same-person', 'before-start', 'back-filled'];
const LEAST = 0.6;

const isExact = ({ kind }: KindScore): boolean => EXACT.includes(kind);

test('what is planted is found: each flaw of a loop, and most of those who fake over many loops', () => {
  const { kinds, works, loops } = scoreClosures(LIFE, DEFAULT_CLOSURES);
  expect(kinds.map(({ planted }) => planted)).toEqual(kinds.map(() => LIFE.plants));
  for (const { kind, planted, found, falseAlarms } of kinds.filter(isExact))
    expect([kind, found, falseAlarms]).toEqual([kind, planted, 0]);
  for (const { kind, planted, found, falseAlarms } of kinds.filter((one) => !isExact(one))) {
    expect([kind, found / planted >= LEAST]).toEqual([kind, true]);
    expect([kind, falseAlarms <= loops / 200]).toEqual([kind, true]);
  }
  expect(works).toHaveLength(8);
  for (const { title, planted, found } of works) {
    expect([title.zh, planted > 0]).toEqual([title.zh, true]);
    expect([title.zh, found / planted >= LEAST]).toEqual([title.zh, true]);
  }
});

test('detectors that are blunt or nervous do not pass for good ones', () => {
  const blunt = scoreClosures(LIFE, { ...DEFAULT_CLOSURES, copies: 50, bulkLoops: 50, soloLoops: 50, limitLoops: 50 });
  const found = (kind: string): number => blunt.kinds.find((one) => one.kind === kind)?.found ?? 0;
  for (const kind of ['COPIED_TEXT', 'IN_BULK', 'ONE_FOR_ALL', 'AT_THE_LIMIT']) expect(found(kind)).toBe(0);
  const nervous = scoreClosures(LIFE, {
    ...DEFAULT_CLOSURES,
    copies: 2,
    copiesPart: 0,
    fastLoops: 1,
    fastDeviations: 1,
  });
  expect(nervous.kinds.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0)).toBeGreaterThan(50);
});

test('the same seed gives the same score, another another', () => {
  const small = { ...LIFE, institutions: 2, loops: 1, plants: 2 };
  expect(scoreClosures(small, DEFAULT_CLOSURES)).toEqual(scoreClosures(small, DEFAULT_CLOSURES));
  expect(scoreClosures({ ...small, seed: 2 }, DEFAULT_CLOSURES)).not.toEqual(scoreClosures(small, DEFAULT_CLOSURES));
});
