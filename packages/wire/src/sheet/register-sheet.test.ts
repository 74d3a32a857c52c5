import type { Day } from '@fujie/core/kernel';
import { parseRows, regions, REGISTERS } from '@fujie/core/registers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { guardFormula, printCsv, unguardFormula } from './csv.ts';
import { guideRows, headerRows, printSheet, readSheet } from './register-sheet.ts';

const numbered = (rows: readonly (readonly string[])[]): { number: number; cells: readonly string[] }[] =>
  rows.map((cells, i) => ({ number: i + 1, cells }));

const shanxi = {
  row: { code: '14', nameZh: '山西', nameEn: null, kind: 'province', markPrefix: '晋' },
  from: '2020-01-01' as Day,
  to: null,
  publisher: null,
  document: null,
};

describe('the sheet of a register', () => {
  it('carries each column in Chinese and English and reads back what it shows', () => {
    const sheet = printSheet(regions, [shanxi]);
    expect(sheet[0]).toEqual([
      '代码',
      '名称',
      '英文名称',
      '级别',
      '标识前缀',
      '生效日',
      '失效日（当日起失效）',
      '发布机关',
      '依据文件',
    ]);
    const read = readSheet(regions, numbered(sheet));
    expect(read.problems).toEqual([]);
    expect(parseRows(regions, read.rows).entries).toEqual([{ ...shanxi, number: 3 }]);
  });

  it('is read with columns in any order, by id, Chinese or English name, with empty rows and a title above', () => {
    const read = readSheet(
      regions,
      numbered([
        ['行政区划表'],
        [],
        ['In force from', '*代码', 'kind', '名称 nameZh'],
        ['2020-01-01', '14', 'province', '山西'],
        ['', '', '', ''],
      ]),
    );
    expect(read.problems).toEqual([]);
    expect(read.rows).toEqual([
      { number: 4, cells: { from: '2020-01-01', code: '14', kind: 'province', nameZh: '山西' } },
    ]);
  });

  it('names columns that are unknown, repeated or missing', () => {
    const read = readSheet(
      regions,
      numbered([
        ['代码', '名称', 'Code', '电话', '生效日'],
        ['14', '山西', '14', '1', '2020-01-01'],
      ]),
    );
    expect(read.problems.map((p) => [p.code, p.column])).toEqual([
      ['repeated-column', 'code'],
      ['unknown-column', null],
      ['missing-column', 'kind'],
    ]);
  });

  it('refuses a file without the header of the register', () => {
    expect(readSheet(regions, numbered([['14', '山西', 'province']])).problems.map((p) => p.code)).toEqual([
      'no-header',
    ]);
    expect(readSheet(regions, []).problems.map((p) => p.code)).toEqual(['no-header']);
  });

  it('refuses cells beyond the named columns, which would be lost', () => {
    const read = readSheet(
      regions,
      numbered([
        ['代码', '名称', '级别', '生效日'],
        ['14', '山西', 'province', '2020-01-01', 'x'],
      ]),
    );
    expect(read.problems.map((p) => [p.row, p.code])).toEqual([[2, 'cell-outside-columns']]);
  });

  it.each(REGISTERS.map((r) => [r.id, r] as const))(
    'of register %s is recognised by its own header and explained',
    (_id, register) => {
      expect(readSheet(register, numbered(headerRows(register)))).toEqual({ rows: [], problems: [] });
      expect(guideRows(register)).toHaveLength((headerRows(register)[0]?.length ?? 0) + 1);
    },
  );
});

describe('a csv cell', () => {
  it.each(['=1+1', '+cmd', '-x', '@SUM(A1)', '\t=1', '＝1', "'=1"])(
    'that begins like a formula (%s) is shown as text',
    (cell) => {
      expect(guardFormula(cell)).toBe(`'${cell}`);
    },
  );

  it('that is a number stays one', () => {
    expect(guardFormula('-1.5')).toBe('-1.5');
  });

  it('comes back as it was after guard and unguard', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '-', '+', '@', '1', 'a', '\t') }), (cell) => {
        expect(unguardFormula(guardFormula(cell))).toBe(cell);
      }),
    );
  });

  it('is quoted when it holds a comma, a quote or a line break', () => {
    expect(printCsv([['a,b', 'say "x"', 'l1\nl2', 'plain']])).toBe('"a,b","say ""x""","l1\nl2",plain\r\n');
  });
});
