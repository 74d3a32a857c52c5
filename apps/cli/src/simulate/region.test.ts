import type { Day } from '@fujie/core/kernel';
import { addDays, keyOf } from '@fujie/core/kernel';
import { DEFAULT_PARAMETERS, entitledMarks } from '@fujie/core/recognition';
import { checkReferences, checkRows, REGISTERS } from '@fujie/core/registers';
import { describe, expect, it } from 'vitest';

import { DEMO_ACCOUNTS } from './accounts.ts';
import { announcedWorkdays, day } from './calendar.ts';
import type { RegionRegisters, RegisterId, TypedEntry } from './entries.ts';
import { snapshotOf } from './entries.ts';

import { changesSince, generateRegion } from './region.ts';

const TODAY: Day = day('2026-11-22');

function entriesOf(registers: RegionRegisters, id: string): readonly TypedEntry<Readonly<Record<string, unknown>>>[] {
  return registers[id as RegisterId];
}

describe.each(['taiyuan', 'sichuan'] as const)('the demonstration region of %s', (jurisdiction) => {
  const region = generateRegion(1, { jurisdiction, today: TODAY });

  it('is the same for the same seed and another for another', () => {
    expect(generateRegion(1, { jurisdiction, today: TODAY }).registers).toEqual(region.registers);
    expect(generateRegion(2, { jurisdiction, today: TODAY }).registers).not.toEqual(region.registers);
  });

  it('fills every register with rows that the register accepts, each key once', () => {
    for (const definition of REGISTERS) {
      const entries = entriesOf(region.registers, definition.id);
      if (definition.id !== 'agreement') expect(entries.length, definition.id).toBeGreaterThan(0);
      expect(checkRows(definition, entries).problems, definition.id).toEqual([]);
      expect(new Set(entries.map((e) => `${keyOf(definition, e.row)}|${e.from}`)).size, definition.id).toBe(
        entries.length,
      );
    }
  });

  it('refers only to entries that exist', () => {
    const keys = new Map(
      REGISTERS.map((register) => [
        register.id,
        new Set(entriesOf(region.registers, register.id).map((e) => keyOf(register, e.row))),
      ]),
    );
    for (const register of REGISTERS) {
      const { entries } = checkRows(register, entriesOf(region.registers, register.id));
      expect(
        checkReferences(register, entries, (id) => keys.get(id) ?? new Set()),
        register.id,
      ).toEqual([]);
    }
  });

  it('has the departments and the people of its accounts', () => {
    const { department, practitioner } = region.registers;
    for (const account of DEMO_ACCOUNTS.filter((one) => one.jurisdiction === jurisdiction)) {
      const isThere = ({ row }: { readonly row: { readonly institution: string; readonly code: string } }): boolean =>
        row.institution === account.institution &&
        (row.code === account.department || row.code === account.practitioner);
      if (account.department !== null) expect(department.filter(isThere), account.username).toHaveLength(1);
      if (account.practitioner === null) continue;
      const roles: Record<string, string> = { doctor: 'physician', nurse: 'nurse', laboratory: 'technician' };
      const role = roles[account.role] ?? 'administrator';
      expect(practitioner.find(isThere)?.row, account.username).toMatchObject({ department: account.department, role });
    }
  });

  it('names each person of a laboratory who has an account, as the register of practitioners does', () => {
    const people = DEMO_ACCOUNTS.filter((one) => one.jurisdiction === jurisdiction && one.role === 'laboratory');
    const names = people.map(
      ({ practitioner }) => region.registers.practitioner.find(({ row }) => row.code === practitioner)?.row.nameZh,
    );
    expect(people.map(({ name }) => name)).toEqual(names);
    expect(new Set([...names, '检验科']).size).toBe(people.length + 1);
  });

  it('has a province with three cities, twelve hospitals of different level and ownership, and two laboratories', () => {
    const institutions = region.registers.institution.map((e) => e.row);
    const laboratories = institutions.filter((i) => i.kind === 'independent-laboratory');
    expect(laboratories).toHaveLength(2);
    expect(institutions).toHaveLength(14);
    expect(new Set(institutions.map((i) => i.region.slice(0, 4))).size).toBe(3);
    expect(new Set(institutions.map((i) => i.level))).toEqual(new Set([0, 1, 2, 3]));
    expect(new Set(institutions.map((i) => i.ownership))).toEqual(new Set(['public', 'private']));
    for (const { nameZh } of institutions) expect(nameZh).toContain('演示');
  });

  it('lists at least the 222 items that Sichuan wants by the end of 2025', () => {
    expect(new Set(region.registers['recognition-list-entry'].map((e) => e.row.item)).size).toBeGreaterThanOrEqual(222);
  });

  it('has a superseded list and lists of several batches in force', () => {
    const lists = region.registers['recognition-list'].map((e) => e.row);
    const superseded = new Set(lists.flatMap((list) => list.supersedes ?? []));
    expect(superseded.size).toBe(1);
    expect(lists.filter((list) => !superseded.has(list.code)).length).toBeGreaterThanOrEqual(3);
  });
});

describe.each(['taiyuan', 'sichuan'] as const)('the demonstration region of %s as time goes on', (jurisdiction) => {
  const atLoading = generateRegion(1, { jurisdiction, today: TODAY });
  const marksOn = (region: typeof atLoading, on: Day): string[] => {
    const snapshot = snapshotOf(region.registers);
    const pairs = new Set(
      region.registers['recognition-list-entry'].map(({ row }) => `${row.institution}|${row.item}`),
    );
    return [...pairs].filter((pair) => {
      const [institution = '', item = ''] = pair.split('|');
      return entitledMarks(snapshot, institution, item, on, DEFAULT_PARAMETERS).length > 0;
    });
  };
  const marks = marksOn(atLoading, TODAY);

  it('would lose every mark at the end of the month', () => {
    expect(marks.length).toBeGreaterThan(500);
    expect(marksOn(atLoading, day('2026-12-01'))).toEqual([]);
  });

  it.each([9, 40, 100, 200, 400])('keeps its marks after %i days when quality control goes on', (days) => {
    const until = addDays(TODAY, days);
    const region = generateRegion(1, { jurisdiction, today: TODAY, until });
    const still = new Set(marksOn(region, until));
    expect(marks.filter((pair) => !still.has(pair))).toEqual([]);
  });

  it('adds and settles, and leaves what is history as it is', () => {
    const until = addDays(TODAY, 100);
    const changes = changesSince(atLoading, generateRegion(1, { jurisdiction, today: TODAY, until }));
    expect([...changes.keys()].sort()).toEqual([
      'eqa-outcome',
      'eqa-round',
      'instrument-activity',
      'iqc-monthly',
      'suspension',
    ]);
    expect(changes.get('iqc-monthly')?.filter((e) => 'month' in e.row && e.row.month < TODAY.slice(0, 7))).toEqual([]);
    expect(changes.get('eqa-outcome')?.filter((e) => 'outcome' in e.row && e.from < addDays(TODAY, -60))).toEqual([]);
    expect(changesSince(atLoading, generateRegion(1, { jurisdiction, today: TODAY, until: TODAY })).size).toBe(0);
  });
});

describe('the workday calendar', () => {
  it('has the National Day holiday and its make-up workday, and no ordinary day', () => {
    const days = announcedWorkdays(TODAY);
    expect(days.find((row) => row.day === '2026-10-01')).toEqual({
      day: '2026-10-01',
      working: false,
      nameZh: '国庆节',
    });
    expect(days.find((row) => row.day === '2026-10-10')).toEqual({
      day: '2026-10-10',
      working: true,
      nameZh: '国庆节',
    });
    expect(days.find((row) => row.day === '2026-11-22')).toBeUndefined();
  });
});
