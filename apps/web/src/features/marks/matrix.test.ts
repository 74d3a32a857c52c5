import type { MarkView } from '@fujie/wire/contracts';
import { expect, test } from 'vitest';

import { matrixOf } from './matrix.ts';

const mark = (code: string, scope: string, label: string | null): MarkView => ({
  item: { code, nameZh: `项目${code}`, nameEn: `Item ${code}`, kind: 'laboratory', category: 'chemistry' },
  scope,
  scopeLabel: scope,
  label,
  reasons: [],
});
const marks = [
  mark('ALT', '14', '晋HR'),
  mark('ALT', 'CN', null),
  mark('K', '14', '晋HR'),
  mark('K', 'AGR:JJJ', '京津冀HR'),
];

test('an item is one row with a cell per scope, widest scope first', () => {
  const matrix = matrixOf(marks, { text: '', onlyWithout: false });
  expect(matrix.scopes.map((s) => s.scope)).toEqual(['CN', 'AGR:JJJ', '14']);
  expect(matrix.rows.map((row) => [row.item.code, [...row.byScope.keys()]])).toEqual([
    ['ALT', ['14', 'CN']],
    ['K', ['14', 'AGR:JJJ']],
  ]);
});

test('the filter finds what lacks a mark in any scope, and items by name', () => {
  expect(matrixOf(marks, { text: '', onlyWithout: true }).rows.map((row) => row.item.code)).toEqual(['ALT']);
  expect(matrixOf(marks, { text: 'item k', onlyWithout: false }).rows.map((row) => row.item.code)).toEqual(['K']);
});
