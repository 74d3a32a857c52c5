import type { EqaOwnRound } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { isNoUncertainty, pasted, resultsOf, typedOf } from './return-rows.ts';

const item = (code: string, unit: string | null) =>
  ({ item: code, unit, kind: 'quantitative', criterion: { type: 'pct', percent: 15 }, passMark: 80 }) as const;
const round = {
  samples: ['1', '2'],
  items: [item('ALT', 'U/L'), item('K', 'mmol/L')],
} as unknown as EqaOwnRound['round'];
const usual = [{ item: 'ALT', method: 'IFCC', instrument: 'AN', reagent: null, calibrator: null }];

describe('the matrix of a return', () => {
  test('begins with what the laboratory measures by, and goes on from its latest version', () => {
    expect(typedOf({ returns: [], usual })).toEqual({ 'ALT|method': 'IFCC', 'ALT|instrument': 'AN' });
    const results = resultsOf(round, { 'ALT|1': ' 41.5 ', 'ALT|method': 'IFCC', 'K|2': '4.1', 'K|1': ' ' });
    expect(results).toEqual([
      {
        item: 'ALT',
        sample: '1',
        reported: '41.5',
        unit: 'U/L',
        method: 'IFCC',
        instrument: null,
        reagent: null,
        calibrator: null,
      },
      {
        item: 'K',
        sample: '2',
        reported: '4.1',
        unit: 'mmol/L',
        method: null,
        instrument: null,
        reagent: null,
        calibrator: null,
      },
    ]);
    const returns = [{ version: 1, results }] as unknown as EqaOwnRound['returns'];
    expect(typedOf({ returns, usual })).toEqual({ 'ALT|1': '41.5', 'ALT|method': 'IFCC', 'K|2': '4.1' });
  });

  test('states the uncertainty of an item with each of its results', () => {
    const results = resultsOf(round, { 'ALT|1': '40', 'ALT|2': '80', 'K|1': '4', 'ALT|uncertainty': ' 3.5 ' });
    expect(results.map(({ uncertaintyPercent }) => uncertaintyPercent)).toEqual([3.5, 3.5, undefined]);
    const returns = [{ version: 1, results }] as unknown as EqaOwnRound['returns'];
    expect(typedOf({ returns, usual })['ALT|uncertainty']).toBe('3.5');
    expect(['', ' 3.5', '0', '-1', '101', '3,5', 'x'].map(isNoUncertainty)).toEqual([
      ...[false, false, true, true, true, true, true],
    ]);
  });

  test('takes a block from a spreadsheet, and nothing beyond its edges', () => {
    const block = '40\t41\tIFCC\n4.0\t4.1\tISE\n1\t2\t3\n';
    expect(pasted(round, { 'K|instrument': 'B' }, { item: 'ALT', column: '1' }, block)).toEqual({
      ...{ 'ALT|1': '40', 'ALT|2': '41', 'ALT|method': 'IFCC' },
      ...{ 'K|1': '4.0', 'K|2': '4.1', 'K|method': 'ISE', 'K|instrument': 'B' },
    });
    expect(pasted(round, {}, { item: 'K', column: 'calibrator' }, 'C\t2.5\tD')).toEqual({
      ...{ 'K|calibrator': 'C', 'K|uncertainty': '2.5' },
    });
  });
});
