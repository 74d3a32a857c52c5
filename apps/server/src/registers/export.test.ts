import { expect, test } from 'vitest';

import { refuseOtherParts } from './export.ts';
import { readCsvFile, writeCsvFile } from '../platform/sheet/csv-file.ts';
import { MAX_ENTRIES } from '../platform/sheet/limits.ts';

test('a register of more entries than one import takes is exported in parts, and the refusal counts them', () => {
  expect(() => refuseOtherParts(MAX_ENTRIES, null)).not.toThrow();
  expect(() => refuseOtherParts(MAX_ENTRIES + 1, null)).toThrow(/`part` 1 to 2/);
  expect(() => refuseOtherParts(MAX_ENTRIES + 1, 2)).not.toThrow();
  expect(() => refuseOtherParts(MAX_ENTRIES + 1, 3)).toThrow(/`part` 1 to 2/);
  expect(() => refuseOtherParts(0, 1)).not.toThrow();
});

test('the fullest export is read back whole', () => {
  const rows = [['代码'], ['Code'], ...Array.from({ length: MAX_ENTRIES }, (_, i) => [`C${String(i)}`])];
  const read = readCsvFile(writeCsvFile(rows));
  expect(read.problems).toEqual([]);
  expect(read.rows).toHaveLength(rows.length);
});
