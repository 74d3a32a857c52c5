/** Tasks and plans: what is missing of a project, and who has no plan of a year, on either side of each edge. */
import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { keyOf } from '../kernel/register.ts';
import { REGISTERS } from '../registers/list.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { hasPlan, missingOf, targetsWithoutProject } from './tasks.ts';

const TODAY = '2026-05-18' as Day;
const TASK = {
  ...{ institution: 'H1', code: 'T1', nameZh: 'T1', nameEn: null, serves: null, year: 2026, target: 'VTE' },
  ...{ department: 'INT', owner: 'P1', sharing: ['SUR'], organisation: 'a', rules: 'b', mechanism: 'c', path: 'd' },
};
const MILESTONE = {
  ...{ institution: 'H1', task: 'T1', milestone: 'M1', nameZh: 'M1', nameEn: null, dueOn: '2026-06-30' as Day },
};
const TARGET = {
  ...{ institution: 'H1', year: 2026, target: 'VTE', nameZh: 'VTE', nameEn: null, source: 'nation' as const },
  ...{ direction: 'up' as const, baseline: 60, aim: 80, unit: '%' },
};
function snapshotOf(rows: Readonly<Record<string, readonly object[]>>): RegisterSnapshot {
  const entries = REGISTERS.map((register): [string, readonly object[]] => [
    register.id,
    (rows[register.id] ?? []).map((row) => ({
      ...{ key: keyOf(register, { ...row }), version: 1, from: '2026-01-01', to: null, row },
    })),
  ]);
  return buildSnapshot(Object.fromEntries(entries) as Parameters<typeof buildSnapshot>[0], 1);
}

describe('what is missing of a project (henan-2023.t26.3#01)', () => {
  test.each([
    [{}, []],
    [{ organisation: null }, ['organisation']],
    [{ rules: ' ' }, ['rules']],
    [{ mechanism: null, path: null }, ['mechanism', 'path']],
    [{ sharing: null }, ['sharing']],
    // Who leads it shares it with nobody.
    [{ sharing: ['INT'] }, ['sharing']],
  ])('%j: %j', (change, missing) => {
    expect(missingOf({ task: { ...TASK, ...change }, milestones: [MILESTONE] })).toEqual(missing);
  });

  test('a project without a milestone is chased by nobody', () => {
    expect(missingOf({ task: TASK, milestones: [] })).toEqual(['milestones']);
  });

  const lacking = (tasks: readonly object[]) =>
    targetsWithoutProject(
      snapshotOf({
        'quality-target': [TARGET],
        'quality-task': tasks,
        'task-milestone': [MILESTONE],
      }),
      'H1',
      2026,
      TODAY,
    ).map(({ missing }) => missing);

  test('a target is served by one whole project, of its own year', () => {
    expect(lacking([])).toEqual([null]);
    expect(lacking([{ ...TASK, year: 2025 }])).toEqual([null]);
    expect(lacking([{ ...TASK, rules: null }])).toEqual([['rules']]);
    expect(lacking([{ ...TASK, code: 'T0', rules: null, path: null }, TASK])).toEqual([]);
  });
});

describe('who has a plan of a year (henan-2023.bp.1#01, sa4.2.5#01)', () => {
  const of = { region: '41', code: 'A1', nameZh: 'A1', nameEn: null, serves: null, owner: '某', sharing: null };
  const plan = (task: object, dueOn: string, centre: string | null) =>
    hasPlan(
      snapshotOf({
        'authority-task': [{ ...of, ...task }],
        'authority-milestone': [{ region: '41', task: 'A1', milestone: 'M', nameZh: 'M', nameEn: null, dueOn }],
      }),
      { region: '41', centre },
      2026,
      TODAY,
    );
  const authority = { holder: 'authority', centre: null, safety: false };
  const centre = { holder: 'centre', centre: 'QC', safety: true };
  test.each([
    [authority, '2026-01-01', null, true],
    [authority, '2026-12-31', null, true],
    [authority, '2025-12-31', null, false],
    [authority, '2027-01-01', null, false],
    [centre, '2026-06-30', 'QC', true],
    // The plan of a centre speaks of the safety of patients.
    [{ ...centre, safety: false }, '2026-06-30', 'QC', false],
    [centre, '2026-06-30', 'Q2', false],
    [centre, '2026-06-30', null, false],
  ])('%j with a milestone on %s for %s: %s', (task, dueOn, of, expected) => {
    expect(plan(task, dueOn, of)).toBe(expected);
  });
});
