import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { formatInstant, parseInstant } from '../kernel/day.ts';
import { must } from '../kernel/result.ts';
import { endOfWeek, owesReturn, returnDueOn, returnOwedAt, timelinessOf, weekOf, weeksOver } from './weeks.ts';

const at = (text: string) => must(parseInstant(text));
const FIRST = '2024-05-27' as Day;

describe('the first return (taiyuan-2024.7.4#03)', () => {
  test('is of 27 May to 2 June 2024, and due on Monday, 3 June', () => {
    expect([weekOf('2024-06-02' as Day), endOfWeek(FIRST), returnDueOn(FIRST)]).toEqual([
      FIRST,
      '2024-06-02',
      '2024-06-03',
    ]);
    expect(formatInstant(returnOwedAt(FIRST))).toBe('2024-06-03T00:00:00+08:00');
  });

  test('is owed from the first moment of that Monday, and none before it', () => {
    expect(weeksOver(FIRST, at('2024-06-02T23:59:59+08:00'), 10)).toEqual([]);
    expect(weeksOver(FIRST, at('2024-06-03T00:00:00+08:00'), 10)).toEqual([FIRST]);
    expect(weeksOver(FIRST, at('2024-06-24T09:00:00+08:00'), 2)).toEqual(['2024-06-17', '2024-06-10']);
  });
});

test.each([
  ['public', 2, 'general', true],
  ['public', 1, 'general', false],
  ['private', 3, 'general', false],
  ['private', 0, 'independent-laboratory', true],
])('an institution that is %s, of level %i, %s: owes %s (taiyuan-2024.1#02)', (ownership, level, kind, owes) => {
  expect(owesReturn({ ownership, level, kind })).toBe(owes);
});

test('timeliness leaves out what still has time and what was released', () => {
  expect(timelinessOf(['submitted', 'submitted', 'late', 'missing', 'due', 'released'])).toEqual({
    due: 4,
    onTime: 2,
    late: 1,
    missing: 1,
  });
});
