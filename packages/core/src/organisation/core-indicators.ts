/**
 * The 35 indicators of the core systems 核心制度指标 in their monthly cycle: computed from what is on record, entered by the hospital, or
 * neither; which went through the whole cycle, and whether each is better than its first month 基线. Source: henan-2025.mq.5#07, core-systems.cs35,
 * henan-2023.t3.1#04.
 */
import type { CriticalCase, CriticalIndicator, Figure, SameDayReading } from '../critical/index.ts';
import { measure, SAME_DAY_READINGS } from '../critical/index.ts';
import type { Day } from '../kernel/day.ts';
import { isBlank } from '../kernel/text.ts';
import type { IndicatorMonthRow } from '../registers/definitions.ts';
import { CORE_INDICATORS, indicatorMonths } from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** Which of the 35 follow from records of the platform today; of the others the hospital enters the value. */
const COMPUTED: Readonly<Record<string, readonly CriticalIndicator[]>> = {
  '31': ['minutes-inpatient', 'minutes-outpatient', 'minutes-emergency'],
  '32': SAME_DAY_READINGS,
};

/** Of which less is better, as the platform reads them: no document says so of any. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set(['04', '23', '24', '25', '31']);
/** Of which neither more nor less is better by itself. */
const WITHOUT_DIRECTION: ReadonlySet<string> = new Set(['01', '09', '20', '26', '27', '29']);

/** Which way an indicator gets better 改善方向; null: neither. */
export function directionOf(indicator: string): 'up' | 'down' | null {
  if (WITHOUT_DIRECTION.has(indicator)) return null;
  return LESS_IS_BETTER.has(indicator) ? 'down' : 'up';
}

/** The first month of which an indicator has a value 基线; of one that has several, each in its order. */
export interface IndicatorBaseline {
  readonly month: string;
  readonly values: readonly (number | null)[];
}

/** Steps of the cycle 采集、分析、反馈、改进 that each of the 35 goes through. */
export type CycleStep = 'value' | 'analysis' | 'feedback' | 'action';

export interface CoreIndicator {
  /** Its number, `01` to `35`. */
  readonly indicator: string;
  readonly standing: 'computed' | 'entered' | 'missing';
  readonly figures: readonly Figure[];
  readonly entry: IndicatorMonthRow | null;
  /** What it lacks of collected, analysed, told and acted on 采集、分析、反馈、改进. */
  readonly lacks: readonly CycleStep[];
  readonly isComplete: boolean;
  /** Null: no month before has a value. */
  readonly baseline: IndicatorBaseline | null;
  /** Whether it is better than its baseline; null: one of them is not known, or it has no direction. */
  readonly isBetter: boolean | null;
}

/** Critical values of the first month that has any. */
export interface FirstMonth {
  readonly month: string;
  readonly cases: readonly CriticalCase[];
}

/** The indicators of an institution in a month, from its critical values of that month and of the first one, and what it entered. */
export function coreIndicatorsOf(
  snapshot: RegisterSnapshot,
  {
    institution,
    month,
    first,
    sameDay = SAME_DAY_READINGS[0],
  }: {
    readonly institution: string;
    readonly month: string;
    readonly first: FirstMonth | null;
    /** Which reading of “the same day” the institution reports. */
    readonly sameDay?: SameDayReading;
  },
  today: Day,
  cases: readonly CriticalCase[],
): readonly CoreIndicator[] {
  const entries = snapshot.inForce(indicatorMonths, today).filter((row) => row.institution === institution);
  return CORE_INDICATORS.map((indicator) => {
    const own = entries.filter((row) => row.indicator === indicator);
    const entry = own.find((row) => row.month === month) ?? null;
    const kinds = COMPUTED[indicator] ?? [];
    const figures = kinds.map((one) => measure(one, cases));
    const isEntered = entry !== null && entry.numerator !== null;
    const standing = figures.length > 0 ? 'computed' : isEntered ? 'entered' : 'missing';
    const unwritten = (['analysis', 'feedback', 'action'] as const).filter((step) => isBlank(entry?.[step]));
    const lacks: readonly CycleStep[] = [...(standing === 'missing' ? (['value'] as const) : []), ...unwritten];
    const values = figures.length > 0 ? figures.map(({ value }) => value) : entry === null ? [] : [valueOf(entry)];
    const baseline = kinds.length > 0 ? computedBaseline(kinds, month, first) : enteredBaseline(own, month);
    // Readings of one indicator are not several values of it: that which is reported is compared.
    const isCompared = (place: number): boolean => kinds !== SAME_DAY_READINGS || kinds[place] === sameDay;
    const [before, now] = [baseline?.values ?? [], values].map((list) => list.filter((_, place) => isCompared(place)));
    return {
      ...{ indicator, standing, figures, entry, lacks, isComplete: lacks.length === 0, baseline },
      isBetter: isBetterThan(directionOf(indicator), before ?? [], now ?? []),
    };
  });
}

/** Those of the 35 that did not go through the whole cycle 未完成循环 of a month: what is computed always has its value. */
export function withoutCycle(
  snapshot: RegisterSnapshot,
  institution: string,
  month: string,
  today: Day,
): readonly Pick<CoreIndicator, 'indicator' | 'lacks'>[] {
  return coreIndicatorsOf(snapshot, { institution, month, first: null }, today, []).filter(
    ({ isComplete }) => !isComplete,
  );
}

/** What was entered as one number: the share, or the count where there is nothing of which it is a share. */
function valueOf({ numerator, denominator }: IndicatorMonthRow): number | null {
  if (numerator === null || denominator === 0) return null;
  return denominator === null ? numerator : numerator / denominator;
}

function enteredBaseline(own: readonly IndicatorMonthRow[], month: string): IndicatorBaseline | null {
  const [first] = own
    .filter((row) => row.month < month && valueOf(row) !== null)
    .sort((a, b) => (a.month < b.month ? -1 : 1));
  return first === undefined ? null : { month: first.month, values: [valueOf(first)] };
}

function computedBaseline(
  kinds: readonly CriticalIndicator[],
  month: string,
  first: FirstMonth | null,
): IndicatorBaseline | null {
  if (first === null || first.month >= month) return null;
  return { month: first.month, values: kinds.map((one) => measure(one, first.cases).value) };
}

/** One that has several values is better where some are and none is worse. */
function isBetterThan(
  direction: 'up' | 'down' | null,
  before: readonly (number | null)[],
  now: readonly (number | null)[],
): boolean | null {
  const gains = before.flatMap((from, place) => {
    const to = now[place] ?? null;
    return from === null || to === null ? [] : [direction === 'down' ? from - to : to - from];
  });
  if (direction === null || gains.length === 0) return null;
  return gains.some((gain) => gain > 0) && gains.every((gain) => gain >= 0);
}
