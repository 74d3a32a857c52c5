import { describe, expect, test } from 'vitest';

import { printReturnSheet, readReturnSheet } from './return-sheet.ts';

const SAMPLES = ['261211', '261221'];
const items = [
  {
    item: 'Ca',
    nameZh: '钙',
    unit: 'mmol/L',
    reported: { '261211': '2.31' },
    means: { method: '偶氮砷Ⅲ法', instrument: 'AN' },
    uncertaintyPercent: 3.5,
  },
  { item: 'Mg', nameZh: '镁', unit: null, reported: {}, means: {}, uncertaintyPercent: null },
];
const sheet = (rows: readonly (readonly string[])[]) => rows.map((cells, i) => ({ number: i + 1, cells }));
const faults = (rows: readonly (readonly string[])[]) =>
  readReturnSheet(sheet(rows), SAMPLES).problems.map(({ path, code }) => [path, code]);

describe('the sheet of a return', () => {
  test('is read back as it was printed, in any order of columns; empty cells are no results', () => {
    const printed = printReturnSheet(SAMPLES, items);
    expect(printed[0]).toEqual([
      '项目编码',
      '项目',
      '单位',
      '261211',
      '261221',
      '方法',
      '仪器',
      '试剂',
      '校准品',
      '扩展不确定度%',
    ]);
    const means = { method: '偶氮砷Ⅲ法', instrument: 'AN', reagent: null, calibrator: null };
    const read = { item: 'Ca', sample: '261211', reported: '2.31', unit: 'mmol/L', ...means, uncertaintyPercent: 3.5 };
    expect(readReturnSheet(sheet(printed), SAMPLES)).toEqual({
      results: [read],
      places: [{ row: 2, column: '261211' }],
      problems: [],
    });
    const turned = printed.map((cells) => [...cells].reverse());
    expect(readReturnSheet(sheet([['回报表'], ...turned]), SAMPLES)).toMatchObject({
      results: [read],
      places: [{ row: 3, column: '261211' }],
    });
  });

  test('names row and column of what is wrong', () => {
    const head = ['Code', '261211', '261221'];
    expect(faults([['x', 'y']])).toEqual([['rows[1]', 'no-header']]);
    expect(
      faults([
        ['项目编码', '261211', '261231'],
        ['Ca', '2.3', '2.4'],
      ]),
    ).toEqual([
      ['rows[1].261231', 'unknown-column'],
      ['rows[1].261221', 'missing-column'],
    ]);
    expect(faults([[...head, '261211'], ['Ca']])).toEqual([['rows[1].261211', 'repeated-column']]);
    expect(faults([head, ['', '2.3'], ['Ca', '2.3', '2.4', 'note']])).toEqual([
      ['rows[2].项目编码', 'required'],
      ['rows[3]', 'cell-outside-columns'],
    ]);
    const stated = (text: string) =>
      faults([
        [...head, 'Expanded uncertainty %'],
        ['Ca', '2.3', '', text],
      ]);
    expect([stated('3.5 %'), stated('３．５％'), stated('0'), stated('k')]).toEqual([
      ...[[], []],
      ...[0, 1].map(() => [['rows[2].扩展不确定度%', 'not-a-number']]),
    ]);
    const [first] = readReturnSheet(
      [
        { number: 1, cells: head },
        { number: 2, cells: ['Ca', ''], unreadable: [1] },
      ],
      SAMPLES,
    ).problems;
    expect(first).toMatchObject({ path: 'rows[2].261211', code: 'unreadable-cell' });
    expect(first?.messageZh).toContain('第 2 行“261211”列');
  });
});
