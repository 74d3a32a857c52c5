import { expect, test } from 'vitest';

import type { Candidate } from '../contracts/recognition.ts';
import { chartText } from './card-text.ts';

const RESULT: Candidate['result'] = {
  id: 'r1',
  version: 1,
  reportId: 'p1',
  reportNumber: 'NO-1',
  institution: { code: 'H1', nameZh: '太原第一医院', nameEn: null },
  item: null,
  name: 'ALT',
  status: 'final',
  collectedAt: '2024-05-18T08:00:00+08:00',
  reportedAt: '2024-05-19T11:00:00+08:00',
  value: '35',
  valueNumber: 35,
  unit: 'U/L',
  itemValue: 35,
  itemUnit: 'U/L',
  referenceLow: 7,
  referenceHigh: 40,
  referenceText: null,
  flag: null,
  method: '酶法',
  content: 'data',
  marks: ['晋HR'],
};

test('the chart shows the day of the report, keeps the time of sampling beside it, and says class and reasons', () => {
  expect(chartText('丙氨酸氨基转移酶', RESULT, { class: 'MUST', reasonsZh: [] })).toBe(
    '互认结果：丙氨酸氨基转移酶 35 U/L；太原第一医院；2024-05-19 报告；采集 2024-05-18 08:00；参考区间 7–40；方法 酶法；标识 晋HR；报告号 NO-1；判定 应当互认',
  );
  expect(
    chartText('丙氨酸氨基转移酶', RESULT, { class: 'MAY', reasonsZh: ['超出参考时限', '报告来源待核实'] }),
  ).toContain('判定 鼓励互认；理由 超出参考时限、报告来源待核实');
});

test('the day of sampling never stands for that of a report that states none', () => {
  expect(chartText('丙氨酸氨基转移酶', { ...RESULT, reportedAt: null }, { class: 'MAY', reasonsZh: [] })).toContain(
    '；— 报告；采集 2024-05-18 08:00；',
  );
});
