import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';

import { expect, test } from 'vitest';

import type { Cipher } from './key-ring.ts';
import { CIPHERS, KeyRing, keyNumberOf, NotOurs } from './key-ring.ts';

const KEY = randomBytes(32);

function ring(cipher: Cipher = 'aes-256-gcm'): KeyRing {
  const made = new KeyRing(cipher);
  made.add(1, KEY, true);
  return made;
}

test.each(CIPHERS)('what %s seals comes back, texts as texts and bytes as bytes, short and long', (cipher) => {
  const keys = ring(cipher);
  for (const value of ['', '张三', '张三 13800138000 '.repeat(500), Buffer.from([0, 255, 1]), randomBytes(5000)]) {
    const stored = keys.seal(value);
    expect(keyNumberOf(stored)).toBe(1);
    expect(keys.open(stored)).toEqual(value);
    expect(stored.includes('13800138000')).toBe(false);
    expect(keys.seal(value).equals(stored)).toBe(false);
  }
});

test('values of both ciphers stand side by side, and of older keys beside newer ones', () => {
  const [aes, sm4] = [ring('aes-256-gcm'), ring('sm4')];
  expect(sm4.open(aes.seal('甲'))).toBe('甲');
  expect(aes.open(sm4.seal('乙'))).toBe('乙');
  const before = aes.seal('丙');
  aes.add(2, randomBytes(32), false);
  expect(keyNumberOf(aes.seal('丁'))).toBe(1);
  aes.add(2, randomBytes(32), true);
  expect(keyNumberOf(aes.seal('丁'))).toBe(2);
  expect(aes.open(before)).toBe('丙');
});

test.each(CIPHERS)('a value of %s that was altered anywhere, or is of another ring, does not open', (cipher) => {
  const keys = ring(cipher);
  const stored = keys.seal('张三');
  for (let at = 6; at < stored.length; at++) {
    const altered = Buffer.from(stored);
    altered[at] = (altered[at] ?? 0) ^ 1;
    // The cipher byte may become that of the clear form: then the value is no name any more.
    if (at === 6) continue;
    expect(() => keys.open(altered)).toThrow(NotOurs);
  }
  // Nor with less of the tag, of which a part is guessed sooner than the whole.
  const short = keys.seal('');
  expect(() => keys.open(short.subarray(0, short.length - 12))).toThrow(NotOurs);
  const other = new KeyRing(cipher);
  other.add(1, randomBytes(32), true);
  expect(() => other.open(stored)).toThrow(NotOurs);
});

test('without a key nothing is sealed; what never was sealed comes back as it is', () => {
  expect(() => new KeyRing('sm4').seal('x')).toThrow('no data key');
  const plain = Buffer.from('{"resourceType":"Patient"}');
  expect(ring().open(plain)).toBe(plain);
  expect(keyNumberOf(plain)).toBe(0);
});

test('the SM4 form is SM4 in counter mode under a key that follows from the data key', () => {
  const stored = ring('sm4').seal('张三');
  const key = Buffer.from(hkdfSync('sha256', KEY, '', 'sm4-ctr', 16));
  const again = createCipheriv('sm4-ctr', key, stored.subarray(12, 28)).update('张三');
  expect(stored.subarray(60).equals(again)).toBe(true);
});
