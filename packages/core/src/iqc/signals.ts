/**
 * Signals of qualitative tests 信号值质控: ratios to the cut-off may be charted, with limits for signals, not for concentrations. Source:
 * WS/T 494-2017 4.2, 4.3 (a transcription).
 */
import { momentsOf } from '../estimates/moments.ts';
import { isAtLeast } from '../estimates/tolerance.ts';

export interface SignalRequirement {
  readonly withinRunPercent: number;
  readonly betweenRunPercent: number;
}
/** Strictly below. */
export const SIGNAL_REQUIREMENT: SignalRequirement = { withinRunPercent: 10, betweenRunPercent: 15 };

/** Whether signals of one run, or of several, scatter less than is required; null of fewer than two. */
export function isSignalSteady(
  signals: readonly number[],
  of: keyof SignalRequirement,
  requirement: SignalRequirement = SIGNAL_REQUIREMENT,
): boolean | null {
  const { cvPercent } = momentsOf(signals);
  return cvPercent === null ? null : !isAtLeast(cvPercent, requirement[of]);
}
