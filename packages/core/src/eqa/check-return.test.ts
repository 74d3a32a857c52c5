import { expect, test } from 'vitest';

import { checkReturn } from './check-return.ts';

const asked = {
  items: [{ item: 'ALT', kind: 'quantitative', unit: 'U/L', lowest: 0, highest: null }],
  samples: ['1'],
} as const;
const codesOf = (reported: string) =>
  checkReturn([{ item: 'ALT', sample: '1', reported, unit: 'U/L' }], asked).map(({ code }) => code);

test.each([
  ['999999999999.9', []],
  ['1000000000000', ['impossible-value']],
  ['-0.1', ['impossible-value']],
  ['3,1', ['decimal-comma']],
])('%s is said to be %j, also where the organiser names no highest value', (reported, codes) => {
  expect(codesOf(reported)).toEqual(codes);
});
