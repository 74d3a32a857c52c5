import { describe, expect, it } from 'vitest';

import type { Day } from '../kernel/day.ts';
import type { AnyRegister } from '../kernel/register.ts';
import { defineRegister, required } from '../kernel/register.ts';
import {
  agreements,
  blindSamples,
  eqaOutcomes,
  eqaRounds,
  institutions,
  instrumentActivities,
  practitioners,
  recognitionListEntries,
  recognitionLists,
  suspensions,
  timeLimits,
} from './definitions.ts';
import { REGISTERS } from './list.ts';
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

it.each(Object.keys(ENTRY_COLUMNS))('no register has a column %s, which every entry has', (name) => {
  const columns = { code: required('code', '编码', 'Code'), [name]: required('text', '列', 'Column') };
  const text = { zh: '试', en: 'Trial' };
  const declare = () => defineRegister({ id: 'trial', ...text, describe: text, key: ['code'], clauses: [], columns });
  expect(declare).toThrow(name);
});

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
      region: ['14'],
    };
    const problems = checkReferences(recognitionListEntries, entries, (register) => new Set(keys[register]));
    expect(problems.map((p) => [p.row, p.column, p.code])).toEqual([
      [4, 'institution', 'unknown-reference'],
      [4, 'item', 'unknown-reference'],
    ]);
  });

  it('name what several columns refer to together, in the column that says nothing by itself', () => {
    const named = (register: AnyRegister, row: Record<string, unknown>, keys: Record<string, readonly string[]>) =>
      checkReferences(
        register,
        [{ number: 3, row, from: '2024-01-01' as Day, to: null, publisher: null, document: null }],
        (id) => new Set(keys[id]),
      ).map((p) => p.column);
    const places = { institution: ['H1'], item: ['GLU'], 'qc-organisation': ['QC'] };
    const outcome = { organiser: 'QC', round: '2024-1', item: 'GLU', institution: 'H1', outcome: 'FAIL' };
    expect(named(eqaOutcomes, outcome, places)).toEqual(['round']);
    expect(named(eqaOutcomes, outcome, { ...places, 'eqa-round': ['QC|2024-1|GLU'] })).toEqual([]);
    const activity = { institution: 'H1', instrument: 'A', activity: 'calibration', dueOn: '2024-12-31' };
    expect(named(instrumentActivities, activity, { ...places, instrument: ['H2|A'] })).toEqual(['instrument']);
    const doctor = { institution: 'H1', code: 'D1', nameZh: '李', department: 'INT', role: 'physician' };
    expect(named(practitioners, doctor, places)).toEqual(['department']);
    expect(named(practitioners, { ...doctor, department: null }, places)).toEqual([]);
  });

  it('refer with a scope to the country, a region or an agreement, and to rows of the same sheet', () => {
    const rows = (region: string, supersedes: readonly string[] | null) =>
      checkRows(recognitionLists, [
        { row: { code: 'L0', titleZh: '旧', publishedOn: '2023-01-01', region: 'CN' }, from: '2023-01-01' as Day },
        {
          row: { code: 'L1', titleZh: '新', publishedOn: '2024-01-01', region, supersedes },
          from: '2024-01-01' as Day,
        },
      ]).entries;
    const keys: Readonly<Record<string, readonly string[]>> = { region: ['14'], agreement: ['AGR:CY'] };
    const faults = (region: string, supersedes: readonly string[] | null) =>
      checkReferences(recognitionLists, rows(region, supersedes), (id) => new Set(keys[id])).map((p) => p.column);
    expect(faults('14', ['L0'])).toEqual([]);
    expect(faults('AGR:CY', null)).toEqual([]);
    expect(faults('99', ['L9'])).toEqual(['supersedes', 'region']);
    expect(faults('AGR:NO', null)).toEqual(['region']);
  });

  it('keep what their columns must keep among themselves', () => {
    const from = '2024-01-01' as Day;
    const faults = (register: AnyRegister, row: Record<string, unknown>) =>
      checkRows(register, [{ row, from }]).problems.map((p) => [p.column, p.code]);
    const limit = { region: '14', item: 'GLU', kind: 'ceiling', source: 'x' };
    expect(faults(timeLimits, { ...limit, days: 7 })).toEqual([]);
    expect(faults(timeLimits, limit)).toEqual([['days', 'days-or-hours']]);
    expect(faults(timeLimits, { ...limit, days: 7, hours: 24 })).toEqual([['days', 'days-or-hours']]);
    const suspension = { code: 'S', institution: 'H1', cause: 'EQA_FAIL', suspendedFrom: '2024-05-01' };
    expect(faults(suspensions, { ...suspension, suspendedTo: '2024-06-01', doubtFrom: '2024-04-01' })).toEqual([]);
    expect(faults(suspensions, { ...suspension, suspendedTo: '2024-04-30', doubtFrom: '2024-05-02' })).toEqual([
      ['suspendedTo', 'day-order'],
      ['doubtFrom', 'day-order'],
    ]);
    const round = { organiser: 'QC', round: '1', item: 'GLU', year: 2024, closedOn: '2024-04-18' };
    expect(faults(eqaRounds, { ...round, publishedOn: '2024-04-17' })).toEqual([['publishedOn', 'day-order']]);
    expect(faults(agreements, { code: 'CY', nameZh: '川渝', markPrefix: '川渝', members: ['50', '51'] })).toEqual([
      ['code', 'not-an-agreement-code'],
    ]);
    const sample = { institution: 'H1', item: 'GLU', measuredOn: '2024-05-02', verdictOn: '2024-05-01' };
    expect(faults(blindSamples, { ...sample, outcome: 'PASS', liftedOn: '2024-04-30' })).toEqual([
      ['verdictOn', 'day-order'],
      ['liftedOn', 'day-order'],
      ['liftedOn', 'nothing-to-lift'],
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
      for (const reference of (register as AnyRegister).references ?? []) {
        const target: AnyRegister | undefined = REGISTERS.find((r) => r.id === reference.register);
        expect(target?.key).toHaveLength(reference.columns.length);
      }
    },
  );
});
