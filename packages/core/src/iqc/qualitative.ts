/**
 * Control of qualitative and molecular tests 定性与分子检测质控: each control must read as it is expected to; the internal control of each sample
 * must be valid. Ratios of signal to cut-off may be charted, with limits for signals. Source: WS/T 494-2017 4.2, 4.3 (a transcription).
 */
import { isAtLeast } from '../estimates/tolerance.ts';
import { momentsOf } from '../estimates/moments.ts';

export interface QualitativeControl {
  /** `negative`, `weak-positive`, `positive`, `internal`, `external`, as the laboratory names them. */
  readonly control: string;
  readonly expected: string;
  /** Empty: not measured. */
  readonly observed: string;
  readonly isVoid?: boolean;
}

export interface QualitativeVerdict {
  readonly verdict: 'accept' | 'reject';
  /** Controls that read otherwise, or did not read at all. */
  readonly failed: readonly string[];
  /** Controls that the run needs and does not have. */
  readonly missing: readonly string[];
}

/** Controls that every run needs: a negative one and a weak positive one. */
export const REQUIRED_CONTROLS: readonly string[] = ['negative', 'weak-positive'];

/** Judges a run; the run is rejected as well if a control that it needs is missing. */
export function judgeQualitative(
  controls: readonly QualitativeControl[],
  required: readonly string[] = REQUIRED_CONTROLS,
): QualitativeVerdict {
  const usable = controls.filter(({ isVoid }) => isVoid !== true);
  const failed = usable
    .filter(({ expected, observed }) => observed.trim() !== expected.trim())
    .map(({ control }) => control);
  const missing = required.filter((name) => !usable.some(({ control }) => control === name));
  return { verdict: failed.length + missing.length === 0 ? 'accept' : 'reject', failed, missing };
}

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
