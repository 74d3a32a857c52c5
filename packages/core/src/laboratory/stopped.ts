/**
 * Tests that are stopped 暂停开展的检验: an item whose round of EQA was failed and is not put right, and an item all of whose instruments are overdue.
 * Neither is ordered nor released where a document says so. Source: henan-2025.lab.8#02, henan-2025.lab.6#05.
 */
import type { Day } from '../kernel/day.ts';
import { addDays, daysBetween } from '../kernel/day.ts';
import type { Bilingual, Entry } from '../kernel/register.ts';
import type { RecognitionParameters } from '../recognition/parameters.ts';
import { instruments, suspensions, testSystems } from '../registers/definitions.ts';
import type { InstrumentRow, SuspensionRow } from '../registers/rows.ts';
import type { RegisterSnapshot } from '../registers/snapshot.ts';
import { latestOfEach } from '../registers/snapshot.ts';
import type { ReportedLine } from './release.ts';
import { measuringInstruments } from './release.ts';

export const STOPS = ['item-suspended', 'instrument-overdue'] as const;
export type Stop = (typeof STOPS)[number];

/** What each says, and the clause behind it. */
export const STOP_TEXTS: Readonly<Record<Stop, Bilingual & { readonly clause: string }>> = {
  'item-suspended': {
    zh: '室间质评不合格，整改确认前暂停开展',
    en: 'a round of EQA was failed: stopped until its rectification is confirmed',
    clause: 'henan-2025.lab.8#02',
  },
  'instrument-overdue': {
    zh: '所用仪器检定、校准或保养逾期，停用',
    en: 'every instrument for it is overdue in verification, calibration or maintenance: out of use',
    clause: 'henan-2025.lab.6#05',
  },
};

type Rules = Pick<RecognitionParameters, 'suspendedItem' | 'overdueInstrument'>;

/** What stops a test on a day by the rules of the region; a line that names its instruments is stopped by these alone. */
export function stopsOf(
  snapshot: RegisterSnapshot,
  line: ReportedLine,
  day: Day,
  { suspendedItem, overdueInstrument }: Rules,
): readonly Stop[] {
  if (suspendedItem === 'allow' && overdueInstrument === 'allow') return NONE;
  if (snapshot.item(line.item, day)?.kind !== 'laboratory') return NONE;
  const found: Readonly<Record<Stop, boolean>> = {
    'item-suspended': suspendedItem === 'refuse' && isSuspended(snapshot, line, day),
    'instrument-overdue': overdueInstrument === 'refuse' && isOverdue(snapshot, line, day),
  };
  return STOPS.filter((stop) => found[stop]);
}
const NONE: readonly Stop[] = [];

const isSuspended = (snapshot: RegisterSnapshot, line: ReportedLine, day: Day): boolean =>
  suspendedFrom(snapshot, line, day).length > 0;

/** The first days of the suspensions that stop an item on a day. */
function suspendedFrom(snapshot: RegisterSnapshot, { institution, item }: ReportedLine, day: Day): readonly Day[] {
  return latestOfEach(snapshot.suspensions(institution, item)).flatMap((entry) => {
    const end = endOf(entry);
    const { cause, suspendedFrom: from } = entry.row;
    return cause === 'EQA_FAIL' && from <= day && (end === null || day < end) ? [from] : [];
  });
}

/** Since when a test that is stopped on a day is: since its first round that is not put right, or its last instrument was overdue. */
export function stoppedSince(snapshot: RegisterSnapshot, line: ReportedLine, stop: Stop, day: Day): Day | null {
  if (stop === 'item-suspended') return [...suspendedFrom(snapshot, line, day)].sort()[0] ?? null;
  const { named, all } = measuringInstruments(snapshot, line, day);
  const overdue = (named.length === 0 ? all : named).flatMap(({ institution, code }) => {
    const due = snapshot.activities(institution, code, day).map(({ dueOn }) => dueOn);
    const [first] = due.filter((on) => on < day).sort();
    return first === undefined ? [] : [addDays(first, 1)];
  });
  return overdue.sort().at(-1) ?? null;
}

/** How many institutions are named that may measure what is stopped. */
const MOST_ELSEWHERE = 5;

/** Institutions that measure an item and may, of those of its province the nearest first, where the own laboratory may not. */
export function measuredElsewhere(
  snapshot: RegisterSnapshot,
  { institution, item }: Pick<ReportedLine, 'institution' | 'item'>,
  day: Day,
  rules: Rules,
): readonly string[] {
  const region = snapshot.institution(institution, day)?.region ?? '';
  const near = measurersOf(snapshot, item).flatMap((code) => {
    const other = snapshot.institution(code, day);
    if (code === institution || other === null || other.region.slice(0, 2) !== region.slice(0, 2)) return [];
    const measures =
      snapshot.instruments(code, item, day).length > 0 || snapshot.testSystems(code, item, day).length > 0;
    const line = { institution: code, item, device: null };
    if (!measures || stopsOf(snapshot, line, day, rules).length > 0) return [];
    return [{ code, shared: sharedOf(region, other.region) }];
  });
  return near
    .sort((a, b) => b.shared - a.shared || (a.code < b.code ? -1 : 1))
    .slice(0, MOST_ELSEWHERE)
    .map(({ code }) => code);
}

/** Institutions that have an instrument or a test system of an item on record, whenever. */
function measurersOf(snapshot: RegisterSnapshot, item: string): readonly string[] {
  return snapshot.memo(`measurers|${item}`, () => [
    ...new Set([
      ...snapshot.all(instruments).flatMap(({ row }) => (row.items.includes(item) ? [row.institution] : [])),
      ...snapshot.all(testSystems).flatMap(({ row }) => (row.item === item ? [row.institution] : [])),
    ]),
  ]);
}

/** How many characters two codes of regions begin with alike. */
function sharedOf(one: string, other: string): number {
  const at = [...one].findIndex((character, place) => other[place] !== character);
  return at === -1 ? one.length : at;
}

/** The day on which the rectification of the failed round is confirmed; the mark comes back later, with the next round that is passed. */
function endOf({ to, row: { suspendedTo, rectifiedOn } }: Entry<SuspensionRow>): Day | null {
  return [to, suspendedTo, rectifiedOn].filter((end) => end !== null).sort()[0] ?? null;
}

/** How long an item was stopped after a failed round 暂停天数 (henan-2025.lab.8#02). */
export interface StoppedPeriod {
  readonly item: string;
  readonly from: Day;
  /** The first day on which it is done again; null: it is stopped still. */
  readonly to: Day | null;
  /** Of the days that are counted those on which it was stopped, today among them. */
  readonly days: number;
}

/** Items of an institution that were stopped after failed rounds on some day from `since` until today, those that began last first. */
export function stoppedPeriods(
  snapshot: RegisterSnapshot,
  institution: string,
  since: Day,
  today: Day,
): readonly StoppedPeriod[] {
  const own = snapshot.all(suspensions).filter(({ row }) => row.institution === institution);
  return latestOfEach(own)
    .flatMap((entry) => {
      const { cause, item, suspendedFrom: from } = entry.row;
      if (cause !== 'EQA_FAIL' || item === null || from > today) return [];
      const end = endOf(entry);
      const to = end === null || end > today ? null : end;
      const days = daysBetween(from < since ? since : from, to ?? addDays(today, 1));
      return days > 0 ? [{ item, from, to, days }] : [];
    })
    .sort((a, b) => (a.from < b.from ? 1 : -1));
}

/** An instrument without a plan is not known to be overdue. */
function isOverdue(snapshot: RegisterSnapshot, line: ReportedLine, day: Day): boolean {
  const { named, all } = measuringInstruments(snapshot, line, day);
  const measuring = named.length === 0 ? all : named;
  return measuring.length > 0 && measuring.every((instrument) => isOverdueOn(snapshot, instrument, day));
}

function isOverdueOn(snapshot: RegisterSnapshot, { institution, code }: InstrumentRow, day: Day): boolean {
  return snapshot.activities(institution, code, day).some(({ dueOn }) => dueOn < day);
}
