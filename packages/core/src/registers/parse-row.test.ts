import { describe, expect, it } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { institutions, recognitionListEntries, REGISTERS } from './definitions.ts';
import { checkReferences, checkRows, ENTRY_COLUMNS, parseRows, sheetColumns } from './parse-row.ts';

const hospital = {
  code: 'H1',
  nameZh: '甲医院',
  nameEn: '',
  region: '1401',
  level: '3',
  ownership: 'public',
  kind: 'general',
  supervisor: 'health',
  connectedOn: '',
  from: '2024-01-01',
  to: '',
  publisher: '',
  document: '',
};

describe('rows of a register sheet', () => {
  it('become typed entries with every declared column', () => {
    const parsed = parseRows(institutions, [{ number: 3, cells: hospital }]);
    expect(parsed.problems).toEqual([]);
    expect(parsed.entries).toEqual([
      {
        number: 3,
        row: {
          code: 'H1',
          nameZh: '甲医院',
          nameEn: null,
          region: '1401',
          level: 3,
          ownership: 'public',
          kind: 'general',
          supervisor: 'health',
          connectedOn: null,
        },
        from: '2024-01-01',
        to: null,
        publisher: null,
        document: null,
      },
    ]);
  });

  it('report every fault of every row at once, naming row, column, reason and remedy in both languages', () => {
    const parsed = parseRows(institutions, [
      { number: 3, cells: { ...hospital, level: '9', nameZh: ' ' } },
      { number: 4, cells: { ...hospital, from: 'soon' } },
      { number: 5, cells: hospital },
    ]);
    expect(parsed.entries.map((e) => e.number)).toEqual([5]);
    expect(parsed.problems.map((p) => [p.row, p.column, p.code])).toEqual([
      [3, 'nameZh', 'required'],
      [3, 'level', 'out-of-range'],
      [4, 'from', 'not-a-day'],
    ]);
    expect(parsed.problems[1]).toMatchObject({
      path: 'rows[3].level',
      message: 'Row 3, column Level (level): 9 is out of range; write at least 0 and at most 3',
      messageZh: '第 3 行“级别”列：9 超出范围；应不小于 0 且不大于 3',
    });
  });

  it('refuse a period that ends before it begins, or is empty', () => {
    const parsed = parseRows(institutions, [{ number: 3, cells: { ...hospital, to: '2024-01-01' } }]);
    expect(parsed.problems.map((p) => [p.column, p.code])).toEqual([['to', 'period-order']]);
  });

  it('name references that no register holds', () => {
    const { entries } = parseRows(recognitionListEntries, [
      { number: 3, cells: { list: 'L1', institution: 'H1', item: 'GLU', scope: '14', from: '2024-01-01' } },
      { number: 4, cells: { list: 'L1', institution: 'H9', item: 'XXX', scope: '14', from: '2024-01-01' } },
    ]);
    const keys: Readonly<Record<string, readonly string[]>> = {
      'recognition-list': ['L1'],
      institution: ['H1'],
      item: ['GLU'],
    };
    const problems = checkReferences(recognitionListEntries, entries, (register) => new Set(keys[register]));
    expect(problems.map((p) => [p.row, p.column, p.code])).toEqual([
      [4, 'institution', 'unknown-reference'],
      [4, 'item', 'unknown-reference'],
    ]);
  });

  it('are checked alike when a program gives typed values', () => {
    const row = {
      code: 'H1',
      nameZh: '甲',
      region: '1401',
      level: 3,
      ownership: 'public',
      kind: 'general',
      supervisor: 'health',
    };
    const from = '2024-01-01' as Day;
    const parsed = checkRows(institutions, [
      { row, from },
      { row: { ...row, level: 'three', telephone: '1' }, from },
    ]);
    expect(parsed.entries[0]?.row).toMatchObject({ code: 'H1', nameEn: null, connectedOn: null });
    expect(parsed.problems.map((p) => [p.row, p.column, p.code])).toEqual([
      [2, 'level', 'not-a-number'],
      [2, 'telephone', 'unknown-column'],
    ]);
  });
});

describe('every declared register', () => {
  it.each(REGISTERS.map((r) => [r.id, r] as const))(
    '%s has columns that can be told apart in a sheet',
    (_id, register) => {
      const columns = sheetColumns(register);
      const own = Object.keys(register.columns);
      expect(own.filter((id) => id in ENTRY_COLUMNS)).toEqual([]);
      for (const names of [Object.values(columns).map((c) => c.zh), Object.values(columns).map((c) => c.en)]) {
        expect(new Set(names).size).toBe(names.length);
      }
      expect(register.key.every((id) => own.includes(id))).toBe(true);
      for (const column of Object.values(columns)) {
        if (column.refersTo !== undefined) expect(REGISTERS.map((r) => r.id)).toContain(column.refersTo);
      }
    },
  );
});
