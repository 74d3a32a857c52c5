/**
 * The 35 indicators of the core systems 核心制度指标 in their monthly cycle: computed from what is on record, entered by the hospital, or
 * neither; and which went through the whole cycle. Source: henan-2025.mq.5#07, core-systems.cs35.
 */
import type { CriticalCase, CriticalIndicator, Figure } from '../critical/index.ts';
import { measure, SAME_DAY_READINGS } from '../critical/index.ts';
import type { Day } from '../kernel/day.ts';
import type { IndicatorMonthRow } from '../registers/definitions.ts';
import { CORE_INDICATORS, indicatorMonths } from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** Which of the 35 follow from records of the platform today; of the others the hospital enters the value. */
const COMPUTED: Readonly<Record<string, readonly CriticalIndicator[]>> = {
  '31': ['minutes-inpatient', 'minutes-outpatient', 'minutes-emergency'],
  '32': SAME_DAY_READINGS,
};

export interface CoreIndicator {
  /** Its number, `01` to `35`. */
  readonly indicator: string;
  readonly standing: 'computed' | 'entered' | 'missing';
  readonly figures: readonly Figure[];
  readonly entry: IndicatorMonthRow | null;
  /** Collected, analysed, told and acted on 采集、分析、反馈、改进. */
  readonly isComplete: boolean;
}

/** The indicators of an institution in a month, from its critical values of that month and what it entered. */
export function coreIndicatorsOf(
  snapshot: RegisterSnapshot,
  institution: string,
  month: string,
  today: Day,
  cases: readonly CriticalCase[],
): readonly CoreIndicator[] {
  return CORE_INDICATORS.map((indicator) => {
    const entry = snapshot.find(indicatorMonths, `${institution}|${month}|${indicator}`, today);
    const figures = (COMPUTED[indicator] ?? []).map((one) => measure(one, cases));
    const isEntered = entry !== null && entry.numerator !== null;
    const standing = figures.length > 0 ? 'computed' : isEntered ? 'entered' : 'missing';
    const isWorked = [entry?.analysis, entry?.feedback, entry?.action].every((text) => (text ?? '').trim() !== '');
    return { indicator, standing, figures, entry, isComplete: standing !== 'missing' && isWorked };
  });
}
