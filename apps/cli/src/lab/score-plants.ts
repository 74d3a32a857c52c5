/**
 * How well what is planted in demonstration regions 预埋问题 is found: errors and values that come again in control series, runs that are missing,
 * returns of EQA that were copied; and what is found where nothing was planted.
 */
import type { SuspicionKind } from '@fujie/core/iqc';
import { customaryRules, suspicionsOf } from '@fujie/core/iqc';
import type { Day } from '@fujie/core/kernel';
import { addDays, dayOf } from '@fujie/core/kernel';
import type { SeriesRun } from '@fujie/core/laboratory';
import { judgeSeries } from '@fujie/core/laboratory';

import type { ControlPlantKind } from '../simulate/control-plants.ts';
import { CONTROL_PLANTS } from '../simulate/control-plants.ts';
import type { ControlSeries } from '../simulate/control-series.ts';
import { controlSeries } from '../simulate/control-series.ts';
import type { World } from '../simulate/world.ts';
import { planWorld } from '../simulate/world.ts';
import type { CopyKind } from './score-copies.ts';
import { scoreCopies } from './score-copies.ts';

/** Rejected runs, whatever the error; values that come again; values never beyond 2 SD; a run left out; returns of EQA that were copied, by the kind of copy and of sign. */
type Series = 'rejected-runs' | 'repeated-values' | 'never-beyond' | 'missing-today';
export type Detector = Series | CopyKind;

export interface PlantScore {
  readonly detector: Detector;
  readonly planted: number;
  readonly found: number;
  /** Found where nothing of the kind was planted. */
  readonly falseAlarms: number;
}

/** An error counts as found when a run is rejected within so many days of it. */
const FOUND_WITHIN_DAYS = 10;
const ERRORS: readonly ControlPlantKind[] = ['drift', 'shift', 'random-error'];

/** Scores over regions of as many seeds, as they stand on a day. */
export function scorePlants(seeds: readonly number[], today: Day): readonly PlantScore[] {
  const world = planWorld('taiyuan');
  const all = seeds.flatMap((seed) =>
    controlSeries(seed, world, today).map((series) => lookedAt(world, series, today)),
  );
  const sum = (detector: Series): PlantScore => {
    const own = all.map((one) => one[detector]);
    const count = (is: (one: Looked) => boolean): number => own.filter(is).length;
    return {
      ...{ detector, planted: count((one) => one.isPlanted), found: count((one) => one.isPlanted && one.isFound) },
      falseAlarms: count((one) => one.isFalse),
    };
  };
  const ofSeries = (['rejected-runs', 'repeated-values', 'never-beyond', 'missing-today'] as const).map(sum);
  return [...ofSeries, ...scoreCopies(world, seeds, today)];
}

interface Looked {
  readonly isPlanted: boolean;
  readonly isFound: boolean;
  readonly isFalse: boolean;
}

/** What is planted in a series, and what the detectors tell of it. */
function lookedAt(world: World, series: ControlSeries, today: Day) {
  const own = CONTROL_PLANTS.filter(
    ({ role, system }) => world.code(role) === series.institution && system === series.system,
  );
  const error = own.find(({ kind }) => ERRORS.includes(kind));
  const from = error === undefined ? null : addDays(today, -error.fromDaysAgo);
  const isOfError = (day: Day): boolean => from !== null && day >= from && day <= addDays(from, FOUND_WITHIN_DAYS);
  const rejected = judgedRuns(series).flatMap(({ verdict, measuredAt }) =>
    verdict === 'reject' ? [dayOf(measuredAt)] : [],
  );
  const looked = (kind: ControlPlantKind, isFound: boolean): Looked => {
    const isPlanted = own.some((plant) => plant.kind === kind);
    return { isPlanted, isFound, isFalse: isFound && !isPlanted };
  };
  return {
    'rejected-runs': {
      ...{ isPlanted: error !== undefined, isFound: rejected.some(isOfError) },
      isFalse: rejected.some((day) => !isOfError(day)),
    },
    'repeated-values': looked('repeated-values', isSuspected(series, 'repeated-values')),
    'never-beyond': looked('never-beyond', isSuspected(series, 'never-beyond-2s')),
    'missing-today': looked('missing-today', !series.values.some(({ measuredAt }) => dayOf(measuredAt) === today)),
  };
}

/** Its runs as the platform judges them. */
export function judgedRuns(series: ControlSeries): readonly SeriesRun[] {
  const named = { product: series.product, lot: series.lot };
  return judgeSeries(
    {
      results: series.values.map(({ level, reading, measuredAt }, id) => ({
        ...{ ...named, id, level, reading, measuredAt, value: Number(reading), purpose: 'routine', isVoid: false },
        run: new Date(measuredAt).toISOString().slice(0, 13),
      })),
      targets: series.targets.map((target, id) => ({ ...named, ...target, id, validFrom: series.validFrom })),
      restarts: series.rejections.map(({ correctedAt }) => correctedAt),
    },
    { kind: 'quantitative', settings: customaryRules(2) },
  );
}

/** Whether somebody asks about a level for a reason, such as that values come again in their order. */
export function isSuspected({ targets, values }: ControlSeries, wanted: SuspicionKind): boolean {
  return targets.some(({ level, mean, sd }) => {
    const own = values.filter((one) => one.level === level).map(({ reading }) => Number(reading));
    const z = own.map((value) => (value - mean) / sd);
    return suspicionsOf({ values: own, z, targetSd: sd }).some(({ kind }) => kind === wanted);
  });
}
