import { beforeAll, expect, test } from 'vitest';

import i18next from 'i18next';

import { zh } from '../i18n/zh.ts';
import { placeOf } from './problem-spot.ts';

beforeAll(async () => {
  await i18next.init({ lng: 'zh', resources: { zh: { translation: zh } } });
});

const spot = { code: 'invalid', message: 'it lies before it begins', messageZh: '早于开始日期' };

test('a fault is told with its field by name, without the part of the request that it was sent in', () => {
  expect(placeOf({ ...spot, path: 'body.closesAt' })).toEqual({ text: '截止时间', isNamed: true });
  expect(placeOf({ ...spot, path: 'body.results[0].reported' })).toEqual({
    text: '结果 · 第 1 项 · 报告值',
    isNamed: true,
  });
  expect(placeOf({ ...spot, path: 'querystring.from' })).toEqual({ text: '开始', isNamed: true });
  expect(placeOf({ ...spot, path: '' })).toEqual({ text: '', isNamed: false });
});

test('what has no name is told as it was sent', () => {
  expect(placeOf({ ...spot, path: 'body.rows[2].sdpa' })).toEqual({ text: 'rows[2].sdpa', isNamed: false });
});
