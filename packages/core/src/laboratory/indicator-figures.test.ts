import { describe, expect, test } from 'vitest';

import type { CriticalCase } from '../critical/types.ts';
import type { Day } from '../kernel/day.ts';
import { entry, eqaRow, outcomeRow, region } from '../recognition/region.test-support.ts';
import type { IndicatorEdition } from './indicators.ts';
import { indicatorsOf, medianOf, p90Of, turnaround } from './indicators.ts';
import type { FiguresFacts, SpecimenCounts } from './indicator-figures.ts';
import { laboratoryFigures } from './indicator-figures.ts';

const NOTHING: FiguresFacts = {
  ...{ reports: [], bench: [], incorrect: 0, critical: [], compared: new Set() },
  ...{ specimens: null, cultures: null },
  coverage: { reported: new Set(), comparisons: [], controlled: new Set() },
};
type Change = Parameters<typeof region>[0];

/** An indicator of H1 in July 2025: standing, numerator, denominator, value. */
function figure(code: string, change?: Change, facts: Partial<FiguresFacts> = {}, edition: IndicatorEdition = '2025') {
  const found = figureOf(code, change, facts, edition);
  return [found?.standing, found?.numerator, found?.denominator, found?.value];
}

/** What decided each of its cases. */
const details = (code: string, facts: Partial<FiguresFacts>, edition: IndicatorEdition = '2025') =>
  figureOf(code, undefined, facts, edition)?.cases.map(({ detail }) => detail.zh);

function figureOf(code: string, change: Change, facts: Partial<FiguresFacts>, edition: IndicatorEdition) {
  const snapshot = region((entries) => {
    entries['item'] = ['ALT', 'AST'].map((item) =>
      entry(item, { code: item, kind: 'laboratory', category: 'chemistry' }),
    );
    entries['instrument'] = [entry('H1|A', { institution: 'H1', code: 'A', items: ['ALT', 'AST'] })];
    change?.(entries);
  });
  const of = { institution: 'H1', month: '2025-07' };
  return laboratoryFigures(snapshot, of, indicatorsOf(edition), { ...NOTHING, ...facts }).find(
    ({ indicator }) => indicator.code === code,
  );
}

describe('a laboratory indicator', () => {
  test('of control counts items that are run, CL-07', () => {
    expect(figure('CL-07')).toEqual(['computed', 1, 2, 50]);
  });

  // CL-07 is of control alone; henan-2025.lab.7#05 counts either, of what was reported.
  test('of control tells of a comparison and counts none, CL-07; of coverage counts it, HN-01', () => {
    const made = { item: 'AST', kind: 'alternative', tested: 'A', on: '2025-06-10' as Day } as const;
    const coverage = { reported: new Set(['ALT', 'AST']), comparisons: [made], controlled: new Set<string>() };
    expect(figure('CL-07', undefined, { coverage })).toEqual(['computed', 1, 2, 50]);
    expect(figure('HN-01', undefined, { coverage }, 'henan')).toEqual(['computed', 2, 2, 100]);
    expect(figure('HN-01', undefined, { coverage: { ...coverage, comparisons: [] } }, 'henan')).toEqual([
      ...['computed', 1, 2, 50],
    ]);
    expect(figure('HN-01', undefined, {}, 'henan')).toEqual(['computed', 0, 0, null]);
    expect(details('CL-07', { coverage })).toEqual(['22 天', '0 天；比对 2025-06-10，不计入']);
    expect(details('HN-01', { coverage }, 'henan')).toEqual(['质控 22 天', '质控 0 天；比对 2025-06-10']);
  });

  // henan-2023.t17.2#01
  test('of bedside devices counts those under the quality system, HN-02', () => {
    const change: Change = (entries) => {
      const system = { institution: 'H1', item: 'AST', instrument: 'A', levels: 2, pointOfCare: true };
      entries['test-system'] = [entry('H1|AST@A', { ...system, code: 'AST@A' })];
    };
    const coverage = { ...NOTHING.coverage, controlled: new Set(['AST@A']) };
    expect(figure('HN-02', change, { coverage }, 'henan')).toEqual(['computed', 1, 1, 100]);
    expect(figure('HN-02', change, {}, 'henan')).toEqual(['computed', 0, 1, 0]);
    expect(figure('HN-02', undefined, {}, 'henan')).toEqual(['computed', 0, 0, null]);
  });

  test('of alternative assessment counts items without a round that were compared by split samples, CL-11', () => {
    const withAst = (compared: readonly string[]) => figure('CL-11', undefined, { compared: new Set(compared) });
    // ALT has rounds: what is compared besides them is no alternative. AST has none.
    expect(withAst(['ALT', 'AST'])).toEqual(['computed', 1, 1, 100]);
    expect(withAst(['ALT'])).toEqual(['computed', 0, 1, 0]);
    // Nothing on record: an institution enters it, since other ways leave no record here.
    expect(withAst([])).toEqual(['missing', null, null, null]);
  });

  test.each([
    [4, 0],
    [4.1, 1],
  ])('of imprecision fails an item beyond its limit of 4 %% alone: %s %%, CL-08', (cv, failing) => {
    const change: Change = (entries) => {
      const row = { institution: 'H1', item: 'ALT', month: '2025-07', testingDays: 22, qcDays: 22, cv };
      entries['iqc-monthly'] = [entry('H1|ALT|2025-07', row)];
    };
    expect(figure('CL-08', change)).toEqual(['computed', failing, 1, 100 * failing]);
  });

  test.each([
    [0.02, 0],
    [0.0201, 1],
  ])('of imprecision judges an item by its SD where that is limited: %s of 0.02, CL-08', (sd, failing) => {
    const change: Change = (entries) => {
      const limits = { maxCv: null, maxSd: 0.02, sdBelow: null, minAgreement: null };
      entries['quality-requirement'] = [entry('51|ALT', { scope: '51', item: 'ALT', ...limits })];
      const row = { institution: 'H1', item: 'ALT', month: '2025-07', testingDays: 22, qcDays: 22, cv: 9, sd };
      entries['iqc-monthly'] = [entry('H1|ALT|2025-07', row)];
    };
    expect(figure('CL-08', change)).toEqual(['computed', failing, 1, 100 * failing]);
  });

  test('of EQA counts rounds of the year up to the month, CL-09 and CL-10 of both editions', () => {
    expect(figure('CL-09')).toEqual(['computed', 1, 1, 100]);
    expect(figure('CL-10')).toEqual(['computed', 1, 1, 100]);
    expect(figure('CL-10', undefined, {}, '2015')).toEqual(['computed', 0, 1, 0]);
    const failed: Change = (entries) => {
      entries['eqa-outcome'] = [outcomeRow('2025-1', 'FAIL')];
    };
    expect(figure('CL-10', failed)).toEqual(['computed', 0, 1, 0]);
    expect(figure('CL-10', failed, {}, '2015')).toEqual(['computed', 1, 1, 100]);
    const absent: Change = (entries) => {
      entries['eqa-outcome'] = [outcomeRow('2025-1', 'ABSENT')];
    };
    expect(figure('CL-09', absent)).toEqual(['computed', 0, 1, 0]);
    expect(figure('CL-10', absent)).toEqual(['computed', 0, 0, null]);
    // A grade that was published after the month was not known in it.
    const unpublished: Change = (entries) => {
      entries['eqa-round'] = [eqaRow('2025-1', '2025-07-17', '2025-08-01')];
    };
    expect([figure('CL-09', unpublished), figure('CL-10', unpublished)]).toEqual([
      ['computed', 1, 1, 100],
      ['computed', 0, 0, null],
    ]);
  });

  test('of reports is the 90th percentile and the share that was wrong, CL-12 and CL-13', () => {
    const reports = [
      ...[{ minutes: 30, count: 8 }],
      ...[{ minutes: 95, count: 1 }],
      ...[{ minutes: 240, count: 1 }],
      ...[{ minutes: null, count: 2 }],
    ];
    expect(figure('CL-12', undefined, { reports })).toEqual(['computed', null, 10, 240]);
    expect(figure('CL-12', undefined, { reports }, '2015')).toEqual(['missing', null, null, null]);
    // Of reports without a time nothing is computed, so that what was entered counts.
    expect(figure('CL-12', undefined, { reports: [{ minutes: null, count: 4 }] })).toEqual([
      'missing',
      null,
      null,
      null,
    ]);
    // The edition of 2015 asks for the median of the time in the laboratory.
    const bench = [
      { minutes: 20, count: 2 },
      { minutes: 50, count: 1 },
    ];
    expect(figure('CL-12', undefined, { reports, bench }, '2015')).toEqual(['computed', null, 3, 20]);
    expect(figure('CL-13')).toEqual(['missing', null, null, null]);
    expect(figure('CL-13', undefined, { reports, incorrect: 3 })).toEqual(['computed', 3, 12, 25]);
  });

  test('of critical values leaves out what is void, and asks for receipt in time, CL-14 and CL-15', () => {
    const at = { at: 0, outcome: 'done', isLate: false };
    const one = { id: 1, isVoid: false, notified: at, received: at } as unknown as CriticalCase;
    const critical: CriticalCase[] = [
      one,
      { ...one, id: 2, received: { ...at, isLate: true } as CriticalCase['received'] },
      { ...one, id: 3, notified: null, received: null },
      { ...one, id: 4, isVoid: true },
    ];
    expect(figure('CL-14', undefined, { critical }).slice(1, 3)).toEqual([2, 3]);
    expect(figure('CL-15', undefined, { critical }).slice(1, 3)).toEqual([1, 3]);
  });

  // CL-01 to CL-03, CL-05, CL-06: what no specimen was ever sent with is not known, and no 0 %.
  test('of specimens counts what was recorded, and asks for an entry otherwise', () => {
    const specimens: SpecimenCounts = {
      ...{ all: 1000, wrongType: 2, wrongContainer: 0, wrongVolume: null, clotted: 3, rejected: 7 },
      ...{ anticoagulated: 400, waits: [{ minutes: 10, count: 1 }, ...[{ minutes: 40, count: 1 }]] },
    };
    const of = (code: string, edition?: IndicatorEdition) => figure(code, undefined, { specimens }, edition);
    expect(of('CL-01')).toEqual(['computed', 2, 1000, 0.2]);
    expect(of('CL-02')).toEqual(['computed', 0, 1000, 0]);
    expect(of('CL-03')).toEqual(['missing', null, null, null]);
    expect(of('CL-05')).toEqual(['computed', 3, 400, 0.75]);
    expect(of('CL-06')).toEqual(['computed', 7, 1000, 0.7]);
    expect(of('CL-06', '2015')).toEqual(['computed', null, 2, 25]);
    const unknown = { specimens: { ...specimens, anticoagulated: null } };
    expect(figure('CL-05', undefined, unknown)).toEqual(['missing', null, null, null]);
  });

  test('of blood cultures counts sets, and samples in the edition before, CL-04', () => {
    const cultures = { sets: 40, contaminatedSets: 2, samples: 80, contaminatedSamples: 2 };
    expect(figure('CL-04', undefined, { cultures })).toEqual(['computed', 2, 40, 5]);
    expect(figure('CL-04', undefined, { cultures }, '2015')).toEqual(['computed', 2, 80, 2.5]);
    expect(figure('CL-04')).toEqual(['missing', null, null, null]);
  });

  test('that nobody records is entered, or missing; what was entered is of the edition in force', () => {
    const counted: Change = (entries) => {
      entries['laboratory-count'] = ['CL-01', 'CL-06'].map((indicator) =>
        entry(`H1|${indicator}|2025-07`, {
          ...{ institution: 'H1', indicator, month: '2025-07', numerator: 2, denominator: 1000, basis: 'LIS' },
        }),
      );
    };
    expect(figure('CL-01', counted)).toEqual(['entered', 2, 1000, 0.2]);
    expect(figure('CL-01', counted, {}, '2015')).toEqual(['entered', 2, 1000, 0.2]);
    expect(figure('CL-06', counted, {}, '2015')).toEqual(['missing', null, null, null]);
    expect(figure('CL-02', counted)).toEqual(['missing', null, null, null]);
    // Once it is recorded, the record counts; the entry stands beside it and is no part of it.
    const specimens: SpecimenCounts = {
      ...{ all: 900, wrongType: 9, wrongContainer: null, wrongVolume: null, clotted: null, rejected: null },
      ...{ anticoagulated: null, waits: [] },
    };
    expect(figure('CL-01', counted, { specimens })).toEqual(['computed', 9, 900, 1]);
    expect(figure('CL-06', counted, { specimens })).toEqual(['entered', 2, 1000, 0.2]);
  });
});

test('minutes that are counted have the percentile of the minutes one by one', () => {
  const minutes = Array.from({ length: 57 }, (_, i) => (i * 37) % 23);
  const counts = [...new Set(minutes)].map((one) => ({ minutes: one, count: minutes.filter((m) => m === one).length }));
  expect(p90Of(counts)).toBe(turnaround(minutes).p90);
  expect(medianOf(counts)).toBe(turnaround(minutes).median);
  expect(medianOf([...counts, { minutes: 99, count: 1 }])).toBe(turnaround([...minutes, 99]).median);
  expect([medianOf([]), p90Of([]), p90Of([{ minutes: 7, count: 1 }])]).toEqual([null, null, 7]);
});
