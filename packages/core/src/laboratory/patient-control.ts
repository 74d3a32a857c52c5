/**
 * Patients' results as control 患者数据实时质控: a moving statistic of what a laboratory reports, with truncation and limits learnt from its own
 * results of an earlier time, its false alarms counted on results that were not learnt from. Source: WS/T 641 (outline), IFCC PBRTQC.
 */
import { quantile } from '../estimates/robust.ts';
import { meanOf } from '../estimates/moments.ts';
import { median } from '../kernel/robust.ts';
import type { Detection, MovingStatistic, PatientControl, PatientLimits, Truncation } from '../iqc/patients.ts';
import { falseAlarmRate, isAlarm, learnLimits, movingSeries, resultsToDetection, truncate } from '../iqc/patients.ts';

export const PATIENT_STATISTICS = ['mean', 'median', 'ewma', 'bull'] as const;
export type PatientStatistic = (typeof PATIENT_STATISTICS)[number];

export interface LearntControl {
  readonly control: PatientControl;
  readonly limits: PatientLimits;
  /** Of the later part of what was learnt from; null: it is too short. */
  readonly falseAlarmRate: number | null;
  readonly detection: readonly (Detection & { readonly biasPercent: number })[];
}

export const PATIENT_WINDOW = 20;
/** Fewer results than this teach nothing. */
export const FEWEST_LEARNT = 200;
const WEIGHT = 0.05;
/** Results beyond these shares are left out: those of the very ill. */
const TAILS = 0.025;
const BIASES = [5, 10, 20];
const STARTS = 10;

/** Learns from results of a time in control, the earliest first: two thirds give the limits, the last third tells the false alarms; null: too few. */
export function learnControl(
  history: readonly number[],
  kind: PatientStatistic,
  falseAlarms: number,
): LearntControl | null {
  if (history.length < FEWEST_LEARNT) return null;
  const split = Math.floor((2 * history.length) / 3);
  const [learnt, later] = [history.slice(0, split), history.slice(split)];
  const truncation: Truncation = {
    low: quantile(learnt, TAILS),
    high: quantile(learnt, 1 - TAILS),
    how: 'limit',
  };
  const control = { statistic: statisticOf(kind, learnt), truncation };
  const limits = learnLimits(learnt, control, falseAlarms);
  if (limits === null) return null;
  const starts = Array.from({ length: STARTS }, (_, n) => Math.floor(((n + 1) * later.length) / (STARTS + 4)));
  return {
    ...{ control, limits },
    falseAlarmRate: falseAlarmRate(later, control, limits),
    detection: BIASES.map((biasPercent) => ({
      biasPercent,
      ...resultsToDetection(later, control, limits, biasPercent, starts),
    })),
  };
}

function statisticOf(kind: PatientStatistic, learnt: readonly number[]): MovingStatistic {
  switch (kind) {
    case 'mean':
    case 'median':
      return { kind, window: PATIENT_WINDOW };
    case 'ewma':
      return { kind, weight: WEIGHT, start: meanOf(learnt) };
    case 'bull':
      return { kind, batch: PATIENT_WINDOW, start: median(learnt) };
  }
}

/** The statistic after each of later results, and whether it is beyond the limits; those that complete nothing are left out. */
export function followControl(
  values: readonly number[],
  { control, limits }: Pick<LearntControl, 'control' | 'limits'>,
): readonly { readonly index: number; readonly value: number; readonly isAlarm: boolean }[] {
  return movingSeries(truncate(values, control.truncation), control.statistic).flatMap((value, index) =>
    value === null ? [] : [{ index, value, isAlarm: isAlarm(value, limits) }],
  );
}
