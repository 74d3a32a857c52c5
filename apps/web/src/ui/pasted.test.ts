import { expect, it } from 'vitest';

import { printPasted, readAnswers, readPasted } from './pasted.ts';

it('reads rows apart by tab, semicolon or spaces, and names the lines that are no numbers', () => {
  expect(readPasted('1.5\t2\n\n3；4\r\n 5 6 ')).toEqual({
    rows: [
      [1.5, 2],
      [3, 4],
      [5, 6],
    ],
    faults: [],
  });
  expect(readPasted(printPasted([[1.5, 2, 40], [3]])).rows).toEqual([[1.5, 2, 40], [3]]);
  expect(readPasted('1 2\n4,5 6\n参考 检测')).toEqual({ rows: [[1, 2]], faults: [2, 3] });
});

it('names the lines that have too few or too many numbers, so that none is left out unseen', () => {
  expect(readPasted('5.1 5.2\n5.3\n5.4 5.5 5.6', [2])).toEqual({ rows: [[5.1, 5.2]], faults: [2, 3] });
  expect(readPasted('5,1 5,2', [2]).faults).toEqual([1]);
});

it('reads answers apart by commas and semicolons, without the empty ones', () => {
  expect(readAnswers(' 阳性；弱阳性,  ;')).toEqual(['阳性', '弱阳性']);
});
