/** What control charts show 质控图, as plain data: Levey-Jennings, Youden, and how a whole laboratory stands by z. */
import type { Day } from '../kernel/day.ts';
import type { RunVerdict } from './judge-runs.ts';

/** A result as charts need it. */
export interface ChartResult {
  readonly run: string;
  readonly on: Day;
  readonly level: string;
  readonly lot: string;
  readonly value: number;
  readonly mean: number;
  readonly sd: number;
  readonly isVoid: boolean;
  readonly verdict: RunVerdict;
}

/** Lines of a target over the runs in which it held; a new target is a step. */
export interface TargetStep {
  readonly from: number;
  readonly to: number;
  readonly lot: string;
  readonly mean: number;
  readonly sd: number;
}

export interface LeveyJennings {
  /** By run, not by calendar: `x` counts runs. */
  readonly points: readonly (ChartResult & { readonly x: number; readonly z: number })[];
  readonly steps: readonly TargetStep[];
  /** Runs before which a new day begins. */
  readonly newDays: readonly number[];
}

/** The chart of one level Levey-Jennings 质控图: nothing is hidden, void and rejected points neither. */
export function leveyJennings(results: readonly ChartResult[]): LeveyJennings {
  const places = runPlaces(results);
  const points = results.map((one) => ({ ...one, x: places.get(one.run) ?? 0, z: zScore(one.value, one) ?? 0 }));
  const steps: TargetStep[] = [];
  const newDays: number[] = [];
  for (const [i, { x, lot, mean, sd, on }] of points.entries()) {
    const last = steps.at(-1);
    if (last?.lot === lot && last.mean === mean && last.sd === sd) steps[steps.length - 1] = { ...last, to: x };
    else steps.push({ from: x, to: x, lot, mean, sd });
    const before = points[i - 1];
    if (before !== undefined && before.on !== on) newDays.push(x);
  }
  return { points, steps, newDays };
}

function runPlaces(results: readonly ChartResult[]): ReadonlyMap<string, number> {
  return new Map([...new Set(results.map(({ run }) => run))].map((run, place) => [run, place]));
}

/** (value − mean) / SD; null without a scatter to divide by. */
export function zScore(value: number, { mean, sd }: { readonly mean: number; readonly sd: number }): number | null {
  return sd > 0 ? (value - mean) / sd : null;
}

export interface YoudenPoint {
  readonly run: string;
  readonly x: number;
  readonly y: number;
  readonly verdict: RunVerdict;
}

/** z of one level against z of another in the same run 尤登图: along the diagonal it is systematic, off it random. The last result of each counts. */
export function youden(results: readonly ChartResult[], first: string, second: string): readonly YoudenPoint[] {
  const usable = results.filter(({ isVoid }) => !isVoid);
  const lastOf = (run: string, level: string): ChartResult | undefined =>
    usable.findLast((one) => one.run === run && one.level === level);
  return [...new Set(usable.map(({ run }) => run))].flatMap((run) => {
    const [x, y] = [lastOf(run, first), lastOf(run, second)];
    if (x === undefined || y === undefined) return [];
    return [{ run, x: zScore(x.value, x) ?? 0, y: zScore(y.value, y) ?? 0, verdict: x.verdict }];
  });
}

/** How one item on one system stands now, for one screen of a whole laboratory. */
export interface StandingNow {
  readonly system: string;
  readonly verdict: RunVerdict;
  readonly on: Day;
  readonly levels: readonly { readonly level: string; readonly z: number }[];
}

/** The last run of each system Z 分数总览, those out of control first, then by the farthest z. */
export function zOverview(
  systems: readonly { readonly system: string; readonly results: readonly ChartResult[] }[],
): readonly StandingNow[] {
  const order: readonly RunVerdict[] = ['reject', 'warning', 'accept'];
  const farthest = ({ levels }: StandingNow): number => Math.max(0, ...levels.map(({ z }) => Math.abs(z)));
  return systems
    .flatMap(({ system, results }): readonly StandingNow[] => {
      const last = results.findLast(({ isVoid }) => !isVoid);
      if (last === undefined) return [];
      const levels = results
        .filter(({ run, isVoid }) => run === last.run && !isVoid)
        .map((one) => ({ level: one.level, z: zScore(one.value, one) ?? 0 }));
      return [{ system, verdict: last.verdict, on: last.on, levels }];
    })
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || farthest(b) - farthest(a));
}
