/** How soon control by patients' results finds planted shifts 患者数据质控评分, and how often it alarms though nothing is wrong. */
import type { Followed, PatientStatistic } from '@fujie/core/laboratory';
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
  /** Share of shifts found within so many results, of those that begin while no alarm stands: one that does tells nothing of them. */
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
        let [wrong, stood] = [0, 0];
        for (let one = 0; one < series; one += 1) {
          let state = beginFollowing(learnt.control);
          const alarms = new Alarms();
          for (let n = 0; n < GOOD + BAD && alarms.wait === null; n += 1) {
            if (n === GOOD && alarms.isBeyond) {
              stood += 1;
              break;
            }
            const value = draw(own) * (n < GOOD ? 1 : 1 + biasPercent / 100);
            const step = followStep(learnt.control, learnt.limits, state, { kind: 'result', ref: '', value });
            state = step.state;
            alarms.take(step, n < GOOD ? null : n - GOOD + 1);
          }
          wrong += alarms.wrong;
          if (alarms.wait !== null) waits.push(alarms.wait);
        }
        return {
          ...{ item: name, statistic, biasPercent, falseAlarms: (1000 * wrong) / (series * GOOD) },
          ...{
            found: waits.length / Math.max(1, series - stood),
            wait: waits.sort((a, b) => a - b)[waits.length >> 1] ?? null,
          },
        };
      });
    });
  });
}

/** Where alarms begin 报警起点. */
export class Alarms {
  /** Of good results. */
  wrong = 0;
  /** Results from the shift until one began; null: none has. */
  wait: number | null = null;
  isBeyond = false;

  /** Takes a step: so many results after the shift, or before it. */
  take({ statistic, side }: Pick<Followed, 'statistic' | 'side'>, sinceShift: number | null): void {
    const begins = side !== null && !this.isBeyond;
    if (statistic !== null) this.isBeyond = side !== null;
    if (!begins) return;
    if (sinceShift === null) this.wrong += 1;
    else this.wait ??= sinceShift;
  }
}
