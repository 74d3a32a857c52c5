/** csv files as people save them: UTF-8 with or without byte order mark, UTF-16, or GB18030 from Chinese spreadsheets. */
import { TextDecoder } from 'node:util';

import { problemAt, printCsv, unguardFormula } from '@fujie/wire/sheet';
import { CsvError, parse } from 'csv-parse/sync';

import type { FileRows } from './limits.ts';
import { MAX_COLUMNS, MAX_ROWS } from './limits.ts';

/** Reads a csv file. Row numbers are those that a spreadsheet shows. */
export function readCsvFile(file: Buffer): FileRows {
  const text = decode(file);
  if (text === null) {
    return refuseFile('unknown-encoding', {
      en: 'the file is neither UTF-8 nor GB18030 text; save it as csv UTF-8, or as xlsx',
      zh: '文件不是 UTF-8 或 GB18030 编码的文本；请另存为“CSV UTF-8”或 xlsx',
    });
  }
  if (text.includes('\0')) {
    return refuseFile('not-a-sheet', {
      en: 'the file is not text; save it as csv or xlsx',
      zh: '文件不是文本；请另存为 csv 或 xlsx',
    });
  }
  let records: string[][];
  try {
    records = parse(text, { delimiter: delimiterOf(text), relax_column_count: true, to: MAX_ROWS + 20 });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return refuseFile(
      'broken-quotes',
      {
        en: 'the quotes of a cell are not closed, or stand inside an unquoted cell; write " as "" within a quoted cell',
        zh: '单元格的引号未闭合，或出现在未加引号的单元格内；引号内的 " 应写作 ""',
      },
      line,
    );
  }
  if (records.length > MAX_ROWS) return tooManyRows();
  if (records.some((cells) => cells.length > MAX_COLUMNS)) return tooManyColumns();
  return { rows: records.map((cells, i) => ({ number: i + 1, cells: cells.map(unguardFormula) })), problems: [] };
}

function decode(file: Buffer): string | null {
  if (file[0] === 0xff && file[1] === 0xfe) return attempt('utf-16le', file);
  if (file[0] === 0xfe && file[1] === 0xff) return attempt('utf-16be', file);
  return attempt('utf-8', file) ?? attempt('gb18030', file);
}

function attempt(encoding: string, file: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(file);
  } catch {
    return null;
  }
}

/** Some spreadsheets separate by semicolon or tab: whichever the first line has most of. */
function delimiterOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const count = (separator: string): number => line.split(separator).length;
  return [',', '\t', ';'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

export function refuseFile(code: string, text: { readonly en: string; readonly zh: string }, row = 1): FileRows {
  return { rows: [], problems: [problemAt(row, null, code, text)] };
}

export function tooManyRows(): FileRows {
  return refuseFile('too-many-rows', {
    en: `the sheet has more than ${MAX_ROWS} rows; split it`,
    zh: `表格超过 ${MAX_ROWS} 行；请拆分后导入`,
  });
}

export function tooManyColumns(): FileRows {
  return refuseFile('too-many-columns', {
    en: `the sheet has more than ${MAX_COLUMNS} columns; start from the template`,
    zh: `表格超过 ${MAX_COLUMNS} 列；请使用模板`,
  });
}

/** Rows of cells as a csv file that Chinese spreadsheets open rightly: UTF-8 with byte order mark. */
export function writeCsvFile(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(`\ufeff${printCsv(rows)}`, 'utf8');
}
