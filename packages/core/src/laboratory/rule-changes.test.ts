import { expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { judgedOtherwise, rulesOfSystem } from './rule-changes.ts';

const version = (from: string, rules: readonly string[], more: object = {}) => ({
  ...{ key: 'H1|ALT-1', version: 1, from: from as Day, to: null },
  row: {
    ...{ institution: 'H1', code: 'ALT-1', item: 'ALT', instrument: 'AN-1', method: null, unit: 'U/L', levels: 2 },
    ...{ kind: 'quantitative' as const, rules, warnings: null, gate: null, rangeRule: null, windowMinutes: null },
    ...{ maxCv: null, tea: null, teaSource: null, pointOfCare: null, ...more },
  },
});
const [strict, loose] = [['1_2s', '1_3s'], ['1_3s']];
const may = version('2024-05-01', strict);

test.each([
  ['what was not there before', [], [may], []],
  ['the same rules', [may], [version('2024-05-01', strict, { method: 'IFCC', warnings: [], gate: 'none' })], []],
  ['a corrected entry', [may], [version('2024-05-01', loose)], [{ from: null, to: null }]],
  ['a gate', [may], [version('2024-05-01', strict, { gate: '1_2s' })], [{ from: null, to: null }]],
  ['a later entry', [may], [may, version('2024-06-01', loose)], [{ from: '2024-06-01', to: null }]],
  ['an earlier entry', [may], [version('2024-04-01', loose), may], [{ from: null, to: '2024-05-01' }]],
  [
    'an entry in between',
    [may, version('2024-06-01', loose)],
    [may, version('2024-05-20', loose)],
    [{ from: '2024-05-20', to: '2024-06-01' }],
  ],
  ['an entry that is withdrawn', [may, version('2024-06-01', loose)], [may], [{ from: '2024-06-01', to: null }]],
  ['the only entry, withdrawn', [may], [], [{ from: null, to: null }]],
])('of %s other rules hold for the days that they judge otherwise', (_, before, after, days) => {
  expect(judgedOtherwise(before, after, rulesOfSystem)).toEqual(days);
  expect(judgedOtherwise([...before].reverse(), [...after].reverse(), rulesOfSystem)).toEqual(days);
});

test('what judged nothing before is told late, and what judged is changed', () => {
  const lot = (from: string, word: string | null) => ({ ...may, from: from as Day, row: { word } });
  const changed = (before: readonly ReturnType<typeof lot>[], after: readonly ReturnType<typeof lot>[]) =>
    judgedOtherwise(before, after, ({ word }) => word);
  expect(changed([lot('2024-05-01', null)], [lot('2024-05-01', '阳性')])).toEqual([]);
  expect(changed([lot('2024-05-01', '阳性')], [lot('2024-05-01', null)])).toEqual([{ from: null, to: null }]);
  expect(changed([lot('2024-05-01', null), lot('2024-06-01', '阳性')], [lot('2024-05-01', '阴性')])).toEqual([
    { from: '2024-06-01', to: null },
  ]);
});
