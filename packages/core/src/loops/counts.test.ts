import { expect, test } from 'vitest';

import { paretoOf } from './counts.ts';

test('the most frequent cause comes first, each with the share that they make up together', () => {
  expect(paretoOf('交接不清 3\n\n  身份核对遗漏：12 \nLate call, 5')).toEqual([
    { name: '身份核对遗漏', count: 12, upTo: 60 },
    { name: 'Late call', count: 5, upTo: 85 },
    { name: '交接不清', count: 3, upTo: 100 },
  ]);
});

test.each([
  '',
  '交接不清',
  '12',
  '：12',
  '交接不清 0',
  '交接不清 3\n设备',
  '交接不清 -3',
  '交接不清 1234567',
  '交接不清 1,234',
])('%j is none', (text) => {
  expect(paretoOf(text)).toBeNull();
});

test('a cause is named as it was written', () => {
  expect(paretoOf('夜班，交接不清: 3\n2 号楼 电梯 1')?.map(({ name }) => name)).toEqual([
    '夜班，交接不清',
    '2 号楼 电梯',
  ]);
});
