import { expect, test } from 'vitest';

import { createVault } from './vault.ts';

const vault = createVault('a secret of at least thirty-two characters', 'test');

test('what was sealed opens in its place, and twice sealed looks different', () => {
  expect(vault.open(vault.seal('密钥', 'li'), 'li')).toBe('密钥');
  expect(vault.seal('x', 'li').equals(vault.seal('x', 'li'))).toBe(false);
});

test('it opens in no other place, for no other purpose, with no other secret, and not when changed', () => {
  const sealed = vault.seal('x', 'li');
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(vault.open(sealed, 'wang')).toBeNull();
  expect(createVault('a secret of at least thirty-two characters', 'other').open(sealed, 'li')).toBeNull();
  expect(createVault('another secret of thirty-two characters!', 'test').open(sealed, 'li')).toBeNull();
  expect([vault.open(changed, 'li'), vault.open(sealed.subarray(0, 20), 'li')]).toEqual([null, null]);
});
