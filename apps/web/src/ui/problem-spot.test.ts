import { expect, test } from 'vitest';

import { placeOf } from './problem-spot.ts';

test('a fault in a sentence of its own is told without the place in what was sent; one that only its place explains keeps it', () => {
  const spot = { message: 'closes before it opens', messageZh: '截止须晚于开放' };
  expect(placeOf({ ...spot, code: 'invalid', path: 'body.closesAt' })).toBe('');
  expect(placeOf({ ...spot, code: 'minLength', path: 'body.nameZh' })).toBe('nameZh');
  expect(placeOf({ ...spot, code: 'decimal-comma', path: 'body.results[0].reported' })).toBe('results[0].reported');
  expect(placeOf({ ...spot, code: 'no-text', path: '' })).toBe('');
});
