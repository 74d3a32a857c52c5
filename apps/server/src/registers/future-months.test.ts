import type { Day } from '@fujie/core/kernel';
import type { Change } from '@fujie/core/registers';
import { expect, test } from 'vitest';

import { futureMonths } from './future-months.ts';

// henan-2025.mq.5#07
test.each([
  ['indicator-month', '2026-05', []],
  ['indicator-month', '2026-06', ['future-month']],
  ['department-indicator-month', '2026-05', []],
  ['department-indicator-month', '2026-06', ['future-month']],
  ['target-value', '2026-12', ['future-month']],
  ['discharge-count', '2026-06', ['future-month']],
  ['adverse-event-award', '2026-05', []],
  ['adverse-event-award', '2099-12', ['future-month']],
  ['department', '2026-12', null],
])('on 31 May a row of %s of %s', (register, month, codes) => {
  const change = { kind: 'add', key: '', entry: { number: 3, from: '2026-01-01', to: null, row: { month } } };
  const found = futureMonths(register, [change as unknown as Change], '2026-05-31' as Day);
  expect(found?.map(({ code }) => code) ?? null).toEqual(codes);
});
