/** Patients' results followed one by one 患者数据质控: as the server takes each, beside a bare moving figure over the same numbers in one pass. */
import type { PatientStatistic } from '@fujie/core/laboratory';
import { beginFollowing, followStep, learnControl, PATIENT_WINDOW } from '@fujie/core/laboratory';

import type { Measurement } from './report.ts';
import { measurement } from './report.ts';

const LEARNT = 3000;
const FALSE_ALARMS = 0.001;
const ROUNDS = 5;
/** Those of a window and of all so far: Bull's is of batches, and a median sorts. */
const STATISTICS = ['mean', 'ewma'] as const satisfies readonly PatientStatistic[];
const WEIGHT = 0.05;

/** Follows so many results by each statistic, several times, the first to warm up; the fastest counts, as for the floor. */
export function measurePatientControl(results: number): readonly Measurement[] {
  const [history, values] = [drawn(LEARNT, false), drawn(results, true)];
  return STATISTICS.map((kind) => {
    const learnt = learnControl(history, kind, FALSE_ALARMS);
    if (learnt === null) throw new Error('too few results to learn from');
    const { control, limits } = learnt;
    const follow = (): number => {
      let [state, alarms] = [beginFollowing(control), 0];
      for (const value of values) {
        const step = followStep(control, limits, state, { kind: 'result', ref: '', value });
        state = step.state;
        if (step.side !== null) alarms += 1;
      }
      return alarms;
    };
    const bare = kind === 'mean' ? bareMean : bareAverage;
    const start = control.statistic.kind === 'ewma' ? control.statistic.start : 0;
    const { low, high } = control.truncation;
    const bounds = { low: low ?? -Infinity, high: high ?? Infinity, start, lower: limits.low, upper: limits.high };
    const floor = (): number => bare(values, bounds);
    const [ours, best] = [fastest(follow), fastest(floor)];
    return measurement(`iqc.patients-${kind}`, 'results/s', results / ours, results / best, results);
  });
}

function fastest(work: () => number): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    if (work() === 0) throw new Error('a shift that nothing tells of is none');
    return (performance.now() - started) / 1000;
  });
  return Math.min(...times.slice(1));
}

/** In control, or with the last tenth 10 % higher. */
function drawn(count: number, isShifted: boolean): readonly number[] {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
  return Array.from({ length: count }, (_, i) => {
    const value = 4.2 + 0.42 * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return isShifted && i >= 0.9 * count ? 1.1 * value : value;
  });
}

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly start: number;
  readonly lower: number;
  readonly upper: number;
}

/** A sum over a ring: no correction finds its result again, and nothing is remembered but numbers. */
function bareMean(values: readonly number[], { low, high, lower, upper }: Bounds): number {
  const ring = new Float64Array(PATIENT_WINDOW);
  let [sum, count, alarms] = [0, 0, 0];
  for (const value of values) {
    const counted = Math.min(high, Math.max(low, value));
    const place = count % PATIENT_WINDOW;
    sum += counted - (ring[place] as number);
    ring[place] = counted;
    count += 1;
    const mean = sum / PATIENT_WINDOW;
    if (count >= PATIENT_WINDOW && (mean < lower || mean > upper)) alarms += 1;
  }
  return alarms;
}

function bareAverage(values: readonly number[], { low, high, start, lower, upper }: Bounds): number {
  let [average, alarms] = [start, 0];
  for (const value of values) {
    average += WEIGHT * (Math.min(high, Math.max(low, value)) - average);
    if (average < lower || average > upper) alarms += 1;
  }
  return alarms;
}
