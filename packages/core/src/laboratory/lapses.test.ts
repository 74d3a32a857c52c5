import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import type { Entry } from '../kernel/register.ts';
import { keyOf } from '../kernel/register.ts';
import { DEFAULT_PARAMETERS } from '../recognition/parameters.ts';
import { REGISTERS } from '../registers/list.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { causesOf } from './lapses.ts';

type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
const round = (id: string, year: number, closedOn: string, publishedOn: string | null) => ({
  ...{ organiser: 'SX', round: id, item: 'GLU', year, closedOn, publishedOn },
});
const outcome = (id: string, grade: string) => ({
  ...{ organiser: 'SX', round: id, item: 'GLU', institution: 'H1', outcome: grade },
});
const month = (name: string, qcDays: number) => ({
  ...{ institution: 'H1', item: 'GLU', month: name, testingDays: 22, qcDays, cv: 2, agreement: null },
});

/** Registers under which H1 carries 晋HR for GLU in May and June 2024. */
const MARKED: Rows = {
  region: [{ code: '14', nameZh: '山西', kind: 'province', markPrefix: '晋' }],
  'qc-organisation': [{ code: 'SX', nameZh: '省临检中心', level: 'province', region: '14' }],
  'recognition-list': [{ code: 'L1', titleZh: '第一批', publishedOn: '2023-01-01', region: '14', supersedes: null }],
  'recognition-list-entry': [{ list: 'L1', institution: 'H1', item: 'GLU', scope: '14' }],
  'quality-requirement': [{ scope: '14', item: 'GLU', maxCv: 3, minAgreement: null, source: 'SX' }],
  'eqa-round': [
    round('2023-1', 2023, '2023-05-10', '2023-06-10'),
    round('2023-2', 2023, '2023-11-10', '2023-12-10'),
    round('2024-1', 2024, '2024-04-10', '2024-05-10'),
  ],
  'eqa-outcome': [outcome('2023-1', 'PASS'), outcome('2023-2', 'PASS'), outcome('2024-1', 'PASS')],
  'iqc-monthly': [month('2024-03', 22), month('2024-04', 22), month('2024-05', 22)],
  instrument: [{ institution: 'H1', code: 'A1', nameZh: '生化仪', items: ['GLU'] }],
  'instrument-activity': [{ institution: 'H1', instrument: 'A1', activity: 'calibration', dueOn: '2026-01-01' }],
};

function causes(changes: Rows, today: string, to: string | null = null) {
  const entries: Record<string, Entry<Readonly<Record<string, unknown>>>[]> = {};
  for (const register of REGISTERS)
    entries[register.id] = (changes[register.id] ?? MARKED[register.id] ?? []).map((row) => ({
      ...{ key: keyOf(register, row), version: 1, from: '2020-01-01' as Day, row },
      to: register.id === 'recognition-list-entry' ? (to as Day | null) : null,
    }));
  const rules = { parameters: DEFAULT_PARAMETERS, aheadDays: 30, backDays: 30, summaryDays: 10 };
  const found = causesOf(buildSnapshot(entries, 1), 'H1', 'GLU', today as Day, rules);
  return { listed: found.listed, causes: found.causes.map(({ reason, on, isAhead }) => [reason, on, isAhead]) };
}

describe('what ends a mark', () => {
  test('is nothing while it holds and no end is known', () => {
    expect(causes({}, '2024-05-20')).toEqual({ listed: ['14'], causes: [] });
  });

  // national-2022.art.13#02: no mark after a failed round, from the day of its publication.
  test('is a failed round, from the day on which it was published', () => {
    const failed = { 'eqa-outcome': [outcome('2023-1', 'PASS'), outcome('2023-2', 'PASS'), outcome('2024-1', 'FAIL')] };
    expect(causes(failed, '2024-05-09').causes).toEqual([]);
    const found = causes(failed, '2024-05-20').causes;
    expect(found).toContainEqual(['EQA_LATEST_FAILED', '2024-05-10', false]);
    // Thirty days later it is known and no news.
    expect(causes(failed, '2024-06-11').causes).toContainEqual(['EQA_LATEST_FAILED', null, false]);
  });

  // national-2022.art.25#02: once each half-year; told thirty days ahead and not thirty-one.
  test('is told ahead when a half-year ends without a round', () => {
    const none = {
      'eqa-round': (MARKED['eqa-round'] ?? []).slice(0, 2),
      'eqa-outcome': (MARKED['eqa-outcome'] ?? []).slice(0, 2),
    };
    expect(causes(none, '2024-05-31').causes).toEqual([]);
    expect(causes(none, '2024-06-01').causes).toEqual([['EQA_HALF_YEAR_MISSED', '2024-07-01', true]]);
    expect(causes(none, '2024-07-02').causes).toEqual([['EQA_HALF_YEAR_MISSED', '2024-07-01', false]]);
  });

  // national-2022.art.24#01: the summary of a month may come until its tenth day.
  test('is missing quality control, of a month whose summary came or should have come', () => {
    expect(causes({}, '2024-06-05').causes).toEqual([]);
    expect(causes({}, '2024-07-10').causes).toEqual([['IQC_NOT_PERFORMED', null, false]]);
    expect(causes({}, '2024-07-11').causes).toEqual([['IQC_NOT_PERFORMED', '2024-07-01', false]]);
    const short = { 'iqc-monthly': [month('2024-03', 22), month('2024-04', 22), month('2024-05', 21)] };
    expect(causes(short, '2024-06-02').causes).toContainEqual(['IQC_NOT_PERFORMED', '2024-06-01', false]);
  });

  // national-2022.art.22#02: the instrument tells ahead by itself, the mark lapses the day after its due day.
  test('is an instrument that is overdue, from the day after, and not ahead', () => {
    const due = {
      'instrument-activity': [{ institution: 'H1', instrument: 'A1', activity: 'calibration', dueOn: '2024-05-19' }],
    };
    expect(causes(due, '2024-05-19').causes).toEqual([]);
    expect(causes(due, '2024-05-20').causes).toEqual([['CALIBRATION_OVERDUE', '2024-05-20', false]]);
  });

  test('is nothing of an item that was given up', () => {
    const due = { 'iqc-monthly': [month('2024-04', 3)] };
    expect(causes(due, '2024-05-20', '2024-05-15')).toEqual({ listed: [], causes: [] });
  });
});
