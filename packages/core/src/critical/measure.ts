/**
 * Indicators of critical values 危急值指标 as data: each names its cases, so that every figure opens to them, and what is not known
 * is counted apart. Source: core-systems.cs35#31, core-systems.cs35#32, henan-2023.ind.4.7, henan-2023.t17.3#02.
 */
import type { Instant } from '../kernel/day.ts';
import { dayOf } from '../kernel/day.ts';
import type { Bilingual } from '../kernel/register.ts';
import type { ChainPart, CriticalCase, Step } from './types.ts';

interface IndicatorDefinition {
  readonly title: Bilingual;
  readonly clauses: readonly string[];
  /** Also of what turned out to be none: what is asked is asked of the report. */
  readonly isOfVoid?: true;
  /** Cases that count at all. */
  readonly concerns: (one: CriticalCase) => boolean;
  /** Of a share: whether a case counts; null: it is not known. Of a median: its minutes. */
  readonly of: (one: CriticalCase) => boolean | number | null;
  /** What it asks for: who was released from it is neither counted as having done it nor as having failed to. */
  readonly step: Step;
  /** Whose it is of a specimen that was sent out; null: each answers for the own part. */
  readonly part: ChainPart | null;
}

const DAY_MS = 86_400_000;

export const CRITICAL_INDICATORS = [
  'minutes-inpatient',
  'minutes-outpatient',
  'minutes-emergency',
  'same-day',
  'within-24-hours',
  'reported-in-time',
  'handled-in-time',
  'accurate',
  'complete',
  'reached',
  'read-back',
  'rechecked',
] as const;
export type CriticalIndicator = (typeof CRITICAL_INDICATORS)[number];

const minutes = ({ appearedAt, received }: CriticalCase): number | null =>
  // What was received before it appeared was written down wrongly.
  received === null || received.at < appearedAt ? null : (received.at - appearedAt) / 60_000;

const minutesOf = (setting: CriticalCase['setting'], zh: string, en: string): IndicatorDefinition => ({
  title: { zh: `${zh}危急值报告时间中位数`, en: `Median time to receipt, ${en}` },
  clauses: ['core-systems.cs35#31'],
  concerns: (one) => one.setting === setting,
  of: minutes,
  step: 'received',
  part: 'reporting',
});

/** Not acted on is not handled. */
const handledOf = (
  zh: string,
  en: string,
  isSoon: (acted: Instant, received: Instant) => boolean,
): IndicatorDefinition => ({
  title: { zh, en },
  clauses: ['core-systems.cs35#32'],
  concerns: ({ setting, received }) => setting === 'inpatient' && received !== null,
  of: ({ received, acted }) => acted !== null && received !== null && isSoon(acted.at, received.at),
  step: 'acted',
  part: 'treating',
});

/** The readings of one indicator 住院危急值当日处置 of which its document leaves open which it means; the date is meant by its name 当日. */
export const SAME_DAY_READINGS = ['same-day', 'within-24-hours'] as const satisfies readonly CriticalIndicator[];
export type SameDayReading = (typeof SAME_DAY_READINGS)[number];

const DEFINITIONS: Readonly<Record<CriticalIndicator, IndicatorDefinition>> = {
  'minutes-inpatient': minutesOf('inpatient', '住院', 'inpatients'),
  'minutes-outpatient': minutesOf('outpatient', '门诊', 'outpatients'),
  'minutes-emergency': minutesOf('emergency', '急诊', 'emergencies'),
  'same-day': handledOf(
    '住院危急值当日处置率（按自然日）',
    'Inpatients handled the same day (by the date)',
    (acted, received) => dayOf(acted) === dayOf(received),
  ),
  'within-24-hours': handledOf(
    '住院危急值当日处置率（按 24 小时内）',
    'Inpatients handled the same day (within 24 h)',
    (acted, received) => acted - received <= DAY_MS,
  ),
  'reported-in-time': {
    title: { zh: '报告及时率', en: 'Reported in time' },
    clauses: ['henan-2023.ind.4.7'],
    concerns: () => true,
    of: ({ notified }) => notified !== null && !notified.isLate,
    step: 'notified',
    part: 'reporting',
  },
  'handled-in-time': {
    title: { zh: '处置及时率', en: 'Handled in time' },
    clauses: ['henan-2023.ind.4.7'],
    concerns: ({ received }) => received !== null,
    of: ({ acted }) => acted !== null && !acted.isLate,
    step: 'acted',
    part: 'treating',
  },
  accurate: {
    title: { zh: '报告准确率', en: 'Reported accurately' },
    clauses: ['henan-2023.t17.3#02'],
    isOfVoid: true,
    concerns: ({ isAccurate }) => isAccurate !== null,
    of: ({ isAccurate }) => isAccurate,
    step: 'notified',
    part: 'reporting',
  },
  complete: {
    title: { zh: '闭环完整率', en: 'Complete loops' },
    clauses: ['core-systems.14#09'],
    concerns: () => true,
    of: ({ isClosed, isClean }) => isClosed && isClean,
    step: 'whole',
    part: null,
  },
  reached: {
    title: { zh: '门急诊患者通知到率', en: 'Outpatients reached' },
    clauses: ['core-systems.14#07'],
    concerns: ({ setting }) => setting === 'outpatient' || setting === 'emergency' || setting === 'unknown',
    of: ({ reached }) => (reached === null ? false : reached.outcome === 'reached' || reached.outcome === 'present'),
    step: 'reached',
    part: 'treating',
  },
  // Nothing is received without it (core-systems.14#04): what was reported and not read back is not.
  'read-back': {
    title: { zh: '接收复读率', en: 'Received and read back' },
    clauses: ['core-systems.14#04'],
    concerns: ({ notified }) => notified !== null,
    of: ({ received }) => received !== null,
    step: 'received',
    part: 'reporting',
  },
  rechecked: {
    title: { zh: '处置后复查率', en: 'Rechecked after action' },
    clauses: ['core-systems.14#06'],
    concerns: ({ acted }) => acted !== null,
    of: ({ rechecked }) => rechecked?.outcome === 'rechecked',
    step: 'rechecked',
    part: 'treating',
  },
};

/** A figure with the cases behind it. */
export interface Figure {
  readonly indicator: CriticalIndicator;
  readonly title: Bilingual;
  readonly kind: 'minutes' | 'share';
  readonly clauses: readonly string[];
  /** Share, or median minutes; null: no cases. */
  readonly value: number | null;
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
  /** Cases that count but of which it is not known whether or how: never in the numerator. */
  readonly unknown: readonly number[];
}

/**
 * An indicator over cases; withdrawn and unconfirmed ones are none, unless it is about what was told of them. Of a specimen that was sent out it
 * counts once, where it is owed. A release leaves the share as it is, because the documents know of none and who releases is measured by it; it
 * moves a case from what was failed to what is not known.
 */
export function measure(indicator: CriticalIndicator, cases: readonly CriticalCase[]): Figure {
  const { title, clauses, concerns, of, step, part, isOfVoid = false } = DEFINITIONS[indicator];
  const isOwed = (one: CriticalCase): boolean => part === null || one.part === undefined || one.part === part;
  const denominator = cases.filter((one) => (isOfVoid || !one.isVoid) && isOwed(one) && concerns(one));
  const judged = denominator.map((one) => ({ id: one.id, is: one.released.includes(step) ? null : of(one) }));
  const times = judged.flatMap(({ is }) => (typeof is === 'number' ? is : []));
  const isTimed = indicator.startsWith('minutes-');
  const numerator = judged.filter(({ is }) => (isTimed ? typeof is === 'number' : is === true)).map(({ id }) => id);
  return {
    indicator,
    title,
    kind: isTimed ? 'minutes' : 'share',
    clauses,
    value: isTimed ? medianOf(times) : denominator.length === 0 ? null : numerator.length / denominator.length,
    numerator,
    denominator: denominator.map(({ id }) => id),
    unknown: judged.filter(({ is }) => is === null).map(({ id }) => id),
  };
}

/** The median 中位数: of an even count the mean of the middle two; null of none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
