/**
 * Writing of csv 逗号分隔文件 (RFC 4180), and the guard that keeps a spreadsheet from taking a text for a formula.
 * Reading is at the edge, where the encoding is known.
 */

const FORMULA_START = /^'*[=+\-@＝＋－＠\t\r]/;
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** A cell that a spreadsheet shows as text although it begins like a formula: an apostrophe goes before it. */
export function guardFormula(cell: string): string {
  return FORMULA_START.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

/** Takes away the apostrophe that `guardFormula` put before a cell. */
export function unguardFormula(cell: string): string {
  const rest = cell.slice(1);
  return cell.startsWith("'") && FORMULA_START.test(rest) && !PLAIN_NUMBER.test(rest) ? rest : cell;
}

/** Rows of cells as csv with CRLF, each cell guarded against formulas. */
export function printCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(printCsvCell).join(',')}\r\n`).join('');
}

function printCsvCell(cell: string): string {
  const guarded = guardFormula(cell);
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
