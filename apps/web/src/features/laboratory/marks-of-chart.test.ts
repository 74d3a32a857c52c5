import { expect, test } from 'vitest';

import { labelled } from './marks-of-chart.ts';

const mark = (place: number, text: string) => ({ place, text });

test('what happened near each other is named once, and each run keeps its line', () => {
  const marks = [mark(40, '校准'), mark(10, '换试剂'), mark(10.5, '校准'), mark(11, '换试剂'), mark(12.6, '保养')];
  expect(labelled(marks, 50)).toEqual([
    mark(10, '换试剂 · 校准'),
    mark(10.5, ''),
    mark(11, ''),
    mark(12.6, '保养'),
    mark(40, '校准'),
  ]);
  expect(labelled([], 50)).toEqual([]);
});
