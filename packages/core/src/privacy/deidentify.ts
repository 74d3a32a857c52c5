/**
 * De-identified rows 去标识化 for statistics: what tells of a person is made coarser, step by step, until every combination of it is
 * shared by at least `k` persons, and so is what stands out and is left out; if that is too much nothing is given. So a release cuts
 * its cases into groups of `k` persons at least, and as no case is in two releases (release.ts), whatever is added up or subtracted
 * is made of whole groups.
 * Source: GB/T 39725-2020 (de-identified data for statistics), GB/T 37964-2019, personal information protection law art. 73.
 */
import type { Day } from '../kernel/day.ts';
import { addDays, weekdayOf } from '../kernel/day.ts';

/** What is known of the person and the case; `person` only counts and leaves with nothing. */
export interface CaseOfPerson<T> {
  readonly person: number;
  readonly birthOn: Day | null;
  readonly sex: string | null;
  /** Code of the region, of 2, 4 or 6 digits. */
  readonly region: string;
  readonly day: Day;
  /** What the statistic is about; given as it is. */
  readonly data: T;
}

/** What remains of the person: an empty text says nothing. */
export interface Coarse {
  readonly age: string;
  readonly sex: string;
  readonly region: string;
  readonly time: string;
}

export interface Deidentified<T> {
  readonly rows: readonly (Coarse & { readonly data: T })[];
  /** Place on the ladder, from 0. */
  readonly level: number;
  readonly levels: number;
  readonly total: number;
  readonly suppressed: number;
}

interface Step {
  /** Years of a band; null: no age. */
  readonly years: 10 | 20 | null;
  readonly digits: 6 | 4;
  readonly time: 'week' | 'month';
  readonly sex: boolean;
}

/** Each step says less than the one before, up to no more than the release as a whole: its city and month. Platform default. */
const LADDER: readonly Step[] = [
  { years: 10, digits: 6, time: 'week', sex: true },
  { years: 20, digits: 6, time: 'week', sex: true },
  { years: 20, digits: 6, time: 'month', sex: true },
  { years: 20, digits: 4, time: 'month', sex: true },
  { years: null, digits: 4, time: 'month', sex: true },
  { years: null, digits: 4, time: 'month', sex: false },
];

/** Persons of a combination at least, and the part of the rows that may be left out. Platform defaults. */
export const DEFAULT_K = 10;
const MOST_SUPPRESSED = 0.05;

interface Group<T> {
  readonly persons: ReadonlySet<number>;
  readonly rows: readonly (Coarse & { readonly data: T })[];
}

/** The finest rows of which every combination is shared by `k` persons; null when no step of the ladder reaches that. */
export function deidentify<T>(cases: readonly CaseOfPerson<T>[], k: number): Deidentified<T> | null {
  for (const [level, step] of LADDER.entries()) {
    const kept = keepLarge(groupsOf(cases, step), k);
    // In the order of what they say, so that the order of the cases tells nothing.
    const rows = kept.flatMap((group) => sorted(group.rows));
    const suppressed = cases.length - rows.length;
    if (rows.length > 0 && suppressed <= cases.length * MOST_SUPPRESSED)
      return { rows, level, levels: LADDER.length, total: cases.length, suppressed };
  }
  return null;
}

function groupsOf<T>(cases: readonly CaseOfPerson<T>[], step: Step): Group<T>[] {
  const groups = new Map<string, { readonly persons: Set<number>; readonly rows: (Coarse & { data: T })[] }>();
  for (const one of cases) {
    const coarse = coarsen(one, step);
    const key = [coarse.age, coarse.sex, coarse.region, coarse.time].join('|');
    const group = groups.get(key) ?? { persons: new Set(), rows: [] };
    groups.set(key, group);
    group.persons.add(one.person);
    group.rows.push({ ...coarse, data: one.data });
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/**
 * The groups of `k` persons at least. Who is left out is `k` persons as well, or nobody: otherwise the smallest group goes with them,
 * for they are known by subtracting the rows from the total.
 */
function keepLarge<T>(groups: readonly Group<T>[], k: number): readonly Group<T>[] {
  const isLarge = ({ persons }: Group<T>): boolean => persons.size >= k;
  const kept = groups.filter(isLarge);
  const left = new Set(groups.filter((group) => !isLarge(group)).flatMap(({ persons }) => [...persons]));
  if (left.size === 0 || left.size >= k) return kept;
  const smallest = Math.min(...kept.map(({ persons }) => persons.size));
  const gone = kept.findIndex(({ persons }) => persons.size === smallest);
  return kept.filter((_, index) => index !== gone);
}

function sorted<T>(rows: readonly T[]): T[] {
  const keyed = rows.map((row) => [JSON.stringify(row), row] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
}

function coarsen({ birthOn, sex, region, day }: CaseOfPerson<unknown>, step: Step): Coarse {
  return {
    age: step.years === null || birthOn === null ? '' : band(birthOn, day, step.years),
    sex: step.sex ? (sex ?? '') : '',
    region: region.slice(0, step.digits),
    time: timeOf(day, step.time),
  };
}

/** From 80 on all are one: the oldest are few. */
const OLDEST = 80;

function band(birthOn: Day, day: Day, years: number): string {
  const age = Math.max(
    0,
    Number(day.slice(0, 4)) - Number(birthOn.slice(0, 4)) - (day.slice(5) < birthOn.slice(5) ? 1 : 0),
  );
  if (age >= OLDEST) return `${String(OLDEST)}+`;
  const from = Math.floor(age / years) * years;
  return `${String(from)}-${String(from + years - 1)}`;
}

function timeOf(day: Day, time: Step['time']): string {
  return time === 'month' ? day.slice(0, 7) : addDays(day, 1 - weekdayOf(day));
}
