import { expect, test } from 'vitest';

import { monthsUpTo, regionFigure } from './indicator-trend.ts';

const of = (standing: 'computed' | 'entered' | 'missing', value: number | null) => ({ standing, value });

// taiyuan-2024.5.2#02: what is counted and what is entered by hand are never one number.
test('the median of a region is of what was counted; of entries only where nobody has more', () => {
  const counted = [of('computed', 1), of('computed', 4), of('computed', null), of('entered', 90), of('missing', null)];
  expect(regionFigure(counted)).toEqual({
    ...{ standing: 'computed', median: 2.5, least: 1, greatest: 4, computed: 2, entered: 1, missing: 2 },
  });
  expect(regionFigure([of('entered', 90), of('missing', null)])).toMatchObject({ standing: 'entered', median: 90 });
  expect(regionFigure([of('computed', null)])).toMatchObject({ standing: null, median: null, missing: 1 });
});

test('months go back over the turn of a year', () => {
  expect(monthsUpTo('2025-02', 4)).toEqual(['2024-11', '2024-12', '2025-01', '2025-02']);
});
