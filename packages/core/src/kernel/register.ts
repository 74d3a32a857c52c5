/**
 * A register 目录 is declared once, as columns; its row type, its sheet template, its import checks, its page and its
 * API are all derived from that declaration.
 */
import type { Day } from './day.ts';

/** A text in both languages. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** Why a cell was refused: what is wrong, and what to write instead. */
export interface CellFault {
  readonly code: string;
  readonly reason: Bilingual;
  readonly remedy: Bilingual;
}

/** A cell that contradicts others of its row. */
export interface RowFault extends CellFault {
  readonly column: string;
}

/** Columns that together name an entry of a register, in the order of that register's key. */
export interface Reference {
  readonly columns: readonly string[];
  readonly register: string;
}

/** Kinds of a column and the type of its value. `codes` and `days` are lists, written `a;b;c` in a sheet. */
export interface ColumnValues {
  text: string;
  code: string;
  /** A scope 范围: CN, a region or an agreement. */
  scope: string;
  codes: readonly string[];
  integer: number;
  decimal: number;
  money: string;
  boolean: boolean;
  day: Day;
  month: string;
}

export type ColumnKind = keyof ColumnValues;

export interface Column<K extends ColumnKind = ColumnKind, Required extends boolean = boolean, V = ColumnValues[K]> {
  readonly kind: K;
  readonly required: Required;
  readonly zh: string;
  readonly en: string;
  /** Allowed values, if the column is closed. */
  readonly options?: readonly string[];
  /** Id of the register whose key this column names. */
  readonly refersTo?: string;
  /** Of a scope: the agreement may be registered later, because it names this entry in turn. */
  readonly isAhead?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Phantom type of the value. */
  readonly value?: V;
}

export type Columns = Readonly<Record<string, Column>>;

type Plain<T> = { [K in keyof T]: T[K] };

/** The row of a register: required columns always, the others possibly null. */
export type RowOf<C extends Columns> = Plain<{
  readonly [K in keyof C]: C[K] extends Column<ColumnKind, true, infer V>
    ? V
    : C[K] extends Column<ColumnKind, false, infer V>
      ? V | null
      : never;
}>;

export interface RegisterDefinition<C extends Columns = Columns> {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** What it holds and who publishes it, one sentence each language. */
  readonly describe: { readonly zh: string; readonly en: string };
  readonly columns: C;
  /** Columns that together identify an entry; versions of one key never overlap in time. */
  readonly key: readonly (keyof C & string)[];
  /** Entries of other registers that several columns name together. */
  readonly references?: readonly Reference[];
  /** What the columns of one row must keep among themselves. */
  faultsOf?(row: RowOf<C>): readonly RowFault[];
  /** Clauses that demand the register. */
  readonly clauses: readonly string[];
}

/** A register whose columns are known only when the program runs. */
export interface AnyRegister {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly describe: { readonly zh: string; readonly en: string };
  readonly columns: Columns;
  readonly key: readonly string[];
  readonly references?: readonly Reference[];
  faultsOf?(row: Readonly<Record<string, unknown>>): readonly RowFault[];
  readonly clauses: readonly string[];
}

/** Any entry of a register: the row, the period `[from, to)` in which it holds, and its version. */
export interface Entry<R> {
  readonly key: string;
  readonly version: number;
  readonly from: Day;
  readonly to: Day | null;
  readonly row: R;
}

/** What every entry has beside its row: a column of that name would lose its values to it. */
const OF_ENTRIES = ['from', 'to', 'publisher', 'document'] as const;

export function defineRegister<const C extends Columns>(definition: RegisterDefinition<C>): RegisterDefinition<C> {
  const taken = OF_ENTRIES.filter((name) => Object.hasOwn(definition.columns, name));
  if (taken.length > 0)
    throw new Error(
      `register ${definition.id}: every entry has ${taken.join(', ')} already; name the column otherwise`,
    );
  return definition;
}

interface Extras<O extends readonly string[] = readonly string[]> {
  readonly options?: O;
  readonly refersTo?: string;
  readonly isAhead?: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** A column that must be filled. */
export function required<K extends ColumnKind, const O extends readonly string[] = readonly string[]>(
  kind: K,
  zh: string,
  en: string,
  extras: Extras<O> = {},
): Column<K, true, string extends O[number] ? ColumnValues[K] : O[number]> {
  return { kind, required: true, zh, en, ...extras };
}

/** A column that may stay empty: unknown is never invented. */
export function optional<K extends ColumnKind, const O extends readonly string[] = readonly string[]>(
  kind: K,
  zh: string,
  en: string,
  extras: Extras<O> = {},
): Column<K, false, string extends O[number] ? ColumnValues[K] : O[number]> {
  return { kind, required: false, zh, en, ...extras };
}

/** The key of a row: its key columns joined by `|`. */
export function keyOf(definition: Pick<AnyRegister, 'key'>, row: Readonly<Record<string, unknown>>): string {
  return definition.key.map((column) => String((row[column] ?? '') as string | number)).join('|');
}
