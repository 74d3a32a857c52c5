import { expect, test } from 'vitest';

import { personalIn, tellsOfCase } from './personal.ts';

test.each([
  ['患者 990101198001010018 已采纳', ['resident-id']],
  ['身份证 99010119800101001x', ['resident-id']],
  ['旧证 990101800101001', ['resident-id']],
  ['联系电话138 0000 1111', ['telephone']],
  ['１３８００００１１１１', ['telephone']],
  ['座机 0351-5625131', ['telephone']],
  ['2024-06-03 13800001111', ['telephone']],
  ['13900002222 2024-06-03', ['telephone']],
  ['12 138-0000-1111', ['telephone']],
  ['2024-06-03 990101 19800101 0018', ['resident-id']],
  ['a.b@health.example', ['e-mail']],
])('%s leads to a person', (text, kinds) => {
  expect(personalIn(text)).toEqual(kinds);
});

test.each([
  '一名六十余岁患者，节省 268.50 元，2024-06-03 采纳 12 项',
  '报告号 20240603-001',
  '2024-06-03 08:00 至 2024-06-04 09:30',
  '2024-06-03 2024-06-10',
  '',
])('%s leads to nobody', (text) => {
  expect(personalIn(text)).toEqual([]);
});

test.each([
  '一名六十余岁患者由外院转入',
  '患者 67岁',
  '2024-06-03 采纳',
  '6月3日入院',
  '住院号 A123',
  '床号：12',
  '报告 20240603',
  '张某采纳',
])('%s tells of one case', (text) => {
  expect(tellsOfCase(text)).toBe(true);
});

test.each(['调阅外院结果后采纳，未再抽血，患者少花 268.50 元', '检验科与临床每周核对一次互认目录', ''])(
  '%s tells of none',
  (text) => {
    expect(tellsOfCase(text)).toBe(false);
  },
);
