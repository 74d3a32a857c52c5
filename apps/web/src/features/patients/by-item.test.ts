import type { ResultView } from '@fujie/wire/contracts';
import { describe, expect, test } from 'vitest';

import { ageInYears } from '../../ui/age-in-years.ts';
import { groupByItem, groupByReport, richestOf, trendOf } from './by-item.ts';

const base: ResultView = {
  id: 'r1',
  version: 1,
  reportId: 'rep1',
  reportNumber: 'N1',
  institution: { code: 'A', nameZh: '甲医院', nameEn: null },
  item: { code: 'CREA', nameZh: '肌酐', nameEn: 'Creatinine', category: 'chemistry', kind: 'laboratory' },
  name: '肌酐',
  status: 'final',
  collectedAt: '2024-05-01T08:00:00+08:00',
  reportedAt: '2024-05-01T10:00:00+08:00',
  value: '80',
  valueNumber: 80,
  unit: 'umol/L',
  itemValue: 80,
  itemUnit: 'umol/L',
  referenceLow: 57,
  referenceHigh: 97,
  referenceText: null,
  flag: 'N',
  method: '酶法',
  content: 'data',
  marks: ['晋HR'],
};

describe('results by item', () => {
  test('results of several institutions under one item form one group, newest sampling first', () => {
    const later = {
      ...base,
      id: 'r2',
      institution: { code: 'B', nameZh: '乙医院', nameEn: null },
      collectedAt: '2024-05-09T08:00:00+08:00',
    };
    const [group, ...rest] = groupByItem([base, later]);
    expect(rest).toEqual([]);
    expect(group?.results.map((r) => r.id)).toEqual(['r2', 'r1']);
  });
  test('a result without an item of the region is kept under its printed name', () => {
    expect(groupByItem([{ ...base, item: null, name: '特殊项目' }])[0]?.nameZh).toBe('特殊项目');
  });
});

describe('trend', () => {
  test('the reference band is converted with the result that carries it', () => {
    const old = {
      ...base,
      value: '0.9',
      valueNumber: 0.9,
      unit: 'mg/dL',
      itemValue: 79.56,
      referenceLow: 0.6,
      referenceHigh: 1.1,
    };
    const group = groupByItem([old])[0];
    const trend = group === undefined ? null : trendOf(group);
    expect(trend?.unit).toBe('umol/L');
    expect(trend?.low).toBeCloseTo(53.04, 2);
    expect(trend?.high).toBeCloseTo(97.24, 2);
  });
  test('a value that could not be converted is not drawn among converted ones', () => {
    const group = groupByItem([base, { ...base, id: 'r3', itemValue: null, valueNumber: 0.9, unit: 'arb' }])[0];
    expect(group === undefined ? null : trendOf(group)?.line.map((p) => p.result.id)).toEqual(['r1']);
  });
  test('without any number there is no trend', () => {
    const group = groupByItem([{ ...base, valueNumber: null, itemValue: null, value: '阳性' }])[0];
    expect(group === undefined ? 'no group' : trendOf(group)).toBeNull();
  });
});

describe('results by report', () => {
  test('a report counts its abnormal results and collects the marks printed on it', () => {
    const [report] = groupByReport([
      base,
      { ...base, id: 'r2', flag: 'H', marks: [] },
      { ...base, id: 'r3', flag: null, marks: ['全国HR'] },
    ]);
    expect(report?.abnormal).toBe(1);
    expect(report?.marks).toEqual(['晋HR', '全国HR']);
  });
});

test('age counts completed years only', () => {
  expect(ageInYears('1980-05-20', '2024-05-19')).toBe(43);
  expect(ageInYears('1980-05-20', '2024-05-20')).toBe(44);
  expect(ageInYears('2030-01-01', '2024-05-20')).toBeNull();
  expect(ageInYears(null, '2024-05-20')).toBeNull();
});

test('the item that is shown first is the one with the most results, the first of several', () => {
  const of = (code: string, id: string): ResultView => ({
    ...base,
    id,
    item: { code, nameZh: code, nameEn: code, category: 'chemistry', kind: 'laboratory' },
  });
  const groups = groupByItem([of('K', '1'), of('GLU', '2'), of('GLU', '3'), of('UA', '4'), of('UA', '5')]);
  expect(richestOf(groups)?.key).toBe(groups.find((group) => group.results.length === 2)?.key);
  expect(richestOf([])).toBeNull();
});
