import { describe, expect, test } from 'vitest';

import { flagSign } from './flag.ts';
import { showUnit } from './unit.ts';

describe('units as reports print them', () => {
  test.each([
    ['umol/L', 'µmol/L'],
    ['10*9/L', '10⁹/L'],
    ['[iU]/mL', 'IU/mL'],
    ['k[iU]/L', 'kIU/L'],
    ['mmol/L', 'mmol/L'],
    ['U/L', 'U/L'],
    ['{ratio}', ''],
  ])('%s is printed %s', (unit, printed) => expect(showUnit(unit)).toBe(printed));
});

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
