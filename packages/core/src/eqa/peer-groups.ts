/** Groups of peers 评价组 by what results were measured with: the same thing is one group, however its name was typed. */

export interface Means {
  readonly method: string | null;
  readonly instrument: string | null;
  readonly reagent: string | null;
}

/** A group by its key, and as it is called. */
export interface Group {
  readonly key: string;
  readonly name: string;
}

export const ALL: Group = { key: '', name: 'all' };

/** What two names have in common that mean the same: neither width of letters, case nor spaces tell them apart. */
export function meansKey(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

const BETWEEN = ' / ';

/** The key of a group that is written as its name: method, instrument and reagent between strokes, with spaces around these or without. */
export const groupKey: (name: string) => string = meansKey;

const trimmed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A name without spaces around it, each of those within it once, as the catalogue spells it where it knows it; null of nothing. */
export function tidyMeans(text: string | null | undefined, spelled: ReadonlyMap<string, string>): string | null {
  const tidy = trimmed(text ?? '');
  return tidy === '' ? null : (spelled.get(meansKey(tidy)) ?? tidy);
}

/** How names are spelled most often, by their key; the first of those that are as frequent. */
export function spellingsOf(names: Iterable<string>): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(trimmed(name), (counts.get(trimmed(name)) ?? 0) + 1);
  const best = new Map<string, string>();
  for (const [name, count] of counts) {
    const before = best.get(meansKey(name));
    if (before === undefined || count > (counts.get(before) ?? 0)) best.set(meansKey(name), name);
  }
  return best;
}

/** The groups of a result, the narrowest first: by method, instrument and reagent; method and instrument; method; all. */
export function groupsOf(means: Means | undefined, spelled: ReadonlyMap<string, string>): readonly Group[] {
  const parts: string[] = [];
  for (const part of [means?.method, means?.instrument, means?.reagent]) {
    const name = tidyMeans(part, spelled);
    if (name === null) break;
    parts.push(name);
  }
  return [
    ...parts.map((_, count): Group => {
      const own = parts.slice(0, parts.length - count);
      return { key: groupKey(own.join(BETWEEN)), name: own.join(BETWEEN) };
    }),
    ALL,
  ];
}
