/**
 * When a mark will lapse 标识失效预告 if no new fact comes: an instrument falls due, a half-year or year ends without EQA,
 * a list is superseded, an agreement ends. Source: recognition decision, sections 2.4 and 2.8 (warnings).
 */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import type { Finding } from './explain.ts';
import { explainMark } from './explain-mark.ts';
import { markInputFor } from './facts.ts';
import { deriveMark } from './mark.ts';
import type { RecognitionParameters } from './parameters.ts';
import { scopesOf } from './scope-facts.ts';
import type { InstrumentFacts, MarkInput } from './types.ts';

/** The first day on which a mark of today no longer holds. */
export interface Lapse {
  readonly label: string;
  readonly on: Day;
  /** Reason codes of that day, M1 to M10. */
  readonly reasons: readonly string[];
  /** The conditions that are not met on that day. */
  readonly findings: readonly Finding[];
  /** Planned activities whose due day passes; empty for other reasons. */
  readonly due: readonly { readonly instrument: string; readonly activity: string; readonly day: string }[];
}

/**
 * The first lapse within `days` days after `day`, or null when there is no mark today or it holds that long. The monthly
 * IQC summary counts as continuing: it arrives every month and would otherwise end every mark on the first of the next.
 */
export function nextLapse(
  snapshot: RegisterSnapshot,
  mark: { readonly institution: string; readonly item: string; readonly scope: string },
  day: Day,
  days: number,
  parameters: RecognitionParameters,
): Lapse | null {
  const inputOn = (on: Day): MarkInput => markInputFor(snapshot, mark.institution, mark.item, mark.scope, on);
  const today = inputOn(day);
  const label = deriveMark(today, parameters, scopesOf(snapshot, day)).mark;
  if (label === null) return null;
  for (let ahead = 1; ahead <= days; ahead += 1) {
    const on = addDays(day, ahead);
    const scopes = scopesOf(snapshot, on);
    const then = inputOn(on);
    const { performed, cv, agreement } = today.iqc;
    const continued: MarkInput = {
      ...then,
      iqc: { ...then.iqc, performed, cv: cv ?? null, agreement: agreement ?? null },
    };
    const verdict = deriveMark(continued, parameters, scopes);
    if (verdict.mark !== null) continue;
    const due = verdict.reasons.includes('CALIBRATION_OVERDUE') ? overdue(continued.instruments, on) : [];
    const findings = explainMark(continued, parameters, scopes).findings.filter(
      (finding) => finding.state !== 'met' && finding.state !== 'not-applicable',
    );
    return { label, on, reasons: verdict.reasons, findings, due };
  }
  return null;
}

function overdue(instruments: readonly InstrumentFacts[], day: Day): Lapse['due'] {
  return instruments.flatMap((instrument) =>
    Object.entries(instrument.due)
      .filter(([, due]) => due < day)
      .map(([activity, due]) => ({ instrument: instrument.id, activity, day: due })),
  );
}
