/**
 * Why marks of an institution lapse 标识失效原因: of each item and scope that it is listed for, what ends its mark today or within some days,
 * and since when. Who is no longer listed has given the item up; that is no lapse. Source: national-2022.art.13#02, art.22#02,
 * art.24#01, art.25#02.
 */
import type { Day } from '../kernel/day.ts';
import { addDays } from '../kernel/day.ts';
import { controlMonth, lastCompleteMonth, listedScopes, markInputFor } from '../recognition/facts.ts';
import { nextLapse } from '../recognition/lapse.ts';
import { deriveMark } from '../recognition/mark.ts';
import type { RecognitionParameters } from '../recognition/parameters.ts';
import { scopesOf } from '../recognition/scope-facts.ts';
import { recognitionListEntries } from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';

/** Reasons that a laboratory can put right; lists and agreements are in other hands. */
const OWN_REASONS: readonly string[] = [
  'EQA_LATEST_FAILED',
  'EQA_NOT_PARTICIPATED',
  'EQA_NO_PREV_YEAR',
  'EQA_INSUFFICIENT_ROUNDS',
  'EQA_LATEST_ABSENT',
  'EQA_TWO_OF_THREE_NOT_MET',
  'EQA_HALF_YEAR_MISSED',
  'IQC_NOT_PERFORMED',
  'IQC_QUALITY_NOT_MET',
  'CALIBRATION_OVERDUE',
  'SUSPENDED',
];
/** The summary of a month that has not come yet says nothing for some days. */
const OF_MONTH: readonly string[] = ['IQC_NOT_PERFORMED', 'IQC_QUALITY_NOT_MET'];
/** Not told ahead: an instrument that falls due tells by itself, and a grade is not known before it is published. */
const NOT_AHEAD: readonly string[] = ['CALIBRATION_OVERDUE', 'EQA_LATEST_FAILED'];

/** Why one mark does not hold, or will not: the first reason; what else stands in its way stands in it until the mark holds again. */
export interface MarkCause {
  readonly reason: string;
  readonly item: string;
  readonly scope: string;
  /** The first day without the mark; null: no news, because it is too long ago or a summary may still come. */
  readonly on: Day | null;
  readonly isAhead: boolean;
}

export interface LapseRules {
  readonly parameters: RecognitionParameters;
  readonly aheadDays: number;
  readonly backDays: number;
  /** Days of a month within which the summary of the last one may come. */
  readonly summaryDays: number;
}

/** Institutions and items that stand on any list, whatever the day. */
export function listedItems(snapshot: RegisterSnapshot): ReadonlyMap<string, readonly string[]> {
  return snapshot.memo('listed-items', () => {
    const items = new Map<string, Set<string>>();
    for (const { row } of snapshot.all(recognitionListEntries)) {
      const known = items.get(row.institution) ?? new Set();
      items.set(row.institution, known.add(row.item));
    }
    return new Map([...items].map(([institution, own]) => [institution, [...own].sort()]));
  });
}

/** What ends the marks of an institution and an item; `isListed` is false of a scope of which it was given up. */
export function causesOf(
  snapshot: RegisterSnapshot,
  institution: string,
  item: string,
  today: Day,
  rules: LapseRules,
): { readonly causes: readonly MarkCause[]; readonly listed: readonly string[] } {
  const causes: MarkCause[] = [];
  const listed: string[] = [];
  for (const scope of listedScopes(snapshot, institution, item)) {
    const reasonsOn = (day: Day): readonly string[] =>
      deriveMark(markInputFor(snapshot, institution, item, scope, day), rules.parameters, scopesOf(snapshot, day))
        .reasons;
    const reasons = reasonsOn(today);
    if (!reasons.includes('NOT_LISTED')) listed.push(scope);
    if (reasons.length === 0) {
      const lapse = nextLapse(snapshot, { institution, item, scope }, today, rules.aheadDays, rules.parameters);
      const reason = lapse?.reasons.find((one) => OWN_REASONS.includes(one));
      if (lapse !== null && reason !== undefined && !NOT_AHEAD.includes(reason))
        causes.push({ reason, item, scope, on: lapse.on, isAhead: true });
      continue;
    }
    const own = reasons.filter((reason) => OWN_REASONS.includes(reason));
    if (reasons.includes('NOT_LISTED') || own.length === 0) continue;
    const isAwaiting = isAwaited(snapshot, institution, item, today, rules.summaryDays);
    const certain = own.find((reason) => !isAwaiting || !OF_MONTH.includes(reason));
    const on = certain === undefined ? null : lapsedOn(reasonsOn, today, rules.backDays);
    causes.push({ reason: certain ?? own[0] ?? '', item, scope, on, isAhead: false });
  }
  return { causes, listed };
}

function isAwaited(snapshot: RegisterSnapshot, institution: string, item: string, today: Day, days: number): boolean {
  return Number(today.slice(8)) <= days && controlMonth(snapshot, institution, item, lastCompleteMonth(today)) === null;
}

/** The day after the last one on which it held. */
function lapsedOn(reasonsOn: (day: Day) => readonly string[], today: Day, backDays: number): Day | null {
  for (let back = 1; back <= backDays; back += 1) {
    const day = addDays(today, -back);
    if (reasonsOn(day).length === 0) return addDays(day, 1);
  }
  return null;
}
