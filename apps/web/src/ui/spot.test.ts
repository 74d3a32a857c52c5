import { expect, test } from 'vitest';

import { spotOf } from './spot.ts';

test('a fault is found in the sheet by row and column', () => {
  expect(spotOf('rows[3].level')).toEqual({ row: '3', column: 'level' });
  expect(spotOf('rows[12]')).toEqual({ row: '12', column: null });
  expect(spotOf('header')).toEqual({ row: null, column: 'header' });
  expect(spotOf('')).toEqual({ row: null, column: null });
});
