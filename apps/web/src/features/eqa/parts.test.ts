import { expect, test } from 'vitest';

import type { Evaluation } from './parts.ts';
import { againOf } from './parts.ts';

type Row = Evaluation['ungraded'][number];

const cell = (sample: string) => ({ institution: 'TY01', item: 'K', sample, reason: '粗差' });

test('another version holds what was decided before; what is decided anew stands in its place', () => {
  const before = { ungraded: [], excluded: [cell('1')], decisions: [{ ...cell('2'), verdict: 'acceptable' as const }] };
  const anew = { ...cell('2'), verdict: 'unacceptable' as const };
  expect(againOf(before, { reason: '复核', excluded: [cell('3')], decisions: [anew] })).toEqual({
    reason: '复核',
    ungraded: [],
    excluded: [cell('1'), cell('3')],
    decisions: [anew],
  });
});

test('what was left out or decided by mistake is taken back', () => {
  const decisions = [{ ...cell('1'), verdict: 'acceptable' as const }];
  const before = { ungraded: [], excluded: [cell('1'), cell('2')], decisions };
  expect(againOf(before, { reason: '误剔除' }, cell('1'))).toEqual({
    reason: '误剔除',
    ungraded: [],
    excluded: [cell('2')],
    decisions: [],
  });
});

test('samples that were withdrawn stay so, unless all that are to be are named', () => {
  const [one, two] = ['1', '2'].map((sample) => ({ item: 'K', sample, reason: '不均匀' })) as [Row, Row];
  const before = { ungraded: [one], excluded: [], decisions: [] };
  expect(againOf(before, { reason: '复核' }).ungraded).toEqual([one]);
  expect(againOf(before, { reason: '复核', ungraded: [two] }).ungraded).toEqual([two]);
  expect(againOf(before, { reason: '恢复', ungraded: [] }).ungraded).toEqual([]);
  expect(againOf(null, {}).ungraded).toEqual([]);
});
