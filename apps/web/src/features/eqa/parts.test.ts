import { expect, test } from 'vitest';

import { againOf } from './parts.ts';

const cell = (sample: string) => ({ institution: 'TY01', item: 'K', sample, reason: '粗差' });

test('another version holds what was decided before; what is decided anew stands in its place', () => {
  const before = { excluded: [cell('1')], decisions: [{ ...cell('2'), verdict: 'acceptable' as const }] };
  const anew = { ...cell('2'), verdict: 'unacceptable' as const };
  expect(againOf(before, { reason: '复核', excluded: [cell('3')], decisions: [anew] })).toEqual({
    reason: '复核',
    excluded: [cell('1'), cell('3')],
    decisions: [anew],
  });
});

test('what was left out or decided by mistake is taken back', () => {
  const before = { excluded: [cell('1'), cell('2')], decisions: [{ ...cell('1'), verdict: 'acceptable' as const }] };
  expect(againOf(before, { reason: '误剔除' }, cell('1'))).toEqual({
    reason: '误剔除',
    excluded: [cell('2')],
    decisions: [],
  });
});
