/**
 * From measurements of control material to verdicts of runs 分析批判定: which target holds for each, which runs are looked at together, where
 * windows restart. Source: WS/T 641 (rules), henan-2025.lab.7#01 to #04.
 */
import type { ControlPoints, FiredRule, InstantVerdict, RuleName, RuleSettings, RunVerdict } from '../iqc/index.ts';
import {
  firedIn,
  INSTANT_LIMITS,
  judgeInstantly,
  judgePoints,
  NO_RESTART,
  OF_ALL,
  OF_SOME,
  REJECT,
  WARNING,
} from '../iqc/index.ts';
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
      /** By the word of the day on which it was measured. */
      readonly expected: (of: Pick<SeriesResult, 'product' | 'lot' | 'level' | 'measuredAt'>) => string | null;
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

/** What the instant method 即刻法 finds: an extreme beyond n2s, or beyond n3s. */
type InstantRule = 'SI_n2s' | 'SI_n3s';

export interface SeriesRun {
  readonly run: string;
  readonly measuredAt: Instant;
  readonly purpose: SeriesResult['purpose'];
  /** `unjudged`: nothing in it has a target or results enough for the instant method, or it runs beside the routine to find a target. */
  readonly verdict: RunVerdict | 'unjudged';
  /** Levels with a result that was judged, by its target or by the instant method; what was not controls nothing (henan-2025.lab.7#03). */
  readonly levels: number;
  readonly fired: readonly (Pick<FiredRule, 'scope' | 'error' | 'isRejecting'> & {
    readonly rule: RuleName | InstantRule;
    readonly evidence: readonly number[];
  })[];
  readonly points: readonly SeriesPoint[];
}

/** Judges a series: the runs in the order in which they began. */
export function judgeSeries({ results, targets, restarts }: Series, rules: SeriesRules): readonly SeriesRun[] {
  const { runs, lots, instant } = groupRuns(results, targets);
  if (rules.kind === 'qualitative') return runs.map((run) => judgedByWord(run, rules.expected));
  const { settings } = rules;
  const routine = runs.filter(({ purpose }) => purpose === 'routine');
  const together = judgeTogether(routine, { restarts, lots, settings });
  let next = 0;
  return runs.map((run): SeriesRun => {
    const alone = run.purpose === 'temporary' ? judgeTogether([run], { restarts: [], lots, settings })[0] : undefined;
    const points = pointsOf(run);
    if (run.purpose !== 'routine') return runOf(run, alone ?? UNJUDGED, points, (at) => points[at]?.z !== null);
    const found = withInstant(together[next++] ?? UNJUDGED, run, instant);
    const isJudged = (at: number): boolean => points[at]?.z !== null || isFound(instant.get(run.results[at]?.id ?? -1));
    return runOf(run, found, points, isJudged);
  });
}

/** What the instant method 即刻法 found of each result of a lot without a target, by the number of the result. */
export function instantOf({
  results,
  targets,
}: Pick<Series, 'results' | 'targets'>): ReadonlyMap<number, InstantVerdict> {
  return groupRuns(results, targets).instant;
}

const isFound = (one: InstantVerdict | undefined): boolean =>
  one !== undefined && one.status !== 'collecting' && one.status !== 'established';

/** A verdict with what the instant method found of levels that have no target yet. */
function withInstant(judged: Judged, { results }: GroupedRun, instant: ReadonlyMap<number, InstantVerdict>): Judged {
  if (instant.size === 0) return judged;
  const found = results.filter(({ id }) => isFound(instant.get(id)));
  if (found.length === 0) return judged;
  const beyond = (status: InstantVerdict['status'], rule: InstantRule): SeriesRun['fired'] => {
    const evidence = found.flatMap(({ id }) => (instant.get(id)?.status === status ? [id] : []));
    const isRejecting = rule === 'SI_n3s';
    return evidence.length === 0 ? [] : [{ rule, scope: 'L', error: null, isRejecting, evidence }];
  };
  const warnings = beyond('warning', 'SI_n2s');
  const rejections = beyond('out of control', 'SI_n3s');
  const isWarned = judged.verdict === 'warning' || warnings.length > 0;
  return {
    verdict: judged.verdict === 'reject' || rejections.length > 0 ? 'reject' : isWarned ? 'warning' : 'accept',
    fired: [...judged.fired, ...warnings, ...rejections],
  };
}

/** A lot of a level of a product. */
interface Material extends Pick<SeriesResult, 'product' | 'lot' | 'level'> {
  /** Number of its level: levels of several products stand apart, though they be called alike. */
  readonly place: number;
  /** Number of the lot: each has windows of its own, so that two in one run do not restart each other's. */
  readonly window: number;
  readonly targets: readonly SeriesTarget[];
  /** Values measured before there was a target, without those that the instant method dropped. */
  readonly kept: number[];
}

interface GroupedRun {
  readonly run: string;
  readonly purpose: SeriesResult['purpose'];
  readonly results: SeriesResult[];
  /** Of each result the number of its level. */
  readonly places: number[];
  /** Of each result the number of its lot. */
  readonly windows: number[];
  /** Of each result the target by which it is judged. */
  readonly targets: (SeriesTarget | null)[];
}

/** Runs in the order in which they began, and how many levels they have. */
function groupRuns(
  results: readonly SeriesResult[],
  targets: readonly SeriesTarget[],
): {
  readonly runs: readonly GroupedRun[];
  /** Of each lot the number of its level. */
  readonly lots: readonly number[];
  readonly instant: ReadonlyMap<number, InstantVerdict>;
} {
  const instant = new Map<number, InstantVerdict>();
  const runs = new Map<string, GroupedRun>();
  const known: Material[] = [];
  for (const result of results) {
    let run = runs.get(result.run);
    if (run === undefined) {
      run = { run: result.run, purpose: result.purpose, results: [], places: [], windows: [], targets: [] };
      runs.set(result.run, run);
    }
    const material = materialOf(result, known, targets);
    run.results.push(result);
    run.places.push(material.place);
    run.windows.push(material.window);
    const target = targetAt(material.targets, result.measuredAt);
    run.targets.push(target);
    if (target === null) judgeUntargeted(material, result, instant);
  }
  return { runs: [...runs.values()], lots: known.map(({ place }) => place), instant };
}

/** Fewer than 20 results and no target: the instant method judges; what was measured on an occasion of its own says nothing of the routine. */
function judgeUntargeted(
  { kept }: Material,
  { id, value, isVoid, purpose }: SeriesResult,
  instant: Map<number, InstantVerdict>,
): void {
  if (value === null || isVoid || purpose === 'temporary') return;
  const verdict = judgeInstantly(kept, value);
  instant.set(id, verdict);
  if (verdict.status !== 'out of control' && kept.length < INSTANT_MOST) kept.push(value);
}

/** Results to which the table of the instant method reaches. */
const INSTANT_MOST = Math.max(...INSTANT_LIMITS.keys());

/** The material of a result, one of those known or a new one; there are few of them in a series, and the last ones are asked for most. */
function materialOf(
  { product, lot, level }: SeriesResult,
  known: Material[],
  targets: readonly SeriesTarget[],
): Material {
  for (let at = known.length - 1; at >= 0; at -= 1) {
    const one = known[at] as Material;
    if (one.level === level && one.lot === lot && one.product === product) return one;
  }
  const alike = known.find((one) => one.product === product && one.level === level);
  const own = targets.filter((one) => one.product === product && one.lot === lot && one.level === level);
  const place = alike?.place ?? new Set(known.map((one) => one.place)).size;
  const fresh = { product, lot, level, place, window: known.length, targets: own, kept: [] };
  known.push(fresh);
  return fresh;
}

/** A run with what was found; it begins with its first result that counts. `isJudged`: by a target, or by what it is expected to read. */
function runOf(
  { run, purpose, results, places }: GroupedRun,
  { verdict, fired }: Judged,
  points: readonly SeriesPoint[],
  isJudged: (at: number) => boolean,
): SeriesRun {
  const first = results.find(({ isVoid }) => !isVoid) ?? results[0];
  const counted = places.filter((_, at) => results[at]?.isVoid === false && isJudged(at));
  const levels = counted.filter((place, at) => counted.indexOf(place) === at).length;
  return { run, purpose, measuredAt: first?.measuredAt ?? (0 as Instant), levels, verdict, fired, points };
}

function pointsOf({ results, targets }: GroupedRun): readonly SeriesPoint[] {
  return results.map(({ id, level, value }, at) => {
    const target = targets[at] ?? null;
    return { result: id, level, z: zOf(value, target), target: target?.id ?? null };
  });
}

function zOf(value: number | null, target: SeriesTarget | null): number | null {
  return target === null || value === null ? null : (value - target.mean) / target.sd;
}

/** The last target that had begun. */
function targetAt(targets: readonly SeriesTarget[], at: Instant): SeriesTarget | null {
  for (let place = targets.length - 1; place >= 0; place -= 1) {
    const one = targets[place] as SeriesTarget;
    if (one.validFrom <= at) return one;
  }
  return null;
}

/** New control lots 更换质控品批号: what the last run with a level did not measure begins anew, what this one no longer measures is over. */
class LotChanges {
  readonly #lots: readonly number[];
  /** Of each lot, and of each level, the last run with it. */
  readonly #ranIn: Int32Array;
  readonly #levelIn: Int32Array;
  /** No level has two. */
  readonly #isOneEach: boolean;
  #fresh: number[] = [];

  constructor(lots: readonly number[]) {
    this.#lots = lots;
    this.#ranIn = new Int32Array(lots.length).fill(-1);
    this.#levelIn = new Int32Array(lots.length).fill(-1);
    this.#isOneEach = new Set(lots).size === lots.length;
  }

  measured(lot: number, run: number): void {
    const before = this.#ranIn[lot] ?? -1;
    if (before === run || this.#isOneEach) return;
    this.#ranIn[lot] = run;
    const last = this.#levelIn[this.#lots[lot] ?? 0] ?? -1;
    if (last >= 0 && before !== last) this.#fresh.push(lot);
  }

  /** The lots whose windows restart before a run, of which all was told. */
  after(run: number): readonly number[] {
    if (this.#isOneEach) return [];
    const measured = new Set(this.#lots.filter((_, lot) => this.#ranIn[lot] === run));
    const isOver = (level: number, lot: number): boolean =>
      measured.has(level) && (this.#levelIn[level] ?? -1) >= 0 && this.#ranIn[lot] === this.#levelIn[level];
    const over = this.#lots.flatMap((level, lot) => (isOver(level, lot) ? [lot] : []));
    const changed = [...this.#fresh, ...over];
    for (const level of measured) this.#levelIn[level] = run;
    this.#fresh = [];
    return changed;
  }
}

type Judged = Pick<SeriesRun, 'verdict' | 'fired'>;

const QUIET: Judged = { verdict: 'accept', fired: [] };
const UNJUDGED: Judged = { verdict: 'unjudged', fired: [] };

interface Together {
  readonly restarts: readonly Instant[];
  readonly lots: readonly number[];
  readonly settings: RuleSettings;
}

/** Judges runs that look back on each other: what has a z, in arrays. */
function judgeTogether(runs: readonly GroupedRun[], { restarts, lots, settings }: Together): readonly Judged[] {
  const count = runs.reduce((sum, { results }) => sum + results.length, 0);
  const restarted = new Map<number, Set<number>>();
  const points: ControlPoints = {
    z: new Float64Array(count),
    levels: lots.length,
    level: new Int32Array(count),
    isVoid: new Uint8Array(count),
    runStart: new Int32Array(runs.length + 1),
    restart: new Uint8Array(runs.length),
    restarted,
  };
  const ids = new Float64Array(count);
  const usable = new Int32Array(runs.length);
  const changes = new LotChanges(lots);
  let next = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const { results, windows, targets } = runs[index] as GroupedRun;
    points.runStart[index] = next;
    for (let at = 0; at < results.length; at += 1) {
      const { id, value, isVoid } = results[at] as SeriesResult;
      const z = zOf(value, targets[at] ?? null);
      if (z === null) continue;
      const window = windows[at] ?? 0;
      points.z[next] = z;
      points.level[next] = window;
      points.isVoid[next] = isVoid ? 1 : 0;
      ids[next] = id;
      next += 1;
      // A vial of the wrong lot, that was therefore void, is no change of lot.
      if (isVoid) continue;
      usable[index] = (usable[index] ?? 0) + 1;
      changes.measured(window, index);
    }
    const changed = changes.after(index);
    if (changed.length > 0) restarted.set(index, new Set(changed));
    const since = runs[index - 1]?.results[0]?.measuredAt ?? -Infinity;
    const measuredAt = results[0]?.measuredAt ?? -Infinity;
    const isRestarted = restarts.some((at) => at > since && at <= measuredAt);
    points.restart[index] = isRestarted ? OF_ALL : restarted.has(index) ? OF_SOME : NO_RESTART;
  }
  points.runStart[runs.length] = next;
  const { flags, verdict } = judgePoints(points, settings);
  return runs.map((_, run): Judged => {
    if (usable[run] === 0) return UNJUDGED;
    const fired = firedIn(points, flags, run, settings);
    const code = verdict[run];
    if (fired.length === 0 && code !== WARNING && code !== REJECT) return QUIET;
    return {
      verdict: code === REJECT ? 'reject' : code === WARNING ? 'warning' : 'accept',
      fired: fired.map((one) => ({ ...one, evidence: one.evidence.map((point) => ids[point] ?? 0) })),
    };
  });
}

function judgedByWord(run: GroupedRun, expected: Extract<SeriesRules, { kind: 'qualitative' }>['expected']): SeriesRun {
  const words = run.results.map(expected);
  const known = run.results.flatMap(({ isVoid, reading }, at) => {
    const word = words[at] ?? null;
    return isVoid || word === null ? [] : [reading === word];
  });
  const isUnjudged = run.purpose === 'parallel' || known.length === 0;
  const verdict = isUnjudged ? 'unjudged' : known.includes(false) ? 'reject' : 'accept';
  const points = run.results.map(({ id, level }) => ({ result: id, level, z: null, target: null }));
  return runOf(run, { verdict, fired: [] }, points, (at) => (words[at] ?? null) !== null);
}
