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
import { carries, deriveMark } from './mark.ts';
import type { RecognitionParameters } from './parameters.ts';
import { scopesOf } from './scope-facts.ts';
import type { MarkInput } from './types.ts';

/** The first day on which a mark of today no longer holds. */
export interface Lapse {
  readonly label: string;
  readonly on: Day;
  /**
   * What ends it, M1 to M10: where the last instrument that carries the mark falls due, that, and not the run out of control of another
   * that has not carried it before.
   */
  readonly reasons: readonly string[];
  /** The conditions that are not met on that day. */
  readonly findings: readonly Finding[];
  /** Planned activities of the instruments that carry the mark until then, whose due day passes; empty for other reasons. */
  readonly due: readonly { readonly instrument: string; readonly activity: string; readonly day: string }[];
}

/** Why no instrument carries a mark: none is in date, or those that are have a run out of control. */
const OF_INSTRUMENT: readonly string[] = ['CALIBRATION_OVERDUE', 'RUN_OUT_OF_CONTROL'];

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
    const { performed, cv, sd, agreement } = today.iqc;
    const continued: MarkInput = {
      ...then,
      iqc: { ...then.iqc, performed, cv: cv ?? null, sd: sd ?? null, agreement: agreement ?? null },
    };
    const verdict = deriveMark(continued, parameters, scopes);
    if (verdict.mark !== null) continue;
    const due = verdict.reasons.some((reason) => OF_INSTRUMENT.includes(reason))
      ? overdue(inputOn(addDays(on, -1)), continued)
      : [];
    const reasons =
      due.length === 0
        ? verdict.reasons
        : verdict.reasons.map((reason) => (OF_INSTRUMENT.includes(reason) ? 'CALIBRATION_OVERDUE' : reason));
    const findings = explainMark(continued, parameters, scopes).findings.filter(
      (finding) => finding.state !== 'met' && finding.state !== 'not-applicable',
    );
    return { label, on, reasons, findings, due };
  }
  return null;
}

/** What fell due, with the day, of the instruments that carried the mark on the day before. */
function overdue(before: MarkInput, { instruments, date }: MarkInput): Lapse['due'] {
  const carried = before.instruments.filter((one) => carries(one, before.date)).map(({ id }) => id);
  return instruments
    .filter(({ id }) => carried.includes(id))
    .flatMap(({ id, due }) =>
      Object.entries(due)
        .filter(([, day]) => day < date)
        .map(([activity, day]) => ({ instrument: id, activity, day })),
    );
}
