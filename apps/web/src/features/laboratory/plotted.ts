/** Results of a system as its charts draw them 质控图: each with the target it was judged by, its run's verdict and the rules it is evidence of. */
import { leveyJennings, youden } from '@fujie/wire/choices';
import type { IqcResult, IqcRun, IqcSeriesResponse, IqcTarget } from '@fujie/wire/contracts';

import { msOf, showDay } from '../../ui/format.ts';
import type { RunVerdict } from './signs.ts';

type ChartResult = Parameters<typeof leveyJennings>[0][number];

/** A result with a target: what a control chart can place. */
export interface Plotted extends ChartResult {
  readonly result: IqcResult;
  /** Of its run; a result that is void, or in no run, is not judged. */
  readonly shown: RunVerdict;
  readonly z: number;
  readonly fired: IqcRun['fired'];
}

/** SD from the target at which the scale of a chart ends: one wild result would press all others into a line. */
export const EDGE = 5;

/** Where a point stands on the scale; one beyond its end stands at the edge. */
export function onScale(z: number): { readonly z: number; readonly beyond: 'above' | 'below' | null } {
  if (z > EDGE) return { z: EDGE, beyond: 'above' };
  return z < -EDGE ? { z: -EDGE, beyond: 'below' } : { z, beyond: null };
}

export const levelOf = ({ product, level }: { readonly product: string; readonly level: string }): string =>
  `${product}|${level}`;

export function plottedOf({ results, runs, targets }: IqcSeriesResponse): readonly Plotted[] {
  const runOf = new Map(runs.flatMap((run) => run.points.map((point) => [point.result, { run, point }] as const)));
  const targetById = new Map(targets.map((target) => [target.id, target]));
  return results.flatMap((result): readonly Plotted[] => {
    const found = runOf.get(result.id);
    const target = targetById.get(found?.point.target ?? -1) ?? targetInForce(targets, result);
    if (result.value === null || target === null) return [];
    const verdict = found?.run.verdict ?? 'unjudged';
    return [
      {
        ...{ result, shown: verdict, run: result.run, on: (showDay(result.measuredAt) ?? '') as ChartResult['on'] },
        ...{ level: levelOf(result), lot: result.lot, value: result.value, mean: target.mean, sd: target.sd },
        ...{ isVoid: result.isVoid, verdict: verdict === 'unjudged' ? 'accept' : verdict },
        z: (result.value - target.mean) / target.sd,
        fired: (found?.run.fired ?? []).filter(({ evidence }) => evidence.includes(result.id)),
      },
    ];
  });
}

/** The target in force when it was measured: the last one that was valid from then or before. */
function targetInForce(targets: readonly IqcTarget[], result: IqcResult): IqcTarget | null {
  const at = msOf(result.measuredAt) ?? 0;
  const own = targets
    .filter((one) => levelOf(one) === levelOf(result) && one.lot === result.lot && (msOf(one.validFrom) ?? 0) <= at)
    .sort((a, b) => (msOf(a.validFrom) ?? 0) - (msOf(b.validFrom) ?? 0) || a.id - b.id);
  return own.at(-1) ?? null;
}

/**
 * What of a level stands on one chart: all of it while each lot follows the one before it, or each lot by itself where two were measured in
 * parallel 新旧批号平行检测, since the target would step to and fro.
 */
export function lotsOf(
  points: readonly Plotted[],
): readonly { readonly lot: string | null; readonly own: readonly Plotted[] }[] {
  const lots = [...new Set(points.map(({ lot }) => lot))];
  const changes = points.filter(({ lot }, index) => index > 0 && lot !== points[index - 1]?.lot).length;
  if (changes < lots.length) return points.length === 0 ? [] : [{ lot: null, own: points }];
  return lots.map((lot) => ({ lot, own: points.filter((one) => one.lot === lot) }));
}

/** Any two levels, as Youden plots set them against each other. */
export const pairsOf = (levels: readonly string[]): readonly (readonly [string, string])[] =>
  levels.flatMap((first, index) => levels.slice(index + 1).map((second) => [first, second] as const));

/** Points of two levels of the same runs, for the Youden plot; what was not judged is left out. */
export function youdenOf(plotted: readonly Plotted[], first: string, second: string) {
  return youden(
    plotted.filter(({ shown }) => shown !== 'unjudged'),
    first,
    second,
  );
}

/** What happened from the day of the first of its results on: before it there was nothing that the chart shows. */
export function sinceFirst<T extends { readonly at: string }>(
  points: readonly Pick<Plotted, 'result'>[],
  happened: readonly T[],
): readonly T[] {
  const first = showDay(points[0]?.result.measuredAt);
  return first === null ? [] : happened.filter(({ at }) => (showDay(at) ?? '') >= first);
}

/** What happened, by the place of the first run after it; null: after the last run. */
export function placeOf(plotted: readonly Plotted[], at: string): number {
  const { points } = leveyJennings(plotted);
  const ms = msOf(at) ?? 0;
  const after = points.find((_, index) => (msOf(plotted[index]?.result.measuredAt) ?? 0) >= ms);
  return after === undefined ? (points.at(-1)?.x ?? -1) + 0.5 : after.x - 0.5;
}
