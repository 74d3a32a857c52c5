import { describe, expect, test } from 'vitest';

import { flagSign } from './flag.ts';

describe('abnormal flags', () => {
  test('a high and a low result differ in sign, not only in colour', () => {
    expect(flagSign('H')?.arrow).toBe('↑');
    expect(flagSign('L')?.arrow).toBe('↓');
  });
  test('an unknown flag shows nothing instead of something wrong', () => {
    expect(flagSign('toString')).toBeNull();
    expect(flagSign(null)).toBeNull();
  });
});
