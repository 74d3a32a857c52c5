import { expect, test } from 'vitest';

import { departmentMonthFaults, indicatorMonthFaults, targetValueFaults } from './target-rules.ts';

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
  ['05', null, null, []],
  ['05', 3, null, []],
  ['05', 2, 2, []],
  ['05', 3, 2, ['more-than-all']],
  ['05', 0, 0, []],
  ['05', 1, 0, ['denominator-zero']],
  ['05', null, 2, ['numerator-missing']],
  // Ratios and minutes (core-systems.cs35#20, #26, #27, #31).
  ...['20', '26', '27', '31'].map((indicator): [string, number, number, string[]] => [indicator, 3, 2, []]),
])('of indicator %s: %s of %s', (indicator, numerator, denominator, codes) => {
  expect(indicatorMonthFaults({ indicator, numerator, denominator }).map(({ code }) => code)).toEqual(codes);
});

// henan-2023.req.2#01
test.each([
  ['henan-2023.ind.5.2', null, null, null, []],
  ['henan-2023.ind.5.2', 2, 2, '统计', []],
  ['henan-2023.ind.5.2', 3, 2, '统计', ['more-than-all']],
  ['henan-2023.ind.5.2', 2, 2, ' ', ['basis-missing']],
  ['henan-2023.ind.5.2', null, 2, null, ['numerator-missing']],
  ['core-systems.cs35#05', 3, 2, '统计', ['more-than-all']],
  // Minutes, events for each discharge, an index and a time are no share; nor are ratios of the core systems.
  ...[
    'henan-2023.ind.3.1',
    'henan-2023.ind.4.12',
    'henan-2023.ind.5.1',
    'henan-2023.ind.5.6',
    'core-systems.cs35#20',
  ].map((indicator): [string, number, number, string, string[]] => [indicator, 3, 2, '统计', []]),
])('of a department, indicator %s: %s of %s by %s', (indicator, numerator, denominator, basis, codes) => {
  expect(departmentMonthFaults({ indicator, numerator, denominator, basis }).map(({ code }) => code)).toEqual(codes);
});
