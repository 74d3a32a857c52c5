/**
 * Quality indicators of clinical laboratories 临床检验专业医疗质量控制指标, editions 2025 and 2015, from plain counts. An edition is judged by its
 * own period; where the meaning of a code changed, the two are no one series. What a province asks for beside them has codes of its own. Source: the
 * ministry's indicators of 2025, a transcription; henan-2025.lab.7#05, henan-2023.t17.2#01.
 */
import { exceedsCv } from '../iqc/monthly.ts';
import type { Bilingual } from '../kernel/register.ts';
import { median } from '../kernel/robust.ts';
import { roundHalfAway } from '../estimates/tolerance.ts';

const NATIONAL_EDITIONS = ['2015', '2025'] as const;
/** `henan`: what Henan asks for beside the national ones. */
export type IndicatorEdition = (typeof NATIONAL_EDITIONS)[number] | 'henan';

export interface LaboratoryIndicator {
  readonly code: string;
  readonly edition: IndicatorEdition;
  readonly title: Bilingual;
  /** A share of counts, or minutes of one by one. */
  readonly kind: 'share' | 'p90-minutes' | 'median-minutes';
  readonly numerator: Bilingual;
  readonly denominator: Bilingual;
  /** Whether the code meant something else in the other edition. */
  readonly isChanged: boolean;
}

type Row = readonly [
  code: string,
  zh: string,
  en: string,
  over: string,
  under: string,
  overEn: string,
  underEn: string,
];

const SHARES: readonly Row[] = [
  [
    'CL-01',
    '标本类型错误率',
    'Wrong specimen type',
    '类型错误的标本数',
    '标本总数',
    'specimens of a wrong type',
    'specimens',
  ],
  [
    'CL-02',
    '标本容器错误率',
    'Wrong container',
    '容器错误的标本数',
    '标本总数',
    'specimens in a wrong container',
    'specimens',
  ],
  [
    'CL-03',
    '标本采集量错误率',
    'Wrong volume',
    '采集量错误的标本数',
    '标本总数',
    'specimens of a wrong volume',
    'specimens',
  ],
  [
    'CL-05',
    '抗凝标本凝集率',
    'Clotted specimens',
    '凝集的标本数',
    '需抗凝的标本数',
    'clotted specimens',
    'specimens that need an anticoagulant',
  ],
  [
    'CL-07',
    '室内质控项目开展率',
    'Items with IQC',
    '开展室内质控的项目数',
    '检验项目总数',
    'items with IQC on every system',
    'items',
  ],
  [
    'CL-08',
    '室内质控项目变异系数不合格率',
    'Items that fail their CV',
    '变异系数高于要求的项目数',
    '有变异系数要求的项目数',
    'items with a CV above the requirement',
    'items with a requirement',
  ],
  [
    'CL-09',
    '室间质评项目参加率',
    'Items in EQA',
    '参加室间质评的项目数',
    '已开展且有室间质评的项目数',
    'items that take part',
    'items performed for which EQA exists',
  ],
  ['CL-13', '检验报告不正确率', 'Incorrect reports', '不正确的报告数', '报告总数', 'incorrect reports', 'reports'],
  [
    'CL-14',
    '危急值通报率',
    'Critical values notified',
    '已通报的危急值数',
    '需通报的危急值数',
    'notified',
    'critical values to notify',
  ],
  [
    'CL-15',
    '危急值通报及时率',
    'Critical values notified in time',
    '及时通报的危急值数',
    '需通报的危急值数',
    'notified in time',
    'critical values to notify',
  ],
];
const SHARES_2025: readonly Row[] = [
  [
    'CL-04',
    '血培养污染率',
    'Contaminated blood cultures',
    '污染的血培养套数',
    '血培养总套数',
    'contaminated sets',
    'sets, one for each puncture',
  ],
  [
    'CL-06',
    '标本拒收率',
    'Specimens rejected',
    '不符合接收条件而拒收的标本数',
    '标本总数',
    'rejected specimens',
    'specimens',
  ],
  [
    'CL-10',
    '室间质评项目合格率',
    'EQA items passed',
    '合格的项目数',
    '参加室间质评的项目数',
    'items passed',
    'items that took part',
  ],
  [
    'CL-11',
    '检验项目替代评价方法使用率',
    'Alternative assessment',
    '使用替代评价的项目数',
    '无室间质评的项目数',
    'items assessed otherwise',
    'items without EQA',
  ],
];
const SHARES_2015: readonly Row[] = [
  [
    'CL-04',
    '血培养污染率',
    'Contaminated blood cultures',
    '污染的血培养标本数',
    '血培养标本数',
    'contaminated specimens',
    'specimens of blood culture',
  ],
  [
    'CL-10',
    '室间质评项目不合格率',
    'EQA items failed',
    '不合格的项目数',
    '参加室间质评的项目数',
    'items failed',
    'items that took part',
  ],
  [
    'CL-11',
    '实验室间比对率',
    'Interlaboratory comparison',
    '实验室间比对的项目数',
    '无室间质评的项目数',
    'items compared',
    'items without EQA',
  ],
];
const SHARES_HENAN: readonly Row[] = [
  [
    'HN-01',
    '质控或比对覆盖率',
    'Items with IQC or comparison',
    '有室内质控或有效比对的项目数',
    '出具临床报告的项目数',
    'items with IQC or a valid comparison',
    'items reported',
  ],
  [
    'HN-02',
    '床旁检测设备纳入质量体系率',
    'Bedside devices under the quality system',
    '各项目均有室内质控或有效比对的床旁设备数',
    '床旁检测设备数',
    'devices of which each test has IQC or a valid comparison',
    'bedside devices',
  ],
];
/** Codes that do not mean the same in both editions. */
const CHANGED: readonly string[] = ['CL-04', 'CL-06', 'CL-10', 'CL-11', 'CL-12'];

const share = (edition: IndicatorEdition, [code, zh, en, over, under, overEn, underEn]: Row): LaboratoryIndicator => ({
  ...{ code, edition, kind: 'share', title: { zh, en }, isChanged: CHANGED.includes(code) },
  numerator: { zh: over, en: overEn },
  denominator: { zh: under, en: underEn },
});
const time = (
  edition: IndicatorEdition,
  kind: LaboratoryIndicator['kind'],
  code: string,
  title: Bilingual,
  of: Bilingual,
): LaboratoryIndicator => ({
  code,
  edition,
  kind,
  title,
  numerator: of,
  denominator: { zh: '标本数', en: 'specimens' },
  isChanged: true,
});

const WHOLE = { zh: '采集至报告的分钟数', en: 'minutes from collection to report' };

/** All indicators of all editions, by code. */
export const LABORATORY_INDICATORS: readonly LaboratoryIndicator[] = [
  ...NATIONAL_EDITIONS.flatMap((edition) => SHARES.map((row) => share(edition, row))),
  ...SHARES_2025.map((row) => share('2025', row)),
  ...SHARES_2015.map((row) => share('2015', row)),
  ...SHARES_HENAN.map((row) => share('henan', row)),
  time('2025', 'p90-minutes', 'CL-12', { zh: '检验总周转时间第90百分位数', en: 'Turnaround, 90th percentile' }, WHOLE),
  time(
    '2015',
    'median-minutes',
    'CL-06',
    { zh: '检验前周转时间中位数', en: 'Pre-examination turnaround, median' },
    { zh: '采集至接收的分钟数', en: 'minutes from collection to receipt' },
  ),
  time(
    '2015',
    'median-minutes',
    'CL-12',
    { zh: '实验室内周转时间中位数', en: 'Turnaround in the laboratory, median' },
    { zh: '接收至报告的分钟数', en: 'minutes from receipt to report' },
  ),
].sort((a, b) => (a.code === b.code ? (a.edition < b.edition ? -1 : 1) : a.code < b.code ? -1 : 1));

/** The fifteen of a national edition, or those of a province. */
export function indicatorsOf(edition: IndicatorEdition): readonly LaboratoryIndicator[] {
  return LABORATORY_INDICATORS.filter((one) => one.edition === edition);
}

/** 100 × numerator / denominator; null: no data, never 0 %. */
export function sharePercent(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : (100 * numerator) / denominator;
}

export interface Turnaround {
  readonly n: number;
  readonly rank: number | null;
  readonly p90: number | null;
  readonly median: number | null;
}

/** Turnaround times 周转时间: the 90th percentile stands at rank 0.9 (n + 1), rounded half up, n at most. */
export function turnaround(minutes: readonly number[]): Turnaround {
  const n = minutes.length;
  if (n === 0) return { n, rank: null, p90: null, median: null };
  const rank = Math.min(n, roundHalfAway(0.9 * (n + 1), 0));
  const sorted = [...minutes].sort((a, b) => a - b);
  return { n, rank, p90: sorted[rank - 1] ?? null, median: median(sorted) };
}

/** How many took so many minutes. */
export type CountedMinutes = readonly { readonly minutes: number; readonly count: number }[];
const countOf = (counts: CountedMinutes): number => counts.reduce((sum, { count }) => sum + count, 0);

/** The 90th percentile of minutes that are counted already, at the same rank; null: none. */
export function p90Of(counts: CountedMinutes): number | null {
  const n = countOf(counts);
  return atRank(counts, Math.min(n, roundHalfAway(0.9 * (n + 1), 0)));
}

/** The median of minutes that are counted already; null: none. */
export function medianOf(counts: CountedMinutes): number | null {
  const n = countOf(counts);
  const [low, high] = [atRank(counts, Math.floor((n + 1) / 2)), atRank(counts, Math.floor(n / 2) + 1)];
  return low === null || high === null ? null : (low + high) / 2;
}

function atRank(counts: CountedMinutes, rank: number): number | null {
  let passed = 0;
  for (const { minutes, count } of [...counts].sort((a, b) => a.minutes - b.minutes)) {
    passed += count;
    if (passed >= rank) return minutes;
  }
  return null;
}

/** One level of one item on one system, with what is required of it. */
export interface IqcCoverage {
  readonly item: string;
  readonly system: string;
  readonly isDone: boolean;
  /** Of a level; null: none. */
  readonly cvPercent: number | null;
  readonly allowedPercent: number | null;
}

export interface ItemShare {
  /** Items of the numerator. */
  readonly items: readonly string[];
  readonly denominator: number;
}

/** CL-07: items with IQC on every system that runs them. */
export function itemsWithIqc(rows: readonly IqcCoverage[]): ItemShare {
  const items = [...new Set(rows.map(({ item }) => item))];
  const isDone = (item: string): boolean => rows.every((row) => row.item !== item || row.isDone);
  return { items: items.filter(isDone), denominator: items.length };
}

/** CL-08: items of which a level on a system has a CV above the requirement, among those with a requirement. */
export function itemsFailingCv(rows: readonly IqcCoverage[]): ItemShare {
  const required = [...new Set(rows.filter(({ allowedPercent }) => allowedPercent !== null).map(({ item }) => item))];
  const fails = ({ cvPercent, allowedPercent }: IqcCoverage): boolean =>
    cvPercent !== null && allowedPercent !== null && exceedsCv(cvPercent, allowedPercent);
  return {
    items: required.filter((item) => rows.some((row) => row.item === item && fails(row))),
    denominator: required.length,
  };
}

export interface NotifiedValue {
  readonly sample: string;
  readonly item: string;
  /** Milliseconds; `acknowledgedAt` null: never. */
  readonly availableAt: number;
  readonly acknowledgedAt: number | null;
}

export interface CriticalCounts {
  readonly required: number;
  readonly notified: number;
  readonly timely: number;
}

/** CL-14 and CL-15: each item of each sample once, by the first of its results in the order given; the limit is inside. */
export function countCritical(values: readonly NotifiedValue[], limitMinutes: number): CriticalCounts {
  const first = new Map<string, NotifiedValue>();
  for (const value of values) {
    const key = JSON.stringify([value.sample, value.item]);
    if (!first.has(key)) first.set(key, value);
  }
  const all = [...first.values()];
  const notified = all.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
  const timely = notified.filter(
    ({ availableAt, acknowledgedAt }) => (acknowledgedAt ?? Infinity) - availableAt <= limitMinutes * 60_000,
  );
  return { required: all.length, notified: notified.length, timely: timely.length };
}
