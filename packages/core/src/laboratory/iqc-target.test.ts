import { expect, test } from 'vitest';

import { cumulativeTarget } from '../iqc/index.ts';
import { parseInstant } from '../kernel/index.ts';
import type { ResultForTarget } from './iqc-target.ts';
import { NOT_JUDGED, OUT_OF_CONTROL, targetBasis } from './iqc-target.ts';

const at = (day: string) => {
  const parsed = parseInstant(`${day}T08:00+08:00`);
  if (!parsed.ok) throw new Error(day);
  return parsed.value;
};
const result = (id: number, day: string, more: Partial<ResultForTarget> = {}): ResultForTarget => ({
  ...{ id, value: 40 + (id % 3), measuredAt: at(day), purpose: 'routine', isOut: false },
  ...more,
});

// WS/T 641: what is in control of the months is pooled with the initial results.
test('the results of a lot are its initial ones and those of each month since, each that is left out with its reason', () => {
  const results = [
    result(1, '2024-05-02', { purpose: 'parallel' }),
    result(2, '2024-05-03'),
    result(3, '2024-05-20'),
    result(4, '2024-05-21', { isOut: true, value: 99 }),
    result(5, '2024-06-02', { purpose: 'parallel' }),
    result(6, '2024-06-03', { purpose: 'temporary' }),
    result(7, '2024-06-04', { isOut: true }),
    result(8, '2024-06-05'),
  ];
  const excluded = [{ result: 7, reason: '换错瓶' }];
  const { kept, leftOut, initial, months } = targetBasis(results, { excluded, since: at('2024-05-10') });
  expect(kept.map(({ id }) => id)).toEqual([1, 2, 3, 8]);
  expect(leftOut).toEqual([
    { result: 4, reason: OUT_OF_CONTROL },
    { result: 5, reason: NOT_JUDGED },
    { result: 7, reason: '换错瓶' },
  ]);
  expect([initial.length, months.map((month) => month.length)]).toEqual([2, [2, 3]]);
  expect(cumulativeTarget(initial, months)).toMatchObject({ n: 4, stage: 'cumulative', isTooFew: true });
});

test('a lot without a target has initial results alone, those in parallel among them', () => {
  const results = [result(1, '2024-05-02', { purpose: 'parallel' }), result(2, '2024-06-03')];
  const basis = targetBasis(results, { excluded: [], since: null });
  expect([basis.initial.length, basis.months, basis.leftOut]).toEqual([2, [], []]);
});
