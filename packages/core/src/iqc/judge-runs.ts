/**
 * Verdicts of runs 分析批判定 with the rules that fired and every point of evidence, for reports and charts. The judgement is that of
 * `judgePoints`; what was earlier keeps the verdict it had.
 */
import type { FlagMeaning } from './flags.ts';
import { flagOf, meaningsOf } from './flags.ts';
import type { ControlPoints } from './judge-points.ts';
import { ACCEPT, judgePoints, NO_RESTART, OF_ALL, OF_SOME, WARNING } from './judge-points.ts';
import type { ErrorType, RuleName, RuleSettings } from './rules.ts';
import { RULE_DEFINITIONS } from './rules.ts';

export interface RunResult {
  /** Name of the level, the same in all runs of a series. */
  readonly level: string;
  /** (value − mean) / SD by the target in force when it was measured. */
  readonly z: number;
  readonly isVoid?: boolean;
}

/** A run 分析批: results that are judged together, in the order of measurement. */
export interface ControlRun {
  readonly results: readonly RunResult[];
  /**
   * Levels whose windows restart before it: `all` after a corrective action that was closed (纠正措施), a level whose control lot is
   * new. A target that was estimated anew restarts nothing.
   */
  readonly restarts?: 'all' | readonly string[];
}

/** `accept` 在控, `warning` 警告, `reject` 失控. */
export type RunVerdict = 'accept' | 'warning' | 'reject';

/** A point of a series: index of its run, index within the run. */
export interface PointPlace {
  readonly run: number;
  readonly result: number;
}

export interface FiredRule extends FlagMeaning {
  readonly error: ErrorType | null;
  readonly isRejecting: boolean;
  /** All points of its windows, those of earlier runs too. */
  readonly evidence: readonly PointPlace[];
}

export interface JudgedRun {
  readonly verdict: RunVerdict;
  /** Results that were not void; of none the verdict says nothing about the system. */
  readonly usable: number;
  readonly fired: readonly FiredRule[];
  /** Errors that the rejecting rules point to. */
  readonly errors: readonly ErrorType[];
  /** For each result, the rules of which it is evidence. */
  readonly flags: readonly (readonly FlagMeaning[])[];
}

/** Results of one level that a rule can look back on; a series cut to so many before a run judges that run alike. */
export const LONGEST_WINDOW = 12;

/** Judges runs of one item on one system, the earliest first. */
export function judgeRuns(runs: readonly ControlRun[], settings: RuleSettings): readonly JudgedRun[] {
  const points = pointsOf(runs);
  const { flags, verdict } = judgePoints(points, settings);
  return runs.map((run, index): JudgedRun => {
    const start = points.runStart[index] ?? 0;
    const fired = firedIn(points, flags, index, settings).map(({ evidence, ...one }): FiredRule => ({
      ...one,
      evidence: evidence.map((point) => placeOf(points, point)),
    }));
    const errors = fired.flatMap(({ error, isRejecting }) => (isRejecting && error !== null ? [error] : []));
    const code = verdict[index] ?? ACCEPT;
    return {
      verdict: code === ACCEPT ? 'accept' : code === WARNING ? 'warning' : 'reject',
      usable: run.results.filter(({ isVoid }) => isVoid !== true).length,
      fired,
      errors: [...new Set(errors)],
      flags: run.results.map((_, at) => meaningsOf(flags[start + at] ?? 0)),
    };
  });
}

/** A rule that fired, with all points of its windows as they lie in the series. */
export interface FiredAt extends Omit<FiredRule, 'evidence'> {
  readonly evidence: readonly number[];
}

const NONE: readonly FiredAt[] = [];

/** The rules that fired in a run of a judged series. */
export function firedIn(
  points: ControlPoints,
  flags: Uint32Array,
  run: number,
  settings: Pick<RuleSettings, 'warnings'>,
): readonly FiredAt[] {
  const [start, end] = [points.runStart[run] ?? 0, points.runStart[run + 1] ?? 0];
  let bits = 0;
  for (let at = start; at < end; at += 1) bits |= flags[at] ?? 0;
  if (bits === 0) return NONE;
  const own = flags.subarray(start, end);
  return meaningsOf(bits).map(({ rule, scope }): FiredAt => {
    const bit = flagOf(rule, scope);
    const marked = [...own.keys()].flatMap((at) => (((own[at] ?? 0) & bit) !== 0 ? [start + at] : []));
    return {
      ...{ rule, scope, error: RULE_DEFINITIONS[rule].error, isRejecting: !settings.warnings.includes(rule) },
      evidence: evidenceOf(points, run, { rule, scope }, marked),
    };
  });
}

/** Runs as typed arrays. */
export function pointsOf(runs: readonly ControlRun[]): ControlPoints {
  const places = new Map<string, number>();
  for (const { results } of runs)
    for (const { level } of results) if (!places.has(level)) places.set(level, places.size);
  const count = runs.reduce((sum, { results }) => sum + results.length, 0);
  const restarted = new Map<number, ReadonlySet<number>>();
  const points: ControlPoints = {
    z: new Float64Array(count),
    levels: places.size,
    level: new Int32Array(count),
    isVoid: new Uint8Array(count),
    runStart: new Int32Array(runs.length + 1),
    restart: new Uint8Array(runs.length),
    restarted,
  };
  let next = 0;
  for (const [index, { results, restarts = [] }] of runs.entries()) {
    points.runStart[index] = next;
    const some = new Set(restarts === 'all' ? [] : restarts.flatMap((level) => places.get(level) ?? []));
    points.restart[index] = restarts === 'all' ? OF_ALL : some.size > 0 ? OF_SOME : NO_RESTART;
    if (some.size > 0) restarted.set(index, some);
    for (const { level, z, isVoid } of results) {
      points.z[next] = z;
      points.level[next] = places.get(level) ?? 0;
      points.isVoid[next] = isVoid === true ? 1 : 0;
      next += 1;
    }
  }
  points.runStart[runs.length] = next;
  return points;
}

const WINDOWS: Readonly<Partial<Record<RuleName, number>>> = {
  '2_2s': 2,
  '2of3_2s': 3,
  '3_1s': 3,
  '4_1s': 4,
  '6_x': 6,
  '8_x': 8,
  '9_x': 9,
  '10_x': 10,
  '12_x': 12,
  '7_T': 7,
};

/** The points of a rule's windows that end in a run, the earliest first. */
function evidenceOf(
  points: ControlPoints,
  run: number,
  { rule, scope }: FlagMeaning,
  marked: readonly number[],
): readonly number[] {
  const length = WINDOWS[rule] ?? 1;
  if (scope === 'A') return lookBack(points, run, null, length).sort((a, b) => a - b);
  if (scope !== 'L') return marked;
  const levels = new Set(marked.map((point) => points.level[point] ?? 0));
  const found = [...levels].flatMap((level) => {
    // The window that ends at the last of them; replicates before it in the run belong to it.
    const own = marked.filter((point) => points.level[point] === level);
    const left = length - usableUntil(points, run, own.at(-1) ?? 0, level);
    const earlier = lookBack(points, run, level, left);
    const signs = new Set(own.map((point) => Math.sign(points.z[point] ?? 0)));
    return [...earlier.filter((point) => rule !== '2of3_2s' || isPast2(points, point, signs)), ...own];
  });
  return found.sort((a, b) => a - b);
}

function isPast2(points: ControlPoints, point: number, signs: ReadonlySet<number>): boolean {
  const z = points.z[point] ?? 0;
  return Math.abs(z) > 2 + 1e-9 && signs.has(Math.sign(z));
}

/** Usable points of a level in a run, up to one of them. */
function usableUntil(points: ControlPoints, run: number, last: number, level: number): number {
  let count = 0;
  for (let point = points.runStart[run] ?? 0; point <= last; point += 1)
    if (points.level[point] === level && points.isVoid[point] !== 1) count += 1;
  return count;
}

/**
 * Usable points back from a run, the latest first: of one level so many before the run, of all levels those of the run and of the whole runs
 * before it that hold so many.
 */
function lookBack(points: ControlPoints, run: number, level: number | null, count: number): number[] {
  const found: number[] = [];
  const cut = new Set<number>();
  for (let at = run; at >= 0 && found.length < count; at -= 1) {
    const start = points.runStart[at] ?? 0;
    const end = level !== null && at === run ? start : (points.runStart[at + 1] ?? 0);
    for (let point = end - 1; point >= start; point -= 1) {
      const own = points.level[point] ?? 0;
      if (points.isVoid[point] === 1 || (level !== null && own !== level) || cut.has(own)) continue;
      if (level === null || found.length < count) found.push(point);
    }
    if (points.restart[at] === OF_ALL) break;
    for (const own of points.restarted.get(at) ?? []) cut.add(own);
  }
  return found;
}

function placeOf({ runStart }: ControlPoints, point: number): PointPlace {
  let [run, after] = [0, runStart.length - 1];
  while (after - run > 1) {
    const middle = (run + after) >> 1;
    if ((runStart[middle] ?? 0) <= point) run = middle;
    else after = middle;
  }
  return { run, result: point - (runStart[run] ?? 0) };
}
