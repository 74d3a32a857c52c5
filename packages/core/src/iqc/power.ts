/**
 * Power functions 功效函数: the probability that a run is rejected when results have shifted or scatter more. Within one run it is computed
 * by summing over the regions between the limits of the rules; over several runs it is simulated, by the same judgement.
 */
import { normalCdf, normalQuantile } from '../estimates/distributions.ts';
import type { ControlPoints } from './judge-points.ts';
import { judgePoints, NO_RESTART, OF_ALL, REJECT } from './judge-points.ts';
import type { RuleSettings } from './rules.ts';

export interface PowerDesign {
  readonly levels: number;
  /** Results of each level in a run. */
  readonly replicates?: number;
}

/** An error of the method, in its own SD: a shift of all levels, and the factor by which the SD grew. */
export interface MethodError {
  readonly shift: number;
  readonly inflation?: number;
}

const CUTS = [-3.5, -3, -2.5, -2, -1, 0, 1, 2, 2.5, 3, 3.5] as const;

/** The probability of rejecting one run, its rules within the run alone and R_4s strict, as a function of the error; exact. */
export function powerWithinRun(
  settings: RuleSettings,
  { levels, replicates = 1 }: PowerDesign,
): (error: MethodError) => number {
  const results = levels * replicates;
  const cuts = CUTS.filter((cut) => matters(Math.abs(cut), settings));
  const edges = [-Infinity, ...cuts, Infinity];
  const regions = edges.length - 1;
  const inside = new Float64Array(regions).map((_, i) => between(edges[i] ?? 0, edges[i + 1] ?? 0));
  const combinations = regions ** results;
  const points: ControlPoints = {
    z: new Float64Array(combinations * results),
    levels,
    level: new Int32Array(combinations * results),
    isVoid: new Uint8Array(combinations * results),
    runStart: new Int32Array(combinations + 1).map((_, run) => run * results),
    restart: new Uint8Array(combinations).fill(OF_ALL),
    restarted: new Map(),
  };
  for (let run = 0; run < combinations; run += 1)
    for (let place = 0, rest = run; place < results; place += 1, rest = Math.floor(rest / regions)) {
      points.z[run * results + place] = inside[rest % regions] ?? 0;
      points.level[run * results + place] = place % levels;
    }
  const { verdict } = judgePoints(points, { ...settings, r4s: 'strict' });
  return ({ shift, inflation = 1 }) => {
    const upTo = edges.map((edge) => normalCdf((edge - shift) / inflation));
    const shares = inside.map((_, i) => (upTo[i + 1] ?? 1) - (upTo[i] ?? 0));
    let rejected = 0;
    for (let run = 0; run < combinations; run += 1) {
      if (verdict[run] !== REJECT) continue;
      let share = 1;
      for (let place = 0, rest = run; place < results; place += 1, rest = Math.floor(rest / regions))
        share *= shares[rest % regions] ?? 0;
      rejected += share;
    }
    return rejected;
  };
}

function between(low: number, high: number): number {
  if (low === -Infinity) return high - 1;
  return high === Infinity ? low + 1 : (low + high) / 2;
}

/** Whether a limit belongs to a rule that is tested. */
function matters(limit: number, { rules, gate }: RuleSettings): boolean {
  if (limit === 0) return rules.some((rule) => rule.endsWith('_x'));
  return (
    (gate === '1_2s' && limit === 2) ||
    rules.some((rule) => rule.endsWith(`_${String(limit)}s`) || (rule === 'R_4s' && limit === 2))
  );
}

export interface SimulatedPower extends PowerDesign {
  /** Runs since the error began, the last of which is judged; those before count as its past. */
  readonly runs: number;
  readonly trials: number;
}

/** The share of simulated trials in which the last run is rejected; `random` gives numbers in (0, 1) from a seed. */
export function simulatePower(
  settings: RuleSettings,
  { levels, replicates = 1, runs, trials }: SimulatedPower,
  { shift, inflation = 1 }: MethodError,
  random: () => number,
): number {
  const results = levels * replicates;
  const count = trials * runs * results;
  const points: ControlPoints = {
    z: new Float64Array(count).map(() => shift + inflation * normalQuantile(random())),
    levels,
    level: new Int32Array(count).map((_, place) => place % levels),
    isVoid: new Uint8Array(count),
    runStart: new Int32Array(trials * runs + 1).map((_, run) => run * results),
    restart: new Uint8Array(trials * runs).map((_, run) => (run % runs === 0 ? OF_ALL : NO_RESTART)),
    restarted: new Map(),
  };
  const { verdict } = judgePoints(points, settings);
  let rejected = 0;
  for (let run = runs - 1; run < verdict.length; run += runs) if (verdict[run] === REJECT) rejected += 1;
  return rejected / trials;
}
