import { deflateRawSync } from 'node:zlib';

import exceljs from 'exceljs';
import { describe, expect, it } from 'vitest';

import { readCsvFile, writeCsvFile } from './csv-file.ts';
import { runReadJob } from './job.ts';
import { readXlsxFile, writeXlsxFile } from './xlsx-file.ts';
import { judgeArchive } from './zip-guard.ts';

const cellsOf = (file: { rows: readonly { cells: readonly string[] }[] }): (readonly string[])[] =>
  file.rows.map((r) => r.cells);

async function workbook(fill: (sheet: exceljs.Worksheet) => void): Promise<Buffer> {
  const book = new exceljs.Workbook();
  fill(book.addWorksheet('Sheet1'));
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('a csv file', () => {
  it('is read as UTF-8, with or without byte order mark', () => {
    expect(cellsOf(readCsvFile(Buffer.from('代码,名称\r\n14,山西\r\n')))).toEqual([
      ['代码', '名称'],
      ['14', '山西'],
    ]);
    expect(cellsOf(readCsvFile(Buffer.from('\ufeff代码,名称\n')))).toEqual([['代码', '名称']]);
  });

  it('is read as GB18030 when it is not UTF-8', () => {
    // 代码,山西 as a Chinese spreadsheet saves it.
    const gb = Buffer.from([0xb4, 0xfa, 0xc2, 0xeb, 0x2c, 0xc9, 0xbd, 0xce, 0xf7]);
    expect(cellsOf(readCsvFile(gb))).toEqual([['代码', '山西']]);
  });

  it('is read as UTF-16 with tabs, as spreadsheets export Unicode text', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('代码\t名称\n14\t山西', 'utf16le')]);
    expect(cellsOf(readCsvFile(utf16))).toEqual([
      ['代码', '名称'],
      ['14', '山西'],
    ]);
  });

  it('is read as UTF-16 with the high byte first', () => {
    const swapped = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('代码,名称', 'utf16le').swap16()]);
    expect(cellsOf(readCsvFile(swapped))).toEqual([['代码', '名称']]);
  });

  it('may hold commas, quotes and line breaks inside quotes; rows count as a spreadsheet counts them', () => {
    const file = readCsvFile(Buffer.from('a,"b,""c""\nd"\n\ne,f'));
    expect(file.rows).toEqual([
      { number: 1, cells: ['a', 'b,"c"\nd'] },
      { number: 2, cells: [''] },
      { number: 3, cells: ['e', 'f'] },
    ]);
  });

  it('that is broken is refused with what to do', () => {
    expect(readCsvFile(Buffer.from('a,"b\nc,d')).problems.map((p) => p.code)).toEqual(['broken-quotes']);
    expect(readCsvFile(Buffer.from([0x61, 0x00, 0x62])).problems.map((p) => p.code)).toEqual(['not-a-sheet']);
    expect(readCsvFile(Buffer.from([0x81, 0x20, 0xff])).problems.map((p) => p.code)).toEqual(['unknown-encoding']);
    expect(readCsvFile(Buffer.from('a\n'.repeat(100_001))).problems.map((p) => p.code)).toEqual(['too-many-rows']);
  });

  it('guards texts that begin like formulas and gives them back unguarded', () => {
    const written = writeCsvFile([['=1+1', "it's", '-5', '+x', '@y']]);
    expect(written.toString()).toContain("'=1+1,it's,-5,'+x,'@y");
    expect(cellsOf(readCsvFile(written))).toEqual([['=1+1', "it's", '-5', '+x', '@y']]);
  });
});

describe('an xlsx file', () => {
  it('gives numbers exactly, dates as days, rich text as text, and yes or no', async () => {
    const file = await workbook((sheet) => {
      sheet.addRow([0.1, 4.1, 1e-7, 123456789012345]);
      sheet.getCell('A2').value = new Date('2024-05-20T00:00:00Z');
      sheet.getCell('A2').numFmt = 'yyyy-mm-dd';
      sheet.getCell('C2').value = { richText: [{ text: '血' }, { text: '糖' }] };
      sheet.getCell('D2').value = true;
      sheet.getCell('B4').value = { text: 'link', hyperlink: 'https://example.org' };
    });
    const read = await readXlsxFile(file, []);
    expect(read.problems).toEqual([]);
    expect(read.rows).toEqual([
      { number: 1, cells: ['0.1', '4.1', '1e-7', '123456789012345'] },
      { number: 2, cells: ['2024-05-20', '', '血糖', '是'] },
      { number: 4, cells: ['', 'link'] },
    ]);
  });

  it('refuses formulas, errors, merged cells and rounded numbers, naming each cell', async () => {
    const file = await workbook((sheet) => {
      sheet.getCell('A1').value = 'x';
      sheet.getCell('B3').value = { formula: 'A1&"y"', result: 'xy' };
      sheet.getCell('C3').value = { error: '#N/A' };
      sheet.getCell('D4').value = 1.2345678901234567e19;
      sheet.mergeCells('A5:B5');
      sheet.getCell('A5').value = 'merged';
    });
    const read = await readXlsxFile(file, []);
    expect(read.problems.map((p) => [p.code, p.row])).toEqual([
      ['formula', 3],
      ['error-value', 3],
      ['rounded-number', 4],
      ['merged-cell', 5],
    ]);
    expect(read.problems[0]?.message).toContain('cell B3 is a formula');
    expect(read.problems[0]?.messageZh).toContain('单元格 B3 是公式');
  });

  it('refuses percentages, which hold a hundredth of what they show, and says how many faults it leaves out', async () => {
    const file = await workbook((sheet) => {
      sheet.getCell('A1').value = 0.025;
      sheet.getCell('A1').numFmt = '0.0%';
      sheet.getCell('B1').value = 2.5;
      sheet.getCell('B1').numFmt = '0.0"%"';
    });
    expect((await readXlsxFile(file, [])).problems.map((p) => p.code)).toEqual(['percent-format']);
    const many = await workbook((sheet) => {
      for (let row = 1; row <= 250; row += 1) sheet.getCell(row, 1).value = { error: '#N/A' };
    });
    const { problems } = await readXlsxFile(many, []);
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toMatchObject({ code: 'more-faults', row: 250 });
    expect(problems.at(-1)?.message).toContain('50 more cells');
  });

  it('names every other fault beside a formula, which itself is no empty cell', async () => {
    const file = await workbook((sheet) => {
      sheet.addRow(['code', 'nameZh', 'kind', 'from']);
      sheet.addRow(['14', { formula: 'A1', result: 'x' }, 'province', '2020-01-01']);
      sheet.addRow(['51', '四川', 'land', '2020-02-30']);
      sheet.addRow(['11', '北京', 'province', '2020-01-01']);
    });
    const { entries, problems } = await runReadJob({ kind: 'read', register: 'region', file });
    expect(problems.map((p) => [p.row, p.column, p.code])).toEqual([
      [2, null, 'formula'],
      [3, 'kind', 'not-an-option'],
      [3, 'from', 'not-a-day'],
    ]);
    expect(entries.map(({ row }) => row['code'])).toEqual(['11']);
  });

  it('keeps a time of day visible, so that a column of days refuses it', async () => {
    const file = await workbook((sheet) => {
      sheet.getCell('A1').value = new Date('2024-05-20T09:30:00Z');
      sheet.getCell('A1').numFmt = 'yyyy-mm-dd';
    });
    expect(cellsOf(await readXlsxFile(file, []))).toEqual([['2024-05-20T09:30:00']]);
  });

  it('that is no workbook, is truncated, or is locked is refused', async () => {
    const sound = await workbook((sheet) => sheet.addRow(['x']));
    for (const file of [
      Buffer.from('hello'),
      Buffer.alloc(0),
      sound.subarray(0, sound.length - 40),
      zipOf('a.txt', Buffer.from('no workbook')),
    ]) {
      expect((await readXlsxFile(file, [])).problems.map((p) => p.code)).toEqual(['not-a-sheet']);
    }
    const locked = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)]);
    expect((await readXlsxFile(locked, [])).problems.map((p) => p.code)).toEqual(['encrypted']);
  });

  it('that unpacks to more than its limit is refused, whatever size it declares', async () => {
    const bomb = zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(150 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(400_000);
    expect(judgeArchive(bomb)).toBe('too-large');
    expect((await readXlsxFile(bomb, [])).problems.map((p) => p.code)).toEqual(['too-large']);
  });

  it('is written with texts only: codes keep zeros, nothing is a formula, a list offers the options', async () => {
    const file = await writeXlsxFile({
      name: '目录',
      rows: [
        ['代码', '级别'],
        ['0014', '=1+1'],
      ],
      headerCount: 1,
      foot: '李敏 & 王强',
      guide: [['列'], ['代码']],
      options: new Map([[2, ['floor', 'ceiling']]]),
    });
    const book = new exceljs.Workbook();
    const bytes = new ArrayBuffer(file.length);
    new Uint8Array(bytes).set(file);
    await book.xlsx.load(bytes);
    const cell = book.worksheets[0]?.getCell('B2');
    expect(cell?.type).toBe(exceljs.ValueType.String);
    expect(cell?.numFmt).toBe('@');
    expect(cell?.dataValidation.formulae).toEqual(['"floor,ceiling"']);
    expect(cellsOf(await readXlsxFile(file, []))).toEqual([
      ['代码', '级别'],
      ['0014', '=1+1'],
    ]);
  });
});

/** An archive of one deflated part that declares one byte. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(1, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(1, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}
