import { formatInstant } from '@fujie/core/kernel';
import { describe, expect, it } from 'vitest';

import { printControls, readControlSheet } from './control-sheet.ts';

const HEADER = ['检测系统', '质控品', '批号', '水平', '结果', '检测时间', '用途'];
const rows = (...cells: readonly (readonly string[])[]) => cells.map((one, i) => ({ number: i + 1, cells: one }));
const read = (...cells: readonly (readonly string[])[]) => readControlSheet(rows(HEADER, ...cells));
const found = (sheet: ReturnType<typeof read>) =>
  sheet.lines.flatMap((line) => (line.ok ? [] : line.problems.map(({ path, code }) => [path, code])));

describe('a sheet of control results', () => {
  it('is read by the names of its columns, times as spreadsheets write them', () => {
    const { lines, problems } = read(
      ['K@1', 'QC', 'A1', 'N', '4.10', '2026/3/2 8:05', ''],
      ['K@1', 'QC', 'A1', 'P', '6,2', '2026-03-02T08:06:00', '临时加做'],
      ['', '', '', '', '', '', ''],
    );
    expect(problems).toEqual([]);
    expect(lines.map((line) => line.ok && [formatInstant(line.row.measuredAt), line.row.purpose])).toEqual([
      ['2026-03-02T08:05:00+08:00', 'routine'],
      ['2026-03-02T08:06:00+08:00', 'temporary'],
    ]);
    // What a cell says is judged by the laboratory, and kept as it was written.
    expect(lines[1]?.cells.value).toBe('6,2');
  });

  it('says row and column of what is missing or cannot be read, and leaves the other rows', () => {
    const sheet = readControlSheet([
      ...rows(
        HEADER,
        ['K@1', 'QC', '', 'N', '4.1', '2026-03-02', ''],
        ['K@1', 'QC', 'A1', 'N', '4.1', '2026-03-02 08:00', 'other'],
      ),
      { number: 4, cells: ['K@1', 'QC', 'A1', 'N', '', '2026-03-02 08:00', ''], unreadable: [4] },
      { number: 5, cells: ['K@1', 'QC', 'A1', 'N', '4', '2026-03-02 08:00', '', 'more'] },
      { number: 6, cells: ['K@1', 'QC', 'A1', 'N', '4', '2026-03-02 08:00'] },
    ]);
    expect(found(sheet)).toEqual([
      ['rows[2].lot', 'required'],
      ['rows[2].measuredAt', 'not-a-time'],
      ['rows[3].purpose', 'unknown-option'],
      ['rows[4].value', 'unreadable-cell'],
      ['rows[5]', 'cell-outside-columns'],
    ]);
    expect(sheet.lines.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('without a header, or without a column that is needed, has no rows', () => {
    expect(readControlSheet(rows(['1', '2'])).problems.map(({ code }) => code)).toEqual(['no-header']);
    expect(readControlSheet(rows(['检测系统', '批号', '备注'])).problems.map(({ code, path }) => [code, path])).toEqual(
      [
        ['unknown-column', 'rows[1]'],
        ...['product', 'level', 'value', 'measuredAt'].map((path) => ['missing-column', path]),
      ],
    );
  });

  it('is written again as it was read', () => {
    const first = read(['K@1', 'QC', 'A1', 'N', '4,1', '2026/3/2 8:05', '']);
    const again = readControlSheet(rows(...printControls(first.lines)));
    expect(again.lines.map(({ cells }) => cells)).toEqual(first.lines.map(({ cells }) => cells));
  });
});
