import { describe, expect, it } from 'vitest';

import { convertUnit, ucumOf } from './units.ts';

describe('units', () => {
  it.each([
    ['mg/dL', 'mmol/L', 90, 180.156, 4.99567],
    ['umol/L', 'mg/dL', 88.4, 113.12, 0.99998],
    ['μmol/L', 'umol/L', 7, null, 7],
    ['×10^9/L', '10*9/L', 6.3, null, 6.3],
    ['10E12/L', '10*12/L', 4.5, null, 4.5],
    ['℃', '[degF]', 37, null, 98.6],
    ['g/dL', 'g/L', 13.5, null, 135],
    ['mg/L', 'mg/L', 0, null, 0],
    ['mg/dL', 'g/L', 0, null, 0],
  ] as const)('convert %s to %s', (from, to, value, mass, expected) => {
    expect(convertUnit(value, from, to, mass)).toBeCloseTo(expected, 4);
  });

  it.each([
    ['mg/dL', 'mmol/L', null],
    ['kg', 'U/L', null],
    ['nonsense', 'U/L', null],
  ] as const)('say that %s cannot become %s', (from, to, mass) => {
    expect(convertUnit(1, from, to, mass)).toBeNull();
  });

  it('read what laboratories print', () => {
    expect(['10^9/L', '*10^9/L', 'X10^9/L', '秒', 'mIU/L'].map(ucumOf)).toEqual([
      '10*9/L',
      '10*9/L',
      '10*9/L',
      's',
      'm[iU]/L',
    ]);
  });
});
