import { expect, test } from 'vitest';

import { sumYuan } from './yuan.ts';

test('cents add up, and an unknown price counts nothing', () => {
  expect(sumYuan(['0.10', '0.20', null])).toBe('0.30');
  expect(sumYuan([])).toBe('0.00');
});
