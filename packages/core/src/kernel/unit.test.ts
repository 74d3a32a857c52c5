import { describe, expect, test } from 'vitest';

import { showUnit } from './unit.ts';

describe('units as reports print them', () => {
  test.each([
    ['umol/L', 'µmol/L'],
    ['10*9/L', '10⁹/L'],
    ['[iU]/mL', 'IU/mL'],
    ['k[iU]/L', 'kIU/L'],
    ['m[IU]/L', 'mIU/L'],
    ['u[IU]/mL', 'µIU/mL'],
    ["k[arb'U]/L", 'kAU/L'],
    ['{Log_IU}/mL', 'log IU/mL'],
    ['mL/min/{1.73_m2}', 'mL/min/1.73 m²'],
    ['mg{FEU}/L', 'mg/L FEU'],
    ['mmol/(24.h)', 'mmol/24 h'],
    ['/uL', '/µL'],
    ['1', ''],
    ['mmol/L', 'mmol/L'],
    ['U/L', 'U/L'],
    ['{ratio}', ''],
  ])('%s is printed %s', (unit, printed) => expect(showUnit(unit)).toBe(printed));
});
