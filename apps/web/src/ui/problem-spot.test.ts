import { expect, test } from 'vitest';

import { placeOf } from './problem-spot.ts';

test('a fault is told with its field, without the part of the request that it was sent in', () => {
  const spot = { code: 'invalid', message: 'it lies before it begins', messageZh: '早于开始日期' };
  expect(placeOf({ ...spot, path: 'body.to' })).toBe('to');
  expect(placeOf({ ...spot, path: 'body.results[0].reported' })).toBe('results[0].reported');
  expect(placeOf({ ...spot, path: 'querystring.from' })).toBe('from');
  expect(placeOf({ ...spot, path: '' })).toBe('');
});
