import type { AnyRegister, Column, ColumnKind, Day } from '@fujie/core/kernel';
import { keyOf } from '@fujie/core/kernel';
import { checkRows, parseRows, planImport, REGISTERS } from '@fujie/core/registers';
import { describe, expect, it } from 'vitest';

import { readRegisterRows, writeRegisterFile } from './register-file.ts';

/** What people have entered in columns of each kind, the awkward ones first. */
const VALUES: Readonly<Record<ColumnKind, readonly unknown[]>> = {
  text: [
    '=1+1',
    "'=1",
    '两行\n第二行',
    '两行\r\n第二行',
    'a,"b";c\td',
    '-5',
    '是',
    '_x0041_',
    '2024-05-20',
    '0.10',
    '<b>&amp;</b>',
    '㐀𠮷',
  ],
  code: ['001', '1e5', 'ＧＬＵ－２', '-A', '=A1', 'TRUE', '2024-05-20', "'x", 'http://x/y?z=1'],
  scope: ['14', 'CN', 'AGR:甲乙'],
  codes: [['001', '1e5'], ['=A'], ['ＡＢ', 'C.D']],
  integer: [0, 1, 2, 3],
  decimal: [1e-7, 0.1, 1.5e21, 12.345678901234],
  money: ['0.00', '12.50', '1234567890.05'],
  boolean: [true, false],
  day: ['2024-02-29', '1999-12-31'],
  month: ['2024-01', '2024-12'],
};

/** Columns of which a register demands more than their kind. */
const OF_COLUMN: Readonly<Record<string, readonly unknown[]>> = {
  weekdays: ['12345', '7', '167'],
  starts: ['08:00', '17:30'],
  ends: ['17:30', '00:00'],
  // Of classes of level all is given or nothing; where the generator leaves some of it out, none is.
  classMaxCv: [null],
  levelClasses: [['low'], ['abnormal', 'high']],
  networks: [['10.0.0.0/8', '::1'], ['192.168.1.7']],
  rules: [['1_2s', '1_3s', '2_2s'], ['expected']],
  warnings: [['1_2s']],
  year: [2024],
};

function valueOf(id: string, column: Column, n: number, position: number): unknown {
  if (!column.required && (n + position) % 4 === 3) return null;
  const values = column.options ?? OF_COLUMN[id] ?? VALUES[column.kind];
  const value = values[n % values.length];
  if (column.kind === 'code' && id === 'code') return `AGR:${String(value)}`;
  if (typeof value !== 'number') return value;
  return Math.min(Math.max(value, column.min ?? value), column.max ?? value);
}

/** Entries of a register that its own checks admit, as many as there are awkward values. */
function entriesOf(register: AnyRegister) {
  const rows = Array.from({ length: 24 }, (_, n) => ({
    row: Object.fromEntries(
      Object.entries(register.columns).map(([id, column], position) => [id, valueOf(id, column, n, position)]),
    ),
    from: '2024-01-01' as Day,
    to: n % 2 === 0 ? null : ('2025-01-01' as Day),
    publisher: n % 3 === 0 ? ' 省质控中心 ' : null,
    document: n % 3 === 0 ? '=晋卫〔2024〕1号' : null,
  }));
  const { entries } = checkRows(register, rows);
  return [...new Map(entries.map((entry) => [keyOf(register, entry.row), entry])).values()];
}

describe.each(REGISTERS.map((register) => [register.id, register] as const))('the register %s', (_id, register) => {
  it.each(['csv', 'xlsx'] as const)('exported as %s is imported as it was: nothing changes', async (format) => {
    const entries = entriesOf(register);
    expect(entries.length).toBeGreaterThan(1);
    const stamp = { user: '李敏 li', institution: '甲医院', at: '2024-05-20T09:00:00+08:00', entry: 7 };
    const file = await writeRegisterFile(format, register, entries, stamp);
    const read = await readRegisterRows(register, file);
    expect(read.problems).toEqual([]);
    const parsed = parseRows(register, read.rows);
    expect(parsed.problems).toEqual([]);
    const stored = entries.map((entry, id) => ({ ...entry, id, key: keyOf(register, entry.row) }));
    const { changes, unchanged, problems } = planImport(register, parsed.entries, stored);
    expect(problems).toEqual([]);
    expect(changes.map(({ kind, entry, replaces }) => [kind, entry, entries[replaces ?? -1]])).toEqual([]);
    expect(unchanged).toBe(entries.length);
  });
});
