import { expect, test } from 'vitest';

import { deviates } from './deviation.ts';
import { doubtWindows, isInDoubt } from './doubt.ts';
import { halfYearOf } from './half-year.ts';
import { footnoteOf } from './print.ts';
import { createScopes, DEFAULT_SCOPES } from './scope.ts';
import { dayTextOf, minutesOf } from './time.ts';

test('a scope contains what lies below it, and an agreement what lies below its members', () => {
  const inside = [
    ['CN', '510104'],
    ['CN', 'AGR:JJJ'],
    ['51', '5101'],
    ['51', '510104'],
    ['5101', '510104'],
    ['AGR:CY', '500103'],
    ['AGR:CY', '51'],
    ['AGR:JJJ', 'AGR:JJJ'],
  ] as const;
  const outside = [
    ['51', 'CN'],
    ['5101', '51'],
    ['AGR:JJJ', '140106'],
    ['11', 'AGR:JJJ'],
    ['AGR:CY', 'CN'],
    ['AGR:CY', 'AGR:JJJ'],
    ['510104', '510105'],
  ] as const;
  for (const [outer, inner] of inside) expect(DEFAULT_SCOPES.contains(outer, inner), `${outer} ⊇ ${inner}`).toBe(true);
  for (const [outer, inner] of outside)
    expect(DEFAULT_SCOPES.contains(outer, inner), `${outer} ⊉ ${inner}`).toBe(false);
});

test('labels and scopes lead to each other; registered names come on top', () => {
  const scopes = createScopes([
    { code: '5101', prefix: '成都市' },
    { code: 'AGR:X', prefix: '某协议', members: ['51'] },
  ]);
  for (const code of ['CN', '14', '51', 'AGR:JJJ', '110102', '5101', 'AGR:X'])
    expect(scopes.scopeOf(scopes.labelOf(code) ?? '')).toBe(code);
  expect(scopes.labelOf('9999')).toBeNull();
  expect(scopes.scopeOf('某地HR')).toBeNull();
  expect(scopes.contains('AGR:X', '510104')).toBe(true);
});

test('footnotes name the reach of each kind of scope', () => {
  const texts = ['全国HR', '川渝HR', '晋HR', '渝HR', '藏HR', '北京市西城区HR'].map((label) => footnoteOf(label));
  expect(texts).toEqual([
    '‘全国HR’为可在全国范围内互认的检验项目',
    '‘川渝HR’为可在协议地区范围内互认的检验项目',
    '‘晋HR’为可在全省范围内互认的检验项目',
    '‘渝HR’为可在全市范围内互认的检验项目',
    '‘藏HR’为可在全自治区范围内互认的检验项目',
    '‘北京市西城区HR’为可在全区（县）范围内互认的检验项目',
  ]);
});

test('the half-year that counts is the last complete one, or the six months before', () => {
  expect(halfYearOf('2025-06-30')).toEqual({ from: '2024-07-01', to: '2024-12-31' });
  expect(halfYearOf('2025-07-01')).toEqual({ from: '2025-01-01', to: '2025-06-30' });
  expect(halfYearOf('2025-08-31', 'rolling')).toEqual({ from: '2025-02-28', to: '2025-08-30' });
  expect(halfYearOf('2024-08-31', 'rolling').from).toBe('2024-02-29');
  expect(halfYearOf('2025-03-31', 'rolling').from).toBe('2024-09-30');
});

test('a doubt window begins with the doubtful day and ends before the suspension', () => {
  const windows = doubtWindows([
    { cause: 'BLIND_SAMPLE_FAIL', from: '2024-05-13', doubtFrom: '2024-05-06' },
    { cause: 'AUTHORITY_ORDER', from: '2024-06-01' },
    { cause: 'EQA_FAIL', from: '2024-07-01', doubtFrom: '2024-07-01' },
  ]);
  expect(windows).toEqual([{ from: '2024-05-06', to: '2024-05-13' }]);
  expect(['2024-05-05', '2024-05-06', '2024-05-12', '2024-05-13'].map((day) => isInDoubt(windows, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('days and minutes are those of China, whatever the offset of the text', () => {
  expect(dayTextOf('2025-10-08T16:30:00Z')).toBe('2025-10-09');
  expect(dayTextOf('2025-10-08T23:30')).toBe('2025-10-08');
  expect(dayTextOf('2025-10-08T23:30:00-05:00')).toBe('2025-10-09');
  expect(minutesOf('2024-03-01T00:00') - minutesOf('2024-02-29T23:59')).toBe(1);
  expect(minutesOf('2025-10-08')).toBe(minutesOf('2025-10-08T00:00'));
  for (const text of [
    '2025-02-30T10:00',
    '2025-13-01T10:00',
    '2025-10-08T24:00',
    '2025-10-08 10:00',
    'yesterday',
    '',
  ]) {
    expect(() => minutesOf(text), text).toThrow();
  }
});

test('a mean of zero peers or too few decisions compares nothing', () => {
  const peer = { value: 0.5, opportunities: 30 };
  expect(deviates({ measure: 'recognition-ratio', unit: peer, peers: [] })).toEqual({
    kind: 'not-applicable',
    peers: 0,
  });
  expect(deviates({ measure: 'recognition-ratio', unit: peer, peers: [peer, peer, peer, peer, peer] })).toMatchObject({
    deviates: false,
    mean: 0.5,
    bound: 0.1,
  });
});
