/** The measures of the statistics, and the query of the cases behind each number. */
import type { Counts, Measure, StatisticsRow } from '@fujie/wire/contracts';

import type { QueryValues } from '../../api/client.ts';

export interface StatisticsFilter {
  readonly from: string;
  readonly to: string;
  readonly by: 'institution' | 'department' | 'item' | 'week' | 'issuer';
  readonly institution: string | undefined;
}

/** A number that was picked: the measure, the unit, and the Article 19 code if it is one of the repeats. */
export interface Picked {
  readonly measure: Measure;
  readonly label: string;
  readonly unit: string;
  readonly key: string | null;
  readonly code: string | null;
}

export function casesQueryOf(filter: StatisticsFilter, picked: Picked): QueryValues {
  return {
    from: filter.from,
    to: filter.to,
    by: filter.by,
    institution: filter.institution,
    key: picked.key,
    measure: picked.measure,
    code: picked.code,
  };
}

export const EXCEPTION_CODES = ['1', '2', '3', '4', '5', '6'] as const;

/** Repeats under Article 19, all codes together. */
export function repeatedTotal(counts: Counts): number {
  return Object.values(counts.repeated).reduce((sum, count) => sum + count, 0);
}

/** Count of one code, whether the server keys it `1` or `J1`. */
export function repeatedBy(counts: Counts, code: string): number {
  return counts.repeated[code] ?? counts.repeated[`J${code}`] ?? 0;
}

/** The rates, apart, each with the measures that it divides. */
export const RATES = [
  { rate: 'accessRate', numerator: 'opened', denominator: 'prompted' },
  { rate: 'grossRecognitionRate', numerator: 'acceptedMust', denominator: 'opportunities' },
  { rate: 'netRecognitionRate', numerator: 'acceptedMust', denominator: 'netOpportunities' },
  { rate: 'encouragedRecognitionRate', numerator: 'acceptedMay', denominator: 'encouraged' },
] as const;
export type RateKey = (typeof RATES)[number]['rate'];

/** The counts as the table groups them; the reasons of Article 19 stand between. */
export const GROUPS = [
  ['prompts', ['prompted', 'opened', 'unprompted', 'timedOut']],
  ['must', ['opportunities', 'acceptedMust', 'repeated', 'overlooked', 'blocked']],
  ['reasons', []],
  ['may', ['encouraged', 'acceptedMay', 'repeatedMay', 'passedOver']],
  ['accepted', ['incomplete', 'reordered', 'yuanSaved']],
  ['explanations', ['explanationsDue', 'explanationsComplete', 'explanationsOverdue']],
] as const satisfies readonly (readonly [string, readonly Measure[]])[];

export function countOf(counts: Counts, measure: Measure): number | string {
  return measure === 'repeated' ? repeatedTotal(counts) : counts[measure];
}

/** Rates of the units in percent for a chart; null where there is no denominator, so that nothing is drawn as 0. */
export function percents(rows: readonly StatisticsRow[], rate: RateKey): (number | null)[] {
  return rows.map((row) => {
    const { value } = row[rate];
    return value === null ? null : Math.round(value * 1000) / 10;
  });
}
