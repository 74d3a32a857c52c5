import type { IqcLevel, IqcOverviewResponse } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { entryGrid, faultOf, filledCells, measurementOf, withoutSaved } from './entry-rows.ts';

type System = IqcOverviewResponse['systems'][number];

const lot = (level: string, of = 'A1'): IqcLevel => ({
  ...{
    product: 'QC',
    lot: of,
    level,
    nameZh: level,
    nameEn: null,
    levelClass: null,
    expiresOn: '2024-12-31',
    isInUse: true,
  },
});
const system = (code: string, materials: IqcLevel[]): System => ({
  ...{
    code,
    item: { code, nameZh: code, nameEn: null },
    instrument: { code: 'AN-1', nameZh: '分析仪', nameEn: null },
    method: null,
  },
  ...{ unit: 'U/L', kind: 'quantitative', levels: 2, rules: [], warnings: [], maxCv: null, tea: null, heldSince: null },
  ...{ today: 'missing', released: 0, lastRun: null, loop: null, recent: [], materials },
});

describe('the grid of fast entry', () => {
  const { columns, rows } = entryGrid(
    [system('ALT', [lot('N'), lot('P')]), system('AST', [lot('N')]), system('GGT', [])],
    [],
  );

  test('has a column for each lot and level, no cell where a system does not measure it, no row where it measures none', () => {
    expect(columns.map(({ level }) => level)).toEqual(['N', 'P']);
    expect(rows.map(({ cells }) => cells.map((cell) => cell !== null))).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  test('takes a lot that is added on every system', () => {
    const more = entryGrid([system('ALT', [lot('N')]), system('AST', [])], [lot('N', 'B2')]);
    expect(more.rows.map(({ cells }) => cells.map((cell) => cell !== null))).toEqual([
      [true, true],
      [false, true],
    ]);
  });

  test('sends what is filled in, and knows which cell each came from', () => {
    const values = { 'ALT|QC|A1|P': ' 120. ', 'AST|QC|A1|N': '31.5', 'ALT|QC|A1|N': '' };
    const given = { measuredAt: '2024-05-20T08:00+08:00', purpose: 'routine', operator: ' ' } as const;
    const filled = filledCells(rows, values);
    expect(filled.map(({ key }) => key)).toEqual(['ALT|QC|A1|P', 'AST|QC|A1|N']);
    expect(filled.map((cell) => measurementOf(cell, given))).toEqual([
      {
        ...{ system: 'ALT', product: 'QC', lot: 'A1', level: 'P', value: '120', unit: 'U/L' },
        ...{ measuredAt: '2024-05-20T08:00+08:00', purpose: 'routine' },
      },
      {
        ...{ system: 'AST', product: 'QC', lot: 'A1', level: 'N', value: '31.5', unit: 'U/L' },
        ...{ measuredAt: '2024-05-20T08:00+08:00', purpose: 'routine' },
      },
    ]);
  });
});

test.each([
  ['41', null],
  ['41.', null],
  ['-0.25', null],
  ['41,5', 'comma'],
  ['41，5', 'comma'],
  ['4 1', 'notNumber'],
  ['>41', 'notNumber'],
])('a reading %s is as it should be, or says what it lacks', (reading, fault) => {
  expect(faultOf('quantitative', reading)).toBe(fault);
  expect(faultOf('qualitative', reading)).toBeNull();
});

test('what was typed while the others were saved stays', () => {
  const saved = [
    { key: 'K', value: '4.1' },
    { key: 'GLU', value: '5' },
  ];
  expect(withoutSaved({ K: ' 4.1', GLU: '5.2', ALT: '40' }, saved)).toEqual({ GLU: '5.2', ALT: '40' });
});
