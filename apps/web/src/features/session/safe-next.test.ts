import { expect, test } from 'vitest';

import { safeNext } from './safe-next.ts';

test('after signing in one returns to a page of this site only', () => {
  expect(safeNext('/explain/abc?item=ALT')).toBe('/explain/abc?item=ALT');
  expect(safeNext('//evil.example/')).toBeNull();
  expect(safeNext('https://evil.example/')).toBeNull();
  expect(safeNext('/\\evil.example')).toBeNull();
  expect(safeNext('/login?next=/login')).toBeNull();
  expect(safeNext(undefined)).toBeNull();
});
