/**
 * From measurements of control material to verdicts of runs 分析批判定: which target holds for each, which runs are looked at together, where
 * windows restart. Source: WS/T 641 (rules), henan-2025.lab.7#01 to #04.
 */
import type { FiredRule, RuleSettings, RunVerdict } from '../iqc/index.ts';
import { judgeRuns } from '../iqc/index.ts';
import type { Instant } from '../kernel/day.ts';

/** A measurement as it stands. */
export interface SeriesResult {
  readonly id: number;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly value: number | null;
  readonly reading: string;
  readonly measuredAt: Instant;
  readonly run: string;
  readonly purpose: 'routine' | 'temporary' | 'parallel';
  readonly isVoid: boolean;
}

export interface SeriesTarget {
  readonly id: number;
  readonly product: string;
  readonly lot: string;
  readonly level: string;
  readonly mean: number;
  readonly sd: number;
  readonly validFrom: Instant;
}

/** How a system is judged: by control rules, or by what its material is expected to read. */
export type SeriesRules =
  | { readonly kind: 'quantitative'; readonly settings: RuleSettings }
  | {
      readonly kind: 'qualitative';
      readonly expected: (of: Pick<SeriesResult, 'product' | 'lot' | 'level'>) => string | null;
    };

export interface Series {
  /** In the order of measurement. */
  readonly results: readonly SeriesResult[];
  /** In the order in which they begin; of two that begin at once the later one holds. */
  readonly targets: readonly SeriesTarget[];
  /** When corrective actions were closed: windows restart at the next run. */
  readonly restarts: readonly Instant[];
}

export interface SeriesPoint {
  readonly result: number;
  readonly level: string;
  readonly z: number | null;
  readonly target: number | null;
}

export interface SeriesRun {
  readonly run: string;
  readonly measuredAt: Instant;
  readonly purpose: SeriesResult['purpose'];
  /** `unjudged`: nothing in it has a target, or it runs beside the routine to find one. */
  readonly verdict: RunVerdict | 'unjudged';
  /** Levels with a result that counts. */
  readonly levels: number;
  readonly fired: readonly (Pick<FiredRule, 'rule' | 'scope' | 'error' | 'isRejecting'> & {
    readonly evidence: readonly number[];
  })[];
  readonly points: readonly SeriesPoint[];
}

/** Judges a series: the runs in the order in which they began. */
export function judgeSeries({ results, targets, restarts }: Series, rules: SeriesRules): readonly SeriesRun[] {
  const runs = groupRuns(results);
  if (rules.kind === 'qualitative') return runs.map((run) => judgedByWord(run, rules.expected));
  const points = runs.map((run) => run.results.map((result) => pointOf(result, targets)));
  const isLooked = (index: number): boolean => runs[index]?.purpose === 'routine';
  const routine = runs.flatMap((_, index) => (isLooked(index) ? [index] : []));
  const judged = new Map<number, ReturnType<typeof judgeTogether>[number]>();
  const together = judgeTogether(
    routine.map((index) => ({ results: runs[index]?.results ?? [], points: points[index] ?? [] })),
    restarts,
    rules.settings,
  );
  for (const [place, index] of routine.entries()) {
    const one = together[place];
    if (one !== undefined) judged.set(index, one);
  }
  return runs.map((run, index): SeriesRun => {
    const own = points[index] ?? [];
    const [alone] =
      run.purpose === 'temporary' ? judgeTogether([{ results: run.results, points: own }], [], rules.settings) : [];
    const found = judged.get(index) ?? alone ?? null;
    return { ...headOf(run), verdict: found?.verdict ?? 'unjudged', fired: found?.fired ?? [], points: own };
  });
}

interface GroupedRun {
  readonly run: string;
  readonly purpose: SeriesResult['purpose'];
  readonly results: SeriesResult[];
}

function groupRuns(results: readonly SeriesResult[]): readonly GroupedRun[] {
  const runs = new Map<string, GroupedRun>();
  for (const result of results) {
    const known = runs.get(result.run);
    if (known !== undefined) known.results.push(result);
    else runs.set(result.run, { run: result.run, purpose: result.purpose, results: [result] });
  }
  return [...runs.values()];
}

function headOf({ run, purpose, results }: GroupedRun): Pick<SeriesRun, 'run' | 'measuredAt' | 'purpose' | 'levels'> {
  const usable = results.filter(({ isVoid }) => !isVoid);
  const [first = results[0]] = usable;
  return {
    run,
    purpose,
    measuredAt: first?.measuredAt ?? (0 as Instant),
    levels: new Set(usable.map(levelOf)).size,
  };
}

/** Levels of several products stand apart, though they be called alike. */
const levelOf = ({ product, level }: Pick<SeriesResult, 'product' | 'level'>): string => `${product}|${level}`;

function pointOf(result: SeriesResult, targets: readonly SeriesTarget[]): SeriesPoint {
  const { product, lot, level, value, measuredAt } = result;
  const target = targets.findLast(
    (one) => one.product === product && one.lot === lot && one.level === level && one.validFrom <= measuredAt,
  );
  const z = target === undefined || value === null ? null : (value - target.mean) / target.sd;
  return { result: result.id, level, z, target: target?.id ?? null };
}

interface Judging {
  readonly results: readonly SeriesResult[];
  readonly points: readonly SeriesPoint[];
}

function judgeTogether(
  runs: readonly Judging[],
  restarts: readonly Instant[],
  settings: RuleSettings,
): readonly (Pick<SeriesRun, 'fired'> & { readonly verdict: RunVerdict | 'unjudged' })[] {
  const lots = new Map<string, string>();
  let before: Instant | null = null;
  const counted = runs.map(({ results, points }) => {
    const fit = results.flatMap((result, at) => {
      const z = points[at]?.z ?? null;
      return z === null ? [] : [{ result, z }];
    });
    const changed = fit.flatMap(({ result }) => {
      // A vial of the wrong lot, that was therefore void, is no change of lot.
      if (result.isVoid) return [];
      const level = levelOf(result);
      const known = lots.get(level);
      lots.set(level, result.lot);
      return known !== undefined && known !== result.lot ? [level] : [];
    });
    const measuredAt = results[0]?.measuredAt ?? (0 as Instant);
    const since = before;
    before = measuredAt;
    const isRestarted = restarts.some((at) => (since === null || at > since) && at <= measuredAt);
    return { fit, restarts: isRestarted ? ('all' as const) : [...new Set(changed)] };
  });
  const judged = judgeRuns(
    counted.map(({ fit, restarts: own }) => ({
      results: fit.map(({ result, z }) => ({ level: levelOf(result), z, isVoid: result.isVoid })),
      restarts: own,
    })),
    settings,
  );
  return judged.map(({ verdict, usable, fired }) => ({
    verdict: usable === 0 ? 'unjudged' : verdict,
    fired: fired.map(({ rule, scope, error, isRejecting, evidence }) => ({
      ...{ rule, scope, error, isRejecting },
      evidence: evidence.flatMap(({ run, result }) => counted[run]?.fit[result]?.result.id ?? []),
    })),
  }));
}

function judgedByWord(run: GroupedRun, expected: Extract<SeriesRules, { kind: 'qualitative' }>['expected']): SeriesRun {
  const usable = run.results.filter(({ isVoid }) => !isVoid);
  const wanted = usable.map((result) => ({ result, expected: expected(result) }));
  const known = wanted.filter((one) => one.expected !== null);
  const isRejected = known.some(({ result, expected: word }) => result.reading !== word);
  return {
    ...headOf(run),
    verdict: run.purpose === 'parallel' || known.length === 0 ? 'unjudged' : isRejected ? 'reject' : 'accept',
    fired: [],
    points: run.results.map(({ id, level }) => ({ result: id, level, z: null, target: null })),
  };
}
