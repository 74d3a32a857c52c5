/** Control rules 质控规则: a province's month of results judged in the core, beside one pass over the same numbers with six rules and nothing else. */
import type { ControlPoints } from '@fujie/core/iqc';
import { customaryRules, judgePoints, NO_RESTART, OF_ALL } from '@fujie/core/iqc';

import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const LEVELS = 2;
/** Runs of one item on one system in a month; then the next series begins. */
const RUNS = 30;

/** Judges so many points, several times, the first to warm up; the fastest counts, as for the floor. */
export function measureIqc(points: number): readonly Measurement[] {
  const series = seriesOf(points);
  const settings = customaryRules(LEVELS);
  const judge = (): number => judgePoints(series, settings).verdict.reduce((sum, one) => sum + one, 0);
  const [ours, floor] = [fastest(judge), fastest(() => bare(series))];
  return [measurement('iqc.points', 'points/s', points / ours, points / floor, points)];
}

const ROUNDS = 5;

function fastest(work: () => number): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    if (work() === 0) throw new Error('a month without anything out of control is not one');
    return (performance.now() - started) / 1000;
  });
  return Math.min(...times.slice(1));
}

function seriesOf(count: number): ControlPoints {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
  const z = new Float64Array(count);
  for (let i = 0; i < count; i += 1) z[i] = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const runs = Math.floor(count / LEVELS);
  return {
    z,
    levels: LEVELS,
    level: new Int32Array(count).map((_, i) => i % LEVELS),
    isVoid: new Uint8Array(count),
    runStart: new Int32Array(runs + 1).map((_, run) => run * LEVELS),
    restart: new Uint8Array(runs).map((_, run) => (run % RUNS === 0 ? OF_ALL : NO_RESTART)),
    restarted: new Map(),
  };
}

/** Six rules within each level alone: no void, no replicates, no gate, no windows over levels. */
function bare({ z, runStart }: ControlPoints): number {
  const runs = runStart.length - 1;
  const flags = new Uint8Array(z.length);
  const [side, past1, before] = [new Int32Array(LEVELS), new Int32Array(LEVELS), new Int32Array(LEVELS)];
  let rejected = 0;
  for (let run = 0; run < runs; run += 1) {
    if (run % RUNS === 0) for (const state of [side, past1, before]) state.fill(0);
    let [above, below, found] = [false, false, 0];
    for (let own = 0; own < LEVELS; own += 1) {
      const value = z[run * LEVELS + own] as number;
      const sign = value > 0 ? 1 : -1;
      const size = value * sign;
      let flag = 0;
      if (size > 2) {
        flag = size > 3 ? 3 : 1;
        if (before[own] === sign) flag |= 4;
        if (sign > 0) above = true;
        else below = true;
      }
      before[own] = size > 2 ? sign : 0;
      past1[own] = size > 1 ? ((past1[own] as number) * sign > 0 ? (past1[own] as number) + sign : sign) : 0;
      side[own] = (side[own] as number) * sign > 0 ? (side[own] as number) + sign : sign;
      if ((past1[own] as number) * sign >= 4) flag |= 8;
      if ((side[own] as number) * sign >= 10) flag |= 16;
      flags[run * LEVELS + own] = flag;
      found |= flag;
    }
    if ((found & ~1) !== 0 || (above && below)) rejected += 1;
  }
  return rejected;
}
