/** xlsx files of registers: values only. Formulas, merged cells and errors are refused with the address of the cell. */
import type { SheetProblem, SheetRow } from '@fujie/wire/sheet';
import { problemAt } from '@fujie/wire/sheet';
import type { Cell, CellValue, Workbook, Worksheet } from 'exceljs';

import { refuseFile, tooManyColumns, tooManyRows } from './csv-file.ts';
import type { FileRows } from './limits.ts';
import { MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { judgeArchive } from './zip-guard.ts';

/** Above this a spreadsheet has already rounded the number: identifiers of 16 digits and more lose their end. */
const MAX_EXACT = 999_999_999_999_999;
const MAX_FAULTS = 200;

/** The library comes in 400 files, which whoever reads and writes no workbook is spared. */
async function newWorkbook(): Promise<Workbook> {
  const { default: exceljs } = await import('exceljs');
  return new exceljs.Workbook();
}

/** Reads the first sheet of a workbook, or the one named after the register. */
export async function readXlsxFile(file: Buffer, sheetNames: readonly string[]): Promise<FileRows> {
  const verdict = judgeArchive(file);
  if (verdict === 'encrypted') {
    return refuseFile('encrypted', {
      en: 'the workbook is protected by a password; save it without',
      zh: '工作簿已加密；请取消密码后重新保存',
    });
  }
  if (verdict === 'too-large') {
    return refuseFile('too-large', {
      en: 'the workbook unpacks to too much; split it',
      zh: '工作簿解压后过大；请拆分后导入',
    });
  }
  const workbook = await newWorkbook();
  try {
    if (verdict === 'not-an-archive') throw new Error(verdict);
    await workbook.xlsx.load(toArrayBuffer(file), {
      ignoreNodes: ['dataValidations', 'conditionalFormatting', 'picture', 'drawing'],
    });
  } catch {
    return refuseFile('not-a-sheet', {
      en: 'the file is not an xlsx workbook that can be read; save it again as xlsx or csv',
      zh: '无法读取该 xlsx 工作簿；请重新另存为 xlsx 或 csv',
    });
  }
  const sheet = workbook.worksheets.find((s) => sheetNames.includes(s.name)) ?? workbook.worksheets[0];
  if (!sheet) return refuseFile('not-a-sheet', { en: 'the workbook has no sheet', zh: '工作簿中没有工作表' });
  if (sheet.actualRowCount > MAX_ROWS) return tooManyRows();
  if (sheet.actualColumnCount > MAX_COLUMNS) return tooManyColumns();
  return readWorksheet(sheet);
}

/** The library takes the bytes as an ArrayBuffer of their own. */
function toArrayBuffer(file: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(file.length);
  new Uint8Array(copy).set(file);
  return copy;
}

function readWorksheet(sheet: Worksheet): FileRows {
  const rows: SheetRow[] = [];
  const problems: SheetProblem[] = [];
  let faults = 0;
  let last = 1;
  sheet.eachRow((row, number) => {
    const cells: string[] = [];
    const unreadable: number[] = [];
    row.eachCell((cell, column) => {
      if (column > MAX_COLUMNS) return;
      while (cells.length < column - 1) cells.push('');
      const text = cell.isMerged && cell.master.address !== cell.address ? MERGED : textOf(cell.value, cell.numFmt);
      if (typeof text === 'string') {
        cells.push(text);
        return;
      }
      unreadable.push(cells.length);
      cells.push('');
      faults += 1;
      if (faults <= MAX_FAULTS) problems.push(cellFault(number, cell, text));
      last = number;
    });
    rows.push(unreadable.length === 0 ? { number, cells } : { number, cells, unreadable });
  });
  if (faults > MAX_FAULTS) problems.push(moreFaults(last, faults - MAX_FAULTS));
  return { rows, problems };
}

interface Fault {
  readonly code: string;
  readonly en: string;
  readonly zh: string;
}

const FORMULA: Fault = {
  code: 'formula',
  en: 'is a formula; copy the column and paste it as values',
  zh: '是公式；请复制该列并以“粘贴为数值”替换',
};
const MERGED: Fault = {
  code: 'merged-cell',
  en: 'is merged with another; unmerge it and fill each cell',
  zh: '是合并单元格；请取消合并并逐格填写',
};
const ERROR: Fault = {
  code: 'error-value',
  en: 'holds an error value; correct or empty it',
  zh: '为错误值；请更正或清空',
};
const ROUNDED: Fault = {
  code: 'rounded-number',
  en: 'is a number of more than 15 digits, of which a spreadsheet loses the end; format the column as text and type it again',
  zh: '是超过 15 位的数字，表格软件会丢失末尾数位；请将该列设为文本格式后重新填写',
};

const PERCENT: Fault = {
  code: 'percent-format',
  en: 'is shown as a percentage but holds a hundredth of it; format the column as a number and write 2.5 for 2.5%',
  zh: '显示为百分数，但实际数值为其百分之一；请将该列设为数值格式，2.5% 填写为 2.5',
};

function moreFaults(row: number, count: number): SheetProblem {
  return problemAt(row, null, 'more-faults', {
    en: `${count} more cells up to here cannot be read; correct those named above and import again`,
    zh: `至本行另有 ${count} 个单元格无法读取；请先更正以上各处后重新导入`,
  });
}

function cellFault(row: number, cell: Cell, fault: Fault): SheetProblem {
  return problemAt(row, null, fault.code, {
    en: `cell ${cell.address} ${fault.en}`,
    zh: `单元格 ${cell.address} ${fault.zh}`,
  });
}

function textOf(value: CellValue, format = ''): string | Fault {
  if (value === null || value === undefined) return '';
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
      return value ? '是' : '否';
    case 'number':
      if (isPercentage(format)) return PERCENT;
      return Math.abs(value) > MAX_EXACT ? ROUNDED : String(value);
    default:
  }
  if (value instanceof Date) return dayText(value);
  if ('formula' in value || 'sharedFormula' in value) return FORMULA;
  if ('error' in value) return ERROR;
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  return typeof value.text === 'string' ? value.text : textOf(value.text);
}

/** A percent sign that is part of the number, not of a text beside it. */
function isPercentage(format: string): boolean {
  return format.replace(/"[^"]*"|\\./g, '').includes('%');
}

/** A date cell has no zone; a time of day stays visible, so that a column of days refuses it. */
function dayText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '?';
  const iso = date.toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19);
}

/** What a workbook is made of. */
export interface WorkbookContent {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  readonly headerCount: number;
  /** How to fill each column; a second sheet. */
  readonly guide: readonly (readonly string[])[];
  /** Closed values by column number, from 1. */
  readonly options: ReadonlyMap<number, readonly string[]>;
  /** At head and foot of each printed sheet. */
  readonly foot: string | null;
}

const FILLABLE_ROWS = 2000;

/** A workbook writes characters that it cannot hold as `_x000D_`: a text that looks like one is escaped, and so is a carriage return. */
function escapeText(cell: string): string {
  return cell.replace(/_(?=x[0-9A-F]{4}_)/g, '_x005F_').replaceAll('\r', '_x000D_');
}

/**
 * Writes a workbook of text cells: codes keep their zeros, and nothing can be taken for a formula, because every cell is
 * a string in a column formatted as text.
 */
export async function writeXlsxFile(content: WorkbookContent): Promise<Buffer> {
  const workbook = await newWorkbook();
  const sheet = workbook.addWorksheet(content.name, { views: [{ state: 'frozen', ySplit: content.headerCount }] });
  const width = Math.max(...content.rows.map((cells) => cells.length), 1);
  sheet.columns = Array.from({ length: width }, () => ({ width: 18, style: { numFmt: '@' } }));
  for (const cells of content.rows) sheet.addRow(cells.map((cell) => (cell === '' ? null : escapeText(cell))));
  for (let row = 1; row <= content.headerCount; row += 1) sheet.getRow(row).font = { bold: true };
  for (const [column, options] of content.options) {
    const list = `"${options.join(',')}"`;
    // A spreadsheet refuses a list that is longer.
    if (list.length > 255) continue;
    const last = Math.max(content.rows.length, content.headerCount + FILLABLE_ROWS);
    const letter = sheet.getColumn(column).letter;
    validations(sheet).add(`${letter}${content.headerCount + 1}:${letter}${last}`, {
      type: 'list',
      allowBlank: true,
      formulae: [list],
    });
  }
  if (content.foot !== null) {
    // An ampersand begins a code there.
    const text = content.foot.replaceAll('&', '&&');
    sheet.headerFooter = { oddHeader: `&C&8${text}`, oddFooter: `&L&8${text}&R&8&P / &N` };
  }
  const guide = workbook.addWorksheet('填写说明 Guide');
  guide.columns = Array.from({ length: content.guide[0]?.length ?? 1 }, () => ({ width: 24, style: { numFmt: '@' } }));
  for (const cells of content.guide) guide.addRow([...cells]);
  guide.getRow(1).font = { bold: true };
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

interface Validations {
  add(range: string, validation: { type: 'list'; allowBlank: boolean; formulae: string[] }): void;
}

/** The library's types leave out that a sheet takes validations by range. */
function validations(sheet: Worksheet): Validations {
  return (sheet as Worksheet & { readonly dataValidations: Validations }).dataValidations;
}
