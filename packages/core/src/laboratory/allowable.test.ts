import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { keyOf } from '../kernel/register.ts';
import { allowableErrorFaults } from '../registers/allowable-rules.ts';
import { allowableErrorChoices, allowableErrors } from '../registers/definitions.ts';
import type { AllowableErrorChoiceRow, AllowableErrorRow } from '../registers/rows.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { allowedAt, errorsOf } from './allowable.ts';

const DAY = '2026-03-02' as Day;
const ALT = { institution: 'H1', item: 'ALT' };
const row = (source: string, kind: AllowableErrorRow['kind'], percent: number | null, units: number | null = null) => ({
  ...{ source, item: 'ALT', kind, percent, units, cut: kind === 'piecewise_le' ? 40 : null },
  ...{ nameZh: source, nameEn: null },
});
const ROWS: readonly (readonly [AllowableErrorRow, string])[] = [
  [row('CLIA', 'greater', 15, 6), '2025-01-01'],
  [row('NCCL', 'pct', 16), '2026-01-01'],
  [row('BJ', 'pct', 14), '2025-01-01'],
  [row('WST', 'piecewise_le', 15, 6), '2024-11-01'],
];

function region(choices: readonly Omit<AllowableErrorChoiceRow, 'reason'>[] = []) {
  const entry = <R extends object>(key: string, of: R, from = '2020-01-01') => ({
    ...{ key, version: 1, from: from as Day, to: null },
    row: of as Readonly<Record<string, unknown>>,
  });
  return buildSnapshot(
    {
      'allowable-error': ROWS.map(([one, from]) => entry(keyOf(allowableErrors, one), one, from)),
      'allowable-error-choice': choices.map((one) =>
        entry(keyOf(allowableErrorChoices, { ...one, reason: null }), { ...one, reason: null }),
      ),
    },
    1,
  );
}
const sources = (snapshot: ReturnType<typeof region>, day = DAY) =>
  errorsOf(snapshot, ALT, day).map(({ source, isChosen }) => `${source}${isChosen ? '*' : ''}`);

// WS/T 403-2024 and the national plan differ of ALT: 15 % above 40 U/L, 16 %.
describe('the sources of an allowable error', () => {
  test('stand in the order in which they are taken where nothing is chosen, and each from its day', () => {
    expect(sources(region())).toEqual(['WST', 'NCCL', 'BJ', 'CLIA']);
    expect(sources(region(), '2024-12-31' as Day)).toEqual(['WST']);
    expect(sources(region(), '2024-10-31' as Day)).toEqual([]);
  });

  test('begin with the one chosen for the item, before the one chosen for all items', () => {
    const all = { institution: 'H1', item: null, source: 'CLIA' };
    expect(sources(region([all]))).toEqual(['CLIA*', 'WST', 'NCCL', 'BJ']);
    expect(sources(region([all, { institution: 'H1', item: 'ALT', source: 'NCCL' }]))[0]).toBe('NCCL*');
    expect(sources(region([{ ...all, institution: 'H2' }]))[0]).toBe('WST');
    expect(sources(region([{ institution: 'H1', item: 'ALT', source: 'NONE' }]))[0]).toBe('WST');
  });
});

test.each([
  ['piecewise_le', 30, { percent: 20, by: 'units' }],
  ['piecewise_le', 40, { percent: 15, by: 'units' }],
  ['piecewise_le', 120, { percent: 15, by: 'percent' }],
  ['greater', 30, { percent: 20, by: 'units' }],
  ['greater', 40, { percent: 15, by: 'percent' }],
  ['abs', 120, { percent: 5, by: 'units' }],
  ['pct', 120, { percent: 15, by: 'percent' }],
  ['pct', 0, null],
] as const)('of the form %s at %d it is %j', (type, at, allowed) => {
  expect(allowedAt({ type, percent: 15, units: 6, cut: 40 }, at)).toEqual(allowed);
});

test.each([
  ['pct', 15, null, null, []],
  ['pct', null, null, null, ['percent missing-of-form']],
  ['pct', 15, 6, null, ['units not-of-form']],
  ['abs', null, 0, null, ['units zero-error']],
  ['piecewise_le', 15, 6, null, ['cut missing-of-form']],
  ['piecewise_lt', 15, 6, 0, []],
] as const)('a row %s %j %j %j has the faults %j', (kind, percent, units, cut, faults) => {
  const found = allowableErrorFaults({ kind, percent, units, cut });
  expect(found.map(({ column, code }) => `${column} ${code}`)).toEqual(faults);
});

test('a fault of a row calls the form by its name, beside the code that stands in a sheet', () => {
  const [missing] = allowableErrorFaults({ kind: 'greater', percent: 15, units: null, cut: null });
  expect(missing?.reason).toEqual({
    en: 'an error of the form “percent or absolute, the larger” (greater) needs an absolute value',
    zh: '形式“百分数与绝对值取大者”（greater）需要绝对值',
  });
  const [extra] = allowableErrorFaults({ kind: 'pct', percent: 15, units: 6, cut: null });
  expect(extra?.reason.en).toBe('an error of the form “percent” (pct) goes without an absolute value');
});
