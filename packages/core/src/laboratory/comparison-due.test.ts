import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import type { ComparedItem } from './comparison-due.ts';
import { comparisonsDue, isComparedFor } from './comparison-due.ts';

const RULES = { interval: 183, ahead: 30 };
const owed = (today: string, ...items: readonly ComparedItem[]) => comparisonsDue(items, RULES, today as Day);
const item = (
  code: string,
  since: string,
  comparedOn: string | null = null,
  kind: ComparedItem['kind'] = 'alternative',
) => ({
  ...{ item: code, kind, since: since as Day },
  comparedOn: comparedOn as Day | null,
});
const over = '2026-07-12';

// henan-2025.lab.8#03; 183 days after 2026-01-10 is 2026-07-12.
test('is told 30 days before the interval since the last comparison is over, and not a day earlier', () => {
  const vma = item('VMA', '2020-01-01', '2026-01-10');
  expect(owed('2026-06-11', vma)).toEqual([]);
  expect(owed('2026-06-12', vma)).toEqual([{ kind: 'alternative', over, due: over, items: ['VMA'] }]);
  expect(owed(over, vma)).toEqual([{ kind: 'alternative', over, due: over, items: ['VMA'] }]);
});

test('counts what was never compared from the day on which it was first run, and gives the whole notice where nobody was told in time', () => {
  expect(owed('2026-06-12', item('VMA', '2026-01-10'))).toEqual([
    { kind: 'alternative', over, due: over, items: ['VMA'] },
  ]);
  expect(owed('2026-07-13', item('VMA', '2026-01-10'))).toEqual([
    { kind: 'alternative', over, due: '2026-08-12', items: ['VMA'] },
  ]);
});

// Nothing that must happen is given up because it is long ago: 2026-06-11 is the 15th end of an interval since 2018-12-05.
test('asks anew in each interval for what was not compared in many', () => {
  const days = (today: string) => owed(today, item('VMA', '2018-12-05')).map(({ over: day }) => day);
  expect([days('2026-06-10'), days('2026-11-10'), days('2026-11-11')]).toEqual([
    ['2026-06-11'],
    ['2026-06-11'],
    ['2026-12-11'],
  ]);
});

test('was compared for an interval on its last but one day, and on its first no more', () => {
  const isCompared = (on: string) => isComparedFor(over as Day, on as Day, RULES);
  expect([isCompared('2026-01-10'), isCompared('2026-01-11'), isComparedFor(over as Day, null, RULES)]).toEqual([
    ...[false, true, false],
  ]);
});

// henan-2025.lab.8#04.
test('asks for bedside tests apart from items without EQA, and joins what falls due on one day', () => {
  const found = owed(
    over,
    item('VMA', '2020-01-01', '2026-01-10'),
    item('GLU_POCT', '2020-01-01', '2026-01-10', 'bedside'),
    item('ALD', '2020-01-01', '2026-01-10'),
  );
  expect(found.map(({ kind, items }) => [kind, items])).toEqual([
    ['alternative', ['ALD', 'VMA']],
    ['bedside', ['GLU_POCT']],
  ]);
});
