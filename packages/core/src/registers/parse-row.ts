/**
 * Rows of a register sheet 目录表格 as entries, with every fault of every cell at once, each saying row, column, reason
 * and remedy in both languages.
 */
import type { Day } from '../kernel/day.ts';
import type { AnyRegister, Bilingual, CellFault, Column } from '../kernel/register.ts';
import { keyOf, optional, required } from '../kernel/register.ts';
import type { Problem } from '../kernel/result.ts';
import { REGISTERS } from './list.ts';
import { checkValue, parseCell } from './parse-cell.ts';

/** Columns that every register sheet has beside its own: the period, and by whose act. */
export const ENTRY_COLUMNS = {
  from: required('day', '生效日', 'In force from'),
  to: optional('day', '失效日（当日起失效）', 'No longer in force from'),
  publisher: optional('text', '发布机关', 'Publisher'),
  document: optional('text', '依据文件', 'Source document'),
} as const;

/** Every column of a register's sheet by id, in the order of the sheet. */
export function sheetColumns(definition: AnyRegister): Readonly<Record<string, Column>> {
  return { ...definition.columns, ...ENTRY_COLUMNS };
}

/** A fault in a sheet: `row` counts as the spreadsheet does, from 1; `column` is a column id, null for the whole row. */
export interface SheetProblem extends Problem {
  readonly row: number;
  readonly column: string | null;
}

/** A row of a sheet as texts, by column id. */
export interface RawRow {
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
  /** Columns whose cell the file does not give; the fault is said where the file is read. */
  readonly unreadable?: readonly string[];
}

/** A row as a program gives it: typed values, by column id. */
export interface TypedRow {
  readonly row: Readonly<Record<string, unknown>>;
  readonly from: Day;
  readonly to?: Day | null;
  readonly publisher?: string | null;
  readonly document?: string | null;
}

/** An entry as one row proposes it. `row` has every declared column, null where empty. */
export interface ProposedEntry {
  readonly number: number;
  readonly row: Readonly<Record<string, unknown>>;
  readonly from: Day;
  readonly to: Day | null;
  readonly publisher: string | null;
  readonly document: string | null;
}

export interface ParsedRows {
  readonly entries: readonly ProposedEntry[];
  readonly problems: readonly SheetProblem[];
}

/** Reads the rows of a sheet. Rows with faults are missing from `entries`; every fault is in `problems`. */
export function parseRows(definition: AnyRegister, rows: readonly RawRow[]): ParsedRows {
  return collect(definition, rows, (raw, id, column) =>
    raw.unreadable?.includes(id) === true ? null : parseCell(column, raw.cells[id] ?? ''),
  );
}

/** Checks rows of typed values like those of a sheet; they are numbered from 1. */
export function checkRows(definition: AnyRegister, rows: readonly TypedRow[]): ParsedRows {
  const numbered = rows.map((given, index) => ({
    number: index + 1,
    values: { ...given.row, from: given.from, to: given.to, publisher: given.publisher, document: given.document },
    strangers: Object.keys(given.row).filter((id) => !(id in definition.columns)),
  }));
  const parsed = collect(definition, numbered, (given, id, column) =>
    checkValue(column, (given.values as Readonly<Record<string, unknown>>)[id]),
  );
  const strangers = numbered.flatMap(({ number, strangers: ids }) =>
    ids.map((id) => strangerProblem(definition, number, id)),
  );
  return strangers.length === 0 ? parsed : { entries: parsed.entries, problems: [...parsed.problems, ...strangers] };
}

function strangerProblem(definition: AnyRegister, number: number, id: string): SheetProblem {
  return {
    code: 'unknown-column',
    path: `rows[${number}].${id}`,
    row: number,
    column: id,
    message: `Row ${number}: register \`${definition.id}\` has no column \`${id}\`; remove it`,
    messageZh: `第 ${number} 行：目录“${definition.zh}”没有“${id}”列，请删除`,
  };
}

/** Null: the cell could not be read, which is a fault already. */
type ReadCell<R> = (row: R, id: string, column: Column) => ReturnType<typeof parseCell> | null;

function collect<R extends { readonly number: number }>(
  definition: AnyRegister,
  rows: readonly R[],
  read: ReadCell<R>,
): ParsedRows {
  const columns = Object.entries(sheetColumns(definition));
  const entries: ProposedEntry[] = [];
  const problems: SheetProblem[] = [];
  for (const raw of rows) {
    const before = problems.length;
    let isWhole = true;
    const values: Record<string, unknown> = {};
    for (const [id, column] of columns) {
      const result = read(raw, id, column);
      if (result === null) isWhole = false;
      else if (result.ok) values[id] = result.value;
      else problems.push(cellProblem(definition, raw.number, id, result.fault));
    }
    problems.push(...rowProblems(definition, raw.number, values));
    if (problems.length > before || !isWhole) continue;
    const { from, to, publisher, document, ...row } = values;
    const faults = definition.faultsOf?.(row) ?? [];
    problems.push(...faults.map((fault) => cellProblem(definition, raw.number, fault.column, fault)));
    if (faults.length > 0) continue;
    entries.push({
      number: raw.number,
      row,
      from: from as Day,
      to: to as Day | null,
      publisher: publisher as string | null,
      document: document as string | null,
    });
  }
  return { entries, problems };
}

const KEY_SEPARATOR: CellFault = {
  code: 'not-a-code',
  reason: { en: 'contains the character |', zh: '包含字符“|”' },
  remedy: { en: 'remove it: keys are joined by it', zh: '请删除该字符（它用于连接主键）' },
};

const PERIOD_ORDER: CellFault = {
  code: 'period-order',
  reason: { en: 'is not after the day from which the entry is in force', zh: '不晚于生效日' },
  remedy: {
    en: 'write a later day, or leave it empty if no end is known',
    zh: '请填写晚于生效日的日期；没有终止日则留空',
  },
};

function rowProblems(
  definition: AnyRegister,
  number: number,
  values: Readonly<Record<string, unknown>>,
): readonly SheetProblem[] {
  const problems: SheetProblem[] = [];
  for (const id of definition.key) {
    const part = values[id];
    if (typeof part === 'string' && part.includes('|'))
      problems.push(cellProblem(definition, number, id, KEY_SEPARATOR));
  }
  const { from, to } = values;
  if (typeof from === 'string' && typeof to === 'string' && to <= from) {
    problems.push(cellProblem(definition, number, 'to', PERIOD_ORDER));
  }
  return problems;
}

/** A fault of one cell, said with its row and the names of its column. */
export function cellProblem(definition: AnyRegister, number: number, column: string, fault: CellFault): SheetProblem {
  const name: Bilingual = sheetColumns(definition)[column] ?? { zh: column, en: column };
  return {
    code: fault.code,
    path: `rows[${number}].${column}`,
    row: number,
    column,
    message: `Row ${number}, column ${name.en} (${column}): ${fault.reason.en}; ${fault.remedy.en}`,
    messageZh: `第 ${number} 行“${name.zh}”列：${fault.reason.zh}；${fault.remedy.zh}`,
  };
}

/** Keys that a register holds or will hold, for checking references. */
export type KeyLookup = (register: string) => ReadonlySet<string>;

/** Columns of a register that name an entry of another: by one of its columns, or by its whole key together. */
export interface ReferenceOf {
  readonly columns: readonly string[];
  /** Any of these registers may hold it. */
  readonly registers: readonly string[];
}

const NATION = 'CN';
/** What a scope 范围 names, unless it is the whole country. */
const SCOPE_REGISTERS = ['region', 'agreement'];

/** Every reference of a register to others. */
export function referencesOf(definition: AnyRegister): readonly ReferenceOf[] {
  const single = Object.entries(definition.columns).flatMap(([id, column]): ReferenceOf[] => {
    if (column.kind === 'scope') return [{ columns: [id], registers: SCOPE_REGISTERS }];
    return column.refersTo === undefined ? [] : [{ columns: [id], registers: [column.refersTo] }];
  });
  const joint = (definition.references ?? []).map(({ columns, register }) => ({ columns, registers: [register] }));
  return [...single, ...joint];
}

/** Every reference to an entry that no register holds; a register may refer to its own rows of the same sheet. */
export function checkReferences(
  definition: AnyRegister,
  entries: readonly ProposedEntry[],
  keysOf: KeyLookup,
): readonly SheetProblem[] {
  const own = new Set(entries.map((entry) => keyOf(definition, entry.row)));
  const references = referencesOf(definition).map(({ columns, registers }) => {
    const keys = registers.map(keysOf);
    const isKnown = (key: string): boolean =>
      keys.some((known) => known.has(key)) || (registers.includes(definition.id) && own.has(key));
    return { columns, registers, isKnown };
  });
  return entries.flatMap((entry) =>
    references.flatMap(({ columns, registers, isKnown }) => {
      const missing = namedKeys(definition, entry.row, columns).filter((key) => !isKnown(key));
      return missing.length === 0 ? [] : [unknownReference(definition, entry.number, columns, registers, missing)];
    }),
  );
}

/** The keys that columns of a row name, as far as they must be registered already. */
function namedKeys(
  definition: AnyRegister,
  row: Readonly<Record<string, unknown>>,
  columns: readonly string[],
): readonly string[] {
  const [first = ''] = columns;
  const given = row[first];
  if (columns.some((column) => (row[column] ?? null) === null)) return [];
  if (columns.length > 1) return [columns.map((column) => String(row[column])).join('|')];
  const codes = Array.isArray(given) ? given.map(String) : [String(given)];
  const column = definition.columns[first];
  if (column?.kind !== 'scope') return codes;
  return codes.filter((code) => code !== NATION && !(column.isAhead === true && code.startsWith('AGR:')));
}

/** A register as people call it. */
function titleOf(register: string): string {
  return REGISTERS.find(({ id }) => id === register)?.zh ?? register;
}

function unknownReference(
  definition: AnyRegister,
  number: number,
  columns: readonly string[],
  registers: readonly string[],
  missing: readonly string[],
): SheetProblem {
  // Of several columns the one at fault is that which names nothing by itself.
  const column = columns.find((id) => definition.columns[id]?.refersTo === undefined) ?? columns.at(-1) ?? 'from';
  const names = missing.join(', ');
  return cellProblem(definition, number, column, {
    code: 'unknown-reference',
    reason: {
      en: `\`${names}\` is not in register ${registers.map((id) => `\`${id}\``).join(' or ')}`,
      zh: `“${names}”不在目录${registers.map((id) => `“${titleOf(id)}”`).join('或')}中`,
    },
    remedy: { en: 'correct the code, or import that register first', zh: '请更正代码，或先导入该目录' },
  });
}
