/** Deriving the recognition mark 互认标识 of institution × item × scope on a day (sections 2.1 to 2.5). */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import type { Scopes } from './scope.ts';
import { DEFAULT_SCOPES, narrowness } from './scope.ts';
import type { EqaResult, ListVersion, MarkInput, MarkVerdict } from './types.ts';

/** Hears how each condition M1 to M10 came out, for an explanation. */
export type MarkListener = (step: string, state: 'met' | 'not-met' | 'not-applicable', reason: string | null) => void;

/** Whether a list is in force on a day: published, and not superseded by another list that is published. */
export function isListInForce(list: ListVersion, lists: readonly ListVersion[], day: string): boolean {
  return list.published <= day && !lists.some((other) => other.published <= day && other.supersedes.includes(list.id));
}

function isListed(input: MarkInput, day: string): boolean {
  return input.lists.some(
    (list) =>
      isListInForce(list, input.lists, day) &&
      list.entries.some(([institution, item, scope]) => institution === input.institution && item === input.item && scope === input.scope),
  );
}

/** First and last day of the last complete calendar half-year 半年度 before a day. */
export function lastCompleteHalf(day: string): { readonly from: string; readonly to: string } {
  const year = Number(day.slice(0, 4));
  return day.slice(5) < '07-01'
    ? { from: `${String(year - 1)}-07-01`, to: `${String(year - 1)}-12-31` }
    : { from: `${String(year)}-01-01`, to: `${String(year)}-06-30` };
}

const byClosing = (a: EqaResult, b: EqaResult): number => (a.closed < b.closed ? -1 : a.closed > b.closed ? 1 : 0);

function isKnown(round: EqaResult, day: string): boolean {
  return round.published !== undefined && round.published !== null && round.published <= day;
}

/** Known rounds of each organiser, in the order of their closing days. */
function knownByOrganiser(eqa: readonly EqaResult[], day: string): Map<string, EqaResult[]> {
  const known = new Map<string, EqaResult[]>();
  for (const round of eqa) {
    if (!isKnown(round, day)) continue;
    const rounds = known.get(round.organiser);
    if (rounds) rounds.push(round);
    else known.set(round.organiser, [round]);
  }
  for (const rounds of known.values()) rounds.sort(byClosing);
  return known;
}

function seriesReasons(rounds: readonly EqaResult[], known: readonly EqaResult[], day: string): string[] {
  const reasons: string[] = [];
  const previousYear = Number(day.slice(0, 4)) - 1;
  if (!rounds.some((r) => r.year === previousYear && r.closed <= day && r.outcome !== 'ABSENT')) reasons.push('EQA_NO_PREV_YEAR');
  if (known.length < 2) {
    reasons.push('EQA_INSUFFICIENT_ROUNDS');
    return reasons;
  }
  if (known.at(-1)?.outcome === 'ABSENT') reasons.push('EQA_LATEST_ABSENT');
  if (known.slice(-3).filter((r) => r.outcome === 'PASS').length < 2) reasons.push('EQA_TWO_OF_THREE_NOT_MET');
  return reasons;
}

function latestReasons(known: readonly EqaResult[]): string[] {
  const latest = known.at(-1);
  if (latest === undefined) return ['EQA_INSUFFICIENT_ROUNDS'];
  return latest.outcome === 'PASS' ? [] : ['EQA_LATEST_ABSENT'];
}

/** M5: reasons of the serving organiser that passes, or of the one with the narrowest region. */
function profileReasons(input: MarkInput, serving: readonly EqaResult[], known: Map<string, EqaResult[]>, parameters: RecognitionParameters): readonly string[] {
  let best: readonly string[] = [];
  let bestRank = -1;
  for (const organiser of new Set(serving.map((r) => r.organiser))) {
    const rounds = serving.filter((r) => r.organiser === organiser);
    const knownRounds = known.get(organiser) ?? [];
    const reasons = parameters.eqaProfile === 'latest' ? latestReasons(knownRounds) : seriesReasons(rounds, knownRounds, input.date);
    if (reasons.length === 0) return reasons;
    const rank = Math.max(...rounds.map((r) => narrowness(r.region)));
    if (rank > bestRank) {
      bestRank = rank;
      best = reasons;
    }
  }
  return best;
}

/** M6: `null` when untested, otherwise whether the half-year's participation stands. */
function halfYearStands(input: MarkInput, serving: readonly EqaResult[], parameters: RecognitionParameters): boolean | null {
  const half = lastCompleteHalf(input.date);
  if (!isListed(input, half.from)) return null;
  if (serving.some((r) => r.closed >= half.from && r.closed <= half.to && r.outcome !== 'ABSENT')) return true;
  if (!parameters.makeUpRound) return false;
  const currentFrom = addDays(half.to as Day, 1);
  return serving.some((r) => r.closed >= currentFrom && isKnown(r, input.date) && r.outcome === 'PASS');
}

function qualityReason(input: MarkInput): string | null {
  const { cv, maxCv, agreement, minAgreement } = input.iqc;
  if (typeof maxCv === 'number') return typeof cv === 'number' && cv <= maxCv ? null : 'IQC_QUALITY_NOT_MET';
  if (typeof minAgreement === 'number') return typeof agreement === 'number' && agreement >= minAgreement ? null : 'IQC_QUALITY_NOT_MET';
  return 'QUALITY_SPEC_MISSING';
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
  listener?: MarkListener,
): MarkVerdict {
  const reasons: string[] = [];
  const { date, scope } = input;
  const test = (step: string, reason: string, met: boolean): void => {
    if (!met) reasons.push(reason);
    listener?.(step, met ? 'met' : 'not-met', met ? null : reason);
  };
  test('M1', 'NOT_LISTED', isListed(input, date));
  if (scope.startsWith('AGR:')) {
    const agreement = input.agreements?.[scope];
    const inForce = agreement !== undefined && agreement.from <= date && (agreement.to === undefined || agreement.to === null || date <= agreement.to);
    test('M2', 'AGREEMENT_NOT_IN_FORCE', inForce && agreement.jointOrganiser !== null);
  } else listener?.('M2', 'not-applicable', null);
  const known = knownByOrganiser(input.eqa, date);
  test('M3', 'EQA_LATEST_FAILED', ![...known.values()].some((rounds) => rounds.at(-1)?.outcome === 'FAIL'));
  const serving = input.eqa.filter((round) => scopes.contains(round.region, scope));
  test('M4', 'EQA_NOT_PARTICIPATED', serving.length > 0);
  if (serving.length > 0) {
    const profile = profileReasons(input, serving, known, parameters);
    if (profile.length === 0) listener?.('M5', 'met', null);
    for (const reason of profile) test('M5', reason, false);
    const stands = halfYearStands(input, serving, parameters);
    if (stands === null) listener?.('M6', 'not-applicable', null);
    else test('M6', 'EQA_HALF_YEAR_MISSED', stands);
  } else {
    listener?.('M5', 'not-applicable', null);
    listener?.('M6', 'not-applicable', null);
  }
  test('M7', 'IQC_NOT_PERFORMED', input.iqc.performed);
  const quality = qualityReason(input);
  test('M8', quality ?? 'IQC_QUALITY_NOT_MET', quality === null);
  test('M9', 'CALIBRATION_OVERDUE', input.instruments.some((i) => Object.values(i.due).every((due) => due >= date)));
  test('M10', 'SUSPENDED', !input.suspensions.some((s) => s.from <= date && (s.to === undefined || s.to === null || date < s.to)));
  return reasons.length === 0 ? { mark: scopes.labelOf(scope), reasons } : { mark: null, reasons };
}
