/**
 * A map that never changes: what differs from it is another map, which holds the changed keys and shares the rest. So a change of a few
 * keys costs as much among hundreds of thousands as among hundreds.
 */

export interface SharedMap<V> {
  readonly rest: ReadonlyMap<string, V>;
  /** How many keys have changed, of whatever map the rest was first that of. */
  readonly changed: number;
  /** Changed keys by their hash, `null` where one is no more; their number is a power of two. */
  readonly parts: readonly ReadonlyMap<string, V | null>[];
}

/** Of so many keys a part is copied for a change: fewer are many parts to point at, more are many keys to copy. */
const KEYS_OF_PART = 64;
/** Parts that have grown by this factor are laid out anew, so that they stay small. */
const GROWN = 4;

function placeOf(key: string, parts: number): number {
  if (parts === 1) return 0;
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & (parts - 1);
}

/** What a map holds; it must not be changed afterwards. */
export function shareMap<V>(values: ReadonlyMap<string, V>): SharedMap<V> {
  return { rest: values, changed: 0, parts: [] };
}

export function valueOf<V>({ rest, parts }: SharedMap<V>, key: string): V | undefined {
  const changed = parts.length === 0 ? undefined : parts[placeOf(key, parts.length)]?.get(key);
  return changed === undefined ? rest.get(key) : (changed ?? undefined);
}

/** The map with other values of some keys; a key with `null` is no more in it. */
export function withValues<V>(map: SharedMap<V>, changes: ReadonlyMap<string, V | null>): SharedMap<V> {
  const known = map.parts.length === 0 ? [new Map<string, V | null>()] : map.parts;
  const copied = new Map<number, Map<string, V | null>>();
  let { changed } = map;
  for (const [key, value] of changes) {
    const at = placeOf(key, known.length);
    let part = copied.get(at);
    if (part === undefined) copied.set(at, (part = new Map(known[at])));
    changed -= part.size;
    part.set(key, value);
    changed += part.size;
  }
  const parts = known.map((part, at) => copied.get(at) ?? part);
  return {
    rest: map.rest,
    changed,
    parts: changed > GROWN * KEYS_OF_PART * parts.length ? laidOut(parts, changed) : parts,
  };
}

function laidOut<V>(
  crowded: readonly ReadonlyMap<string, V | null>[],
  keys: number,
): readonly ReadonlyMap<string, V | null>[] {
  let count = 1;
  while (count * KEYS_OF_PART < keys) count *= 2;
  const parts = Array.from({ length: count }, () => new Map<string, V | null>());
  for (const part of crowded) for (const [key, value] of part) parts[placeOf(key, count)]?.set(key, value);
  return parts;
}
