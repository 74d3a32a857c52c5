import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createSeal } from './seal.ts';

const seal = createSeal('a secret of at least thirty-two characters');

test('a handle leads back to its person and to no other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (id) => {
      expect(seal.personOf(seal.handleOf(id))).toBe(id);
    }),
  );
});

test('a handle with another number, another seal or another form is nobody', () => {
  const handle = seal.handleOf(42);
  expect(seal.personOf(handle.replace('p16', 'p17'))).toBeNull();
  expect(createSeal('another secret of thirty-two characters').personOf(handle)).toBeNull();
  for (const text of ['', 'p', '42', 'p16', `${handle}x`, 'p16-AAAAAAAAAAAAAAAA'])
    expect(seal.personOf(text)).toBeNull();
});

test('the same number under another kind or issuer has another token', () => {
  const tokens = [
    seal.token('resident-id', '', '1'),
    seal.token('health-card', '', '1'),
    seal.token('resident-id', 'x', '1'),
  ];
  expect(new Set(tokens.map((t) => t.toString('hex'))).size).toBe(3);
  expect(tokens[0]).toHaveLength(32);
});
