/**
 * Returns that look copied 雷同结果: of each pair of laboratories, the share of results that are the same to the character. It accuses nobody: it
 * says whom somebody should look at, and what else was found. The thresholds are a choice of ours.
 */
import { isAtLeast } from '../estimates/tolerance.ts';
import { parseReported } from './judge-result.ts';

export interface ReturnedItem {
  readonly item: string;
  readonly reported: string;
  readonly unit?: string;
  /** Judged unacceptable: the same mistake weighs more than the same good result. */
  readonly isUnacceptable?: boolean;
}

export interface LaboratoryReturn {
  readonly laboratory: string;
  readonly results: readonly ReturnedItem[];
  readonly instrument?: string;
  readonly submitter?: string;
  readonly address?: string;
  /** Milliseconds. */
  readonly returnedAt?: number;
}

export interface CollusionSettings {
  /** Results that can be compared at least. */
  readonly comparable: number;
  readonly sharePercent: number;
  /** Returns so close in time are a sign. */
  readonly minutesApart: number;
}
export const DEFAULT_COLLUSION: CollusionSettings = { comparable: 8, sharePercent: 80, minutesApart: 10 };

export type CollusionSign =
  'other-instrument' | 'same-submitter' | 'same-address' | 'minutes-apart' | 'shared-mistakes';

export interface CollusionPair {
  readonly laboratories: readonly [string, string];
  readonly comparable: number;
  readonly identical: number;
  /** Of those identical, with three significant figures or more: chance hardly makes them. */
  readonly precise: number;
  /** Null where nothing can be compared. */
  readonly sharePercent: number | null;
  readonly isForReview: boolean;
  readonly signs: readonly CollusionSign[];
}

interface Comparable {
  readonly text: string;
  readonly unit: string | undefined;
  readonly decimals: number;
  readonly isUnacceptable: boolean;
}

/** Every pair of laboratories of a round. */
export function screenCollusion(
  returns: readonly LaboratoryReturn[],
  settings: CollusionSettings = DEFAULT_COLLUSION,
): readonly CollusionPair[] {
  const read = returns.map((one) => ({ one, items: comparableItems(one) }));
  return read.flatMap((first, i) => read.slice(i + 1).map((second) => pairOf(first, second, settings)));
}

function comparableItems({ results }: LaboratoryReturn): ReadonlyMap<string, Comparable> {
  return new Map(
    results.flatMap(({ item, reported, unit, isUnacceptable = false }) => {
      const text = reported.trim();
      if (parseReported(text).kind !== 'number') return [];
      const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
      return [[item, { text, unit, decimals, isUnacceptable }] as const];
    }),
  );
}

interface Read {
  readonly one: LaboratoryReturn;
  readonly items: ReadonlyMap<string, Comparable>;
}

function pairOf(
  first: Read,
  second: Read,
  { comparable: least, sharePercent: most, minutesApart }: CollusionSettings,
): CollusionPair {
  let [comparable, identical, precise, mistakes] = [0, 0, 0, 0];
  for (const [item, own] of first.items) {
    const other = second.items.get(item);
    // Results of another unit or resolution cannot be the same to the character.
    if (other === undefined || other.unit !== own.unit || other.decimals !== own.decimals) continue;
    comparable += 1;
    if (other.text !== own.text) continue;
    identical += 1;
    if (significantFigures(own.text) >= 3) precise += 1;
    if (own.isUnacceptable && other.isUnacceptable) mistakes += 1;
  }
  const sharePercent = comparable === 0 ? null : (100 * identical) / comparable;
  const [a, b] = [first.one, second.one];
  const isSame = (key: 'submitter' | 'address'): boolean => a[key] !== undefined && a[key] === b[key];
  const apart =
    a.returnedAt === undefined || b.returnedAt === undefined ? Infinity : Math.abs(a.returnedAt - b.returnedAt);
  const signs: readonly (readonly [CollusionSign, boolean])[] = [
    [
      'other-instrument',
      precise > 0 && a.instrument !== undefined && b.instrument !== undefined && a.instrument !== b.instrument,
    ],
    ['same-submitter', isSame('submitter')],
    ['same-address', isSame('address')],
    ['minutes-apart', apart <= minutesApart * 60_000],
    ['shared-mistakes', mistakes > 0],
  ];
  return {
    laboratories: [a.laboratory, b.laboratory],
    comparable,
    identical,
    precise,
    sharePercent,
    isForReview: comparable >= least && sharePercent !== null && isAtLeast(sharePercent, most),
    signs: signs.flatMap(([sign, isFound]) => (isFound ? [sign] : [])),
  };
}

function significantFigures(text: string): number {
  const [mantissa = ''] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/\D/g, '');
  return digits.length - Math.max(0, digits.search(/[1-9]|$/));
}
