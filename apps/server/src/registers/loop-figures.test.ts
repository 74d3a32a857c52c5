import type { Day } from '@fujie/core/kernel';
import type { LoopDefinition } from '@fujie/core/loops';
import type { Change } from '@fujie/core/registers';
import { expect, test } from 'vitest';

import { unfitFigures } from './loop-figures.ts';

const definition = {
  parameters: {
    recheck: { zh: '复查', en: 'Recheck', value: 24, unit: 'hour', source: 'local' },
    filed: { zh: '备案', en: 'Filed', value: 15, unit: 'workday', source: 'core-systems.13#04' },
  },
} as unknown as LoopDefinition;
const today = '2024-05-20' as Day;
const loopsOn = (day: Day): ReadonlyMap<string, LoopDefinition> =>
  day < '2024-01-01' ? new Map() : new Map([['critical-value/inpatient', definition]]);

function codes(row: object, from = '2024-06-01'): readonly (readonly [string, string | null])[] {
  const change = { kind: 'add', key: '', entry: { number: 3, from, to: null, row } } as unknown as Change;
  return unfitFigures([change], loopsOn, today).map(({ code, column }) => [code, column]);
}

const row = { loop: 'critical-value/inpatient', parameter: 'recheck', institution: 'H1', value: 48 };

test('a proposal may be set freely, what a document states only shorter', () => {
  expect(codes(row)).toEqual([]);
  expect(codes({ ...row, parameter: 'filed', value: 10 })).toEqual([]);
  expect(codes({ ...row, parameter: 'filed', value: 16 })).toEqual([['weakens-clause', 'value']]);
});

test('what no document declares is refused where it stands', () => {
  expect(codes({ ...row, loop: 'critical-value' })).toEqual([['unknown-figure', 'loop']]);
  expect(codes({ ...row, parameter: 'toString' })).toEqual([['unknown-figure', 'parameter']]);
});

test('a figure of the past is judged by the documents of today', () => expect(codes(row, '2020-01-01')).toEqual([]));
