/**
 * The registers 目录 as one immutable, indexed view: what a decision reads. Built from the versions that hold, past
 * and future periods included. What did not change since the last view keeps its indexes.
 */
import type { Day } from '../kernel/day.ts';
import { isInForce } from '../kernel/day.ts';
import type { Columns, Entry, RegisterDefinition, RowOf } from '../kernel/register.ts';
import type {
  CodeMappingRow,
  EqaOutcomeRow,
  EqaRoundRow,
  InstitutionRow,
  InstrumentActivityRow,
  InstrumentRow,
  IqcHoldRow,
  ItemRow,
  IqcMeasuredRow,
  IqcMonthlyRow,
  PanelComponentRow,
  PractitionerRow,
  RecognitionListEntryRow,
  SuspensionRow,
  TestSystemRow,
} from './rows.ts';
import * as registers from './definitions.ts';
import type { AnyEntry, AnyRow } from './entry-indexes.ts';
import { measuring, ofColumn, ofKey, ofPair } from './entry-indexes.ts';

export interface RegisterSnapshot {
  /** The revision of the registers that the view shows. */
  readonly revision: number;
  /** Every version that holds, of a register. */
  all<C extends Columns>(definition: RegisterDefinition<C>): readonly Entry<RowOf<C>>[];
  /** The row of a key in force on a day. */
  find<C extends Columns>(definition: RegisterDefinition<C>, key: string, day: Day): RowOf<C> | null;
  /** The rows in force on a day. */
  inForce<C extends Columns>(definition: RegisterDefinition<C>, day: Day): readonly RowOf<C>[];
  /** Every version of a key that holds, the earliest first. */
  versions<C extends Columns>(definition: RegisterDefinition<C>, key: string): readonly Entry<RowOf<C>>[];
  /** The row of a key as of a day, also when it has ended or is yet to begin; without a day the latest, for names. */
  nameOf<C extends Columns>(definition: RegisterDefinition<C>, key: string, day?: Day): RowOf<C> | null;
  institution(code: string, day?: Day): InstitutionRow | null;
  item(code: string, day?: Day): ItemRow | null;
  practitioner(institution: string, code: string): PractitionerRow | null;
  /** What a code of an institution means: its own mapping, whatever its state, before one for every institution. */
  mapping(institution: string | null, system: string, code: string, day: Day): CodeMappingRow | null;
  itemsByLoinc(loinc: string): readonly ItemRow[];
  /** Components of a panel in force on a day; empty when the code names no panel. */
  panel(code: string, day: Day): readonly PanelComponentRow[];
  listEntries(institution: string, item: string): readonly Entry<RecognitionListEntryRow>[];
  /** Grades of an institution and item, of each round the latest version. */
  eqaOutcomes(institution: string, item: string): readonly EqaOutcomeRow[];
  /** Rounds that an organiser held for an item, of each the latest version. */
  eqaRounds(organiser: string, item: string): readonly EqaRoundRow[];
  /** A month as it was submitted. */
  iqcMonth(institution: string, item: string, month: string): IqcMonthlyRow | null;
  /** A month as the platform computed it from what was measured. */
  measuredMonth(institution: string, item: string, month: string): IqcMeasuredRow | null;
  instruments(institution: string, item: string, day: Day): readonly InstrumentRow[];
  testSystems(institution: string, item: string, day: Day): readonly TestSystemRow[];
  activities(institution: string, instrument: string, day: Day): readonly InstrumentActivityRow[];
  /** Holds of an institution and item, of each the latest version. */
  holds(institution: string, item: string): readonly IqcHoldRow[];
  /** Every version of the suspensions of an institution that concern an item. */
  suspensions(institution: string, item: string): readonly Entry<SuspensionRow>[];
  /** Derived values that belong to this view, kept as long as it. */
  memo<T>(key: string, make: () => T): T;
  /** Derived values of a pair of codes, such as an institution and an item: found without joining them to one text. */
  memoPair<T>(space: string, first: string, second: string, make: () => T): T;
}

type EntriesByRegister = Readonly<Record<string, readonly AnyEntry[]>>;

const MEMO_LIMIT = 200_000;
const NONE: readonly AnyEntry[] = [];

/** Of the versions of one key, the earliest first: the last that began by the day, else the first of all. */
export function entryAsOf<R>(versions: readonly Entry<R>[], day: Day): Entry<R> | null {
  return versions.findLast(({ from }) => from <= day) ?? versions[0] ?? null;
}

function latest(entries: readonly AnyEntry[] | undefined): AnyRow | null {
  return entries?.reduce((best, entry) => (entry.from > best.from ? entry : best)).row ?? null;
}

function rowsOf<R>(entries: readonly AnyEntry[]): readonly R[] {
  return entries.map((entry) => entry.row as R);
}

/** The latest version of each key, in the order in which the keys first appear. */
export function latestOfEach<R>(entries: readonly Entry<R>[]): readonly Entry<R>[] {
  const latestOf = new Map<string, Entry<R>>();
  for (const entry of entries) {
    const known = latestOf.get(entry.key);
    if (known === undefined || known.from < entry.from) latestOf.set(entry.key, entry);
  }
  return [...latestOf.values()];
}

function rowsOn<R>(entries: readonly AnyEntry[] | undefined, day: Day): readonly R[] {
  return (entries ?? NONE).filter((entry) => isInForce(entry, day)).map((entry) => entry.row as R);
}

/** The month's summary: entries of one pair, of which there are as many as months. */
function ofMonth(entries: readonly AnyEntry[] | undefined, month: string): AnyRow | null {
  const found = entries?.filter((entry) => entry.row['month'] === month);
  return found === undefined || found.length === 0 ? null : latest(found);
}

/** Builds the view. `entries` are the versions that are not superseded, by register id. */
export function buildSnapshot(entries: EntriesByRegister, revision: number): RegisterSnapshot {
  let memory = new Map<string, unknown>();
  let pairs = new Map<string, Map<string, Map<string, unknown>>>();
  let pairCount = 0;
  const rows = (id: string): readonly AnyEntry[] => entries[id] ?? NONE;
  const pairIn = (id: string, institution: string, item: string): readonly AnyEntry[] | undefined =>
    ofPair(rows(id), ['institution', 'item'], institution, item);

  const snapshot: RegisterSnapshot = {
    revision,
    all: <C extends Columns>(definition: RegisterDefinition<C>) => rows(definition.id) as readonly Entry<RowOf<C>>[],
    find: <C extends Columns>(definition: RegisterDefinition<C>, key: string, day: Day) =>
      (ofKey(rows(definition.id), key)?.find((entry) => isInForce(entry, day))?.row ?? null) as RowOf<C> | null,
    inForce: <C extends Columns>(definition: RegisterDefinition<C>, day: Day) =>
      rowsOn<RowOf<C>>(rows(definition.id), day),
    versions: <C extends Columns>(definition: RegisterDefinition<C>, key: string) =>
      (ofKey(rows(definition.id), key) ?? NONE) as readonly Entry<RowOf<C>>[],
    nameOf: <C extends Columns>(definition: RegisterDefinition<C>, key: string, day?: Day) => {
      const versions = snapshot.versions(definition, key);
      return (day === undefined ? versions.at(-1) : entryAsOf(versions, day))?.row ?? null;
    },
    institution: (code, day) => snapshot.nameOf(registers.institutions, code, day),
    item: (code, day) => snapshot.nameOf(registers.items, code, day),
    practitioner: (institution, code) => snapshot.nameOf(registers.practitioners, `${institution}|${code}`),
    mapping: (institution, system, code, day) =>
      snapshot.find(registers.codeMappings, `${institution ?? ''}|${system}|${code}`, day) ??
      snapshot.find(registers.codeMappings, `|${system}|${code}`, day),
    itemsByLoinc: (loinc) => rowsOf(latestOfEach(ofColumn(rows('item'), 'loinc', loinc) ?? NONE)),
    panel: (code, day) => rowsOn(ofColumn(rows('panel-component'), 'panel', code), day),
    listEntries: (institution, item) =>
      (pairIn('recognition-list-entry', institution, item) ?? NONE) as readonly Entry<RecognitionListEntryRow>[],
    eqaOutcomes: (institution, item) => rowsOf(latestOfEach(pairIn('eqa-outcome', institution, item) ?? NONE)),
    eqaRounds: (organiser, item) =>
      rowsOf(latestOfEach(ofPair(rows('eqa-round'), ['organiser', 'item'], organiser, item) ?? NONE)),
    iqcMonth: (institution, item, month) =>
      ofMonth(pairIn('iqc-monthly', institution, item), month) as IqcMonthlyRow | null,
    measuredMonth: (institution, item, month) =>
      ofMonth(pairIn('iqc-measured', institution, item), month) as IqcMeasuredRow | null,
    instruments: (institution, item, day) => rowsOn(measuring(rows('instrument'), institution, item), day),
    testSystems: (institution, item, day) => rowsOn(pairIn('test-system', institution, item), day),
    activities: (institution, instrument, day) =>
      rowsOn(ofPair(rows('instrument-activity'), ['institution', 'instrument'], institution, instrument), day),
    holds: (institution, item) => rowsOf(latestOfEach(pairIn('iqc-hold', institution, item) ?? NONE)),
    suspensions: (institution, item) =>
      ((ofColumn(rows('suspension'), 'institution', institution) ?? NONE) as readonly Entry<SuspensionRow>[]).filter(
        ({ row }) => row.item === null || row.item === item,
      ),
    memo: <T>(key: string, make: () => T): T => {
      const known = memory.get(key);
      if (known !== undefined || memory.has(key)) return known as T;
      if (memory.size >= MEMO_LIMIT) memory = new Map();
      const value = make();
      memory.set(key, value);
      return value;
    },
    memoPair: <T>(space: string, first: string, second: string, make: () => T): T => {
      const known = pairs.get(space)?.get(first)?.get(second);
      if (known !== undefined) return known as T;
      const value = make();
      if (++pairCount > MEMO_LIMIT) {
        pairs = new Map();
        pairCount = 1;
      }
      let bySpace = pairs.get(space);
      if (bySpace === undefined) pairs.set(space, (bySpace = new Map<string, Map<string, unknown>>()));
      let byFirst = bySpace.get(first);
      if (byFirst === undefined) bySpace.set(first, (byFirst = new Map<string, unknown>()));
      byFirst.set(second, value);
      return value;
    },
  };
  prepare(snapshot);
  return snapshot;
}

/** Makes the large indexes now: the first decision shall not wait for them. */
function prepare(snapshot: RegisterSnapshot): void {
  snapshot.listEntries('', '');
  snapshot.eqaOutcomes('', '');
  snapshot.eqaRounds('', '');
  snapshot.iqcMonth('', '', '');
  snapshot.measuredMonth('', '', '');
  snapshot.holds('', '');
  snapshot.suspensions('', '');
  snapshot.institution('');
  snapshot.item('');
}
