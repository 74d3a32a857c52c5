/**
 * What laboratory indicators 检验质量指标 are computed from, of several institutions and months at once: each kind of record is counted in one
 * question, and only where an indicator asks for it. Source: taiyuan-2024.5.2#02, henan-2023.ind.4.9, henan-2025.lab.7#05.
 */
import { caseOf } from '@fujie/core/critical';
import type { Day } from '@fujie/core/kernel';
import { dayOf, groupBy, startOfDay } from '@fujie/core/kernel';
import type { CoverageFacts, Cultures, FiguresFacts, SpecimenCounts } from '@fujie/core/laboratory';
import { comparedSince, figureMonth } from '@fujie/core/laboratory';
import type { SpecimenFault } from '@fujie/wire/fhir';

import { findComparisons } from '../platform/control/compared.query.ts';
import type { Queryable } from '../platform/db/database.ts';
import { findControlledSystems, findReportedItems } from './coverage.query.ts';
import type { CultureCount, MonthsSpan, SpecimenCount } from './indicators.query.ts';
import {
  countBench,
  countCultures,
  countReports,
  countSpecimens,
  findAssessed,
  findCriticalOf,
  findRecordedFaults,
} from './indicators.query.ts';

const ASKS = {
  reports: ['CL-12', 'CL-13'],
  bench: ['CL-12'],
  cultures: ['CL-04'],
  critical: ['CL-14', 'CL-15'],
  assessed: ['CL-11'],
  reported: ['HN-01'],
  comparisons: ['CL-07', 'HN-01', 'HN-02'],
  controlled: ['HN-02'],
  specimens: ['CL-01', 'CL-02', 'CL-03', 'CL-05', 'CL-06'],
  faults: ['CL-01', 'CL-02', 'CL-03', 'CL-04', 'CL-05', 'CL-06'],
} as const;

/** Facts of an institution and month. */
export type FactsOf = (institution: string, month: string) => FiguresFacts;

/** `months` from the earliest to the latest, without a gap; `codes`: of the indicators that are asked for. */
export async function factsOf(
  db: Queryable,
  institutions: readonly string[],
  months: readonly string[],
  codes: readonly string[],
): Promise<FactsOf> {
  const span = spanOf(institutions, months);
  const ask = async <T>(kind: keyof typeof ASKS, question: () => Promise<readonly T[]>): Promise<readonly T[]> =>
    ASKS[kind].some((code) => codes.includes(code)) ? question() : [];
  const reports = byMonth(await ask('reports', () => countReports(db, span)));
  const bench = byMonth(await ask('bench', () => countBench(db, span)));
  const cultures = byMonth(await ask('cultures', () => countCultures(db, span)));
  const critical = byMonth(
    (await ask('critical', () => findCriticalOf(db, span))).map((row) => ({
      ...{ institution: row.institution, month: dayOf(row.appearedAt).slice(0, 7), found: caseOf(row) },
    })),
  );
  const year = { from: `${(months[0] ?? '').slice(0, 4)}-01-01` as Day, to: dayOf(span.to) };
  const assessed = await ask('assessed', () => findAssessed(db, { institutions, ...year }));
  const coverage = await coverageOf(db, span, { months, ask });
  const specimens = byMonth(await ask('specimens', () => countSpecimens(db, span)));
  const since = new Map(
    (await ask('faults', () => findRecordedFaults(db, span))).map((row) => [
      `${row.institution}|${row.fault}`,
      row.month,
    ]),
  );
  return (institution, month) => {
    const key = `${institution}|${month}`;
    const { end } = figureMonth(month);
    const own = specimens.get(key);
    const isRecorded = (fault: string): boolean => (since.get(`${institution}|${fault}`) ?? '9999') <= month;
    return {
      reports: reports.get(key) ?? [],
      bench: bench.get(key) ?? [],
      cultures: isRecorded('contaminated') ? culturesOf(cultures.get(key)) : null,
      incorrect: (reports.get(key) ?? []).reduce((sum, one) => sum + one.incorrect, 0),
      critical: (critical.get(key) ?? []).map(({ found }) => found),
      compared: new Set(
        assessed
          .filter((one) => one.institution === institution && one.on.slice(0, 4) === month.slice(0, 4) && one.on < end)
          .map(({ item }) => item),
      ),
      coverage: coverage(institution, month),
      specimens: own === undefined ? null : specimensOf(own, isRecorded),
    };
  };
}

type Ask = <T>(kind: keyof typeof ASKS, question: () => Promise<readonly T[]>) => Promise<readonly T[]>;

/** What is known of the coverage of items and devices: what was reported, compared and controlled. */
async function coverageOf(
  db: Queryable,
  span: MonthsSpan,
  { months, ask }: { readonly months: readonly string[]; readonly ask: Ask },
): Promise<(institution: string, month: string) => CoverageFacts> {
  const { first } = figureMonth(months[0] ?? '');
  const days = { from: comparedSince(first), to: dayOf(span.to) };
  const reported = byMonth(await ask('reported', () => findReportedItems(db, span)));
  const controlled = byMonth(await ask('controlled', () => findControlledSystems(db, span)));
  const compared = groupBy(
    await ask('comparisons', () => findComparisons(db, { institutions: span.institutions, ...days })),
    ({ institution }) => institution,
  );
  return (institution, month) => ({
    reported: new Set(reported.get(`${institution}|${month}`)?.map(({ item }) => item)),
    controlled: new Set(controlled.get(`${institution}|${month}`)?.map(({ system }) => system)),
    comparisons: compared.get(institution) ?? [],
  });
}

const culturesOf = ([row]: readonly CultureCount[] = []): Cultures | null =>
  row === undefined
    ? null
    : {
        ...{ sets: row.sets, contaminatedSets: row.contaminatedSets },
        ...{ samples: row.samples, contaminatedSamples: row.contaminatedSamples },
      };

/** Whole months of institutions. */
export function spanOf(institutions: readonly string[], months: readonly string[]): MonthsSpan {
  const { first } = figureMonth(months[0] ?? '');
  const { end } = figureMonth(months.at(-1) ?? '');
  return { institutions, from: startOfDay(first), to: startOfDay(end) };
}

const byMonth = <T extends { readonly institution: string; readonly month: string }>(
  rows: readonly T[],
): ReadonlyMap<string, readonly T[]> => groupBy(rows, ({ institution, month }) => `${institution}|${month}`);

function specimensOf(rows: readonly SpecimenCount[], isRecorded: (fault: string) => boolean): SpecimenCounts {
  const sum = (of: (row: SpecimenCount) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const faults = (fault: SpecimenFault | 'rejected'): number | null =>
    isRecorded(fault) ? sum((row) => row.faults[fault]) : null;
  return {
    all: sum(({ count }) => count),
    ...{ wrongType: faults('wrong-type'), wrongContainer: faults('wrong-container') },
    ...{ wrongVolume: faults('wrong-volume'), clotted: faults('clotted'), rejected: faults('rejected') },
    anticoagulated: sum(({ contained }) => contained) === 0 ? null : sum(({ anticoagulated }) => anticoagulated),
    waits: rows.flatMap(({ minutes, count }) => (minutes === null ? [] : [{ minutes, count }])),
  };
}
