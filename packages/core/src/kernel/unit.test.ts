import { describe, expect, test } from 'vitest';

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
