import { describe, expect, test } from 'vitest';

import type { CriticalCase } from '../critical/index.ts';
import type { Day, Instant } from '../kernel/day.ts';
import { keyOf } from '../kernel/register.ts';
import { REGISTERS } from '../registers/list.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { committeeAttendance } from './attendance.ts';
import type { FirstMonth } from './core-indicators.ts';
import { coreIndicatorsOf, withoutCycle } from './core-indicators.ts';
import { toldPeriod } from './duties.ts';
import { partsOf, staffOfDepartments } from './staff-targets.ts';
import { targetGaps, targetsOf } from './targets.ts';

const day = (text: string): Day => text as Day;
type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

function snapshotOf(rows: Rows): RegisterSnapshot {
  const entries = REGISTERS.map((register): [string, readonly object[]] => [
    register.id,
    (rows[register.id] ?? []).map((row) => {
      const own: Readonly<Record<string, unknown>> = { institution: 'H1', ...row };
      return { key: keyOf(register, own), version: 1, from: day('2024-01-01'), to: null, row: own };
    }),
  ]);
  return buildSnapshot(Object.fromEntries(entries) as Parameters<typeof buildSnapshot>[0], 1);
}

const target = (code: string, over: object = {}) => ({
  ...{ year: 2026, target: code, nameZh: code, nameEn: null, source: 'nation', direction: 'up' },
  ...{ baseline: 60, aim: 80, unit: '%', ...over },
});
const given = (code: string, department: string, over: object = {}) => ({
  ...{ year: 2026, target: code, department, owner: 'P1', baseline: null, aim: null, ...over },
});
const reached = (department: string, month: string, value: number) => ({
  ...{ year: 2026, target: 'VTE', department, month, value, basis: null },
});
const departments = ['INT', 'SUR'].map((code) => ({ code, nameZh: code, nameEn: null, kind: 'clinical' }));

// henan-2023.t3.1#02
test('a target is met from its aim on, of the own department before that of the hospital, by the last month', () => {
  const standingOf = (value: number, over = {}, targetOver = {}, until = '2026-02') =>
    targetsOf(
      snapshotOf({
        'quality-target': [target('VTE', targetOver)],
        'department-target': [given('VTE', 'INT', over)],
        'target-value': [reached('INT', '2026-02', value), reached('INT', '2026-01', 99)],
      }),
      'H1',
      { year: 2026, until },
      day('2026-03-01'),
    )[0]?.departments[0];
  expect(standingOf(80)).toMatchObject({ standing: 'met', isBetter: true });
  expect(standingOf(79.9)?.standing).toBe('not-met');
  expect(standingOf(80, { aim: 90 })?.standing).toBe('not-met');
  expect(standingOf(60)).toMatchObject({ standing: 'not-met', isBetter: false });
  const down = { direction: 'down', baseline: 5, aim: 3 };
  expect([standingOf(3, {}, down)?.standing, standingOf(3.1, {}, down)?.standing]).toEqual(['met', 'not-met']);
  expect(standingOf(3.1, {}, down)?.isBetter).toBe(true);
  // As it stood in January, before the value of February came.
  expect(standingOf(79.9, {}, {}, '2026-01')?.standing).toBe('met');
  expect(standingOf(80, {}, { aim: null })?.standing).toBe('no-aim');
});

// henan-2023.t3.1#02
test('what is given to nobody, and who was given nothing, is missing; of another year it says nothing', () => {
  const rows = { department: departments, 'quality-target': [target('VTE'), target('AE')] };
  const gaps = (more: Rows, year = 2026) => {
    const found = targetGaps(snapshotOf({ ...rows, ...more }), 'H1', year, day('2026-03-01'));
    return { ...found, unassigned: found.unassigned.map(({ target }) => target) };
  };
  expect(gaps({ 'department-target': [given('VTE', 'INT')] })).toEqual({
    ...{ isNone: false, unassigned: ['AE'], withoutTarget: ['SUR'] },
  });
  expect(gaps({ 'department-target': [given('VTE', 'INT'), given('AE', 'SUR')] })).toEqual({
    ...{ isNone: false, unassigned: [], withoutTarget: [] },
  });
  expect(gaps({}, 2025).isNone).toBe(true);
  expect(gaps({ 'quality-target': [target('OWN', { source: 'institution' })] }).isNone).toBe(true);
});

// henan-2023.t3.3#03
test('a department was seen by the committee when a member from outside it was at its meeting', () => {
  const member = (practitioner: string) => ({ body: 'MQC', practitioner, role: 'member', represents: null });
  const staff = (code: string, department: string) => ({ code, department, nameZh: code, role: 'physician' });
  const snapshot = snapshotOf({
    'quality-body': [
      { code: 'MQC', nameZh: 'MQC', kind: 'committee', department: null, parent: null, foundedBy: null },
    ],
    'quality-body-member': [member('P1'), member('P2')],
    practitioner: [staff('P1', 'INT'), staff('P2', 'SUR'), staff('P3', 'INT')],
  });
  const held = (meeting: number, department: string, present: string[]) => ({
    ...{ meeting, department, on: day('2026-02-10'), present },
  });
  const seen = committeeAttendance(
    snapshot,
    'H1',
    ['INT', 'SUR'],
    [held(1, 'INT', ['P1', 'P3']), held(2, 'INT', ['P1', 'P2']), held(3, 'SUR', ['P2', 'P3'])],
  );
  expect(seen.map(({ department, attended }) => [department, attended])).toEqual([
    ['INT', [{ meeting: 2, on: '2026-02-10', members: ['P2'] }]],
    ['SUR', []],
  ]);
});

// henan-2025.mq.5#07, core-systems.cs35#31, #32
test('two of the 35 follow from records, what is entered counts, the rest is missing; a cycle is whole with all its steps', () => {
  const entry = (indicator: string, over: object = {}) => ({
    ...{ month: '2026-02', indicator, numerator: null, denominator: null, basis: null },
    ...{ analysis: '一', feedback: '二', action: '三', ...over },
  });
  const snapshot = snapshotOf({
    'indicator-month': [
      entry('32'),
      entry('05', { numerator: 9, denominator: 10 }),
      entry('06', { numerator: 9, denominator: 10, action: ' ' }),
      entry('07'),
    ],
  });
  const noon = 1_770_000_000_000;
  const done = (hours: number) => ({ at: (noon + hours * 3_600_000) as Instant, outcome: 'done', isLate: false });
  const one: CriticalCase = {
    ...{
      id: 7,
      setting: 'inpatient',
      isVoid: false,
      isClosed: true,
      isClean: true,
      isAccurate: true,
      appearedAt: noon as Instant,
    },
    ...{ notified: done(0), received: done(0.5), reached: null, acted: done(48), rechecked: null, released: [] },
  };
  const all = coreIndicatorsOf(snapshot, { institution: 'H1', month: '2026-02', first: null }, day('2026-03-01'), [
    one,
  ]);
  const of = (indicator: string) => all.find((it) => it.indicator === indicator);
  expect(all).toHaveLength(35);
  expect(of('31')?.figures[0]).toMatchObject({ value: 30, numerator: [7] });
  expect(of('32')).toMatchObject({
    standing: 'computed',
    isComplete: true,
    figures: [
      { indicator: 'same-day', value: 0, denominator: [7] },
      { indicator: 'within-24-hours', denominator: [7] },
    ],
  });
  expect([of('05'), of('06'), of('07'), of('31')].map((it) => [it?.standing, it?.isComplete])).toEqual([
    ['entered', true],
    ['entered', false],
    ['missing', false],
    ['computed', false],
  ]);
});

// henan-2025.mq.5#07
test('a month is asked after until each of the 35 is collected, analysed, told and acted on', () => {
  const entry = (indicator: string, over: object = {}) => ({
    ...{ month: '2026-02', indicator, numerator: 0, denominator: 0, basis: null },
    ...{ analysis: '一', feedback: '二', action: '三', ...over },
  });
  const all = Array.from({ length: 35 }, (_, place) => String(place + 1).padStart(2, '0'));
  const lacking = (rows: readonly object[], month = '2026-02') =>
    withoutCycle(
      snapshotOf({ 'indicator-month': rows as readonly Readonly<Record<string, unknown>>[] }),
      'H1',
      month,
      day('2026-04-01'),
    ).map(({ indicator, lacks }) => [indicator, lacks]);
  const whole = all.map((indicator) => entry(indicator));
  expect(lacking(whole)).toEqual([]);
  expect(lacking(whole.slice(0, -1))).toEqual([['35', ['value', 'analysis', 'feedback', 'action']]]);
  // Of what the platform computes no value is asked.
  expect(lacking([...whole.filter(({ indicator }) => indicator !== '31'), entry('31', { numerator: null })])).toEqual(
    [],
  );
  expect(lacking([...whole.slice(1), entry('01', { numerator: null, action: ' ' })])).toEqual([
    ['01', ['value', 'action']],
  ]);
  expect(lacking(whole, '2026-01')).toHaveLength(35);
});

// henan-2025.mq.1#07
test('the issue that is made in September, and the indicators collected in it, are those of August', () => {
  expect(toldPeriod('journal', day('2026-09-01'))).toBe('2026-08');
  expect(toldPeriod('indicators', day('2026-01-01'))).toBe('2025-12');
  expect(toldPeriod('committee', day('2026-09-01'))).toBe('2026-09');
});

describe('targets come down to persons (henan-2023.t4.3#01)', () => {
  const person = (code: string, department: string) => ({
    ...{ code, nameZh: code, practiceScope: null, department, role: 'physician' },
  });
  const part = (practitioner: string, of: string, over: object = {}) => ({
    ...{ year: 2026, practitioner, target: of, duty: '逐例评估', aim: null, tools: null, ...over },
  });
  const lacking = (parts: readonly object[]) =>
    staffOfDepartments(
      snapshotOf({
        department: departments,
        practitioner: [person('P1', 'INT'), person('P2', 'INT'), person('P3', 'SUR')],
        'quality-target': [target('VTE'), target('AE')],
        'department-target': [given('VTE', 'INT')],
        'staff-target': parts as readonly Readonly<Record<string, unknown>>[],
      }),
      'H1',
      2026,
      day('2026-05-18'),
    ).map(({ department, without, hasTarget }) => [department, without, hasTarget]);

  test.each([
    [[], ['P1', 'P2']],
    [[part('P1', 'VTE')], ['P2']],
    [[part('P1', 'VTE'), part('P2', 'VTE')], []],
    // A part in a target that the department was not given, or in one of another year, is none.
    [[part('P1', 'VTE'), part('P2', 'AE')], ['P2']],
    [[part('P1', 'VTE'), part('P2', 'VTE', { year: 2025 })], ['P2']],
  ])('of %j there are without a part %j', (parts, without) => {
    expect(lacking(parts)).toEqual([
      ['INT', without, true],
      ['SUR', ['P3'], false],
    ]);
  });

  test('a person reads the own parts of the year', () => {
    const snapshot = snapshotOf({
      'staff-target': [part('P1', 'VTE'), part('P2', 'VTE'), part('P1', 'AE', { year: 2025 })],
    });
    const own = partsOf(snapshot, { institution: 'H1', practitioner: 'P1' }, 2026, day('2026-05-18'));
    expect(own.map((row) => row.target)).toEqual(['VTE']);
  });
});

describe('whether an indicator is better than the first month with a value (henan-2023.t3.1#04)', () => {
  const month = (indicator: string, of: string, numerator: number | null, denominator: number | null = 10) => ({
    ...{ month: of, indicator, numerator, denominator, basis: null, analysis: null, feedback: null, action: null },
  });
  const told = (indicator: string, rows: readonly object[]) => {
    const all = coreIndicatorsOf(
      snapshotOf({ 'indicator-month': rows as readonly Readonly<Record<string, unknown>>[] }),
      { institution: 'H1', month: '2026-04', first: null },
      day('2026-05-01'),
      [],
    );
    const one = all.find((it) => it.indicator === indicator);
    return [one?.baseline?.month ?? null, one?.isBetter];
  };

  test.each([
    ['05', 5, 6, true],
    ['05', 5, 5, false],
    ['05', 6, 5, false],
    // Of overlapping operations fewer are better.
    ['24', 6, 5, true],
    ['24', 5, 6, false],
    // A ratio of levels is no better by itself either way.
    ['26', 6, 5, null],
  ])('%s from %i to %i of 10: %s', (indicator, before, now, isBetter) => {
    expect(told(indicator, [month(indicator, '2026-01', before), month(indicator, '2026-04', now)])).toEqual([
      '2026-01',
      isBetter,
    ]);
  });

  test('the first month counts that has a value, and the month itself is none', () => {
    const rows = [month('05', '2026-01', null, null), month('05', '2026-02', 0, 0), month('05', '2026-03', 8)];
    expect(told('05', [...rows, month('05', '2026-04', 9)])).toEqual(['2026-03', true]);
    expect(told('05', [month('05', '2026-04', 9), month('05', '2026-05', 1)])).toEqual([null, null]);
    expect(told('05', [month('05', '2026-03', 8)])).toEqual(['2026-03', null]);
  });

  test('a computed one is compared with its own first month', () => {
    const noon = 1_770_000_000_000;
    const done = (hours: number) => ({ at: (noon + hours * 3_600_000) as Instant, outcome: 'done', isLate: false });
    const of = (minutes: number): CriticalCase => ({
      ...{ id: 7, setting: 'inpatient', isVoid: false, isClosed: true, isClean: true, appearedAt: noon as Instant },
      ...{
        notified: done(0),
        received: done(minutes / 60),
        reached: null,
        acted: null,
        rechecked: null,
        released: [],
        isAccurate: null,
      },
    });
    const isBetter = (first: FirstMonth | null) =>
      coreIndicatorsOf(snapshotOf({}), { institution: 'H1', month: '2026-04', first }, day('2026-05-01'), [
        of(30),
      ]).find(({ indicator }) => indicator === '31')?.isBetter;
    expect(isBetter({ month: '2026-01', cases: [of(45)] })).toBe(true);
    expect(isBetter({ month: '2026-01', cases: [of(30)] })).toBe(false);
    expect(isBetter({ month: '2026-04', cases: [of(45)] })).toBeNull();
    expect(isBetter(null)).toBeNull();
  });

  test('of one that has several readings (当日处置) the one that is reported is compared, whatever the other does', () => {
    const evening = Date.parse('2026-01-05T23:00+08:00');
    const of = (hours: number): CriticalCase => ({
      ...{ id: 7, setting: 'inpatient', isVoid: false, isClosed: true, isClean: true, appearedAt: evening as Instant },
      ...{ notified: null, reached: null, rechecked: null, released: [], isAccurate: null },
      received: { at: evening as Instant, outcome: 'done', isLate: false },
      acted: { at: (evening + hours * 3_600_000) as Instant, outcome: 'done', isLate: false },
    });
    // By the date it became worse, since midnight came between; within 24 hours it became better.
    const first = { month: '2026-01', cases: [of(0.5), of(30)] };
    const isBetter = (sameDay?: 'same-day' | 'within-24-hours') =>
      coreIndicatorsOf(
        snapshotOf({}),
        { institution: 'H1', month: '2026-04', first, ...(sameDay && { sameDay }) },
        day('2026-05-01'),
        [of(2), of(3)],
      ).find(({ indicator }) => indicator === '32')?.isBetter;
    expect([isBetter(), isBetter('same-day'), isBetter('within-24-hours')]).toEqual([false, false, true]);
  });
});
