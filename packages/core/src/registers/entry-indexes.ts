/**
 * Entries of one register 目录 in the order of their keys, with what finds them by a key, a column or a pair of columns. Where some keys
 * change, the indexes of the others are kept: a changed fact is found as soon in a register of hundreds of thousands as in a small one.
 */
import type { Entry } from '../kernel/register.ts';
import { compareByCodePoint } from '../kernel/text.ts';
import type { SharedMap } from './shared-map.ts';
import { shareMap, valueOf, withValues } from './shared-map.ts';

export type AnyRow = Readonly<Record<string, unknown>>;
export type AnyEntry = Entry<AnyRow>;

type List = readonly AnyEntry[];
type Index = SharedMap<List>;
type PairIndex = SharedMap<Index>;

/** How entries are found: by one text each, or by pairs of texts. */
interface One {
  /** Within one text by their beginning, whatever their order in the list. */
  readonly isByBeginning: boolean;
  placeOf(entry: AnyEntry): string | null;
}
interface Pair {
  readonly first: string;
  secondsOf(entry: AnyEntry): readonly string[];
}

/** What was indexed of a list, by the name of the index. */
interface Held {
  readonly ones: Map<string, { readonly how: One; readonly index: Index }>;
  readonly pairs: Map<string, { readonly how: Pair; readonly index: PairIndex }>;
}

/** Indexes belong to the list of entries that they index, so that views of the same entries share them. */
const heldOf = new WeakMap<List, Held>();

function held(entries: List): Held {
  let known = heldOf.get(entries);
  if (known === undefined) heldOf.set(entries, (known = { ones: new Map(), pairs: new Map() }));
  return known;
}

const text = (row: AnyRow, column: string): string => {
  const value = row[column];
  return typeof value === 'string' ? value : '';
};

const byBeginning = (a: AnyEntry, b: AnyEntry): number => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0);

/** The versions of a key, the earliest first. */
export function ofKey(entries: List, key: string): List | undefined {
  return one(entries, 'key', key, () => ({ isByBeginning: true, placeOf: (entry) => entry.key }));
}

/** The entries that hold a value in a column. */
export function ofColumn(entries: List, column: string, value: string): List | undefined {
  return one(entries, `of ${column}`, value, () => ({
    isByBeginning: false,
    placeOf: ({ row }) => (text(row, column) === '' ? null : text(row, column)),
  }));
}

/** The entries that hold a pair of values in two columns. */
export function ofPair(
  entries: List,
  columns: readonly [string, string],
  first: string,
  second: string,
): List | undefined {
  return pair(entries, `${columns[0]}|${columns[1]}`, first, second, () => ({
    first: columns[0],
    secondsOf: ({ row }) => [text(row, columns[1])],
  }));
}

/** Instruments of an institution that measure an item. */
export function measuring(entries: List, institution: string, item: string): List | undefined {
  return pair(entries, 'measuring', institution, item, () => ({
    first: 'institution',
    secondsOf: ({ row }) => row['items'] as readonly string[],
  }));
}

function one(entries: List, name: string, place: string, howTo: () => One): List | undefined {
  const { ones } = held(entries);
  let known = ones.get(name);
  if (known === undefined) {
    const how = howTo();
    ones.set(name, (known = { how, index: shareMap(byPlace(entries, how)) }));
  }
  return valueOf(known.index, place);
}

function pair(entries: List, name: string, first: string, second: string, howTo: () => Pair): List | undefined {
  const { pairs } = held(entries);
  let known = pairs.get(name);
  if (known === undefined) {
    const how = howTo();
    const index = shareMap(new Map([...byPlaces(entries, how)].map(([at, inner]) => [at, shareMap(inner)])));
    pairs.set(name, (known = { how, index }));
  }
  const inner = valueOf(known.index, first);
  return inner === undefined ? undefined : valueOf(inner, second);
}

function add(lists: Map<string, AnyEntry[]>, place: string, entry: AnyEntry): void {
  const list = lists.get(place);
  if (list) list.push(entry);
  else lists.set(place, [entry]);
}

function byPlace(entries: List, how: One): Map<string, AnyEntry[]> {
  const lists = new Map<string, AnyEntry[]>();
  for (const entry of entries) {
    const place = how.placeOf(entry);
    if (place !== null) add(lists, place, entry);
  }
  if (how.isByBeginning) for (const list of lists.values()) if (list.length > 1) list.sort(byBeginning);
  return lists;
}

function byPlaces(entries: List, how: Pair): Map<string, Map<string, AnyEntry[]>> {
  const places = new Map<string, Map<string, AnyEntry[]>>();
  for (const entry of entries) {
    const first = text(entry.row, how.first);
    let inner = places.get(first);
    if (inner === undefined) places.set(first, (inner = new Map<string, AnyEntry[]>()));
    for (const second of how.secondsOf(entry)) add(inner, second, entry);
  }
  return places;
}

/**
 * The entries of a register of which some keys stand otherwise now. `known` are in the order of their keys, by code point, those of one
 * key by their beginning; so are `changed`, which are all that hold of `keys`. What was indexed of `known` is indexed of the answer.
 */
export function withChangedKeys(known: List, keys: ReadonlySet<string>, changed: List): List {
  const gone: AnyEntry[] = [];
  const now = merge(known, keys, changed, gone);
  const before = heldOf.get(known);
  if (before === undefined) return now;
  const after = held(now);
  for (const [name, { how, index }] of before.ones)
    after.ones.set(name, { how, index: changedIndex(index, byPlace(gone, how), byPlace(changed, how)) });
  for (const [name, { how, index }] of before.pairs)
    after.pairs.set(name, { how, index: changedPairs(index, byPlaces(gone, how), byPlaces(changed, how)) });
  return now;
}

/** One list instead of another; those that go are added to `gone`. Keys are looked for by halves, since few of many change. */
function merge(known: List, keys: ReadonlySet<string>, changed: List, gone: AnyEntry[]): List {
  const now: AnyEntry[] = [];
  let at = 0;
  let next = 0;
  for (const key of [...keys].sort(compareByCodePoint)) {
    const start = firstNotBefore(known, key, at);
    for (; at < start; at++) now.push(known[at] as AnyEntry);
    for (; known[at]?.key === key; at++) gone.push(known[at] as AnyEntry);
    for (; changed[next]?.key === key; next++) now.push(changed[next] as AnyEntry);
  }
  for (; at < known.length; at++) now.push(known[at] as AnyEntry);
  return now;
}

/** Where the first entry stands whose key does not come before another. */
function firstNotBefore(entries: List, key: string, from: number): number {
  let low = from;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareByCodePoint(entries[middle]?.key ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Lists = ReadonlyMap<string, List>;

const NONE: List = [];
const NO_LISTS: Lists = new Map();
const NOTHING: Index = shareMap<List>(NO_LISTS);

function changedIndex(index: Index, gone: Lists, come: Lists): Index {
  const changes = new Map<string, List | null>();
  for (const place of new Set([...gone.keys(), ...come.keys()])) {
    const [left, arrived] = [gone.get(place) ?? NONE, come.get(place) ?? NONE];
    const keys = new Set([...left, ...arrived].map(({ key }) => key));
    const list = merge(valueOf(index, place) ?? NONE, keys, arrived, []);
    changes.set(place, list.length === 0 ? null : list);
  }
  return withValues(index, changes);
}

function changedPairs(index: PairIndex, gone: ReadonlyMap<string, Lists>, come: ReadonlyMap<string, Lists>): PairIndex {
  const changes = new Map<string, Index>();
  for (const first of new Set([...gone.keys(), ...come.keys()])) {
    const before = valueOf(index, first) ?? NOTHING;
    changes.set(first, changedIndex(before, gone.get(first) ?? NO_LISTS, come.get(first) ?? NO_LISTS));
  }
  return withValues(index, changes);
}
