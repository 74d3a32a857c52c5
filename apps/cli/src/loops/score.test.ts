import { DEFAULT_CLOSURES } from '@fujie/core/closures';
import { expect, test } from 'vitest';

import { plantLife, scoreClosures, totalsOf } from './score.ts';

const OPTIONS = { seed: 1, institutions: 5, loops: 2, plants: 2 };
const LIFE = plantLife(OPTIONS);
/** What the law of a loop says of it is exact; a doubt is not. The figures that are reached stand in docs/decisions. */
const EXACT = ['late', 'missing', 'no-evidence', 'wrong-person', 'same-person', 'before-start', 'back-filled'];
/** Of every kind of loop, whatever it is. */
const EVERYWHERE = [
  'late',
  'missing',
  'no-evidence',
  'wrong-person',
  'COPIED_TEXT',
  'IN_BULK',
  'TOO_FAST',
  'AT_THE_LIMIT',
];
const LEAST = 0.8;

test('what is planted in each of the eight kinds of loops is found: each flaw of a loop, and most of those who fake', () => {
  const { works, cells, loops } = scoreClosures(LIFE, DEFAULT_CLOSURES);
  expect(works).toHaveLength(8);
  for (const { id } of works)
    for (const kind of EVERYWHERE)
      expect([id, kind, cells.find((one) => one.work === id && one.kind === kind)?.planted]).toEqual([
        id,
        kind,
        OPTIONS.plants,
      ]);
  for (const { work, kind, planted, found, falseAlarms } of cells.filter((one) => EXACT.includes(one.kind)))
    expect([work, kind, found, falseAlarms]).toEqual([work, kind, planted, 0]);
  for (const { kind, planted, found, falseAlarms } of totalsOf(cells).filter((one) => !EXACT.includes(one.kind))) {
    expect([kind, found / planted >= LEAST]).toEqual([kind, true]);
    expect([kind, falseAlarms <= loops / 500]).toEqual([kind, true]);
  }
});

test('detectors that are blunt or nervous do not pass for good ones', () => {
  const none = { copies: 50, bulkLoops: 50, habitRuns: 50, soloLoops: 50, limitLoops: 50 };
  const blunt = scoreClosures(LIFE, { ...DEFAULT_CLOSURES, ...none });
  const found = (kind: string): number => totalsOf(blunt.cells).find((one) => one.kind === kind)?.found ?? 0;
  for (const kind of ['COPIED_TEXT', 'IN_BULK', 'ONE_FOR_ALL', 'AT_THE_LIMIT']) expect(found(kind)).toBe(0);
  const nervous = scoreClosures(LIFE, {
    ...DEFAULT_CLOSURES,
    copies: 2,
    copiesPart: 0,
    fastLoops: 1,
    fastDeviations: 1,
  });
  expect(nervous.cells.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0)).toBeGreaterThan(50);
});

test('the same seed gives the same score, another another', () => {
  const scoreOf = (seed: number) =>
    scoreClosures(plantLife({ seed, institutions: 1, loops: 1, plants: 1 }), DEFAULT_CLOSURES);
  expect(scoreOf(1)).toEqual(scoreOf(1));
  expect(scoreOf(2)).not.toEqual(scoreOf(1));
});
