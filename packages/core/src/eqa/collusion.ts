/**
 * Returns that look copied 雷同结果: of each pair of laboratories, the share of results that are the same to the character, mistakes that both made
 * to the same figure, and how near the others lie. It accuses nobody: it says whom somebody should look at, on what ground, and what else was found.
 * The thresholds are a choice of ours.
 */
import { madE } from '../estimates/robust.ts';
import { isAbove, isAtLeast } from '../estimates/tolerance.ts';
import { parseReported } from './judge-result.ts';
import { ALL } from './peer-groups.ts';

export interface ReturnedItem {
  readonly item: string;
  readonly reported: string;
  readonly unit?: string;
  /** Keys of the groups of peers 评价组 that it belongs to, the narrowest first and all at the end; absent: all alone. */
  readonly peers?: readonly string[];
  /** Judged unacceptable: the same mistake weighs more than the same good result. */
  readonly isUnacceptable?: boolean;
}

export interface LaboratoryReturn {
  readonly laboratory: string;
  readonly results: readonly ReturnedItem[];
  /** Variant of the samples 样品变体 that it was sent; absent: there is one. */
  readonly variant?: string;
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
  /**
   * Unacceptable results that are the same, with three significant figures or more: one comes of chance or of a slip of the same kind, a second to
   * the same figure hardly does.
   */
  readonly sharedMistakes: number;
  /**
   * Mean distance of two returns in robust SDs of their like: the same material, measured alike as far as enough did. That of two who measured is 1.13
   * on average; of eight results, that it is 0.1 or less comes to one pair of twenty million by chance, to one of a hundred thousand where laboratories
   * scatter half as much as they differ: about one pair in a province of four hundred.
   */
  readonly nearness: number;
  /** Returns of a result from which on its robust SD is known well enough. */
  readonly laboratories: number;
  /** The robust SD is so many units of the last figure at least: what is reported more coarsely is near by rounding. */
  readonly steps: number;
}
/** Those by which a round is screened. */
export const DEFAULT_COLLUSION: CollusionSettings = {
  ...{ comparable: 8, sharePercent: 80, minutesApart: 10 },
  ...{ sharedMistakes: 2, nearness: 0.1, laboratories: 12, steps: 3 },
};

/** Why somebody should look at a pair: the same to the character, near beyond chance, mistakes to the same figure. */
export const COLLUSION_GROUNDS = ['identical', 'near', 'mistakes'] as const;
export type CollusionGround = (typeof COLLUSION_GROUNDS)[number];

/** What is told beside a pair 旁证, and is no ground by itself: precise results the same by other instruments, one submitter, one address, close in time, wrong alike. */
export const COLLUSION_SIGNS = [
  'other-instrument',
  'same-submitter',
  'same-address',
  'minutes-apart',
  'shared-mistakes',
] as const;
export type CollusionSign = (typeof COLLUSION_SIGNS)[number];

export interface CollusionPair {
  readonly laboratories: readonly [string, string];
  readonly comparable: number;
  readonly identical: number;
  /** Of those identical, with three significant figures or more: chance hardly makes them. */
  readonly precise: number;
  /** Null where nothing can be compared. */
  readonly sharePercent: number | null;
  /** Of those identical, unacceptable and precise. */
  readonly mistakes: number;
  /** Mean distance in robust SDs; null where too few results have one. */
  readonly distance: number | null;
  readonly isForReview: boolean;
  readonly grounds: readonly CollusionGround[];
  readonly signs: readonly CollusionSign[];
}

/** The results of a laboratory by the columns of a round, as numbers: a province has eighty thousand pairs. */
interface Columns {
  readonly one: LaboratoryReturn;
  /** What cannot differ in what is the same to the character: unit and decimals; 0: no number was returned. */
  readonly resolution: Int32Array;
  readonly text: Int32Array;
  readonly isPrecise: Uint8Array;
  readonly value: Float64Array;
  /** Robust SD of its like; NaN where that is not known well enough. */
  readonly sd: Float64Array;
  readonly isUnacceptable: Uint8Array;
}

interface ReadColumns extends Columns {
  /** Of the last figure. */
  readonly step: Float64Array;
  /** Groups of its like, the narrowest first; none where no number was returned. */
  readonly likes: (readonly string[])[];
}

/**
 * Fills in by how much the like of each result scatter: those of the same variant, unit and resolution, and of its narrowest group of peers that is
 * large enough. Of materials or methods that lie apart all together scatter so much that everybody who measures alike would be near.
 */
function withScatter(read: readonly ReadColumns[], settings: CollusionSettings): readonly Columns[] {
  const width = read[0]?.text.length ?? 0;
  for (let place = 0; place < width; place += 1) {
    const groups = new Map<string, ReadColumns[]>();
    for (const one of read)
      for (const key of one.likes[place] ?? []) {
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [one]);
        else group.push(one);
      }
    const known = new Map<string, number>();
    for (const one of read) {
      const key = one.likes[place]?.find((each) => (groups.get(each)?.length ?? 0) >= settings.laboratories);
      if (key === undefined) continue;
      const sd = known.get(key) ?? scatterIn(groups.get(key) ?? [], place, settings);
      known.set(key, sd);
      one.sd[place] = sd;
    }
  }
  return read;
}

function scatterIn(group: readonly ReadColumns[], place: number, { steps }: CollusionSettings): number {
  const sd = madE(group.map(({ value }) => value[place] as number));
  return isAtLeast(sd, steps * (group[0]?.step[place] ?? 0)) ? sd : NaN;
}

/** In the smaller SD of both, each of its own like; NaN where one is not known, or each measured another material. */
function distanceAt(first: Columns, second: Columns, place: number): number {
  if (first.one.variant !== second.one.variant) return NaN;
  const apart = Math.abs((first.value[place] as number) - (second.value[place] as number));
  return apart / Math.min(first.sd[place] as number, second.sd[place] as number);
}

/** Every pair of laboratories of a round. */
export function screenCollusion(
  returns: readonly LaboratoryReturn[],
  settings: CollusionSettings = DEFAULT_COLLUSION,
): readonly CollusionPair[] {
  const read = withScatter(columnsOf(returns), settings);
  return read.flatMap((first, i) => read.slice(i + 1).map((second) => pairOf(first, second, settings)));
}

function columnsOf(returns: readonly LaboratoryReturn[]): readonly ReadColumns[] {
  const items = [...new Set(returns.flatMap(({ results }) => results.map(({ item }) => item)))];
  const places = new Map(items.map((item, place) => [item, place]));
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = numbers.get(name) ?? numbers.size + 1;
    numbers.set(name, known);
    return known;
  };
  return returns.map((one): ReadColumns => {
    const columns = {
      resolution: new Int32Array(items.length),
      text: new Int32Array(items.length),
      value: new Float64Array(items.length).fill(NaN),
      sd: new Float64Array(items.length).fill(NaN),
      step: new Float64Array(items.length),
      likes: items.map((): readonly string[] => []),
      isPrecise: new Uint8Array(items.length),
      isUnacceptable: new Uint8Array(items.length),
    };
    for (const { item, reported, unit, peers = [ALL.key], isUnacceptable = false } of one.results) {
      const place = places.get(item) ?? 0;
      const text = reported.trim();
      if (parseReported(text).kind !== 'number') continue;
      const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
      const resolution = numberOf(JSON.stringify([unit ?? null, decimals]));
      columns.resolution[place] = resolution;
      columns.likes[place] = peers.map((group) => JSON.stringify([one.variant ?? null, resolution, group]));
      columns.text[place] = numberOf(text);
      columns.value[place] = Number(text);
      columns.step[place] = 10 ** -decimals;
      columns.isPrecise[place] = significantFigures(text) >= 3 ? 1 : 0;
      columns.isUnacceptable[place] = isUnacceptable ? 1 : 0;
    }
    return { one, ...columns };
  });
}

function pairOf(first: Columns, second: Columns, settings: CollusionSettings): CollusionPair {
  const { comparable: least, sharePercent: most, minutesApart } = settings;
  let [comparable, identical, precise, mistakes, preciseMistakes] = [0, 0, 0, 0, 0];
  let [measured, apartInAll] = [0, 0];
  for (let place = 0; place < first.text.length; place += 1) {
    const resolution = first.resolution[place] as number;
    if (resolution === 0 || resolution !== second.resolution[place]) continue;
    comparable += 1;
    const distance = distanceAt(first, second, place);
    if (!Number.isNaN(distance)) {
      measured += 1;
      apartInAll += distance;
    }
    if (first.text[place] !== second.text[place]) continue;
    identical += 1;
    const isMistake = (first.isUnacceptable[place] as number) & (second.isUnacceptable[place] as number);
    precise += first.isPrecise[place] as number;
    mistakes += isMistake;
    preciseMistakes += isMistake & (first.isPrecise[place] as number);
  }
  const sharePercent = comparable === 0 ? null : (100 * identical) / comparable;
  const distance = measured < least ? null : apartInAll / measured;
  const grounds: readonly (readonly [CollusionGround, boolean])[] = [
    ['identical', comparable >= least && sharePercent !== null && isAtLeast(sharePercent, most)],
    ['near', distance !== null && !isAbove(distance, settings.nearness)],
    ['mistakes', preciseMistakes >= settings.sharedMistakes],
  ];
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
    mistakes: preciseMistakes,
    distance,
    isForReview: grounds.some(([, isFound]) => isFound),
    grounds: grounds.flatMap(([ground, isFound]) => (isFound ? [ground] : [])),
    signs: signs.flatMap(([sign, isFound]) => (isFound ? [sign] : [])),
  };
}

function significantFigures(text: string): number {
  const [mantissa = ''] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/\D/g, '');
  return digits.length - Math.max(0, digits.search(/[1-9]|$/));
}
