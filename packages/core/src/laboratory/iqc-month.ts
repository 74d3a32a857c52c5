/**
 * Internal quality control of a calendar month 室内质控月汇总: figures of each series, imprecision against its requirement, and on which days with
 * results of patients every system had an accepted run, or a comparison stood where there is no system. Source: national-2022.art.24#01, #02, henan-2025.lab.7#01 to #04.
 */
import { roundHalfAway } from '../estimates/tolerance.ts';
import type { Moments } from '../estimates/moments.ts';
import type { ImprecisionLimits, ImprecisionVerdict, MonthlyStatistics, RunVerdict } from '../iqc/index.ts';
import { imprecisionFigures, judgeImprecision, monthlyStatistics } from '../iqc/index.ts';
import type { Day } from '../kernel/day.ts';
import { groupBy } from '../kernel/group-by.ts';
import { levelsNeeded } from './release.ts';

/** A result that counts, as its run was judged. */
export interface MonthResult {
  readonly system: string;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly value: number;
  /** One of `resultsOut`. */
  readonly isOut: boolean;
}

export interface MonthRun {
  readonly system: string;
  readonly day: Day;
  readonly verdict: RunVerdict | 'unjudged';
  readonly levels: number;
}

export interface MonthSystem {
  readonly code: string;
  readonly levels: number;
  /** The day of its first control, from which on it counts as in use; null: it was never started. */
  readonly since: Day | null;
  /** The day from which on it is out of use 停用; null: it is in use. */
  readonly until: Day | null;
}

interface LotOnSystem {
  readonly system: string;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
}

export interface SeriesMonth extends MonthlyStatistics, LotOnSystem {
  /** Which CV is judged; null: neither rests on results enough. */
  readonly judgedBy: 'month' | 'cumulative' | null;
  /** Class of the level 水平类别, as the laboratory entered it with its material. */
  readonly levelClass: string | null;
  readonly verdict: ImprecisionVerdict;
}

/** Figures in control 累积 of a lot up to the end of the month. */
export type LotMoments = LotOnSystem & Moments;

/**
 * Results in control of which a CV is judged: a convention of the platform, since no standard says; two of them say next to nothing of a
 * scatter. Where the month has fewer the cumulative CV of the lot counts, which is to be compared with the requirement as well.
 */
export const FEWEST_FOR_CV = 3;

export interface ItemMonth {
  readonly testingDays: number;
  /** Testing days on which every system in use had an accepted run. */
  readonly qcDays: number;
  /** Those on which no system stood and a comparison did 比对覆盖; null: none. */
  readonly comparedDays: number | null;
  /** Those on which neither did. */
  readonly missingDays: readonly Day[];
  /**
   * The highest CV in control that is judged, as printed; null: no series has results enough. Where an SD counts below a concentration, of the
   * levels from it on.
   */
  readonly cv: number | null;
  /** The highest SD in control, where one is limited; below a concentration, of the levels below it. */
  readonly sd: number | null;
  /** The highest CV in control of levels whose class has its own limit; `cv` is then of the others. */
  readonly classCv: number | null;
  /** Share of judged qualitative runs that read what was expected, percent; null of none. */
  readonly agreement: number | null;
  readonly verdict: ImprecisionVerdict;
  readonly series: readonly SeriesMonth[];
}

/** A month of one item of an institution: routine runs and their results, by the limits that are required of it. */
export function monthOfItem(
  systems: readonly MonthSystem[],
  {
    results,
    runs,
    cumulative = [],
    compared = [],
    classOf = () => null,
  }: {
    readonly results: readonly MonthResult[];
    readonly runs: readonly MonthRun[];
    /** At least of lots with fewer results in control than `FEWEST_FOR_CV`. */
    readonly cumulative?: readonly LotMoments[];
    /** Days on which no system stood and a comparison did. */
    readonly compared?: readonly Day[];
    /** Class of the level of a lot. */
    readonly classOf?: (lot: LotOnSystem) => string | null;
  },
  testing: readonly Day[],
  limits: ImprecisionLimits,
): ItemMonth {
  const judged = seriesOf(results, { cumulative, classOf }, limits);
  const series = judged.map(({ one }) => one);
  const open = testing.filter((day) => !isControlled(systems, runs, day));
  const missingDays = open.filter((day) => !compared.includes(day));
  const comparedDays = open.length - missingDays.length;
  const figures = judged.flatMap(({ one, by }) => (by === null ? [] : imprecisionFigures(by, limits, one.levelClass)));
  const measuring = new Set(series.map(({ system }) => system));
  const words = runs.filter(({ system, verdict }) => verdict !== 'unjudged' && !measuring.has(system));
  const accepted = words.filter(({ verdict }) => verdict !== 'reject').length;
  return {
    ...{ testingDays: testing.length, qcDays: testing.length - open.length, missingDays, series },
    comparedDays: comparedDays === 0 ? null : comparedDays,
    cv: most(figures.flatMap(({ cv }) => cv ?? [])),
    sd: most(figures.flatMap(({ sd }) => sd ?? [])),
    classCv: most(figures.flatMap(({ classCv }) => classCv ?? [])),
    agreement: words.length === 0 ? null : roundHalfAway((100 * accepted) / words.length, 2),
    verdict: worst(series.map(({ verdict }) => verdict)),
  };
}

const most = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));

/** Results out of control 失控点: evidence, in the run that was judged, of a rule that rejected it; earlier points keep the verdict they had. */
export function resultsOut(
  runs: readonly {
    readonly results: readonly number[];
    readonly fired: readonly { readonly isRejecting: boolean; readonly evidence: readonly number[] }[];
  }[],
): ReadonlySet<number> {
  return new Set(
    runs.flatMap(({ results, fired }) => {
      const flagged = new Set(fired.flatMap(({ isRejecting, evidence }) => (isRejecting ? evidence : [])));
      return results.filter((result) => flagged.has(result));
    }),
  );
}

const isInUse = ({ since, until }: MonthSystem, day: Day): boolean =>
  since !== null && since <= day && (until === null || day < until);

/**
 * Whether a month is measured here: control of the item was on record by its first day, so that its figures are those of the whole month. Of
 * a month in which a laboratory only began to, what it submits says more.
 */
export const isMeasuredHere = (systems: readonly MonthSystem[], first: Day): boolean =>
  systems.some((system) => isInUse(system, first));

/** Every system in use on the day, and at least one. */
function isControlled(systems: readonly MonthSystem[], runs: readonly MonthRun[], day: Day): boolean {
  const used = systems.filter((system) => isInUse(system, day));
  return used.length > 0 && used.every((system) => isCovered(system, runs, day));
}

/** Two levels a day, or as many as the system has. */
function isCovered({ code, levels }: MonthSystem, runs: readonly MonthRun[], day: Day): boolean {
  const needed = levelsNeeded({ levels });
  return runs.some(
    (run) =>
      run.system === code &&
      run.day === day &&
      (run.verdict === 'accept' || run.verdict === 'warning') &&
      run.levels >= needed,
  );
}

interface JudgedSeries {
  readonly one: SeriesMonth;
  /** By which it is judged. */
  readonly by: Moments | null;
}

function seriesOf(
  results: readonly MonthResult[],
  {
    cumulative,
    classOf,
  }: { readonly cumulative: readonly LotMoments[]; readonly classOf: (lot: LotOnSystem) => string | null },
  limits: ImprecisionLimits,
): readonly JudgedSeries[] {
  const keyOf = ({ system, product, lot, level }: LotOnSystem): string => [system, product, lot, level].join('|');
  return [...groupBy(results, keyOf).entries()].flatMap(([key, group]): readonly JudgedSeries[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { system, product, lot, level } = first;
    const statistics = monthlyStatistics(group);
    const isEnough = statistics.inControl.n >= FEWEST_FOR_CV;
    const ofLot = isEnough ? undefined : cumulative.find((one) => keyOf(one) === key && one.n >= FEWEST_FOR_CV);
    const by = isEnough ? statistics.inControl : (ofLot ?? null);
    const levelClass = classOf(first);
    const verdict = by === null ? 'unknown' : judgeImprecision(by, limits, levelClass);
    const judgedBy = by === null ? null : isEnough ? 'month' : 'cumulative';
    return [{ one: { ...{ system, product, lot, level, levelClass, ...statistics }, judgedBy, verdict }, by }];
  });
}

function worst(verdicts: readonly ImprecisionVerdict[]): ImprecisionVerdict {
  if (verdicts.includes('exceeds')) return 'exceeds';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'meets') ? 'meets' : 'unknown';
}
