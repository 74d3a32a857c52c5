import { expect, test } from 'vitest';

import { newKey } from './new-key.ts';

test('a key fits what the server takes, and is another one each time', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});
