import { expect, test } from 'vitest';

import { isWhole, panelFaults, targetsOf } from './target-rows.ts';

const of = { item: 'ALT', kind: 'experts', variant: 'A', group: '', samples: ['1', '2'], isMeasured: true } as const;
const named = { item: 'ALT', variant: 'A', kind: 'experts' };

test('a panel is typed or pasted a laboratory a line; a dash is a sample it did not measure', () => {
  const panel = '甲院 40 80\n\n乙院\t41\t-\n丙院  42 82 ';
  expect(targetsOf(of, {}, panel)).toEqual([
    {
      ...{ ...named, sample: '1' },
      experts: [
        { laboratory: '甲院', value: 40 },
        { laboratory: '乙院', value: 41 },
        { laboratory: '丙院', value: 42 },
      ],
    },
    {
      ...{ ...named, sample: '2' },
      experts: [
        { laboratory: '甲院', value: 80 },
        { laboratory: '丙院', value: 82 },
      ],
    },
  ]);
  expect(isWhole(targetsOf(of, {}, panel))).toBe(true);
  for (const line of ['甲院 40', '甲院 40 80 120', '甲院 4o 80', '甲院 40,5 80', '甲院'])
    expect([line, isWhole(targetsOf(of, {}, line))]).toEqual([line, false]);
  expect(panelFaults(`${panel}\n甲院 40\n\n甲院 4o 80`, 2)).toEqual([5, 7]);
});

test('a value of a panel has its standard uncertainty behind ±, with or without spaces', () => {
  const panel = '甲院 40±0.4 80 ± 0.8\n乙院\t41 ± 0.5\t81\n丙院 42 +/- 0.6 82±0.9';
  expect(targetsOf(of, {}, panel).map(({ experts }) => experts)).toEqual([
    [
      { laboratory: '甲院', value: 40, uncertainty: 0.4 },
      { laboratory: '乙院', value: 41, uncertainty: 0.5 },
      { laboratory: '丙院', value: 42, uncertainty: 0.6 },
    ],
    [
      { laboratory: '甲院', value: 80, uncertainty: 0.8 },
      { laboratory: '乙院', value: 81 },
      { laboratory: '丙院', value: 82, uncertainty: 0.9 },
    ],
  ]);
  expect(isWhole(targetsOf(of, {}, panel))).toBe(true);
  for (const line of ['甲院 40± 80', '甲院 40±x 80', '甲院 40±-1 80', '甲院 ±1 80', '甲院 40±1±2 80'])
    expect([line, isWhole(targetsOf(of, {}, line))]).toEqual([line, false]);
});

test('values, accepted answers and what is taken back name their group', () => {
  const dry = { ...of, group: '干化学' };
  expect(targetsOf({ ...dry, kind: 'reference' }, { '1': '40 ', '1|u': '0.2' }, '')).toEqual([
    { ...named, kind: 'reference', group: '干化学', sample: '1', value: 40, uncertainty: 0.2 },
  ]);
  expect(targetsOf({ ...dry, isMeasured: false }, { '2': '阳性；弱阳性' }, '')).toEqual([
    { ...named, group: '干化学', sample: '2', accepted: ['阳性', '弱阳性'] },
  ]);
  expect(targetsOf({ ...dry, kind: 'consensus' }, {}, '')).toHaveLength(2);
  expect(isWhole([])).toBe(false);
  expect(isWhole(targetsOf({ ...dry, isMeasured: false }, { '1': '；' }, ''))).toBe(false);
});
