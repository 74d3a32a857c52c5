import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { keyOf } from '../kernel/register.ts';
import { HENAN_INDICATORS } from '../registers/definitions.ts';
import { REGISTERS } from '../registers/list.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { departmentMonths, givenIndicators, unassignedIndicators } from './given-indicators.ts';

const day = (text: string): Day => text as Day;
const [ICU_DEATHS, CRITICAL] = ['henan-2023.ind.5.2', 'henan-2023.ind.4.7'];

function snapshotOf(rows: Readonly<Record<string, readonly object[]>>, from = '2024-01-01'): RegisterSnapshot {
  const entries = REGISTERS.map((register): [string, readonly object[]] => [
    register.id,
    (rows[register.id] ?? []).map((row) => {
      const own: Readonly<Record<string, unknown>> = { institution: 'H1', ...row };
      return { key: keyOf(register, own), version: 1, from: day(from), to: null, row: own };
    }),
  ]);
  return buildSnapshot(Object.fromEntries(entries) as Parameters<typeof buildSnapshot>[0], 1);
}

const duty = (indicator: string, department: string, over: object = {}) => ({
  ...{ indicator, department, owner: 'P1', office: 'MA', ...over },
});
const entry = (indicator: string, month: string, over: object = {}) => ({
  ...{ indicator, month, department: 'ICU', numerator: 1, denominator: 10, basis: '统计', analysis: '一', ...over },
});
const today = day('2026-05-18');

// henan-2023.req.2#01
describe('the forty are given to departments', () => {
  test('there are forty of them, each once', () => {
    expect(new Set(HENAN_INDICATORS).size).toBe(40);
    expect([HENAN_INDICATORS[0], HENAN_INDICATORS.at(-1)]).toEqual(['henan-2023.ind.1.1', 'henan-2023.ind.6.5']);
  });

  test('one that some department has is assigned, from its day and in its hospital', () => {
    const missing = (rows: readonly object[], on = today) =>
      unassignedIndicators(snapshotOf({ 'indicator-duty': rows }, '2026-05-18'), 'H1', on);
    expect(missing([])).toEqual(HENAN_INDICATORS);
    expect(missing([duty(ICU_DEATHS, 'ICU'), duty(ICU_DEATHS, 'SUR')])).toHaveLength(39);
    expect(missing([duty(ICU_DEATHS, 'ICU')], day('2026-05-17'))).toHaveLength(40);
    expect(missing([duty(ICU_DEATHS, 'ICU', { institution: 'H2' })])).toHaveLength(40);
    // An indicator of the core systems is none of the forty.
    expect(missing([duty('core-systems.cs35#05', 'ICU')])).toHaveLength(40);
    expect(missing(HENAN_INDICATORS.map((indicator) => duty(indicator, 'ICU')))).toEqual([]);
  });

  const month = (rows: readonly object[], duties = [duty(ICU_DEATHS, 'ICU'), duty(CRITICAL, 'ICU')]) =>
    departmentMonths(
      snapshotOf({ 'indicator-duty': duties, 'department-indicator-month': rows }),
      'H1',
      '2026-04',
      today,
    );

  test('a month of a department lacks what has no value or no analysis; what is computed needs an analysis alone', () => {
    const of = { department: 'ICU', given: 2, taken: [], offices: ['MA'] };
    expect(month([])).toEqual([{ ...of, lacking: [CRITICAL, ICU_DEATHS] }]);
    const analysed = entry(CRITICAL, '2026-04', { numerator: null, denominator: null, basis: null });
    expect(month([entry(ICU_DEATHS, '2026-04'), analysed])).toEqual([{ ...of, lacking: [] }]);
    expect(month([entry(ICU_DEATHS, '2026-04', { analysis: ' ' }), analysed])).toEqual([
      { ...of, lacking: [ICU_DEATHS] },
    ]);
    expect(month([entry(ICU_DEATHS, '2026-04', { numerator: null, denominator: null }), analysed])).toEqual([
      { ...of, lacking: [ICU_DEATHS] },
    ]);
    expect(month([entry(ICU_DEATHS, '2026-03'), analysed])).toEqual([{ ...of, lacking: [ICU_DEATHS] }]);
    expect(month([entry(ICU_DEATHS, '2026-04', { department: 'SUR' }), analysed])).toEqual([
      { ...of, lacking: [ICU_DEATHS] },
    ]);
  });

  test('a department that was given indicators of the core systems alone owes nothing of the forty', () => {
    expect(month([], [duty('core-systems.cs35#05', 'ICU')])).toEqual([]);
  });

  test('a month is owed by who had its indicators on the day after it; what one of them lost passes to who has it now', () => {
    const held = (indicator: string, department: string, from: string, to: string | null = null) => {
      const row = { institution: 'H1', ...duty(indicator, department) };
      const definition = REGISTERS.find(({ id }) => id === 'indicator-duty');
      return { key: definition === undefined ? '' : keyOf(definition, row), version: 1, from: day(from), to, row };
    };
    const owed = (...duties: ReturnType<typeof held>[]) =>
      departmentMonths(
        buildSnapshot({ 'indicator-duty': duties } as unknown as Parameters<typeof buildSnapshot>[0], 1),
        'H1',
        '2026-04',
        today,
      ).map(({ department, given, taken }) => [department, given, taken]);
    // Given after the day, to whoever it may be: not of that month, whether or not another department has it too.
    expect(owed(held(ICU_DEATHS, 'ICU', '2026-05-02'))).toEqual([]);
    expect(owed(held(ICU_DEATHS, 'ICU', '2026-05-01'), held(ICU_DEATHS, 'SUR', '2026-05-02'))).toEqual([
      ['ICU', 1, []],
    ]);
    // Passed on: to who has it today, and back again to who had it.
    const lost = held(ICU_DEATHS, 'ICU', '2026-01-01', '2026-05-10');
    expect(owed(lost)).toEqual([]);
    expect(owed(lost, held(ICU_DEATHS, 'SUR', '2026-05-10'))).toEqual([['SUR', 1, [ICU_DEATHS]]]);
    expect(owed(lost, held(ICU_DEATHS, 'SUR', '2026-05-10'), held(CRITICAL, 'SUR', '2026-01-01'))).toEqual([
      ['SUR', 2, [ICU_DEATHS]],
    ]);
    expect(owed(lost, held(ICU_DEATHS, 'ICU', '2026-05-12'))).toEqual([['ICU', 1, []]]);
  });

  test('the newest value until the month is shown as it is, however old', () => {
    const rows = [entry(ICU_DEATHS, '2026-01'), entry(ICU_DEATHS, '2026-02', { numerator: 2 })];
    const of = (until: string) =>
      givenIndicators(
        snapshotOf({ 'indicator-duty': [duty(ICU_DEATHS, 'ICU')], 'department-indicator-month': rows }),
        'H1',
        { indicators: [ICU_DEATHS], month: until },
        today,
      )[0]?.departments[0]?.latest?.month ?? null;
    expect([of('2025-12'), of('2026-01'), of('2026-02'), of('2026-04')]).toEqual([
      null,
      '2026-01',
      '2026-02',
      '2026-02',
    ]);
  });
});
