import { expect, test } from 'vitest';

import { matrixCells } from './matrix.ts';

const value = (reported: string, item = 'ALT', sample = '1') => ({ item, sample, reported });
const asked = { items: ['ALT'], samples: ['1'], excused: [], before: [] };
const stateOf = (change: Partial<Parameters<typeof matrixCells>[0]>) =>
  matrixCells({ ...asked, counted: null, ...change }).map(({ reported, state, corrected }) => [
    reported,
    state,
    corrected,
  ]);

test('each value that was asked for stands in the matrix, returned or not', () => {
  const counted = (isLate: boolean, ...results: ReturnType<typeof value>[]) => ({ isLate, results });
  expect(stateOf({})).toEqual([['', 'missing', null]]);
  expect(stateOf({ excused: ['ALT'] })).toEqual([['', 'excused', null]]);
  expect(stateOf({ counted: counted(false, value('41')) })).toEqual([['41', 'in time', null]]);
  expect(stateOf({ counted: counted(true, value('41')) })).toEqual([['41', 'late', null]]);
  expect(stateOf({ counted: counted(true, value(' ')) })).toEqual([['', 'blank', null]]);
  expect(stateOf({ counted: counted(false, value('POS', 'HBsAg')) })).toEqual([['', 'blank', null]]);
  expect(matrixCells({ ...asked, items: ['ALT', 'AST'], samples: ['1', '2'], counted: null })).toHaveLength(4);
});

test('a value that a later version corrected says what it was; spaces around it are no correction', () => {
  const results = [value('41')];
  const counted = { isLate: false, results };
  expect(stateOf({ counted, before: [{ results: [value('41 ')] }] })).toEqual([['41', 'in time', null]]);
  expect(stateOf({ counted, before: [{ results }, { results: [value('14')] }] })).toEqual([['41', 'in time', '14']]);
  expect(stateOf({ counted, before: [{ results: [] }] })).toEqual([['41', 'in time', '']]);
});
