import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { Column } from '../kernel/register.ts';
import { optional, required } from '../kernel/register.ts';
import { parseCell, printCell } from './parse-cell.ts';

const read = (column: Column, cell: string): unknown => {
  const result = parseCell(column, cell);
  return result.ok ? result.value : `fault: ${result.fault.code}`;
};

describe('a cell of a register sheet', () => {
  it('takes full-width digits and letters and stray spaces of codes and numbers for what they mean', () => {
    expect(read(required('code', '代码', 'Code'), '　Ｈ００１\u00a0')).toBe('H001');
    expect(read(required('integer', '天', 'Days'), ' ３０ ')).toBe(30);
    expect(read(required('day', '日期', 'Day'), '２０２４-０５-２０')).toBe('2024-05-20');
  });

  it('is empty where nobody sees anything in it', () => {
    expect(read(optional('text', '依据', 'Basis'), '\u00ad\u3164\u2800')).toBe(null);
    expect(read(required('text', '依据', 'Basis'), '\u202e')).toMatch(/^fault: /);
  });

  it('keeps full-width punctuation in texts', () => {
    expect(read(required('text', '名称', 'Name'), ' 血糖（空腹） ')).toBe('血糖（空腹）');
  });

  it.each(['2024-05-20', '2024-5-20', '2024/5/20', '2024.05.20', '2024年5月20日', '20240520'])(
    'reads the day %s',
    (text) => {
      expect(read(required('day', '日期', 'Day'), text)).toBe('2024-05-20');
    },
  );

  it.each(['2024-02-30', '2024-05-20T09:00', '20/05/2024', '45432', '2024-05/20'])('refuses %s as a day', (text) => {
    expect(read(required('day', '日期', 'Day'), text)).toBe('fault: not-a-day');
  });

  it.each(['2024-05', '2024/5', '2024年5月', '202405', '2024-05-01'])('reads the month %s', (text) => {
    expect(read(required('month', '月份', 'Month'), text)).toBe('2024-05');
  });

  it.each(['2024-13', '2024-05-02', '5月'])('refuses %s as a month', (text) => {
    expect(read(required('month', '月份', 'Month'), text)).toBe('fault: not-a-month');
  });

  it.each([
    ['是', true],
    ['TRUE', true],
    ['1', true],
    ['否', false],
    ['false', false],
    ['0', false],
    ['maybe', 'fault: not-yes-or-no'],
  ])('reads %s as yes or no', (text, expected) => {
    expect(read(required('boolean', '定量', 'Quantitative'), text)).toBe(expected);
  });

  it.each([
    ['12', '12.00'],
    ['¥1,200.5', '1200.50'],
    ['012.50元', '12.50'],
    ['12.345', 'fault: not-an-amount'],
    ['-3', 'fault: not-an-amount'],
  ])('reads the amount %s', (text, expected) => {
    expect(read(optional('money', '价格', 'Price'), text)).toBe(expected);
  });

  it('reads lists however they are separated, once each', () => {
    expect(read(required('codes', '成员', 'Members'), '11; 12；13、11')).toEqual(['11', '12', '13']);
  });

  it('distinguishes empty from required', () => {
    expect(read(optional('text', '说明', 'Note'), ' \u3000')).toBeNull();
    expect(read(required('text', '名称', 'Name'), ' \u3000')).toBe('fault: required');
    expect(read(required('codes', '成员', 'Members'), ' ; ')).toBe('fault: required');
  });

  it('holds numbers to their range and closed columns to their options, naming what is allowed', () => {
    expect(read(required('integer', '级别', 'Level', { min: 0, max: 3 }), '4')).toBe('fault: out-of-range');
    const kind = required('code', '类型', 'Kind', { options: ['floor', 'ceiling'] });
    expect(read(kind, 'Floor')).toBe('floor');
    const result = parseCell(kind, 'wall');
    expect(result.ok ? null : result.fault.remedy.en).toContain('floor, ceiling');
  });

  it('refuses codes that could not be joined to a key or a list', () => {
    const code = required('code', '代码', 'Code');
    expect(read(code, 'A B')).toBe('fault: not-a-code');
    expect(read(code, 'A|B')).toBe('fault: not-a-code');
    expect(read(code, 'A;B')).toBe('fault: not-a-code');
  });

  it('refuses characters that were broken by a wrong encoding', () => {
    expect(read(required('text', '名称', 'Name'), 'caf\ufffd')).toBe('fault: broken-text');
  });

  const code = fc.stringMatching(/^[A-Za-z0-9:._/*{}^-]{1,20}$/);
  const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1990-01-01' as Day, n));
  const cases: readonly (readonly [Column, fc.Arbitrary<unknown>])[] = [
    [required('code', '代码', 'Code'), code],
    [required('codes', '代码', 'Codes'), fc.uniqueArray(code, { minLength: 1 })],
    [
      required('text', '名称', 'Name'),
      fc
        .string({ unit: fc.constantFrom('检', '验', ' ', 'a', '，', ';', '|', '"', "'", '=', '\n', '（') })
        .map((s) => `x${s}x`),
    ],
    [required('integer', '天', 'Days'), fc.integer()],
    [
      required('decimal', '小时', 'Hours'),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
    ],
    [
      required('money', '价格', 'Price'),
      fc.integer({ min: 0, max: 99_999_999 }).map((cents) => (cents / 100).toFixed(2)),
    ],
    [required('boolean', '定量', 'Quantitative'), fc.boolean()],
    [required('day', '日期', 'Day'), day],
    [required('month', '月份', 'Month'), day.map((d) => d.slice(0, 7))],
  ];
  it.each(cases.map(([column, values]) => [column.kind, column, values] as const))(
    'of kind %s reads back what was printed',
    (_kind, column, values) => {
      fc.assert(
        fc.property(values, (v) => {
          expect(parseCell(column, printCell(column, v))).toEqual({ ok: true, value: v });
        }),
      );
    },
  );
});
