/**
 * The registers 目录 as one immutable, indexed view: what a decision reads. Built whole from the versions that hold, past
 * and future periods included; indexes are made when first asked for.
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
  ItemRow,
  IqcMonthlyRow,
  PanelComponentRow,
  PractitionerRow,
  RecognitionListEntryRow,
  SuspensionRow,
} from './definitions.ts';
import * as registers from './definitions.ts';

export interface RegisterSnapshot {
  /** The revision of the registers that the view shows. */
  readonly revision: number;
  /** Every version that holds, of a register. */
  all<C extends Columns>(definition: RegisterDefinition<C>): readonly Entry<RowOf<C>>[];
  /** The row of a key in force on a day. */
  find<C extends Columns>(definition: RegisterDefinition<C>, key: string, day: Day): RowOf<C> | null;
  /** The rows in force on a day. */
  inForce<C extends Columns>(definition: RegisterDefinition<C>, day: Day): readonly RowOf<C>[];
  /** The latest version of a key on or before a day, else the earliest: for names of what has ended. */
  nameOf<C extends Columns>(definition: RegisterDefinition<C>, key: string): RowOf<C> | null;
  institution(code: string): InstitutionRow | null;
  item(code: string): ItemRow | null;
  practitioner(code: string): PractitionerRow | null;
  mapping(system: string, code: string, day: Day): CodeMappingRow | null;
  itemsByLoinc(loinc: string): readonly ItemRow[];
  /** Components of a panel in force on a day; empty when the code names no panel. */
  panel(code: string, day: Day): readonly PanelComponentRow[];
  listEntries(institution: string, item: string): readonly Entry<RecognitionListEntryRow>[];
  eqaOutcomes(institution: string, item: string): readonly EqaOutcomeRow[];
  eqaRound(organiser: string, round: string, item: string): EqaRoundRow | null;
  iqcMonth(institution: string, item: string, month: string): IqcMonthlyRow | null;
  instruments(institution: string, item: string, day: Day): readonly InstrumentRow[];
  activities(institution: string, instrument: string, day: Day): readonly InstrumentActivityRow[];
  suspensions(institution: string, item: string): readonly SuspensionRow[];
  /** Derived values that belong to this view, such as entitlements, kept as long as it. */
  memo<T>(key: string, make: () => T): T;
}

type AnyEntry = Entry<Readonly<Record<string, unknown>>>;
type EntriesByRegister = Readonly<Record<string, readonly AnyEntry[]>>;

const MEMO_LIMIT = 200_000;

/** Builds the view. `entries` are the versions that are not superseded, by register id. */
export function buildSnapshot(entries: EntriesByRegister, revision: number): RegisterSnapshot {
  const indexes = new Map<string, Map<string, AnyEntry[]>>();
  let memory = new Map<string, unknown>();
  const rows = (id: string): readonly AnyEntry[] => entries[id] ?? [];

  function index(register: string, name: string, keys: (row: Readonly<Record<string, unknown>>, key: string) => readonly string[]): Map<string, AnyEntry[]> {
    const known = indexes.get(`${register}/${name}`);
    if (known) return known;
    const made = new Map<string, AnyEntry[]>();
    for (const entry of rows(register)) {
      for (const key of keys(entry.row, entry.key)) {
        const list = made.get(key);
        if (list) list.push(entry);
        else made.set(key, [entry]);
      }
    }
    indexes.set(`${register}/${name}`, made);
    return made;
  }
  const byKey = (register: string): Map<string, AnyEntry[]> => index(register, 'key', (_row, key) => [key]);
  const byPair = (register: string): Map<string, AnyEntry[]> =>
    index(register, 'institution|item', (row) => [`${String(row['institution'])}|${String(row['item'])}`]);
  const latest = (list: readonly AnyEntry[] | undefined): unknown =>
    list?.reduce((best, entry) => (entry.from > best.from ? entry : best)).row ?? null;
  const rowsOf = <R>(list: readonly AnyEntry[] | undefined): readonly R[] => (list ?? []).map((entry) => entry.row as R);
  const rowsOn = <R>(list: readonly AnyEntry[] | undefined, day: Day): readonly R[] =>
    (list ?? []).filter((entry) => isInForce(entry, day)).map((entry) => entry.row as R);

  const snapshot: RegisterSnapshot = {
    revision,
    all: <C extends Columns>(definition: RegisterDefinition<C>) => rows(definition.id) as unknown as readonly Entry<RowOf<C>>[],
    find: <C extends Columns>(definition: RegisterDefinition<C>, key: string, day: Day) =>
      (byKey(definition.id).get(key)?.find((entry) => isInForce(entry, day))?.row ?? null) as RowOf<C> | null,
    inForce: <C extends Columns>(definition: RegisterDefinition<C>, day: Day) => rowsOn<RowOf<C>>(rows(definition.id), day),
    nameOf: <C extends Columns>(definition: RegisterDefinition<C>, key: string) => latest(byKey(definition.id).get(key)) as RowOf<C> | null,
    institution: (code) => snapshot.nameOf(registers.institutions, code),
    item: (code) => snapshot.nameOf(registers.items, code),
    practitioner: (code) => snapshot.nameOf(registers.practitioners, code),
    mapping: (system, code, day) => snapshot.find(registers.codeMappings, `${system}|${code}`, day),
    itemsByLoinc: (loinc) => rowsOf(index('item', 'loinc', (row) => (typeof row['loinc'] === 'string' ? [row['loinc']] : [])).get(loinc)),
    panel: (code, day) => rowsOn(index('panel-component', 'panel', (row) => [String(row['panel'])]).get(code), day),
    listEntries: (institution, item) =>
      (byPair('recognition-list-entry').get(`${institution}|${item}`) ?? []) as unknown as readonly Entry<RecognitionListEntryRow>[],
    eqaOutcomes: (institution, item) => rowsOf(byPair('eqa-outcome').get(`${institution}|${item}`)),
    eqaRound: (organiser, round, item) => snapshot.nameOf(registers.eqaRounds, `${organiser}|${round}|${item}`),
    iqcMonth: (institution, item, month) => snapshot.nameOf(registers.iqcMonthly, `${institution}|${item}|${month}`),
    instruments: (institution, item, day) =>
      rowsOn(
        index('instrument', 'institution|item', (row) => (row['items'] as readonly string[]).map((i) => `${String(row['institution'])}|${i}`)).get(
          `${institution}|${item}`,
        ),
        day,
      ),
    activities: (institution, instrument, day) =>
      rowsOn(
        index('instrument-activity', 'instrument', (row) => [`${String(row['institution'])}|${String(row['instrument'])}`]).get(
          `${institution}|${instrument}`,
        ),
        day,
      ),
    suspensions: (institution, item) =>
      rowsOf<SuspensionRow>(index('suspension', 'institution', (row) => [String(row['institution'])]).get(institution)).filter(
        (row) => row.item === null || row.item === item,
      ),
    memo: <T>(key: string, make: () => T): T => {
      if (memory.has(key)) return memory.get(key) as T;
      if (memory.size >= MEMO_LIMIT) memory = new Map();
      const value = make();
      memory.set(key, value);
      return value;
    },
  };
  return snapshot;
}
