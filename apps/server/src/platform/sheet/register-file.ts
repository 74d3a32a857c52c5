/** Files of registers: which codec, which header, which guide. */
import type { AnyRegister } from '@fujie/core/kernel';
import { sheetColumns } from '@fujie/core/registers';
import type { ExportStamp, GivenCells, ReadSheet, SheetEntry } from '@fujie/wire/sheet';
import { guideRows, headerRows, printSheet, problemAt, readSheet, stampLine } from '@fujie/wire/sheet';

import { readCsvFile, writeCsvFile } from './csv-file.ts';
import { readXlsxFile, writeXlsxFile } from './xlsx-file.ts';

export type SheetFormat = 'xlsx' | 'csv';

const ARCHIVE_START = Buffer.from('PK');
const COMPOUND_START = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** Whether a file is an archive or a locked workbook, whatever it is called. */
export function isWorkbook(file: Buffer): boolean {
  return file.subarray(0, 2).equals(ARCHIVE_START) || file.subarray(0, 4).equals(COMPOUND_START);
}

/** Reads the rows of a file by what the file is, whatever it is called; faults of cells come beside the rows. */
export async function readRegisterRows(
  register: AnyRegister,
  file: Buffer,
  given: GivenCells = {},
): Promise<ReadSheet> {
  const read = isWorkbook(file)
    ? await readXlsxFile(file, [sheetNameOf(register), register.id, register.en])
    : readCsvFile(file);
  if (read.rows.length === 0 && read.problems.length > 0) return { rows: [], problems: read.problems };
  const sheet = readSheet(register, read.rows, given);
  const problems = [...read.problems, ...sheet.problems];
  if (sheet.rows.length > 0 || problems.length > 0) return { rows: sheet.rows, problems };
  const text = {
    en: 'the sheet has a header but no rows; fill in at least one',
    zh: '表格只有表头，没有数据；请至少填写一行',
  };
  return { rows: [], problems: [problemAt(read.rows.length + 1, null, 'no-rows', text)] };
}

/** A workbook does not allow these characters in the name of a sheet. */
function sheetNameOf(register: AnyRegister): string {
  return register.zh.replace(/[[\]:*?/\\“”"]/g, '');
}

/** Writes the sheet of a register, with the line of who took it out; without entries it is the template. */
export async function writeRegisterFile(
  format: SheetFormat,
  register: AnyRegister,
  entries: readonly SheetEntry[],
  stamp?: ExportStamp,
): Promise<Buffer> {
  const line = stamp === undefined ? null : stampLine(stamp);
  const rows = [...printSheet(register, entries), ...(line === null ? [] : [[line]])];
  if (format === 'csv') return writeCsvFile(rows);
  const options = new Map<number, readonly string[]>();
  Object.values(sheetColumns(register)).forEach((column, i) => {
    if (column.options) options.set(i + 1, column.options);
    else if (column.kind === 'boolean') options.set(i + 1, ['是', '否']);
  });
  return writeXlsxFile({
    name: sheetNameOf(register),
    rows,
    headerCount: headerRows(register).length,
    guide: guideRows(register),
    options,
    foot: line,
  });
}

export function contentTypeOf(format: SheetFormat): string {
  return format === 'csv'
    ? 'text/csv; charset=utf-8'
    : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
}
