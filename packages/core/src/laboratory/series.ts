/**
 * From measurements of control material to verdicts of runs 分析批判定: which target holds for each, which runs are looked at together, where
 * windows restart. Source: WS/T 641 (rules), henan-2025.lab.7#01 to #04.
 */
import type { ControlPoints, FiredRule, RuleSettings, RunVerdict } from '../iqc/index.ts';
import { firedIn, judgePoints, NO_RESTART, OF_ALL, OF_SOME, REJECT, WARNING } from '../iqc/index.ts';
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
  /** Levels with a result that was judged; what has no target controls nothing (henan-2025.lab.7#03). */
  readonly levels: number;
  readonly fired: readonly (Pick<FiredRule, 'rule' | 'scope' | 'error' | 'isRejecting'> & {
    readonly evidence: readonly number[];
  })[];
  readonly points: readonly SeriesPoint[];
}

/** Judges a series: the runs in the order in which they began. */
export function judgeSeries({ results, targets, restarts }: Series, rules: SeriesRules): readonly SeriesRun[] {
  const runs = groupRuns(results, materialsOf(targets));
  if (rules.kind === 'qualitative') return runs.map((run) => judgedByWord(run, rules.expected));
  const routine = runs.filter(({ purpose }) => purpose === 'routine');
  const together = judgeTogether(routine, restarts, rules.settings);
  let next = 0;
  return runs.map((run): SeriesRun => {
    const alone = run.purpose === 'temporary' ? judgeTogether([run], [], rules.settings)[0] : undefined;
    const found = run.purpose === 'routine' ? together[next++] : alone;
    const points = run.results.map((result, at) => pointOf(result, run.materials[at]));
    return {
      ...headOf(run, (at) => (points[at]?.z ?? null) !== null),
      verdict: found?.verdict ?? 'unjudged',
      fired: found?.fired ?? [],
      points,
    };
  });
}

/** A lot of a level of a product. */
interface Material extends Pick<SeriesResult, 'product' | 'lot' | 'level'> {
  /** Number of its level: levels of several products stand apart, though they be called alike. */
  readonly place: number;
  readonly targets: readonly SeriesTarget[];
}

type MaterialOf = (result: SeriesResult) => Material;

/** Finds the material of each result; there are few of them in a series, and the last ones are asked for most. */
function materialsOf(targets: readonly SeriesTarget[]): MaterialOf {
  const known: Material[] = [];
  let levels = 0;
  return ({ product, lot, level }) => {
    for (let at = known.length - 1; at >= 0; at -= 1) {
      const one = known[at] as Material;
      if (one.level === level && one.lot === lot && one.product === product) return one;
    }
    const alike = known.find((one) => one.product === product && one.level === level);
    const own = targets.filter((one) => one.product === product && one.lot === lot && one.level === level);
    const fresh = { product, lot, level, place: alike?.place ?? levels++, targets: own };
    known.push(fresh);
    return fresh;
  };
}

interface GroupedRun {
  readonly run: string;
  readonly purpose: SeriesResult['purpose'];
  readonly results: SeriesResult[];
  /** The material of each result. */
  readonly materials: Material[];
}

function groupRuns(results: readonly SeriesResult[], materialOf: MaterialOf): readonly GroupedRun[] {
  const runs = new Map<string, GroupedRun>();
  for (const result of results) {
    let run = runs.get(result.run);
    if (run === undefined) {
      run = { run: result.run, purpose: result.purpose, results: [], materials: [] };
      runs.set(result.run, run);
    }
    run.results.push(result);
    run.materials.push(materialOf(result));
  }
  return [...runs.values()];
}

/** What a run is; `isJudged`: whether a result counts for a level, by its target or by what it is expected to read. */
function headOf(
  { run, purpose, results, materials }: GroupedRun,
  isJudged: (at: number) => boolean,
): Pick<SeriesRun, 'run' | 'measuredAt' | 'purpose' | 'levels'> {
  const first = results.find(({ isVoid }) => !isVoid) ?? results[0];
  const places: number[] = [];
  for (const [at, { isVoid }] of results.entries()) {
    const place = materials[at]?.place ?? -1;
    if (!isVoid && !places.includes(place) && isJudged(at)) places.push(place);
  }
  return { run, purpose, measuredAt: first?.measuredAt ?? (0 as Instant), levels: places.length };
}

function pointOf({ id, level, value, measuredAt }: SeriesResult, material: Material | undefined): SeriesPoint {
  const target = targetAt(material?.targets ?? [], measuredAt);
  return { result: id, level, z: zOf(value, target), target: target?.id ?? null };
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

type Judged = Pick<SeriesRun, 'verdict' | 'fired'>;

const QUIET: Judged = { verdict: 'accept', fired: [] };
const UNJUDGED: Judged = { verdict: 'unjudged', fired: [] };

/** Judges runs that look back on each other: what has a z, in arrays. */
function judgeTogether(
  runs: readonly GroupedRun[],
  restarts: readonly Instant[],
  settings: RuleSettings,
): readonly Judged[] {
  const count = runs.reduce((sum, { results }) => sum + results.length, 0);
  const restarted = new Map<number, ReadonlySet<number>>();
  const points: ControlPoints = {
    z: new Float64Array(count),
    levels: runs.reduce((most, { materials }) => materials.reduce((n, { place }) => Math.max(n, place + 1), most), 0),
    level: new Int32Array(count),
    isVoid: new Uint8Array(count),
    runStart: new Int32Array(runs.length + 1),
    restart: new Uint8Array(runs.length),
    restarted,
  };
  const ids = new Float64Array(count);
  const usable = new Int32Array(runs.length);
  const lots: string[] = [];
  let next = 0;
  let before: Instant | null = null;
  for (const [index, { results, materials }] of runs.entries()) {
    points.runStart[index] = next;
    const changed = new Set<number>();
    for (const [at, { id, value, isVoid, measuredAt }] of results.entries()) {
      const { place, lot, targets } = materials[at] as Material;
      const z = zOf(value, targetAt(targets, measuredAt));
      if (z === null) continue;
      points.z[next] = z;
      points.level[next] = place;
      points.isVoid[next] = isVoid ? 1 : 0;
      ids[next] = id;
      next += 1;
      // A vial of the wrong lot, that was therefore void, is no change of lot.
      if (isVoid) continue;
      usable[index] = (usable[index] ?? 0) + 1;
      if (lots[place] !== undefined && lots[place] !== lot) changed.add(place);
      lots[place] = lot;
    }
    const measuredAt = results[0]?.measuredAt ?? (0 as Instant);
    const since: Instant | null = before;
    before = measuredAt;
    const isRestarted = restarts.some((at) => (since === null || at > since) && at <= measuredAt);
    points.restart[index] = isRestarted ? OF_ALL : changed.size > 0 ? OF_SOME : NO_RESTART;
    if (changed.size > 0) restarted.set(index, changed);
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
  const isRejected = known.includes(false);
  return {
    ...headOf(run, (at) => (words[at] ?? null) !== null),
    verdict: run.purpose === 'parallel' || known.length === 0 ? 'unjudged' : isRejected ? 'reject' : 'accept',
    fired: [],
    points: run.results.map(({ id, level }) => ({ result: id, level, z: null, target: null })),
  };
}
