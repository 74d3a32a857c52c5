/** A folder of csv files 校验数据文件夹 by name: those that are there as tables, cells by the name of their column. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readCsvFile } from '@fujie/server/sheet';

/** A row below the head, with the line that a spreadsheet shows. */
export interface Row {
  readonly line: number;
  /** A cell without the blanks around it; empty where the column is missing. */
  readonly cell: (column: string) => string;
  /** A cell as a number; NaN where it is none. */
  readonly number: (column: string) => number;
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

  #read(file: string): Table | null {
    const path = join(this.#directory, file);
    if (!existsSync(path)) {
      this.skipped.push(file);
      return null;
    }
    const { rows, problems } = readCsvFile(readFileSync(path));
    const [problem] = problems;
    if (problem !== undefined) {
      this.faults.push(`${file}:${String(problem.row)} ${problem.message} (${problem.messageZh})`);
      return null;
    }
    const [head, ...body] = rows;
    if (head === undefined) return null;
    const columns = head.cells.map((cell) => cell.trim());
    const places = new Map(columns.map((column, place) => [column, place]));
    return {
      file,
      columns,
      rows: body
        .map(({ number, cells }) => ({ number, texts: cells.map((cell) => cell.trim()) }))
        .filter(({ texts }) => texts.some((text) => text !== ''))
        .map(({ number, texts }): Row => {
          const cell = (column: string): string => texts[places.get(column) ?? -1] ?? '';
          return { line: number, cell, number: (column) => numberOf(cell(column)) };
        }),
    };
  }
}

/** A number as written; NaN of anything else, a blank too. */
export function numberOf(text: string): number {
  return text === '' ? NaN : Number(text);
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

/** Rows by a numbered column, the lowest first; what is no number keeps its place. */
export function inOrder(rows: readonly Row[], column: string): readonly Row[] {
  return [...rows].sort((a, b) => a.number(column) - b.number(column) || 0);
}

/** Words of a list in a cell. */
export function listOf(cell: string, separator: string | RegExp = '|'): readonly string[] {
  return cell
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
