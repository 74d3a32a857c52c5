/**
 * The laboratory indicators 临床检验质量指标 of an institution and month, each with what its numbers count: from the registers, from reports and
 * critical values as they were counted, or as the institution entered them where the records do not reach the platform. An edition is judged
 * by its own meaning of a code; what it needs and nobody has is missing, never 0 %. Source: taiyuan-2024.5.2#02, henan-2023.ind.4.9,
 * henan-2025.lab.7#05, henan-2023.t17.2#01.
 */
import type { CriticalCase } from '../critical/types.ts';
import type { ImprecisionFigures, ImprecisionLimits } from '../iqc/monthly.ts';
import { judgeFigures } from '../iqc/monthly.ts';
import type { Day } from '../kernel/day.ts';
import type { Bilingual } from '../kernel/register.ts';
import { addDays } from '../kernel/day.ts';
import { controlMonth } from '../recognition/facts.ts';
import { qcOrganisations } from '../registers/definitions.ts';
import { laboratoryCounts } from '../registers/resource-definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import type { CountedMinutes, LaboratoryIndicator } from './indicators.ts';
import type { CoverageFacts } from './coverage.ts';
import { bedsideDevices, comparedAsOf, coverageOfItems, isCovered, isUnderSystem } from './coverage.ts';
import {
  besideDetail,
  coverageDetail,
  daysDetail,
  NO_DETAIL,
  roundsDetail,
  scatterDetail,
  testsDetail,
} from './indicator-details.ts';
import type { RoundDetail } from './indicator-details.ts';
import { itemsWithIqc, medianOf, p90Of, sharePercent } from './indicators.ts';
import { limitsScatter, requiredImprecision } from './iqc-region.ts';
import { runItems } from './licence.ts';

/** What else than registers tells of a month. */
export interface FiguresFacts {
  /** Reports by minutes from collection to report; null: a time is not known. */
  readonly reports: readonly { readonly minutes: number | null; readonly count: number }[];
  /** Reports by minutes from the receipt of their specimen to the report, where both are known. */
  readonly bench: CountedMinutes;
  /** Blood cultures 血培养; null: none came to the platform, or nobody records whether they are contaminated. */
  readonly cultures: Cultures | null;
  /** Reports that were wrong and had to be corrected or withdrawn. */
  readonly incorrect: number;
  readonly critical: readonly CriticalCase[];
  /** Items that a study assessed otherwise 替代评价 in the year, up to the end of the month. */
  readonly compared: ReadonlySet<string>;
  /** What is known of the coverage by control and comparison. */
  readonly coverage: CoverageFacts;
  /** Specimens 标本 that reached the laboratory in the month; null: none came to the platform. */
  readonly specimens: SpecimenCounts | null;
}

/** A set is what was taken by one puncture 同一部位采血为一套; it is contaminated where one of its bottles is. */
export interface Cultures {
  readonly sets: number;
  readonly contaminatedSets: number;
  readonly samples: number;
  readonly contaminatedSamples: number;
}

/** Specimens of a month as they were sent. What was never recorded up to then is null: that none is recorded does not say that there was none. */
export interface SpecimenCounts {
  readonly all: number;
  readonly wrongType: number | null;
  readonly wrongContainer: number | null;
  readonly wrongVolume: number | null;
  readonly clotted: number | null;
  readonly rejected: number | null;
  /** Those that need an anticoagulant; null: no container is known. */
  readonly anticoagulated: number | null;
  /** Those of which both times are known, by minutes from collection to receipt. */
  readonly waits: CountedMinutes;
}

/** One thing that is counted: an item or a device, by its code, or a loop of a critical value. */
export interface FigureCase {
  readonly key: string;
  readonly of: 'item' | 'device' | 'loop';
  /** Whether it stands in the numerator, too. */
  readonly isCounted: boolean;
  /** What decided: a CV and its limit, rounds. */
  readonly detail: Bilingual;
}

export interface LaboratoryFigure {
  readonly indicator: LaboratoryIndicator;
  readonly standing: 'computed' | 'entered' | 'missing';
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Percent, or minutes; null: no data. */
  readonly value: number | null;
  /** What the institution entered by hand, also where the platform counted: the two are never one number. */
  readonly entered: EnteredCount | null;
  /** Of what is counted one by one; of reports the cases are looked up. */
  readonly cases: readonly FigureCase[];
}

export interface EnteredCount {
  readonly numerator: number;
  readonly denominator: number;
  /** Where it comes from. */
  readonly basis: string;
}

interface Month {
  readonly institution: string;
  readonly month: string;
}

/** Of each indicator that is asked for. */
export function laboratoryFigures(
  snapshot: RegisterSnapshot,
  of: Month,
  indicators: readonly LaboratoryIndicator[],
  facts: FiguresFacts,
): readonly LaboratoryFigure[] {
  return indicators.map((indicator) => {
    const entered = enteredOf(snapshot, of, indicator);
    const byHand: Figure =
      entered === null
        ? MISSING
        : { ...MISSING, standing: 'entered', ...ratio(entered.numerator, entered.denominator) };
    return { indicator, ...(computed(snapshot, of, indicator, facts) ?? byHand), entered };
  });
}

type Figure = Omit<LaboratoryFigure, 'indicator' | 'entered'>;
const MISSING: Figure = {
  ...{ standing: 'missing', numerator: null, denominator: null, value: null, cases: [] },
};

/** Null: the platform has no records of it. */
function computed(
  snapshot: RegisterSnapshot,
  of: Month,
  { code, edition }: LaboratoryIndicator,
  { reports, bench, cultures, incorrect, critical, compared, coverage, specimens }: FiguresFacts,
): Figure | null {
  const all = reports.reduce((sum, { count }) => sum + count, 0);
  switch (code) {
    case 'CL-01':
      return ofSpecimens(specimens?.wrongType, specimens?.all);
    case 'CL-02':
      return ofSpecimens(specimens?.wrongContainer, specimens?.all);
    case 'CL-03':
      return ofSpecimens(specimens?.wrongVolume, specimens?.all);
    case 'CL-04':
      return edition === '2025'
        ? ofSpecimens(cultures?.contaminatedSets, cultures?.sets)
        : ofSpecimens(cultures?.contaminatedSamples, cultures?.samples);
    case 'CL-05':
      return ofSpecimens(specimens?.clotted, specimens?.anticoagulated);
    case 'CL-06':
      return edition === '2025'
        ? ofSpecimens(specimens?.rejected, specimens?.all)
        : ofMinutes(specimens?.waits ?? [], medianOf);
    case 'CL-07':
      return shareOf(iqcCases(snapshot, of, coverage));
    case 'CL-08':
      return shareOf(cvCases(snapshot, of));
    case 'CL-09':
      return shareOf(participationCases(snapshot, of));
    case 'CL-10':
      return shareOf(outcomeCases(snapshot, of, edition === '2025'));
    case 'CL-11':
      return compared.size === 0 ? null : shareOf(alternativeCases(snapshot, of, compared));
    case 'CL-12':
      return edition === '2025' ? ofMinutes(timed(reports), p90Of) : ofMinutes(bench, medianOf);
    case 'CL-13':
      return all === 0 ? null : { ...MISSING, standing: 'computed', ...ratio(incorrect, all) };
    case 'CL-14':
      return shareOf(criticalCases(critical, ({ notified }) => notified !== null));
    case 'CL-15':
      return shareOf(criticalCases(critical, ({ received }) => received !== null && !received.isLate));
    case 'HN-01':
      return shareOf(coverageCases(snapshot, of, coverage));
    case 'HN-02':
      return shareOf(deviceCases(snapshot, of, coverage));
    default:
      return null;
  }
}

const ratio = (numerator: number, denominator: number) => ({
  ...{ numerator, denominator, value: sharePercent(numerator, denominator) },
});

function shareOf(cases: readonly FigureCase[]): Figure {
  const counted = cases.filter(({ isCounted }) => isCounted).length;
  return { standing: 'computed', ...ratio(counted, cases.length), cases };
}

/** Null: it is not recorded here. */
function ofSpecimens(numerator: number | null | undefined, denominator: number | null | undefined): Figure | null {
  if (typeof numerator !== 'number' || typeof denominator !== 'number') return null;
  return { ...MISSING, standing: 'computed', ...ratio(numerator, denominator) };
}

const timed = (reports: FiguresFacts['reports']): CountedMinutes =>
  reports.flatMap(({ minutes, count }) => (minutes === null ? [] : [{ minutes, count }]));

/** Of minutes that are known; null: of none, so that what was entered counts. */
function ofMinutes(known: CountedMinutes, valueOf: (known: CountedMinutes) => number | null): Figure | null {
  const n = known.reduce((sum, { count }) => sum + count, 0);
  return n === 0 ? null : { ...MISSING, standing: 'computed', denominator: n, value: valueOf(known) };
}

/** What an institution entered of the edition that is in force; of another meaning of the code it says nothing. */
function enteredOf(
  snapshot: RegisterSnapshot,
  { institution, month }: Month,
  indicator: LaboratoryIndicator,
): EnteredCount | null {
  if (indicator.edition !== '2025' && indicator.isChanged) return null;
  const row = snapshot.nameOf(laboratoryCounts, `${institution}|${indicator.code}|${month}`);
  if (row === null) return null;
  return { numerator: row.numerator, denominator: row.denominator, basis: row.basis };
}

const lastDayOf = (month: string): Day =>
  addDays(
    addDays(`${month}-01` as Day, 32)
      .slice(0, 8)
      .concat('01') as Day,
    -1,
  );

interface RunItemMonth {
  readonly item: string;
  readonly qcDays: number;
  readonly figures: ImprecisionFigures;
  readonly limits: ImprecisionLimits;
}

/** Each item that was run, with its month of control: days of control count only those on which every system had it. */
function itemMonths(snapshot: RegisterSnapshot, { institution, month }: Month): readonly RunItemMonth[] {
  const last = lastDayOf(month);
  return runItems(snapshot, institution, last).map(({ item }) => {
    const known = controlMonth(snapshot, institution, item, month);
    const limits = requiredImprecision(snapshot, { institution, systems: [] }, item, last);
    return {
      item,
      qcDays: known?.qcDays ?? 0,
      figures: { cv: known?.cv ?? null, sd: known?.sd ?? null, classCv: known?.classCv ?? null },
      limits,
    };
  });
}

const caseOfItem = (key: string, isCounted: boolean, detail: Bilingual): FigureCase => ({
  ...{ key, of: 'item', isCounted, detail },
});
const rowOf = ({ item, qcDays }: RunItemMonth) => ({
  ...{ item, system: '', isDone: qcDays > 0, cvPercent: null, allowedPercent: null },
});

/** A comparison stands beside the days of control and is not counted: what counts it too is HN-01. */
function iqcCases(snapshot: RegisterSnapshot, of: Month, { comparisons }: CoverageFacts): readonly FigureCase[] {
  const months = itemMonths(snapshot, of);
  const last = lastDayOf(of.month);
  const done = new Set(itemsWithIqc(months.map(rowOf)).items);
  return months.map(({ item, qcDays }) => {
    const comparedOn = qcDays > 0 ? null : comparedAsOf(snapshot, { ...of, last }, item, comparisons);
    return caseOfItem(item, done.has(item), comparedOn === null ? daysDetail(qcDays) : besideDetail(comparedOn));
  });
}

/** Items that went out in reports; those with control or a valid comparison are counted. */
function coverageCases(snapshot: RegisterSnapshot, of: Month, facts: CoverageFacts): readonly FigureCase[] {
  return coverageOfItems(snapshot, { ...of, last: lastDayOf(of.month) }, facts).map((one) =>
    caseOfItem(one.item, isCovered(one), coverageDetail(one)),
  );
}

/** Bedside devices; those of which each test has control or a valid comparison are counted. */
function deviceCases(snapshot: RegisterSnapshot, of: Month, facts: CoverageFacts): readonly FigureCase[] {
  return bedsideDevices(snapshot, { ...of, last: lastDayOf(of.month) }, facts).map((device) => ({
    ...{ key: device.code, of: 'device', isCounted: isUnderSystem(device) },
    detail: testsDetail(
      device.tests.map((one) => {
        const { nameZh, nameEn } = snapshot.item(one.item) ?? { nameZh: one.item, nameEn: null };
        return { ...one, name: { zh: nameZh, en: nameEn ?? nameZh } };
      }),
    ),
  }));
}

/** Items with a requirement, of a CV or of the SD that stands in its place; those that exceed it are counted. */
function cvCases(snapshot: RegisterSnapshot, of: Month): readonly FigureCase[] {
  return itemMonths(snapshot, of)
    .filter(({ limits }) => limitsScatter(limits))
    .map(({ item, figures, limits }) =>
      caseOfItem(item, judgeFigures(figures, limits) === 'exceeds', scatterDetail(figures, limits)),
    );
}

/** Of each item that is run the national and provincial rounds of the year that were closed, up to the end of the month. */
function roundsOf(
  snapshot: RegisterSnapshot,
  { institution, month }: Month,
): ReadonlyMap<string, readonly RoundDetail[]> {
  const last = lastDayOf(month);
  const first = `${month.slice(0, 4)}-01-01`;
  const organisers = snapshot
    .inForce(qcOrganisations, last)
    .filter(({ level }) => level === 'country' || level === 'province');
  const found = new Map<string, readonly RoundDetail[]>();
  for (const { item } of runItems(snapshot, institution, last)) {
    const outcomes = snapshot.eqaOutcomes(institution, item);
    const rounds = organisers
      .flatMap(({ code, nameZh, nameEn }) =>
        snapshot.eqaRounds(code, item).map((row) => ({ ...row, name: { zh: nameZh, en: nameEn ?? nameZh } })),
      )
      .filter(({ closedOn }) => closedOn >= first && closedOn <= last)
      .map(({ organiser, name, round, publishedOn }): RoundDetail => {
        const own = outcomes.find((one) => one.organiser === organiser && one.round === round);
        const isKnown = publishedOn !== null && publishedOn <= last;
        return {
          ...{ organiser: name, round },
          outcome: own === undefined || isKnown ? (own?.outcome ?? null) : 'PENDING',
        };
      });
    if (rounds.length > 0) found.set(item, rounds);
  }
  return found;
}

const isTaken = ({ outcome }: RoundDetail): boolean => outcome !== null && outcome !== 'ABSENT';

function participationCases(snapshot: RegisterSnapshot, of: Month): readonly FigureCase[] {
  return [...roundsOf(snapshot, of)].map(([item, rounds]) =>
    caseOfItem(item, rounds.some(isTaken), roundsDetail(rounds)),
  );
}

/** Items of which grades are known; one failed round fails the item. `isPassing`: those without one are counted, else those with. */
function outcomeCases(snapshot: RegisterSnapshot, of: Month, isPassing: boolean): readonly FigureCase[] {
  return [...roundsOf(snapshot, of)].flatMap(([item, all]) => {
    const rounds = all.filter(({ outcome }) => outcome === 'PASS' || outcome === 'FAIL');
    if (rounds.length === 0) return [];
    const isFailed = rounds.some(({ outcome }) => outcome === 'FAIL');
    return [caseOfItem(item, isPassing ? !isFailed : isFailed, roundsDetail(rounds))];
  });
}

/** Items that are run and of which no round was held: assessed otherwise or not. By a study, that is: other ways leave no record here. */
function alternativeCases(snapshot: RegisterSnapshot, of: Month, compared: ReadonlySet<string>): readonly FigureCase[] {
  const rounds = roundsOf(snapshot, of);
  return runItems(snapshot, of.institution, lastDayOf(of.month))
    .filter(({ item }) => !rounds.has(item))
    .map(({ item }) => caseOfItem(item, compared.has(item), NO_DETAIL));
}

/** Repeats on the same specimen and what was no critical value are no case, and what another institution reported is its case. */
function criticalCases(all: readonly CriticalCase[], is: (one: CriticalCase) => boolean): readonly FigureCase[] {
  return all
    .filter(({ isVoid, part }) => !isVoid && part !== 'treating')
    .map((one) => ({ key: String(one.id), of: 'loop', isCounted: is(one), detail: NO_DETAIL }));
}

/** The first day of a month, and the first after it. */
export function figureMonth(month: string): { readonly first: Day; readonly end: Day } {
  return { first: `${month}-01` as Day, end: addDays(lastDayOf(month), 1) };
}
