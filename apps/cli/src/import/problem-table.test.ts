import { expect, it } from 'vitest';

import { problemTable } from './problem-table.ts';

const problem = (row: number, column: string | null) => ({
  row,
  column,
  code: 'required',
  path: '',
  message: `Row ${String(row)}: empty`,
  messageZh: `第 ${String(row)} 行：为空`,
});

it('lines up rows and columns, and says how many faults are left out', () => {
  expect(problemTable([problem(3, 'nameZh'), problem(12, null), problem(13, 'code')], 2).split('\n')).toEqual([
    '行 Row  列 Column  问题 Problem',
    '3       nameZh     第 3 行：为空',
    '                   Row 3: empty',
    '12                 第 12 行：为空',
    '                   Row 12: empty',
    '… 另有 1 处 / and 1 more',
  ]);
});
