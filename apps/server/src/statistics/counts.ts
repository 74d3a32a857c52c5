/** Rates and totals of recognition 互认率: numerator and denominator always shown, 0 below gives "not applicable". */
import type { Counts, Measure, Rate, StatisticsRow } from '@fujie/wire/contracts';

import type { CountRow } from './statistics.query.ts';

export const REPEAT_CODES = ['1', '2', '3', '4', '5', '6'] as const;

/** Sums of one unit: by stored measure, with yuan. */
export type Sums = ReadonlyMap<string, { readonly count: number; readonly cents: number }>;

/** Yuan as stored, in cents: sums of money are whole numbers. */
export function centsOf(yuan: string): number {
  return Math.round(Number(yuan) * 100);
}

export function groupSums(rows: readonly CountRow[]): Map<string, Map<string, { count: number; cents: number }>> {
  const groups = new Map<string, Map<string, { count: number; cents: number }>>();
  for (const row of rows) {
    const group = groups.get(row.key) ?? new Map<string, { count: number; cents: number }>();
    const known = group.get(row.measure) ?? { count: 0, cents: 0 };
    group.set(row.measure, { count: known.count + row.count, cents: known.cents + centsOf(row.yuan) });
    groups.set(row.key, group);
  }
  return groups;
}

export function countsOf(sums: Sums): Counts {
  const count = (measure: string): number => sums.get(measure)?.count ?? 0;
  const repeated = REPEAT_CODES.map((code) => [code, count(`repeated${code}`)] as const);
  const cents = (sums.get('acceptedMust')?.cents ?? 0) + (sums.get('acceptedMay')?.cents ?? 0);
  return {
    prompted: count('opportunities') + count('encouraged') - count('unprompted'),
    opportunities: count('opportunities'),
    netOpportunities: count('opportunities') - repeated.reduce((sum, [, n]) => sum + n, 0),
    encouraged: count('encouraged'),
    unprompted: count('unprompted'),
    opened: count('opened'),
    acceptedMust: count('acceptedMust'),
    acceptedMay: count('acceptedMay'),
    reordered: count('reordered'),
    incomplete: count('incomplete'),
    repeated: Object.fromEntries(repeated),
    repeatedMay: count('repeatedMay'),
    blocked: count('blocked'),
    overlooked: count('overlooked'),
    passedOver: count('passedOver'),
    timedOut: count('timedOut'),
    explanationsDue: count('explanationsDue'),
    explanationsComplete: count('explanationsComplete'),
    explanationsOverdue: count('explanationsOverdue'),
    yuanSaved: (cents / 100).toFixed(2),
  };
}

function rate(numerator: number, denominator: number): Rate {
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator };
}

/** One line of the statistics: access 调阅率 and recognition 互认率 apart, since opening is not accepting. */
export function statisticsRow(
  key: string,
  name: { readonly zh: string; readonly en: string },
  sums: Sums,
): StatisticsRow {
  const counts = countsOf(sums);
  return {
    key,
    name,
    counts,
    accessRate: rate(counts.opened, counts.prompted),
    grossRecognitionRate: rate(counts.acceptedMust, counts.opportunities),
    netRecognitionRate: rate(counts.acceptedMust, counts.netOpportunities),
    encouragedRecognitionRate: rate(counts.acceptedMay, counts.encouraged),
  };
}

/** Stored measures behind a measure of the contract. */
export function storedMeasures(measure: Measure, code: string | undefined): readonly string[] {
  if (measure === 'repeated') return code === undefined ? REPEAT_CODES.map((c) => `repeated${c}`) : [`repeated${code}`];
  if (measure === 'prompted') return ['opportunities', 'encouraged'];
  if (measure === 'netOpportunities') return ['opportunities'];
  if (measure === 'yuanSaved') return ['acceptedMust', 'acceptedMay'];
  return [measure];
}
