import { expect, test } from 'vitest';

import { indicatorMonthFaults, targetValueFaults } from './target-rules.ts';

// henan-2023.t3.1#02
test.each([
  [2026, '2026-01', []],
  [2026, '2026-12', []],
  [2026, '2025-12', ['other-year']],
  [2026, '2027-01', ['other-year']],
])('of a target of %i a value of %s', (year, month, codes) => {
  expect(targetValueFaults({ year, month }).map(({ code }) => code)).toEqual(codes);
});

// henan-2025.mq.5#07
test.each([
  [null, null, []],
  [3, null, []],
  [3, 2, []],
  [0, 0, []],
  [1, 0, ['denominator-zero']],
  [null, 2, ['numerator-missing']],
])('%s of %s', (numerator, denominator, codes) => {
  expect(indicatorMonthFaults({ numerator, denominator }).map(({ code }) => code)).toEqual(codes);
});
