import { expect, test } from 'vitest';

import { parseInstant } from './day.ts';

test.each([
  ['2024-05-20T08:00+14:00', true],
  ['2024-05-20T08:00-12:00', true],
  ['2024-05-20T08:00+14:01', false],
  ['2024-05-20T08:00+99:00', false],
  ['2024-05-20T08:00+08:60', false],
])('a time is in a zone that exists: %s', (text, exists) => {
  expect(parseInstant(text).ok).toBe(exists);
});
