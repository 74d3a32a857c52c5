import { describe, expect, test } from 'vitest';

import { readEntries } from './entries-file.ts';

describe('entries of a list from a csv file', () => {
  test('columns are found by heading, in any order, Chinese or English', () => {
    expect(readEntries('\uFEFF项目,机构,互认范围\r\nALT,T1,14\r\n\r\n"K",T1,"14"\r\n')).toEqual([
      { institution: 'T1', item: 'ALT', scope: '14' },
      { institution: 'T1', item: 'K', scope: '14' },
    ]);
    expect(readEntries('institution,item,scope\nT1,"A ""x"", b",CN')).toEqual([
      { institution: 'T1', item: 'A "x", b', scope: 'CN' },
    ]);
  });
  test('a file without one of the columns is not guessed at', () =>
    expect(readEntries('机构,项目\nT1,ALT')).toBeNull());
});
