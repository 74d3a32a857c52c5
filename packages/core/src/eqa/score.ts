/**
 * Scores of rounds 室间质评成绩 and what follows from them. Source: GB/T 20470 and 42 CFR 493 (80 percent; two in a row or two of the last three),
 * by general knowledge; pass marks are a figure of the item.
 */
import { isAtLeast } from '../estimates/tolerance.ts';
import type { ResultVerdict } from './judge-result.ts';

export interface Score {
  readonly acceptable: number;
  /** Samples that count; what a person has still to look at does not yet. */
  readonly graded: number;
  readonly review: number;
  /** 100 × acceptable / graded; null of none. */
  readonly percent: number | null;
}

export const DEFAULT_PASS_MARK = 80;
/** Blood groups: every sample. */
export const FULL_PASS_MARK = 100;

/** Score over samples of an item, or pooled over all items of a laboratory. */
export function scoreOf(verdicts: readonly ResultVerdict[]): Score {
  const count = (wanted: ResultVerdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  const acceptable = count('acceptable');
  const graded = acceptable + count('unacceptable');
  return { acceptable, graded, review: count('review'), percent: graded === 0 ? null : (100 * acceptable) / graded };
}

export type EventVerdict = 'satisfactory' | 'unsatisfactory' | 'not evaluated';

/** Whether an event is satisfactory at a pass mark, which is inside. */
export function judgeEvent(percent: number | null, passMark: number = DEFAULT_PASS_MARK): EventVerdict {
  if (percent === null) return 'not evaluated';
  return isAtLeast(percent, passMark) ? 'satisfactory' : 'unsatisfactory';
}

export interface StandingRules {
  /** Evaluated events that are looked at, this one among them. */
  readonly last: number;
  /** Unsatisfactory ones among them that make a participant unsuccessful. */
  readonly failures: number;
}
export const DEFAULT_STANDING_RULES: StandingRules = { last: 3, failures: 2 };

export type Standing = 'in good standing' | 'unsuccessful';

/** Standing after each event, the earliest first; events that were not evaluated are skipped. */
export function standingsOf(
  events: readonly EventVerdict[],
  { last, failures }: StandingRules = DEFAULT_STANDING_RULES,
): readonly Standing[] {
  const evaluated: EventVerdict[] = [];
  return events.map((event) => {
    if (event === 'not evaluated') return 'in good standing';
    evaluated.push(event);
    const failed = evaluated.slice(-last).filter((one) => one === 'unsatisfactory').length;
    return event === 'unsatisfactory' && failed >= failures ? 'unsuccessful' : 'in good standing';
  });
}

/** What a laboratory owes after its last event 后续处理: a correction in so many days; an unsuccessful one ends the mark until it is verified. */
export type Consequence =
  { readonly kind: 'none' } | { readonly kind: 'rectify' | 'suspend'; readonly withinDays: number };

/** The consequence of the events so far. */
export function consequenceOf(
  events: readonly EventVerdict[],
  withinDays = 30,
  rules: StandingRules = DEFAULT_STANDING_RULES,
): Consequence {
  if (events.at(-1) !== 'unsatisfactory') return { kind: 'none' };
  return { kind: standingsOf(events, rules).at(-1) === 'unsuccessful' ? 'suspend' : 'rectify', withinDays };
}

/** Bias of an item over rounds 偏倚趋势. */
export interface BiasTrend {
  readonly biases: readonly number[];
  /** Rounds in a row, up to the last, whose mean bias lies on one side. */
  readonly sameSide: number;
  readonly direction: 'high' | 'low' | null;
}

/** Mean bias in percent of the last rounds, six by default. */
export function biasTrend(rounds: readonly (readonly number[])[], last = 6): BiasTrend {
  const biases = rounds
    .filter((round) => round.length > 0)
    .map((round) => round.reduce((sum, bias) => sum + bias, 0) / round.length)
    .slice(-last);
  const side = Math.sign(biases.at(-1) ?? 0);
  const broken = biases.findLastIndex((bias) => Math.sign(bias) !== side);
  return {
    biases,
    sameSide: side === 0 ? 0 : biases.length - 1 - broken,
    direction: side === 0 ? null : side > 0 ? 'high' : 'low',
  };
}

/**
 * Items on the certificate of a year 室间质评证书: those satisfactory in every round that took place for the laboratory (henan-2025.lab.12#01: assessed
 * and passed). A round that is only planned counts for nothing, as does one in which it was excused.
 */
export interface CertificateItem {
  readonly item: string;
  /** Rounds in which it was evaluated. */
  readonly rounds: number;
  /** The lowest score. */
  readonly lowest: number;
}

export interface YearOfItem {
  readonly item: string;
  /** Rounds that took place, each with its own pass mark, which the next one may raise; null: not evaluated. */
  readonly held: readonly { readonly percent: number | null; readonly passMark: number }[];
}

export function certificateItems(items: readonly YearOfItem[]): readonly CertificateItem[] {
  return items.flatMap(({ item, held }) => {
    const evaluated = held.flatMap(({ percent, passMark }) => (percent === null ? [] : [{ percent, passMark }]));
    const isPassed = evaluated.every(({ percent, passMark }) => judgeEvent(percent, passMark) === 'satisfactory');
    const lowest = Math.min(...evaluated.map(({ percent }) => percent));
    return evaluated.length > 0 && isPassed ? [{ item, rounds: evaluated.length, lowest }] : [];
  });
}
