import { describe, expect, test } from 'vitest';

import { entry, region } from '../recognition/region.test-support.ts';
import type { Day } from '../kernel/day.ts';
import type { ComparisonMade, CoverageFacts } from './coverage.ts';
import { bedsideDevices, coverageOfItems, daysCompared, isCovered, isUnderSystem } from './coverage.ts';

const of = { institution: 'H1', month: '2025-07', last: '2025-07-31' as Day };
const compared = (item: string, on: string, more: Partial<ComparisonMade> = {}): ComparisonMade => ({
  ...{ item, kind: 'alternative', tested: '本科分析系统', on: on as Day },
  ...more,
});
const facts = (given: Partial<CoverageFacts>): CoverageFacts => ({
  ...{ reported: new Set(), comparisons: [], controlled: new Set() },
  ...given,
});
type Change = NonNullable<Parameters<typeof region>[0]>;

const laboratory: Change = (entries) => {
  entries['item'] = ['ALT', 'AST', 'CT'].map((code) =>
    entry(code, { code, kind: code === 'CT' ? 'examination' : 'laboratory', category: 'chemistry' }),
  );
};

// henan-2025.lab.7#05: IQC or comparison; 183 days before the last of July is 29 January.
describe('an item that went out in reports', () => {
  const covered = (given: Partial<CoverageFacts>, change: Change = laboratory) =>
    coverageOfItems(region(change), of, facts(given)).map((one) => [one.item, isCovered(one)]);

  test('is covered by control of the month, and is not without it', () => {
    expect(covered({ reported: new Set(['ALT', 'AST']) })).toEqual([
      ['ALT', true],
      ['AST', false],
    ]);
    const none: Change = (entries) => {
      laboratory(entries);
      const row = { institution: 'H1', item: 'ALT', month: '2025-07', testingDays: 22, qcDays: 0 };
      entries['iqc-monthly'] = [entry('H1|ALT|2025-07', row)];
    };
    expect(covered({ reported: new Set(['ALT']) }, none)).toEqual([['ALT', false]]);
  });

  test.each([
    ['2025-01-28', false],
    ['2025-01-29', true],
    ['2025-07-31', true],
    ['2025-08-01', false],
  ])('is covered by a comparison of the half-year up to the end of the month: %s', (on, isIn) => {
    expect(covered({ reported: new Set(['AST']), comparisons: [compared('AST', on)] })).toEqual([['AST', isIn]]);
  });

  test('is of the laboratory and was reported: examinations and what nobody reported are no part of it', () => {
    expect(covered({ reported: new Set(['CT']), comparisons: [compared('AST', '2025-06-01')] })).toEqual([]);
  });

  test('that an analyser measures is not covered by what was compared at the bedside alone', () => {
    const comparisons = [compared('AST', '2025-06-01', { kind: 'bedside' })];
    const system = (code: string, pointOfCare: boolean | null) =>
      entry(`H1|${code}`, { institution: 'H1', code, item: 'AST', instrument: 'A', levels: 2, pointOfCare });
    const on = (...systems: ReturnType<typeof system>[]): Change => {
      return (entries) => {
        laboratory(entries);
        entries['test-system'] = systems;
      };
    };
    const given = { reported: new Set(['AST']), comparisons };
    expect(covered(given, on(system('BED', true)))).toEqual([['AST', true]]);
    expect(covered(given, on(system('BED', true), system('LAB', null)))).toEqual([['AST', false]]);
    const second: Change = (entries) => {
      on(system('BED', true))(entries);
      entries['instrument']?.push(entry('H1|B', { institution: 'H1', code: 'B', items: ['AST'] }));
    };
    expect(covered(given, second)).toEqual([['AST', false]]);
  });
});

// What covers a day where no system stands: a comparison of the half-year before it.
test('a day is covered by a comparison from the day of it on, for 183 days, as long as no test system stands', () => {
  const change: Change = (entries) => {
    laboratory(entries);
    const system = { institution: 'H1', levels: 2, instrument: 'A', pointOfCare: null };
    entries['test-system'] = [
      entry('H1|ALT@A', { ...system, code: 'ALT@A', item: 'ALT' }),
      entry('H1|AST@A', { ...system, code: 'AST@A', item: 'AST' }, '2025-07-15'),
    ];
  };
  const days = ['2025-06-09', '2025-06-10', '2025-07-14', '2025-07-15'] as Day[];
  const of = (item: string, ...on: string[]) =>
    daysCompared(
      region(change),
      { institution: 'H1', item },
      days,
      on.map((one) => compared(item, one)),
    );
  expect(of('AST', '2025-06-10')).toEqual(['2025-06-10', '2025-07-14']);
  expect([of('AST', '2024-12-08'), of('AST', '2024-12-09')]).toEqual([['2025-06-09'], ['2025-06-09', '2025-06-10']]);
  expect([of('AST'), of('ALT', '2025-06-10')]).toEqual([[], []]);
});

// henan-2023.t17.2#01: devices under the quality system, by IQC or a valid comparison with the laboratory.
describe('a bedside device', () => {
  const bedside: Change = (entries) => {
    entries['item'] = [
      ...['GLU_POCT', 'LAC_POCT'].map((code) => entry(code, { code, kind: 'laboratory', category: 'poct' })),
      entry('ALT', { code: 'ALT', kind: 'laboratory', category: 'chemistry' }),
    ];
    entries['instrument'] = [
      ...[{ code: 'A', nameZh: '生化仪', items: ['ALT'] }],
      ...[{ code: 'M1', nameZh: '血糖仪一', items: ['GLU_POCT'] }],
      ...[{ code: 'M2', nameZh: '血糖仪二', items: ['GLU_POCT'] }],
      ...[{ code: 'G', nameZh: '血气机', items: ['LAC_POCT'] }],
    ].map((row) => entry(`H1|${row.code}`, { institution: 'H1', ...row }));
    entries['test-system'] = [
      entry('H1|G', { institution: 'H1', code: 'LAC@G', item: 'LAC_POCT', instrument: 'G', pointOfCare: true }),
    ];
  };
  const under = (given: Partial<CoverageFacts>, change: Change = bedside) =>
    bedsideDevices(region(change), of, facts(given)).flatMap((one) => (isUnderSystem(one) ? one.code : []));

  test('is one that measures a bedside item, or has a test system of that kind', () => {
    expect(bedsideDevices(region(bedside), of, facts({})).map(({ code }) => code)).toEqual(['M1', 'M2', 'G']);
    expect(under({})).toEqual([]);
  });

  test('stands under the quality system by a run of its own system in control', () => {
    expect(under({ controlled: new Set(['LAC@G']) })).toEqual(['G']);
    expect(under({ controlled: new Set(['LAC@OTHER']) })).toEqual([]);
  });

  test('stands under it by the month that its institution reported, unless the platform measured that itself', () => {
    const row = { institution: 'H1', item: 'LAC_POCT', month: '2025-07', testingDays: 20, qcDays: 20 };
    const reported: Change = (entries) => {
      bedside(entries);
      entries['iqc-monthly'] = [entry('H1|LAC_POCT|2025-07', row)];
    };
    const measured: Change = (entries) => {
      reported(entries);
      entries['iqc-measured'] = [entry('H1|LAC_POCT|2025-07', { ...row, qcDays: 0 })];
    };
    expect([under({}, reported), under({}, measured)]).toEqual([['G'], []]);
  });

  test.each([
    ['2025-01-28', []],
    ['2025-01-29', ['M1']],
  ])('stands under it by a comparison of the half-year that names it: %s', (on, which) => {
    expect(under({ comparisons: [compared('GLU_POCT', on, { kind: 'bedside', tested: '血糖仪一' })] })).toEqual(which);
  });

  test('is not covered by a comparison that names another, or none where several measure the item', () => {
    const of2 = (tested: string) => [compared('GLU_POCT', '2025-06-01', { kind: 'bedside', tested })];
    expect([under({ comparisons: of2('M2') }), under({ comparisons: of2('床旁血糖仪') })]).toEqual([['M2'], []]);
    const lactate = (tested: string) => [compared('LAC_POCT', '2025-06-01', { kind: 'bedside', tested })];
    expect([under({ comparisons: lactate('床旁血气') }), under({ comparisons: lactate('M1') })]).toEqual([['G'], []]);
    // What compares the method of the laboratory with that of another tells nothing of the ward.
    expect(under({ comparisons: [compared('LAC_POCT', '2025-06-01', { tested: 'G' })] })).toEqual([]);
  });

  test('stands under it once each of its tests does', () => {
    const both: Change = (entries) => {
      bedside(entries);
      const row = { institution: 'H1', code: 'G', nameZh: '血气机', items: ['GLU_POCT', 'LAC_POCT'] };
      entries['instrument'] = [entry('H1|G', row)];
    };
    const glucose = [compared('GLU_POCT', '2025-06-01', { kind: 'bedside', tested: 'G' })];
    expect(under({ controlled: new Set(['LAC@G']) }, both)).toEqual([]);
    expect(under({ controlled: new Set(['LAC@G']), comparisons: glucose }, both)).toEqual(['G']);
  });
});
