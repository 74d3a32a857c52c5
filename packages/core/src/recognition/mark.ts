/**
 * Deriving the recognition mark 互认标识 of institution × item × scope on a day (sections 2.1 to 2.5). The conditions M1 to
 * M10 are functions of their own, so that the verdict and its explanation cannot differ.
 */
import { judgeFigures } from '../iqc/monthly.ts';
import { eqaStanding } from './eqa.ts';
import { halfYearOf } from './half-year.ts';
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import type { Scopes } from './scope.ts';
import { DEFAULT_SCOPES } from './scope.ts';
import type { EqaResult, InstrumentFacts, IqcFacts, ListVersion, MarkInput, MarkVerdict } from './types.ts';

const NO_REASONS: readonly string[] = [];

/** Whether a list is in force on a day: published, and not superseded by a published list (section 2.6). */
export function isListInForce(list: ListVersion, lists: readonly ListVersion[], day: string): boolean {
  if (list.published > day) return false;
  for (const other of lists) if (other.published <= day && other.supersedes.includes(list.id)) return false;
  return true;
}

/** M1, also asked for the first day of a half-year. */
export function isListed(input: MarkInput, day: string): boolean {
  for (const list of input.lists) {
    if (namesPair(list, input) && isListInForce(list, input.lists, day)) return true;
  }
  return false;
}

function namesPair(list: ListVersion, input: MarkInput): boolean {
  for (const [institution, item, scope] of list.entries) {
    if (item === input.item && institution === input.institution && scope === input.scope) return true;
  }
  return false;
}

/** M2: `null` where the scope is no agreement's. */
export function isAgreementInForce(input: MarkInput): boolean | null {
  if (!input.scope.startsWith('AGR:')) return null;
  const agreement = input.agreements?.[input.scope];
  if (agreement === undefined || agreement.jointOrganiser === null) return false;
  return isAgreementOn(agreement, input.date);
}

/** An agreement holds from its first to its last day, both included (section 2.8, "day after `to`"). */
export function isAgreementOn(agreement: { readonly from: string; readonly to?: string | null }, day: string): boolean {
  return agreement.from <= day && (agreement.to === undefined || agreement.to === null || day <= agreement.to);
}

/** Whether a round's grades are published on a day. */
export function isKnown(round: EqaResult, day: string): boolean {
  return round.published !== undefined && round.published !== null && round.published <= day;
}

/** M6: `null` when untested, because the pair was on no list when the half-year began. */
export function hasHalfYearParticipation(
  input: MarkInput,
  parameters: RecognitionParameters,
  scopes: Scopes,
): boolean | null {
  const half = halfYearOf(input.date, parameters.halfYear);
  if (!isListed(input, half.from)) return null;
  let wasHeld = false;
  for (const round of input.eqa) {
    if (!scopes.contains(round.region, input.scope)) continue;
    if (half.from <= round.closed && round.closed <= half.to) {
      wasHeld = true;
      if (round.outcome !== 'ABSENT') return true;
    } else if (
      parameters.makeUpRound &&
      round.closed > half.to &&
      round.outcome === 'PASS' &&
      isKnown(round, input.date)
    ) {
      return true;
    }
  }
  return !wasHeld && parameters.noRoundHeld === 'excused';
}

/** M8: the reason, or null when quality meets the requirement. */
export function qualityReason(iqc: IqcFacts): string | null {
  const { cv = null, maxCv = null, sd = null, maxSd = null, sdBelow = null } = iqc;
  const { classCv = null, classMaxCv = null, agreement = null, minAgreement = null } = iqc;
  if (maxCv === null && maxSd === null && minAgreement === null) return 'QUALITY_SPEC_MISSING';
  const byClass = classMaxCv === null ? null : { classes: [], maxCv: classMaxCv };
  const scatter = judgeFigures({ cv, sd, classCv }, { maxCv, maxSd, sdBelow, byClass });
  const isAgreeing = agreement === null || minAgreement === null ? null : agreement >= minAgreement;
  if (scatter === 'exceeds' || isAgreeing === false) return 'IQC_QUALITY_NOT_MET';
  // What was measured must meet its requirement; measuring nothing that has one proves nothing.
  return scatter === 'meets' || isAgreeing === true ? null : 'IQC_QUALITY_NOT_MET';
}

/** M9 of one instrument: it has a plan, and every activity of it is due on the day or later. */
export function isInDate(due: Readonly<Record<string, string>>, day: string): boolean {
  let isPlanned = false;
  for (const activity in due) {
    const dueOn = due[activity];
    if (dueOn === undefined || dueOn < day) return false;
    isPlanned = true;
  }
  return isPlanned;
}

/** M10. */
export function isSuspended(input: MarkInput): boolean {
  for (const { from, to } of input.suspensions) {
    if (from <= input.date && (to === undefined || to === null || input.date < to)) return true;
  }
  return false;
}

/** Whether the results of an instrument are held back on a day because a run was rejected and is not settled (section 2.8). */
export function isHeld({ held }: InstrumentFacts, day: string): boolean {
  if (held === undefined) return false;
  for (const { from, to } of held) if (from <= day && (to === undefined || to === null || day < to)) return true;
  return false;
}

/** Whether a mark can rest on an instrument on a day: it is in date, and no run of it is out of control and not settled. */
export function carries(instrument: InstrumentFacts, day: string): boolean {
  return isInDate(instrument.due, day) && !isHeld(instrument, day);
}

/** M9, and the run out of control: an instrument in date is needed, and one of these whose IQC is not rejected. */
function instrumentReason(input: MarkInput): string | null {
  let reason = 'CALIBRATION_OVERDUE';
  for (const instrument of input.instruments) {
    if (!isInDate(instrument.due, input.date)) continue;
    if (!isHeld(instrument, input.date)) return null;
    reason = 'RUN_OUT_OF_CONTROL';
  }
  return reason;
}

/**
 * Derives the mark. Conditions that are not proven are not met (ground rule 3); the reasons stand in the order M1 to M10.
 *
 * @example deriveMark({ ..., date: '2023-11-30' }) // { mark: null, reasons: ['EQA_LATEST_FAILED', 'SUSPENDED'] }
 */
export function deriveMark(
  input: MarkInput,
  parameters: RecognitionParameters = DEFAULT_PARAMETERS,
  scopes: Scopes = DEFAULT_SCOPES,
): MarkVerdict {
  const reasons: string[] = [];
  const label = scopes.labelOf(input.scope);
  // A list can name a scope that no register knows; no label could say where such a mark counts.
  if (label === null || !isListed(input, input.date)) reasons.push('NOT_LISTED');
  if (isAgreementInForce(input) === false) reasons.push('AGREEMENT_NOT_IN_FORCE');
  const eqa = eqaStanding(input, parameters, scopes);
  if (eqa.isFailedLatest) reasons.push('EQA_LATEST_FAILED');
  if (!eqa.isServed) reasons.push('EQA_NOT_PARTICIPATED');
  else {
    for (const reason of eqa.reasons) reasons.push(reason);
    if (hasHalfYearParticipation(input, parameters, scopes) === false) reasons.push('EQA_HALF_YEAR_MISSED');
  }
  if (!input.iqc.performed) reasons.push('IQC_NOT_PERFORMED');
  const quality = qualityReason(input.iqc);
  if (quality !== null) reasons.push(quality);
  const instrument = instrumentReason(input);
  if (instrument !== null) reasons.push(instrument);
  if (isSuspended(input)) reasons.push('SUSPENDED');
  return reasons.length === 0 ? { mark: label, reasons: NO_REASONS } : { mark: null, reasons };
}
