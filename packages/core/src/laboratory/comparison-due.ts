/**
 * Comparisons that stand where no EQA does 无室间质评项目的比对: with the same item of another laboratory, and of bedside tests 床旁检测 with the
 * method of the laboratory. Source: henan-2025.lab.8#03, #04, henan-2023.t17.2#01, which leave the interval open: it is the owner's.
 */
import type { Day } from '../kernel/day.ts';
import { addDays, daysBetween } from '../kernel/day.ts';
import { instruments, testSystems } from '../registers/definitions.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { runItems } from './licence.ts';
import { ownRows } from './own-rows.ts';

export type ComparisonKind = 'alternative' | 'bedside';

export interface ComparedItem {
  readonly item: string;
  readonly kind: ComparisonKind;
  /** The day from which the institution has run it. */
  readonly since: Day;
  /** The day of the last comparison that was acceptable and signed; null: there is none. */
  readonly comparedOn: Day | null;
}

export interface ComparisonRules {
  /** Days from one comparison until the next. */
  readonly interval: number;
  /** Days before, from which on it is told. */
  readonly ahead: number;
}

export interface ComparisonsDue {
  readonly kind: ComparisonKind;
  /** The day when the interval is over. */
  readonly over: Day;
  /** By when it is asked for: that day, or as long from now as notice is given where nobody was told in time. */
  readonly due: Day;
  readonly items: readonly string[];
}

/**
 * The day when the interval of an item is over, near or past; null: it is yet far. Of what was not compared for several intervals it is the
 * last of these days, so that it is asked for anew in each.
 */
function overOf({ since, comparedOn }: ComparedItem, { interval, ahead }: ComparisonRules, today: Day): Day | null {
  const base = comparedOn !== null && comparedOn > since ? comparedOn : since;
  const intervals = Math.floor(daysBetween(base, addDays(today, ahead)) / interval);
  return intervals < 1 ? null : addDays(base, intervals * interval);
}

/** Whether an item was compared in the interval that ends on a day 比对在期内. */
export const isComparedFor = (over: Day, comparedOn: Day | null, { interval }: ComparisonRules): boolean =>
  comparedOn !== null && addDays(comparedOn, interval) > over;

/** What is nearly over or over, one for each kind and day. */
export function comparisonsDue(
  items: readonly ComparedItem[],
  rules: ComparisonRules,
  today: Day,
): readonly ComparisonsDue[] {
  const soonest = addDays(today, rules.ahead);
  const found = new Map<string, { readonly kind: ComparisonKind; readonly over: Day; readonly items: string[] }>();
  for (const one of items) {
    const over = overOf(one, rules, today);
    if (over === null) continue;
    const key = `${one.kind}|${over}`;
    const group = found.get(key) ?? { kind: one.kind, over, items: [] };
    group.items.push(one.item);
    found.set(key, group);
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { kind, over, items: own }]) => ({ kind, over, due: over < today ? soonest : over, items: own.sort() }));
}

/** What is to be compared at an institution on a day, and since when it is run; `assessed`: items of which EQA is held. */
export function itemsToCompare(
  snapshot: RegisterSnapshot,
  institution: string,
  assessed: ReadonlySet<string>,
  today: Day,
): readonly Omit<ComparedItem, 'comparedOn'>[] {
  const systems = ownRows(snapshot, testSystems, institution, today);
  const firstOf = (versions: readonly { readonly from: Day }[]): Day =>
    versions.map(({ from }) => from).sort()[0] ?? today;
  const sinceOf = (own: typeof systems): Day =>
    firstOf(own.flatMap(({ code }) => snapshot.versions(testSystems, `${institution}|${code}`)));
  return runItems(snapshot, institution, today).flatMap(({ item, instruments: used }) => {
    const own = systems.filter((row) => row.item === item);
    const bedside = own.filter(({ pointOfCare }) => pointOfCare === true);
    const others = own.filter(({ pointOfCare }) => pointOfCare !== true);
    const isAlternative = (own.length === 0 || others.length > 0) && !assessed.has(item);
    const since =
      others.length > 0
        ? sinceOf(others)
        : firstOf(used.flatMap((code) => snapshot.versions(instruments, `${institution}|${code}`)));
    return [
      ...(bedside.length === 0 ? [] : [{ item, kind: 'bedside' as const, since: sinceOf(bedside) }]),
      ...(isAlternative ? [{ item, kind: 'alternative' as const, since }] : []),
    ];
  });
}
