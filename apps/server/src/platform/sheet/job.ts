/** Reading and writing of register files as one piece of work, which may run in a thread of its own. */
import type { AnyRegister } from '@fujie/core/kernel';
import type { ParsedRows } from '@fujie/core/registers';
import { parseRows, REGISTERS } from '@fujie/core/registers';
import type { ExportStamp, GivenCells, SheetEntry } from '@fujie/wire/sheet';

import { readCsvFile } from './csv-file.ts';
import type { FileRows } from './limits.ts';
import type { SheetFormat } from './register-file.ts';
import { isWorkbook, readRegisterRows, writeRegisterFile } from './register-file.ts';
import { readXlsxFile } from './xlsx-file.ts';

export interface ReadJob {
  readonly kind: 'read';
  readonly register: string;
  readonly file: Uint8Array;
  readonly given?: GivenCells;
}

export interface WriteJob {
  readonly kind: 'write';
  readonly register: string;
  readonly format: SheetFormat;
  readonly entries: readonly SheetEntry[];
  readonly stamp?: ExportStamp;
}

/** Reads the cells of a file that is of no register. */
export interface CellsJob {
  readonly kind: 'cells';
  readonly file: Uint8Array;
  /** Sheets of a workbook that are meant; else the first. */
  readonly names: readonly string[];
}

/** Reads a file by what it is, whatever it is called. */
export async function runCellsJob({ file, names }: CellsJob): Promise<FileRows> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  return isWorkbook(bytes) ? readXlsxFile(bytes, names) : readCsvFile(bytes);
}

/** Reads a file to entries, with every fault of file, header and cells. */
export async function runReadJob(job: ReadJob): Promise<ParsedRows> {
  const register = registerOf(job.register);
  const sheet = await readRegisterRows(
    register,
    Buffer.from(job.file.buffer, job.file.byteOffset, job.file.byteLength),
    job.given,
  );
  const { entries, problems } = parseRows(register, sheet.rows);
  return { entries, problems: [...sheet.problems, ...problems] };
}

/** Writes entries to a file. */
export async function runWriteJob(job: WriteJob): Promise<Uint8Array> {
  return writeRegisterFile(job.format, registerOf(job.register), job.entries, job.stamp);
}

function registerOf(id: string): AnyRegister {
  const register = REGISTERS.find((known) => known.id === id);
  if (register === undefined) throw new Error(`There is no register ${id}`);
  return register;
}
