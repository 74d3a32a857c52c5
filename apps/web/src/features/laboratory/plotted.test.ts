import { describe, expect, test } from 'vitest';

import type { Plotted } from './plotted.ts';
import { EDGE, lotsOf, onScale, pairsOf, sinceFirst } from './plotted.ts';

describe('a point on a chart', () => {
  test('stands where it was measured up to the edge of the scale', () => {
    expect(onScale(0)).toEqual({ z: 0, beyond: null });
    expect(onScale(EDGE)).toEqual({ z: EDGE, beyond: null });
    expect(onScale(-EDGE)).toEqual({ z: -EDGE, beyond: null });
  });

  test('stands at the edge beyond it, and says on which side it went off', () => {
    expect(onScale(EDGE + 0.01)).toEqual({ z: EDGE, beyond: 'above' });
    expect(onScale(-121)).toEqual({ z: -EDGE, beyond: 'below' });
  });
});

describe('the charts of a level', () => {
  const measured = (...lots: readonly string[]) => lots.map((lot) => ({ lot }) as Plotted);
  const shown = (...lots: readonly string[]) => lotsOf(measured(...lots)).map(({ lot, own }) => [lot, own.length]);

  test('is one while a lot follows the one before it: the target steps', () => {
    expect(shown('A', 'A', 'B', 'B')).toEqual([[null, 4]]);
    expect(shown()).toEqual([]);
  });

  test('are one of each lot where two are measured in parallel, each by its own target', () => {
    expect(shown('A', 'A', 'B', 'A', 'B')).toEqual([
      ['A', 3],
      ['B', 2],
    ]);
  });
});

test('Youden plots are of any two levels, the first two at first', () => {
  expect(pairsOf(['H', 'L', 'M'])).toEqual([
    ['H', 'L'],
    ['H', 'M'],
    ['L', 'M'],
  ]);
  expect(pairsOf(['H'])).toEqual([]);
});

test('what happened on a day before the first result of a chart is not marked on it', () => {
  const first = [{ result: { measuredAt: '2024-05-20T08:00:00+08:00' } } as Plotted];
  const happened = ['2024-05-19T23:59:00+08:00', '2024-05-20T00:00:00+08:00', '2024-05-20T09:00:00+08:00'].map(
    (at) => ({ at }),
  );
  expect(sinceFirst(first, happened)).toEqual(happened.slice(1));
  expect(sinceFirst([], happened)).toEqual([]);
});
