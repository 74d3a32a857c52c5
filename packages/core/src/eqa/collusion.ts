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
/** Those by which a round is screened. */
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

/** The results of a laboratory by the columns of a round, as numbers: a province has eighty thousand pairs. */
interface Columns {
  readonly one: LaboratoryReturn;
  /** What cannot differ in what is the same to the character: unit and decimals; 0: no number was returned. */
  readonly resolution: Int32Array;
  readonly text: Int32Array;
  readonly isPrecise: Uint8Array;
  readonly isUnacceptable: Uint8Array;
}

/** Every pair of laboratories of a round. */
export function screenCollusion(
  returns: readonly LaboratoryReturn[],
  settings: CollusionSettings = DEFAULT_COLLUSION,
): readonly CollusionPair[] {
  const read = columnsOf(returns);
  return read.flatMap((first, i) => read.slice(i + 1).map((second) => pairOf(first, second, settings)));
}

function columnsOf(returns: readonly LaboratoryReturn[]): readonly Columns[] {
  const items = [...new Set(returns.flatMap(({ results }) => results.map(({ item }) => item)))];
  const places = new Map(items.map((item, place) => [item, place]));
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = numbers.get(name) ?? numbers.size + 1;
    numbers.set(name, known);
    return known;
  };
  return returns.map((one): Columns => {
    const columns = {
      resolution: new Int32Array(items.length),
      text: new Int32Array(items.length),
      isPrecise: new Uint8Array(items.length),
      isUnacceptable: new Uint8Array(items.length),
    };
    for (const { item, reported, unit, isUnacceptable = false } of one.results) {
      const place = places.get(item) ?? 0;
      const text = reported.trim();
      if (parseReported(text).kind !== 'number') continue;
      const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
      columns.resolution[place] = numberOf(JSON.stringify([unit ?? null, decimals]));
      columns.text[place] = numberOf(text);
      columns.isPrecise[place] = significantFigures(text) >= 3 ? 1 : 0;
      columns.isUnacceptable[place] = isUnacceptable ? 1 : 0;
    }
    return { one, ...columns };
  });
}

function pairOf(
  first: Columns,
  second: Columns,
  { comparable: least, sharePercent: most, minutesApart }: CollusionSettings,
): CollusionPair {
  let [comparable, identical, precise, mistakes] = [0, 0, 0, 0];
  for (let place = 0; place < first.text.length; place += 1) {
    const resolution = first.resolution[place] as number;
    if (resolution === 0 || resolution !== second.resolution[place]) continue;
    comparable += 1;
    if (first.text[place] !== second.text[place]) continue;
    identical += 1;
    precise += first.isPrecise[place] as number;
    mistakes += (first.isUnacceptable[place] as number) & (second.isUnacceptable[place] as number);
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
