import { createElement } from 'react';
import { expect, test } from 'vitest';

import { labelled } from './data-table.tsx';

const labelsOf = (title: unknown) =>
  labelled<object>([{ title: title as string }]).map((column) => column.onCell?.({}) ?? null);

test('a card names each figure as the head of its column does, whether or not that is marked up', () => {
  expect(labelsOf('到期')).toEqual([{ 'data-label': '到期' }]);
  expect(labelsOf(createElement('abbr', { title: '标本类型错误率' }, 'HN-01'))).toEqual([{ 'data-label': 'HN-01' }]);
});

test('a column without words at its head is named by none', () => {
  expect([labelsOf(''), labelsOf(undefined), labelsOf(createElement('hr'))]).toEqual([[null], [null], [null]]);
});
