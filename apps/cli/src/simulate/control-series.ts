/**
 * Control series of a demonstration region 室内质控数据: two levels a day for some systems of the city and the district hospital, in control but
 * for what is planted, each rejected run put right on its day. Means are those usual of commercial material, CVs well inside WS/T 403-2024.
 */
import { customaryRules } from '@fujie/core/iqc';
import type { Day, Instant } from '@fujie/core/kernel';
import { addDays } from '@fujie/core/kernel';
import type { SeriesResult } from '@fujie/core/laboratory';
import { judgeSeries } from '@fujie/core/laboratory';

import { monthStart } from './calendar.ts';
import type { Item } from './controlled-systems.ts';
import { LABORATORIES } from './controlled-systems.ts';
import type { ControlPlant } from './control-plants.ts';
import { CONTROL_PLANTS } from './control-plants.ts';
import type { Random } from './random.ts';
import { createRandom } from './random.ts';
import { lotOf, materialOf } from './region-iqc.ts';
import type { World } from './world.ts';
import { at } from './writer.ts';

/** Days of measurements before the day on which the region stands; more, where what is planted began before. */
export const CONTROL_DAYS = 45;

/** Item, decimals, mean and CV in percent of the normal and the pathological level. */
const ITEMS = {
  K: [2, 4.05, 1.2, 6.3, 1.0],
  GLU: [2, 5.2, 1.5, 15.6, 1.3],
  CREA: [0, 88, 2.2, 410, 1.7],
  ALT: [0, 42, 3.2, 128, 2.1],
  HGB: [0, 128, 0.8, 162, 0.8],
  PLT: [0, 226, 2.4, 452, 2.0],
} as const satisfies Record<Item, readonly [decimals: number, n: number, cvN: number, p: number, cvP: number]>;
interface ControlTarget {
  readonly level: 'N' | 'P';
  readonly mean: number;
  readonly sd: number;
}

interface ControlValue {
  readonly level: 'N' | 'P';
  readonly reading: string;
  readonly measuredAt: Instant;
}

/** A run that was rejected, and when it was put right. */
interface ControlRejection {
  readonly at: Instant;
  readonly correctedAt: Instant;
  readonly plant: ControlPlant;
}

export interface ControlSeries {
  readonly institution: string;
  readonly system: string;
  readonly product: string;
  readonly lot: string;
  readonly targets: readonly ControlTarget[];
  readonly validFrom: Instant;
  readonly values: readonly ControlValue[];
  readonly rejections: readonly ControlRejection[];
}

/** The series of a region that stands at `today`, up to `until`. */
export function controlSeries(seed: number, world: World, today: Day, until: Day = today): readonly ControlSeries[] {
  return LABORATORIES.flatMap(([role, instruments]) =>
    Object.entries(instruments).flatMap(([instrument, items]) =>
      items.map((item): ControlSeries => {
        const system = `${item}@${instrument}`;
        const institution = world.code(role);
        const random = createRandom(seed).fork(`control/${institution}/${system}`);
        const targets = targetsOf(random, item);
        const plants = CONTROL_PLANTS.filter((plant) => plant.role === role && plant.system === system);
        const first = addDays(today, -Math.max(CONTROL_DAYS, ...plants.map(({ fromDaysAgo }) => fromDaysAgo)));
        const bench = new Bench(random, item, targets, at(first, 0));
        for (let day = first; day <= until; day = addDays(day, 1)) bench.measure(day, today, plants);
        return {
          ...{ institution, system, product: materialOf(instrument), lot: lotOf(today), targets },
          ...{ validFrom: at(first, 0), values: bench.values, rejections: bench.rejections },
        };
      }),
    ),
  );
}

/** Laboratories differ a little in their means. */
function targetsOf(random: Random, item: Item): readonly ControlTarget[] {
  const [decimals, n, cvN, p, cvP] = ITEMS[item];
  const bias = 1 + 0.004 * random.gaussian();
  const target = (level: 'N' | 'P', mean: number, cv: number): ControlTarget => {
    const own = Number((mean * bias).toFixed(decimals + 1));
    return { level, mean: own, sd: Number(((own * cv) / 100).toFixed(decimals + 2)) };
  };
  return [target('N', n, cvN), target('P', p, cvP)];
}

type Pair = readonly [n: number, p: number];

const LOOK_BACK = 14;
const DRIFT_PER_DAY = 0.3;
const SHIFT = 2.6;
const RANDOM_ERROR = 3.9;
/** Where nothing is ever beyond two SD, it stays further inside: what is reported is rounded. */
const CALM = 1.85;
/** Days of earlier values that come again. */
const REPEATED_DAYS = 10;

const LATE_HOUR = 17;
/**
 * Days late last month on which control was run late 先报告后质控: a month that is over is what the region's page looks at. Every other day, since
 * a run of the evening before would cover the morning; several, since not on each of them haemoglobin goes out.
 */
const LATE_BEFORE_MONTH = [3, 5, 7, 9, 11];
const isLateDay = (day: Day, today: Day): boolean =>
  LATE_BEFORE_MONTH.some((days) => day === addDays(monthStart(today), -days));

/** Measures day after day, looks at the verdict as the platform does, and puts right what is rejected. */
class Bench {
  readonly values: ControlValue[] = [];
  readonly rejections: ControlRejection[] = [];
  readonly #settled = new Set<ControlPlant>();
  readonly #random: Random;
  readonly #decimals: number;
  readonly #targets: readonly ControlTarget[];
  readonly #since: Instant;
  readonly #pairs = new Map<Day, Pair>();
  #results: readonly SeriesResult[] = [];

  constructor(random: Random, item: Item, targets: readonly ControlTarget[], since: Instant) {
    this.#random = random;
    this.#decimals = ITEMS[item][0];
    this.#targets = targets;
    this.#since = since;
  }

  measure(day: Day, today: Day, plants: readonly ControlPlant[]): void {
    const planted = plants.find(
      (plant) =>
        plant.kind !== 'after-release' &&
        !this.#settled.has(plant) &&
        (plant.kind === 'missing-today' ? day === today : addDays(today, -plant.fromDaysAgo) <= day),
    );
    if (planted?.kind === 'missing-today') return;
    const minute = this.#random.int(0, 20);
    const isLate = isLateDay(day, today) && plants.some(({ kind }) => kind === 'after-release');
    const morning = at(day, isLate ? LATE_HOUR : 7, minute);
    const isTidy = plants.some(
      ({ kind, fromDaysAgo }) =>
        kind === 'repeated-values' && day >= addDays(today, -fromDaysAgo - REPEATED_DAYS) && planted === undefined,
    );
    const error = planted === undefined ? null : this.#errorOf(planted, day, today);
    if (error === null) {
      this.#take(day, isTidy ? this.#tidy() : this.#inControl(morning), morning);
      return;
    }
    this.#take(day, error, morning);
    if (planted === undefined || this.#verdict() !== 'reject') return;
    const correctedAt = at(day, 8, 40);
    this.rejections.push({ at: morning, correctedAt, plant: planted });
    this.#settled.add(planted);
    this.#results = [];
    this.#take(day, this.#inControl(correctedAt), at(day, 9, 10));
  }

  #errorOf(plant: ControlPlant, day: Day, today: Day): Pair | null {
    const from = addDays(today, -plant.fromDaysAgo);
    const noise = (): number => 0.6 * this.#random.gaussian();
    switch (plant.kind) {
      case 'drift': {
        const before = [...this.#pairs.keys()].filter((known) => known >= from).length;
        return [DRIFT_PER_DAY * (before + 1) + noise(), DRIFT_PER_DAY * (before + 1) + noise()];
      }
      case 'shift':
        return [SHIFT + 0.2 * noise(), SHIFT + 0.2 * noise()];
      case 'random-error':
        return [RANDOM_ERROR, 0.5 * noise()];
      case 'repeated-values':
        return this.#pairs.get(addDays(day, -REPEATED_DAYS)) ?? null;
      case 'never-beyond':
        return this.#calm(at(day, 7));
      case 'missing-today':
      case 'after-release':
        return null;
    }
  }

  /** What honest chance gives and no rule rejects. */
  #inControl(measuredAt: Instant): Pair {
    for (;;) {
      const pair: Pair = [this.#random.gaussian(), this.#random.gaussian()];
      if (this.#verdict(this.#resultsOf(pair, measuredAt)) !== 'reject') return pair;
    }
  }

  /** In control, and never far from the mean. */
  #calm(measuredAt: Instant): Pair {
    for (;;) {
      const pair = this.#inControl(measuredAt);
      if (pair.every((z) => Math.abs(z) <= CALM)) return pair;
    }
  }

  /** What no rule rejects even when it comes again: near the mean, to either side in turn. */
  #tidy(): Pair {
    const side = this.#pairs.size % 2 === 0 ? 1 : -1;
    return [side * 0.9 * this.#random.next(), -side * 0.9 * this.#random.next()];
  }

  #take(day: Day, pair: Pair, measuredAt: Instant): void {
    this.#pairs.set(day, pair);
    const results = this.#resultsOf(pair, measuredAt);
    this.#results = [...this.#results, ...results].slice(-2 * LOOK_BACK);
    for (const { level, reading, measuredAt: when } of results)
      this.values.push({ level: level === 'N' ? 'N' : 'P', reading, measuredAt: when });
  }

  #resultsOf(pair: Pair, measuredAt: Instant): readonly SeriesResult[] {
    return this.#targets.map(({ level, mean, sd }, place) => {
      const reading = (mean + sd * (pair[place] ?? 0)).toFixed(this.#decimals);
      return {
        ...{ id: place, product: '', lot: '', level, reading, value: Number(reading), run: String(measuredAt) },
        ...{ measuredAt: (measuredAt + place * 60_000) as Instant, purpose: 'routine', isVoid: false },
      };
    });
  }

  #verdict(next: readonly SeriesResult[] = []): string {
    const targets = this.#targets.map((target, id) => ({
      ...target,
      ...{ id, product: '', lot: '', validFrom: this.#since },
    }));
    const series = { results: [...this.#results, ...next], targets, restarts: [] };
    return judgeSeries(series, { kind: 'quantitative', settings: customaryRules(2) }).at(-1)?.verdict ?? 'unjudged';
  }
}
