/** Compares expected cells with what is computed 逐格比对, counts, and keeps a line for each difference. */
import { roundHalfAway } from '@fujie/core/estimates';

import type { Row, Table } from './folder.ts';
import { numberOf } from './folder.ts';

/** What was computed: a number, words, or nothing. */
type Computed = number | string | null;

export class Report {
  readonly differences: string[] = [];
  passed = 0;

  get failed(): number {
    return this.differences.length;
  }

  /** Words, exactly. */
  text(table: Table, row: Row, column: string, computed: string): void {
    this.#settle(table, row, column, row.cell(column) === computed, computed);
  }

  /** Words joined by `|`, in any order. */
  set(table: Table, row: Row, column: string, computed: readonly string[]): void {
    const sorted = (words: readonly string[]): string => [...new Set(words)].sort().join('|');
    const expected = sorted(
      row
        .cell(column)
        .split('|')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    );
    this.#settle(table, row, column, expected === sorted(computed), sorted(computed));
  }

  /** A number rounded half away from zero to the decimals that are written; words or a blank where there is none. */
  rounded(table: Table, row: Row, column: string, computed: Computed): void {
    this.#number(
      table,
      row,
      column,
      computed,
      (expected, value, decimals) => roundHalfAway(value, decimals) === expected,
    );
  }

  /** A number written in full; rounded only if it is written with so many decimals. */
  exact(table: Table, row: Row, column: string, computed: Computed, roundedFrom = 4): void {
    this.#number(table, row, column, computed, (expected, value, decimals) => {
      if (Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(value))) return true;
      return decimals >= roundedFrom && roundHalfAway(value, decimals) === expected;
    });
  }

  /** A number that was iterated: within two millionths, or half a unit of the last digit written. */
  near(table: Table, row: Row, column: string, computed: Computed): void {
    this.#number(table, row, column, computed, (expected, value, decimals) => {
      const off = Math.abs(value - expected);
      return off <= 2e-6 * Math.abs(expected) || off <= 0.5000001 * 10 ** -decimals;
    });
  }

  /** Something that keeps a row from being checked at all. */
  problem(table: Table, row: Row | null, message: string): void {
    this.differences.push(`${table.file}${row === null ? '' : `:${String(row.line)}`} ${message}`);
  }

  #number(
    table: Table,
    row: Row,
    column: string,
    computed: Computed,
    agrees: (expected: number, value: number, decimals: number) => boolean,
  ): void {
    const text = row.cell(column);
    const expected = numberOf(text);
    if (typeof computed !== 'number' || Number.isNaN(computed)) {
      const words = typeof computed === 'string' ? computed : '';
      this.#settle(table, row, column, text === words, words);
      return;
    }
    const isGood = !Number.isNaN(expected) && agrees(expected, computed, decimalsOf(text));
    this.#settle(table, row, column, isGood, String(Number(computed.toPrecision(12))));
  }

  /** A column that the file does not have expects nothing. */
  #settle(table: Table, row: Row, column: string, isGood: boolean, computed: string): void {
    if (!table.columns.includes(column)) return;
    if (isGood) this.passed += 1;
    else
      this.differences.push(
        `${table.file}:${String(row.line)} ${column}: expected \`${row.cell(column)}\`, computed \`${computed}\``,
      );
  }
}

function decimalsOf(text: string): number {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}
