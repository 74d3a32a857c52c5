import { expect, test } from 'vitest';

import { testSystems } from './iqc-definitions.ts';
import { parseCell } from './parse-cell.ts';
import { allowableErrors, qualityRequirements } from './quality-definitions.ts';

test.each([
  ['percent', allowableErrors.columns.percent, '1000'],
  ['units', allowableErrors.columns.units, '1000000000000'],
  ['cut', allowableErrors.columns.cut, '1000000000000'],
  ['maxCv', qualityRequirements.columns.maxCv, '1000'],
  ['classMaxCv', qualityRequirements.columns.classMaxCv, '1000'],
  ['maxSd', qualityRequirements.columns.maxSd, '1000000000000'],
  ['sdBelow', qualityRequirements.columns.sdBelow, '1000000000000'],
  ['tea', testSystems.columns.tea, '1000'],
  ['maxCv of a system', testSystems.columns.maxCv, '1000'],
])('what is allowed has a bound, and what lies beyond it is refused by name: %s', (_, column, most) => {
  expect(parseCell(column, most)).toEqual({ ok: true, value: Number(most) });
  expect(parseCell(column, `${most}1`)).toMatchObject({
    ...{ ok: false, fault: { code: 'out-of-range', remedy: { en: `write at least 0 and at most ${most}` } } },
  });
  expect(parseCell(column, '1e300')).toMatchObject({ ok: false, fault: { code: 'out-of-range' } });
});
