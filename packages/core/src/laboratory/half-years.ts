/** Halves of a year 半年度 in which an organiser holds no round of what it held before. Source: national-2022.art.7#03, sichuan-2025.3#03. */
import type { Day } from '../kernel/day.ts';

export interface Half {
  /** Such as `2026-H2`. */
  readonly key: string;
  readonly from: Day;
  /** Its last day. */
  readonly last: Day;
}

export function halfOf(day: Day): Half {
  const year = day.slice(0, 4);
  return day.slice(5, 7) <= '06'
    ? { key: `${year}-H1`, from: `${year}-01-01` as Day, last: `${year}-06-30` as Day }
    : { key: `${year}-H2`, from: `${year}-07-01` as Day, last: `${year}-12-31` as Day };
}

/** The half that a key names. */
export function halfNamed(key: string): Half {
  return halfOf(`${key.slice(0, 4)}-${key.endsWith('H1') ? '01' : '07'}-01` as Day);
}

/** Items of which a round closed within a year before a half, and none closes in it, planned or held. */
export function itemsWithoutRound(
  rounds: readonly { readonly item: string; readonly closesOn: Day }[],
  { from, last }: Half,
): readonly string[] {
  const since = `${String(Number(from.slice(0, 4)) - 1)}${from.slice(4)}`;
  const before = rounds.filter(({ closesOn }) => closesOn >= since && closesOn < from);
  const own = new Set(rounds.filter(({ closesOn }) => closesOn >= from && closesOn <= last).map(({ item }) => item));
  return [...new Set(before.map(({ item }) => item))].filter((item) => !own.has(item)).sort();
}
