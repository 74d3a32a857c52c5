/**
 * Sheets of registers 目录表格: the header of each register in Chinese and English, rows to entries and back.
 * A sheet is rows of cells; csv and xlsx are made of it, and read to it, at the edge.
 */
import type { AnyRegister, Column, Day } from '@fujie/core/kernel';
import type { RawRow, SheetProblem } from '@fujie/core/registers';
import { printCell, sheetColumns, trimCell } from '@fujie/core/registers';

import { isStampRow } from './stamp.ts';

/** A row as it stands in a file; `number` counts as the spreadsheet does, from 1. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly string[];
  /** Positions of cells that could not be read, from 0. */
  readonly unreadable?: readonly number[];
}

/** What a sheet shows of an entry. */
export interface SheetEntry {
  readonly row: Readonly<Record<string, unknown>>;
  readonly from: Day;
  readonly to: Day | null;
  readonly publisher: string | null;
  readonly document: string | null;
}

/** The two header rows of a register's sheet: Chinese, then English. Files are read back by them, or by column ids. */
export function headerRows(definition: AnyRegister): readonly (readonly string[])[] {
  const columns = Object.values(sheetColumns(definition));
  return [columns.map((column) => column.zh), columns.map((column) => column.en)];
}

/** The whole sheet of a register: header rows and one row per entry. */
export function printSheet(definition: AnyRegister, entries: readonly SheetEntry[]): readonly (readonly string[])[] {
  const columns = Object.entries(sheetColumns(definition));
  return [
    ...headerRows(definition),
    ...entries.map((entry) => columns.map(([id, column]) => printCell(column, valueOf(entry, id)))),
  ];
}

function valueOf(entry: SheetEntry, id: string): unknown {
  switch (id) {
    case 'from':
    case 'to':
    case 'publisher':
    case 'document':
      return entry[id];
    default:
      return entry.row[id];
  }
}

const KIND_TEXT: Readonly<Record<Column['kind'], { readonly zh: string; readonly en: string }>> = {
  text: { zh: '文本', en: 'text' },
  code: { zh: '代码，不含空格', en: 'code without spaces' },
  scope: { zh: '范围：CN、地区或协议代码', en: 'scope: CN, a region or an agreement' },
  codes: { zh: '多个代码，以分号分隔', en: 'codes separated by semicolons' },
  integer: { zh: '整数', en: 'whole number' },
  decimal: { zh: '数字', en: 'number' },
  money: { zh: '金额（元），最多两位小数', en: 'yuan with at most two decimals' },
  boolean: { zh: '是 或 否', en: '是 (yes) or 否 (no)' },
  day: { zh: '日期 YYYY-MM-DD', en: 'day as YYYY-MM-DD' },
  month: { zh: '月份 YYYY-MM', en: 'month as YYYY-MM' },
};

/** How to fill each column, as rows of a sheet: name, required, kind, allowed values. */
export function guideRows(definition: AnyRegister): readonly (readonly string[])[] {
  const rows = Object.entries(sheetColumns(definition)).map(([id, column]) => {
    const limits = [
      column.min === undefined ? '' : `≥ ${column.min}`,
      column.max === undefined ? '' : `≤ ${column.max}`,
    ];
    return [
      column.zh,
      column.en,
      id,
      column.required ? '必填 required' : '可空 optional',
      `${KIND_TEXT[column.kind].zh} ${KIND_TEXT[column.kind].en}`,
      column.options?.join(', ') ?? limits.filter((limit) => limit !== '').join(', '),
      column.refersTo === undefined ? '' : `目录 register: ${column.refersTo}`,
      definition.key.includes(id) ? '主键 key' : '',
    ];
  });
  return [
    ['列', 'Column', 'id', '必填 Required', '填写内容 Content', '取值 Values', '引用 Refers to', '主键 Key'],
    ...rows,
  ];
}

/** Rows of a sheet by column id; faults of the header, or none. */
export interface ReadSheet {
  readonly rows: readonly RawRow[];
  readonly problems: readonly SheetProblem[];
}

const MAX_HEADER_DEPTH = 10;

/** Cells that hold for every row of a sheet which leaves them empty or has no such column. */
export type GivenCells = Readonly<Record<string, string>>;

/** Finds the header, matches its columns by id, Chinese or English name in any order, and skips empty rows. */
export function readSheet(definition: AnyRegister, sheet: readonly SheetRow[], given: GivenCells = {}): ReadSheet {
  const names = columnNames(definition);
  const filled = sheet.filter(
    (row) =>
      !isStampRow(row.cells) && (row.cells.some((cell) => trimCell(cell) !== '') || (row.unreadable ?? []).length > 0),
  );
  const first = filled.slice(0, MAX_HEADER_DEPTH).findIndex((row) => recognised(names, row) >= 2);
  const header = filled[first];
  if (header === undefined) return { rows: [], problems: [noHeader(definition, filled[0]?.number ?? 1)] };
  const ids = header.cells.map((cell) => names.get(nameKey(cell)) ?? null);
  const problems = headerProblems(definition, header, ids, given);
  if (problems.length > 0) return { rows: [], problems };
  const body = filled.slice(first + 1);
  const second = body[0];
  const isSecondHeader =
    second?.cells.every((cell, i) => trimCell(cell) === '' || names.get(nameKey(cell)) === ids[i]) === true;
  const rows = (isSecondHeader ? body.slice(1) : body).map((row) => toRawRow(row, ids, given));
  return { rows, problems: strayCells(definition, isSecondHeader ? body.slice(1) : body, ids) };
}

function toRawRow(row: SheetRow, ids: readonly (string | null)[], given: GivenCells): RawRow {
  const cells: Record<string, string> = { ...given };
  ids.forEach((id, i) => {
    const cell = row.cells[i] ?? '';
    if (id !== null && (trimCell(cell) !== '' || !(id in given))) cells[id] = cell;
  });
  const unreadable = (row.unreadable ?? []).flatMap((i) => ids[i] ?? []);
  return unreadable.length === 0 ? { number: row.number, cells } : { number: row.number, cells, unreadable };
}

/** A name as it is compared: case, spaces, width and the star of required columns do not count. */
function nameKey(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(/[\s*\u200b\ufeff]/gu, '')
    .toLowerCase();
}

function columnNames(definition: AnyRegister): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [id, column] of Object.entries(sheetColumns(definition))) {
    for (const name of [id, column.zh, column.en, `${column.zh}${id}`, `${column.zh}${column.en}`])
      names.set(nameKey(name), id);
  }
  return names;
}

function recognised(names: ReadonlyMap<string, string>, row: SheetRow): number {
  return row.cells.filter((cell) => names.has(nameKey(cell))).length;
}

function headerProblems(
  definition: AnyRegister,
  header: SheetRow,
  ids: readonly (string | null)[],
  given: GivenCells,
): readonly SheetProblem[] {
  const problems: SheetProblem[] = [];
  header.cells.forEach((cell, i) => {
    const id = ids[i] ?? null;
    const name = trimCell(cell);
    if (id === null && name !== '') {
      problems.push(
        problemAt(header.number, null, 'unknown-column', {
          en: `register \`${definition.id}\` has no column \`${name}\`; rename or remove it, or start from the template`,
          zh: `目录“${definition.zh}”没有“${name}”列；请更名或删除，或使用模板`,
        }),
      );
    } else if (id !== null && ids.indexOf(id) < i) {
      problems.push(
        problemAt(header.number, id, 'repeated-column', {
          en: `column \`${name}\` stands twice; keep one`,
          zh: `“${name}”列重复；请保留一列`,
        }),
      );
    }
  });
  for (const [id, column] of Object.entries(sheetColumns(definition))) {
    if (!column.required || ids.includes(id) || id in given) continue;
    problems.push(
      problemAt(header.number, id, 'missing-column', {
        en: `column ${column.en} (${id}) is missing; add it`,
        zh: `缺少必填列“${column.zh}”；请补充`,
      }),
    );
  }
  return problems;
}

/** Cells that stand in a column without a name would be lost in silence. */
function strayCells(
  definition: AnyRegister,
  rows: readonly SheetRow[],
  ids: readonly (string | null)[],
): readonly SheetProblem[] {
  const problems: SheetProblem[] = [];
  for (const row of rows) {
    const stray = row.cells.findIndex((cell, i) => (ids[i] ?? null) === null && trimCell(cell) !== '');
    if (stray === -1) continue;
    problems.push(
      problemAt(row.number, null, 'cell-outside-columns', {
        en: `cell ${stray + 1} stands in no column of register \`${definition.id}\`; name its column, quote commas inside a cell, or empty it`,
        zh: `第 ${stray + 1} 个单元格不属于目录“${definition.zh}”的任何列；请补充列名、为含逗号的内容加引号，或清空`,
      }),
    );
  }
  return problems;
}

function noHeader(definition: AnyRegister, row: number): SheetProblem {
  const columns = Object.values(sheetColumns(definition))
    .map((column) => column.zh)
    .join('、');
  return problemAt(row, null, 'no-header', {
    en: `no header of register \`${definition.id}\` was found in the first rows; start from the template`,
    zh: `前几行中没有找到目录“${definition.zh}”的表头（${columns}）；请使用模板`,
  });
}

/** A fault of a row as a whole, or of a column of the header. */
export function problemAt(
  row: number,
  column: string | null,
  code: string,
  text: { readonly en: string; readonly zh: string },
): SheetProblem {
  return {
    code,
    path: column === null ? `rows[${row}]` : `rows[${row}].${column}`,
    row,
    column,
    message: `Row ${row}: ${text.en}`,
    messageZh: `第 ${row} 行：${text.zh}`,
  };
}
