/** A folder of csv files 校验数据文件夹 by name: those that are there as tables, cells by the name of their column. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { readCsvFile } from '@fujie/server/sheet';

/** A row below the head, with the line that a spreadsheet shows. */
export interface Row {
  readonly line: number;
  /** A cell without the blanks around it; empty where the column is missing. */
  readonly cell: (column: string) => string;
  /** A cell as a number; NaN where it is blank, and where it is none, which is then a fault of the folder. */
  readonly number: (column: string) => number;
  /** Numbers of a cell, between blanks. */
  readonly numbers: (column: string) => readonly number[];
}

export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Reads tables of a folder when they are asked for. */
export class Folder {
  readonly skipped: string[] = [];
  /** Files that are there and could not be read, with the reason. */
  readonly faults: string[] = [];
  readonly #tables = new Map<string, Table | null>();
  readonly #told = new Set<string>();

  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The table of a file; null where it is missing or holds nothing. */
  table(name: string): Table | null {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const table = this.#read(`${name}.csv`);
    this.#tables.set(name, table);
    return table;
  }

  /** A table that is checked by another; null where one is missing: that of the other is a fault where something is expected. */
  tableBy(name: string, other: string): Table | null {
    const table = this.table(name);
    if (table === null || this.table(other) !== null) return table;
    if (doesExpect(table))
      this.#fault(`${table.file} cannot be checked without ${other}.csv (没有 ${other}.csv，无法校验)`);
    return null;
  }

  /** Two tables that are checked by each other. */
  pair(first: string, second: string): readonly [Table, Table] | null {
    const [a, b] = [this.tableBy(first, second), this.tableBy(second, first)];
    return a === null || b === null ? null : [a, b];
  }

  /** Says a fault once. */
  #fault(text: string): void {
    if (!this.#told.has(text)) this.faults.push(text);
    this.#told.add(text);
  }

  #read(file: string): Table | null {
    const path = join(this.#directory, file);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) {
      this.skipped.push(file);
      return null;
    }
    if (!stat.isFile()) {
      this.#fault(`${file} is no file (不是文件)`);
      return null;
    }
    const { rows, problems } = readCsvFile(readFileSync(path));
    const [problem] = problems;
    if (problem !== undefined) {
      this.#fault(`${file}:${String(problem.row)} ${problem.message} (${problem.messageZh})`);
      return null;
    }
    const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    const [head, ...body] = filled;
    if (head === undefined) {
      this.#fault(`${file} is empty (空文件)`);
      return null;
    }
    const columns = head.cells.map((cell) => cell.trim());
    const places = new Map(columns.map((column, place) => [column, place]));
    const read = (line: number, column: string, text: string): number => {
      const value = numberOf(text);
      if (!places.has(column)) this.#fault(`${file} has no column \`${column}\` (缺少列)`);
      else if (text !== '' && Number.isNaN(value))
        this.#fault(
          `${file}:${String(line)} ${column}: \`${text}\` is no number, written with a point (不是以小数点书写的数字)`,
        );
      return value;
    };
    return {
      file,
      columns,
      rows: body.map(({ number: line, cells }): Row => {
        const cell = (column: string): string => (cells[places.get(column) ?? -1] ?? '').trim();
        return {
          ...{ line, cell, number: (column) => read(line, column, cell(column)) },
          numbers: (column) => listOf(cell(column), /\s/).map((text) => read(line, column, text)),
        };
      }),
    };
  }
}

const doesExpect = ({ file, columns }: Table): boolean =>
  file.endsWith('_expected.csv') || columns.some((column) => column.startsWith('expect_'));

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number as written; NaN of anything else, a blank too. */
export function numberOf(text: string): number {
  return NUMBER.test(text) ? Number(text) : NaN;
}

/** Rows by the cells of some columns, in the order of their first row. */
export function groupBy(rows: readonly Row[], ...columns: readonly string[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(...columns.map(row.cell));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** The key under which `groupBy` holds rows with these cells. */
export function keyOf(...cells: readonly string[]): string {
  return JSON.stringify(cells);
}

/** Rows by a numbered column, the lowest first; unless each has its number, as they stand. */
export function inOrder(rows: readonly Row[], column: string): readonly Row[] {
  const numbered = rows.map((row) => ({ row, number: numberOf(row.cell(column)) }));
  if (numbered.some(({ number }) => Number.isNaN(number))) return rows;
  return numbered.sort((a, b) => a.number - b.number).map(({ row }) => row);
}

/** Words of a list in a cell. */
export function listOf(cell: string, separator: string | RegExp = '|'): readonly string[] {
  return cell
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
