import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { findLeaks, searchLeaks } from './leaks.mjs';

function searched(files: Readonly<Record<string, string>>): ReturnType<typeof findLeaks> & { failed: number } {
  const folder = mkdtempSync(join(tmpdir(), 'fujie-leaks-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return { ...findLeaks(folder), failed: searchLeaks('personal data', folder).failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CLEAN = {
  'logs-1.txt': '{"level":30}\n',
  'addresses-1.txt': 'GET /\n',
  'metrics-1.txt': 'x 1\n',
  'errors-1.txt': '{}\n',
};

test('what says nothing of anybody passes', () => {
  expect(searched(CLEAN)).toMatchObject({ leaks: [], failed: 0 });
});

test.each([
  ['a name in a log', 'logs-1.txt', '{"level":50}\n{"msg":"refused 张小明"}\n', '张小明', 2],
  [
    'a name written as an address writes it',
    'addresses-2.txt',
    'GET /persons?q=%E5%BC%A0%E5%B0%8F%E6%98%8E\n',
    '张小明',
    1,
  ],
  ['a name written as JSON may write it', 'errors-2.txt', '{"detail":"\\u5f20\\u5c0f\\u660e"}\n', '张小明', 1],
  [
    'an identity number with its check character',
    'metrics-2.txt',
    'by_person{id="11010519491231002X"} 1\n',
    '11010519491231002X',
    1,
  ],
  ['what a test planted itself', 'errors-3.txt', '{}\n{"detail":"13500000000"}', '13500000000', 2],
])('%s is found, with its file and line', (_, file, text, value, line) => {
  const { leaks, failed } = searched({ ...CLEAN, 'planted-1.txt': '13500000000\n', [file]: text });
  expect(leaks).toMatchObject([{ value, line }]);
  expect(leaks[0]?.file.endsWith(file)).toBe(true);
  expect(failed).toBe(1);
});

test('digits that are no identity number are none', () => {
  expect(searched({ ...CLEAN, 'logs-2.txt': '110105194912310021 11010519491331002X 1716166800000\n' }).leaks).toEqual(
    [],
  );
});

test('a run that wrote nothing of a kind has proved nothing', () => {
  expect(searched({ ...CLEAN, 'logs-1.txt': '' }).failed).toBe(1);
});
