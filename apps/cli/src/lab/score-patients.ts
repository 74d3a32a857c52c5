/** How soon control by patients' results finds planted shifts 患者数据质控评分, and how often it alarms though nothing is wrong. */
import type { PatientStatistic } from '@fujie/core/laboratory';
import { beginFollowing, followStep, learnControl, PATIENT_STATISTICS } from '@fujie/core/laboratory';

import type { Random } from '../simulate/random.ts';
import { createRandom } from '../simulate/random.ts';
import type { ScoreOptions } from './score.ts';

/** Patients of an item as they scatter: alike, or with a tail of the very ill. */
const ITEMS: readonly { readonly name: string; readonly draw: (random: Random) => number }[] = [
  { name: 'Na, CV 2.1 %', draw: (random) => 140 + 3 * random.gaussian() },
  { name: 'K, CV 10 %', draw: (random) => 4.2 + 0.42 * random.gaussian() },
  { name: 'ALT, skewed', draw: (random) => 22 * Math.exp(0.6 * random.gaussian()) },
];
const BIASES = [2, 5, 10, 20];
const LEARNT = 3000;
const GOOD = 500;
const BAD = 500;
const WANTED = 0.001;

export interface PatientScore {
  readonly item: string;
  readonly statistic: PatientStatistic;
  readonly biasPercent: number;
  /** Alarms that begin, in a thousand good results. */
  readonly falseAlarms: number;
  /** Share of shifts found within so many results. */
  readonly found: number;
  /** Results from the shift to the alarm, in the middle of those found; null: none was. */
  readonly wait: number | null;
}

/** Learns limits for each item and statistic as the product does, then plants each shift after good results. */
export function scorePatients({ seed, series }: ScoreOptions): readonly PatientScore[] {
  return ITEMS.flatMap(({ name, draw }) => {
    const random = createRandom(`patients/${String(seed)}/${name}`);
    const history = Array.from({ length: LEARNT }, () => draw(random));
    return PATIENT_STATISTICS.flatMap((statistic) => {
      const learnt = learnControl(history, statistic, WANTED);
      if (learnt === null) return [];
      return BIASES.map((biasPercent): PatientScore => {
        const own = createRandom(`patients/${String(seed)}/${name}/${String(biasPercent)}`);
        const waits: number[] = [];
        let wrong = 0;
        for (let one = 0; one < series; one += 1) {
          let [state, wasBeyond] = [beginFollowing(learnt.control), false];
          for (let n = 0; n < GOOD + BAD; n += 1) {
            const value = draw(own) * (n < GOOD ? 1 : 1 + biasPercent / 100);
            const step = followStep(learnt.control, learnt.limits, state, { kind: 'result', ref: '', value });
            state = step.state;
            if (n < GOOD && step.side !== null && !wasBeyond) wrong += 1;
            if (step.statistic !== null) wasBeyond = step.side !== null;
            if (n < GOOD || step.side === null) continue;
            waits.push(n - GOOD + 1);
            break;
          }
        }
        return {
          ...{ item: name, statistic, biasPercent, falseAlarms: (1000 * wrong) / (series * GOOD) },
          ...{ found: waits.length / series, wait: waits.sort((a, b) => a - b)[waits.length >> 1] ?? null },
        };
      });
    });
  });
}
