import { describe, expect, test } from 'vitest';

import type { Day } from '../kernel/day.ts';
import { qualityOfficerFaults } from '../registers/row-rules.ts';
import { buildSnapshot } from '../registers/snapshot.ts';
import { bearsOrganisation, dutiesUntil } from './duties.ts';
import { emptyBlocks, shareOf } from './journal.ts';
import { committeeFaults, departmentsWithoutOfficer, handoversOf, hasQuorum, tenuresOf } from './officers.ts';
import { isoWeekOf, monthOf, periodsFrom } from './periods.ts';

const day = (text: string): Day => text as Day;
const entry = (key: string, row: Readonly<Record<string, unknown>>, from = '2024-01-01', to: string | null = null) => ({
  ...{ key, version: 1, from: day(from), to: to === null ? null : day(to), row },
});
const hospital = (code: string, level: number, kind = 'general') =>
  entry(code, { code, level, kind, nameZh: code, nameEn: null, region: '41' });
const department = (code: string, kind = 'clinical') =>
  entry(`H1|${code}`, { institution: 'H1', code, nameZh: code, nameEn: null, kind });
const officer = (practitioner: string, from: string, to: string | null = null, endReason: string | null = null) =>
  entry(
    `H1|INT|department|${practitioner}`,
    {
      ...{ institution: 'H1', department: 'INT', level: 'department', practitioner, title: 'senior' },
      ...{ fullTime: false, endReason },
    },
    from,
    to,
  );

describe('periods', () => {
  test('are months, also over the end of a year', () => {
    expect(monthOf(day('2026-12-31'))).toEqual({ key: '2026-12', from: '2026-12-01', to: '2027-01-01' });
  });

  test('are weeks from Monday, which belong to the year of their Thursday', () => {
    expect(isoWeekOf(day('2026-01-01'))).toEqual({ key: '2026-W01', from: '2025-12-29', to: '2026-01-05' });
    expect(isoWeekOf(day('2027-01-03')).key).toBe('2026-W53');
    expect(isoWeekOf(day('2027-01-04')).key).toBe('2027-W01');
  });

  test('count from the first that begins on or after a day, to that which has begun', () => {
    expect(periodsFrom(monthOf, day('2026-01-02'), day('2026-03-01')).map(({ key }) => key)).toEqual([
      '2026-02',
      '2026-03',
    ]);
    expect(periodsFrom(monthOf, day('2026-02-01'), day('2026-02-28')).map(({ key }) => key)).toEqual(['2026-02']);
  });
});

describe('duties', () => {
  // henan-2025: hospitals of level two and above; others as far as they took them as own rule.
  test('are those of hospitals from level two on, and of others only as own rule', () => {
    const rule = entry('H3|organisation', { institution: 'H3', rules: 'organisation', adoptedBy: 'x' }, '2026-02-01');
    const snapshot = buildSnapshot(
      {
        institution: [
          hospital('H1', 2),
          hospital('H2', 1),
          hospital('H3', 1),
          hospital('L1', 3, 'independent-laboratory'),
        ],
        'own-rule': [rule],
      },
      1,
    );
    const bears = (code: string, on: string) => bearsOrganisation(snapshot, code, day(on));
    expect([bears('H1', '2026-01-01'), bears('H2', '2026-01-01'), bears('L1', '2026-01-01')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([bears('H3', '2026-01-31'), bears('H3', '2026-02-01')]).toEqual([false, true]);
  });

  // henan-2025.mq.1#05, mq.2#03, mq.5#11
  test('arise each month and week, per department where a department owes them, and end with the last day of the period', () => {
    const snapshot = buildSnapshot(
      {
        institution: [hospital('H1', 2)],
        department: [department('INT'), department('LAB', 'laboratory'), department('OFF', 'other')],
      },
      1,
    );
    const duties = dutiesUntil(snapshot, day('2026-02-01'));
    const ofMonth = duties.filter(({ period }) => period.key === '2026-02');
    expect(ofMonth.map(({ kind, department: one }) => [kind, one])).toEqual([
      ['committee', null],
      ['department', 'INT'],
      ['department', 'LAB'],
      ['visit', 'INT'],
      ['visit', 'LAB'],
      ['journal', null],
      ['indicators', null],
    ]);
    expect(ofMonth[0]).toMatchObject({ subject: 'H1||2026-02', facts: { dueAt: '2026-02-28T23:59:59+08:00' } });
    expect(duties.filter(({ kind }) => kind === 'week').at(-1)?.period.key).toBe('2026-W05');
    expect(duties.some(({ period }) => period.from > '2026-02-01')).toBe(false);
  });
});

describe('a quality officer', () => {
  // henan-2025.mq.2#04
  test('of junior title is refused, of intermediate title not', () => {
    expect(qualityOfficerFaults({ title: 'junior' })).toMatchObject([{ column: 'title', code: 'title-too-low' }]);
    expect(qualityOfficerFaults({ title: 'none' })).toHaveLength(1);
    expect(qualityOfficerFaults({ title: 'intermediate' })).toEqual([]);
  });

  // henan-2025.mq.2#05: not less than 2 years
  test('who leaves a day before two years left early, on the day itself not', () => {
    const leaving = (to: string) =>
      tenuresOf(buildSnapshot({ 'quality-officer': [officer('D1', '2024-03-01', to)] }, 1), 'H1', day('2026-06-01'));
    expect(leaving('2026-02-28')).toMatchObject([{ isEarly: true, to: '2026-02-28' }]);
    expect(leaving('2026-03-01')).toMatchObject([{ isEarly: false }]);
  });

  test('whose entry was corrected or prolonged serves one tenure; an end to come is none', () => {
    const snapshot = buildSnapshot(
      { 'quality-officer': [officer('D1', '2024-03-01', '2025-01-01'), officer('D1', '2025-01-01', '2026-12-31')] },
      1,
    );
    expect(tenuresOf(snapshot, 'H1', day('2026-06-01'))).toMatchObject([
      { from: '2024-03-01', to: null, isEarly: false },
    ]);
  });

  // henan-2025.mq.2#06
  test('who is replaced hands over to who comes', () => {
    const snapshot = buildSnapshot(
      { 'quality-officer': [officer('D1', '2024-03-01', '2026-05-01'), officer('D2', '2026-05-01')] },
      1,
    );
    const tenures = tenuresOf(snapshot, 'H1', day('2026-05-10'));
    expect(handoversOf(tenures, day('2026-05-10'))).toEqual([
      { institution: 'H1', department: 'INT', outgoing: 'D1', incoming: 'D2', on: '2026-05-01' },
    ]);
    expect(handoversOf(tenures, day('2026-07-01'))).toEqual([]);
  });

  // henan-2025.mq.2#02: at least one
  test('is missing where nobody is appointed or the appointment has ended', () => {
    const snapshot = buildSnapshot(
      {
        department: [department('INT'), department('SUR'), department('OFF', 'other')],
        'quality-officer': [officer('D1', '2024-03-01', '2026-05-01')],
      },
      1,
    );
    expect(departmentsWithoutOfficer(snapshot, 'H1', day('2026-04-30'))).toEqual(['SUR']);
    expect(departmentsWithoutOfficer(snapshot, 'H1', day('2026-05-01'))).toEqual(['INT', 'SUR']);
  });
});

describe('the committee', () => {
  const member = (practitioner: string, role: string, represents: string | null) =>
    entry(`H1|Q|${practitioner}`, { institution: 'H1', body: 'Q', practitioner, role, represents });
  const committee = entry('H1|Q', { institution: 'H1', code: 'Q', kind: 'committee', department: null });
  const head = entry('H1|P1', { institution: 'H1', practitioner: 'P1' });
  const kinds = [
    ...['medical-affairs', 'quality-control', 'nursing', 'infection-control', 'medical-engineering', 'information'],
    ...['logistics', 'clinical', 'pharmacy', 'medical-technology'],
  ];
  const faults = (members: readonly ReturnType<typeof member>[], bodies = [committee]) =>
    committeeFaults(
      buildSnapshot({ 'quality-body': bodies, 'quality-body-member': members, 'institution-head': [head] }, 1),
      'H1',
      day('2026-05-01'),
    );
  const all = kinds.map((kind, index) => member(`P${String(index + 1)}`, index === 0 ? 'chair' : 'member', kind));

  // henan-2025.mq.1#01, henan-2023.t1.2#02: ten kinds
  test('conforms when the head of the institution chairs it and all ten kinds are there', () => {
    expect(faults(all)).toEqual([]);
    expect(faults(all.slice(0, 9))).toEqual(['kind:medical-technology']);
    expect(faults([member('P1', 'member', 'medical-affairs'), ...all.slice(1)])).toEqual(['chair']);
    expect(faults([], [])).toEqual(['none']);
  });

  test('has a quorum from the percentage on, and of nobody never', () => {
    expect([hasQuorum(2, 3, 66), hasQuorum(65, 100, 66), hasQuorum(66, 100, 66), hasQuorum(0, 0, 66)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('the journal', () => {
  // henan-2023.t3.2#02: six blocks
  test('lacks the blocks that have neither a figure nor a text', () => {
    const texts = ['core-systems', 'targets', 'indicators', 'records'].map((block) => ({ block, text: '如下' }));
    expect(emptyBlocks([...texts, { block: 'negative', text: ' ' }], [])).toEqual(['adverse-events', 'negative']);
    const figures = [
      { block: 'negative', denominator: null } as const,
      { block: 'adverse-events', denominator: 0 } as const,
    ];
    expect(emptyBlocks(texts, figures)).toEqual(['adverse-events']);
  });

  test('tells a share to one decimal, and none of nothing', () => {
    expect(shareOf({ numerator: 1, denominator: 3 })).toBe(33.3);
    expect([shareOf({ numerator: 0, denominator: 0 }), shareOf({ numerator: 5, denominator: null })]).toEqual([
      null,
      null,
    ]);
  });
});
