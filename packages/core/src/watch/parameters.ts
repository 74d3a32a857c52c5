/** Figures of the watch that no document states 平台默认（本地参数）: each a proposal, named, to be set by a region from a day on. */
import type { Day } from '../kernel/day.ts';
import { parseDay } from '../kernel/day.ts';

/** Hours that are looked at together: nobody's abuse is told by what lies farther apart, but for counts of days. */
export const WATCH_HOURS = 3;

export interface WatchParameters {
  /** Minutes within which a key at one site, another and the first again is in two places at once. */
  readonly concurrentMinutes: number;
  /** Seconds in which nobody walks from one workstation to another and uses both. */
  readonly switchSeconds: number;
  /** So many such switches are two persons. */
  readonly switches: number;
  /** Faster than this nobody travels between sites (km an hour). */
  readonly travelKmPerHour: number;
  /** Sites as near as this are one place (km). */
  readonly nearKm: number;
  /** Minutes before and after a duty that still belong to it. */
  readonly dutyMarginMinutes: number;
  /** So many uses at a site while off duty are not a glance. */
  readonly offDutyUses: number;
  /** New workstations within seven days that are not a move to another ward. */
  readonly newDevices: number;
  /** Robust deviations above the own history that are unusual. */
  readonly ownDeviations: number;
  /** Robust deviations above the peers that are unusual. */
  readonly peerDeviations: number;
  /** Fewer days than this are no history of one's own. */
  readonly historyDays: number;
  /** Fewer persons than this in a day are never unusual. */
  readonly fewPersons: number;
  /** Persons without any relation within the hours looked at. */
  readonly unrelatedPersons: number;
  /** Of these, persons of the reader's family name, or of one address. */
  readonly kinPersons: number;
  /** Others on record of the same name up to which a name tells who somebody is. */
  readonly namesakes: number;
}

export const DEFAULT_WATCH: WatchParameters = {
  concurrentMinutes: 30,
  switchSeconds: 60,
  switches: 3,
  travelKmPerHour: 120,
  nearKm: 2,
  dutyMarginMinutes: 150,
  offDutyUses: 3,
  newDevices: 4,
  ownDeviations: 6,
  peerDeviations: 4,
  historyDays: 7,
  fewPersons: 30,
  unrelatedPersons: 3,
  kinPersons: 2,
  namesakes: 1,
};

/** Figures that a region sets, from a day on. */
export type WatchChange = Partial<WatchParameters> & { readonly from: Day };

/** The figures in force on a day: the defaults, and over them every change that has begun, the later over the earlier. */
export function watchParametersOn(day: Day, changes: readonly WatchChange[]): WatchParameters {
  const begun = changes.filter(({ from }) => from <= day).sort((a, b) => (a.from < b.from ? -1 : 1));
  return begun.reduce<WatchParameters>((held, { from: _, ...values }) => ({ ...held, ...values }), DEFAULT_WATCH);
}

/** Changes as a configuration states them, or what is wrong with them, in English. */
export function readWatchChanges(text: string): readonly WatchChange[] | string {
  if (text.trim() === '') return [];
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  if (!Array.isArray(read)) return 'is not a list of changes';
  for (const change of read as readonly unknown[]) {
    if (typeof change !== 'object' || change === null) return 'has a change that is no object';
    const { from, ...values } = change as Readonly<Record<string, unknown>>;
    if (typeof from !== 'string' || !parseDay(from).ok) return 'has a change without a day `from`';
    const wrong = Object.entries(values).find(
      ([name, value]) => !Object.hasOwn(DEFAULT_WATCH, name) || typeof value !== 'number' || !(value > 0),
    );
    if (wrong !== undefined) return `has \`${wrong[0]}\`, which is no figure of the watch above 0`;
  }
  return read as readonly WatchChange[];
}
