/**
 * Whether a critical value may be released 危急值发出前核对: two persons have checked it, or one twice at night or in an emergency, and it was
 * repeated where the list wants that first. Source: core-systems.14#02.
 */
import type { Instant } from '../kernel/day.ts';
import { dayOf, startOfDay } from '../kernel/day.ts';
import type { Bilingual } from '../kernel/register.ts';
import type { CriticalJudgement, Measured } from './types.ts';

/** One look at the result 核对: by whom, and when. */
export interface Check {
  /** Staff number. */
  readonly by: string;
  readonly at: Instant;
}

/** What became of a repeat 复检 before the report; `said`: its result, or why it cannot be repeated. */
export interface Repeat {
  readonly how: 'agrees' | 'impossible';
  readonly said: string | null;
}

/** What was done with a value before its release. */
export interface BeforeRelease {
  readonly checks: readonly Check[];
  /** Of an emergency patient, or asked for urgently: nobody is waited for. */
  readonly isEmergency: boolean;
  readonly repeat: Repeat | null;
}

/** When it is asked, and the hours of the night 夜间 in which one may check alone; as many hours twice: never. */
export interface ReleaseRules {
  readonly now: Instant;
  readonly nightFrom: number;
  readonly nightTo: number;
}

export const RELEASE_GAPS = [
  'no-check',
  'check-ahead',
  'second-checker',
  'second-check',
  'repeat-missing',
  'repeat-unsaid',
] as const;
/** What is missing for a release. */
export type ReleaseGap = (typeof RELEASE_GAPS)[number];

/** What each says, and what is to be done. */
export const RELEASE_TEXTS: Readonly<Record<ReleaseGap, Bilingual & { readonly clause: string }>> = {
  'no-check': {
    zh: '危急值尚无人核对：请双人核对签名后发出',
    en: 'nobody has checked this critical value: let two persons check and sign it first',
    clause: 'core-systems.14#02',
  },
  'check-ahead': {
    zh: '核对时间晚于现在：请核实核对时间',
    en: 'a check lies in the future: correct its time',
    clause: 'core-systems.14#02',
  },
  'second-checker': {
    zh: '缺第二核对人：非夜间且非急诊，须另一人核对签名',
    en: 'a second checker is missing: it is neither night nor an emergency, so another person checks and signs',
    clause: 'core-systems.14#02',
  },
  'second-check': {
    zh: '缺一人核对时的第二次核对：请在夜间或急诊时再核对一次，并填写晚于第一次的核对时间',
    en: 'the second check of the one who is alone is missing: check once more, at night or in the emergency, and say when, later than the first time',
    clause: 'core-systems.14#02',
  },
  'repeat-missing': {
    zh: '本院清单要求报告前复检：请复检，或说明无法复检',
    en: 'the list wants a repeat before the report: repeat it, or say that it cannot be repeated',
    clause: 'core-systems.14#02',
  },
  'repeat-unsaid': {
    zh: '请填写复检结果，或无法复检的原因',
    en: 'say the result of the repeat, or why it cannot be repeated',
    clause: 'core-systems.14#02',
  },
};

/** Clocks of two systems may differ by so much. */
export const CLOCKS_MS = 60_000;

/** What is missing before a value may be released; of one that may be critical, or cannot be told, as much as of one that is. */
export function releaseGaps(
  judgement: CriticalJudgement,
  { checks, isEmergency, repeat }: BeforeRelease,
  rules: ReleaseRules,
): readonly ReleaseGap[] {
  if (judgement.kind === 'not-critical') return [];
  const { now } = rules;
  return [
    ...(checks.some(({ at }) => at > now + CLOCKS_MS) ? (['check-ahead'] as const) : []),
    ...checkGaps(checks, isEmergency, rules),
    ...repeatGaps(judgement, repeat),
  ];
}

function checkGaps(checks: readonly Check[], isEmergency: boolean, rules: ReleaseRules): readonly ReleaseGap[] {
  const named = checks.filter(({ by }) => by.trim() !== '');
  const [first, ...others] = [...named].sort((a, b) => a.at - b.at);
  if (first === undefined) return ['no-check'];
  if (others.some(({ by }) => personOf(by) !== personOf(first.by))) return [];
  // Who checks for the second time is alone then.
  const isAlone = (time: Instant): boolean => isEmergency || isNight(time, rules);
  if (others.some((again) => again.at > first.at && isAlone(again.at))) return [];
  return isAlone(rules.now) ? ['second-check'] : ['second-checker'];
}

const personOf = (number: string): string => number.trim().toUpperCase();

function isNight(at: Instant, { nightFrom, nightTo }: ReleaseRules): boolean {
  const hour = (at - startOfDay(dayOf(at))) / 3_600_000;
  if (nightFrom <= nightTo) return hour >= nightFrom && hour < nightTo;
  return hour >= nightFrom || hour < nightTo;
}

function repeatGaps(judgement: CriticalJudgement, repeat: Repeat | null): readonly ReleaseGap[] {
  if (judgement.kind !== 'critical' || judgement.threshold?.repeat !== 'before-report') return [];
  if (repeat === null) return ['repeat-missing'];
  return (repeat.said ?? '').trim() === '' ? ['repeat-unsaid'] : [];
}

/** A value as it was asked about before its release, and whether it might go out. */
export interface JudgedBefore extends Pick<Measured, 'item' | 'value' | 'comparator' | 'text'> {
  readonly isCritical: boolean;
  readonly mayRelease: boolean;
}

/** What was answered about a report before it was released. */
export interface ReleaseAnswer {
  readonly at: Instant;
  readonly checks: readonly Check[];
  readonly judged: readonly JudgedBefore[];
}

/** By whom a value was checked before the release of its report, as the last answer of its item before it says; null: nobody, or another value. */
export function checkedBefore(
  answers: readonly ReleaseAnswer[],
  measured: Pick<Measured, 'item' | 'value' | 'comparator' | 'text'>,
  reportedAt: Instant,
): readonly Check[] | null {
  const { item, value, comparator, text } = measured;
  // Without an item, or with neither a number in its unit nor a text, nothing tells it from another value of the report.
  if (item === '' || (value === null && text === null)) return null;
  // Who asks again may ask of what was held back alone.
  const ofItem = answers.filter(({ judged }) => judged.some((one) => one.item === item));
  const last = ofItem.filter(({ at }) => at <= reportedAt + CLOCKS_MS).sort((a, b) => b.at - a.at)[0];
  const isOf = (one: JudgedBefore): boolean =>
    one.item === item && one.value === value && one.comparator === comparator && one.text === text;
  const own = last?.judged.find(isOf);
  return own?.isCritical === true && own.mayRelease ? (last?.checks ?? null) : null;
}
