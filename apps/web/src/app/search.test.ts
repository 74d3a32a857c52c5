import { expect, test } from 'vitest';

import { compact, dayParameter, oneOf, textOf } from './search.ts';

test('an address may say anything; only what is understood is kept', () => {
  expect(dayParameter({ on: '2024-05-20' }, 'on')).toBe('2024-05-20');
  expect(dayParameter({ on: 'yesterday' }, 'on')).toBeUndefined();
  expect(textOf({ q: 12 }, 'q')).toBe('12');
  expect(textOf({ q: { a: 1 } }, 'q')).toBeUndefined();
  expect(oneOf({ by: 'item' }, 'by', ['item', 'week'])).toBe('item');
  expect(oneOf({ by: 'moon' }, 'by', ['item', 'week'])).toBeUndefined();
  expect(compact({ a: undefined, b: 'x' })).toEqual({ b: 'x' });
});
