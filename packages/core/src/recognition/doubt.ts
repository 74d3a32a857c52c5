/** Doubt windows 存疑期 (section 2.5): days whose reports keep their mark but are no longer a must. */
import type { SuspensionRecord } from './types.ts';

export interface DoubtWindow {
  /** Day on which the failing sample was measured, or the closing day of the failed round. */
  readonly from: string;
  /** Day on which the suspension began; not part of the window. */
  readonly to: string;
}

/** The windows `[doubtFrom, from)` of suspensions; one without a first doubtful day casts no doubt backwards. */
export function doubtWindows(suspensions: readonly SuspensionRecord[]): readonly DoubtWindow[] {
  const windows: DoubtWindow[] = [];
  for (const { doubtFrom, from } of suspensions) {
    if (doubtFrom !== undefined && doubtFrom !== null && doubtFrom < from) windows.push({ from: doubtFrom, to: from });
  }
  return windows;
}

/** Whether a report of that day stands in a doubt window. */
export function isInDoubt(windows: readonly DoubtWindow[] | undefined, reportedOn: string): boolean {
  if (windows === undefined) return false;
  for (const { from, to } of windows) if (from <= reportedOn && reportedOn < to) return true;
  return false;
}
