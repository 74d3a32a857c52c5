import { buildSnapshot } from '@fujie/core/registers';
import { expect, test } from 'vitest';

import { summaryPaper } from './eqa-print.ts';

const needs = { registers: { current: () => buildSnapshot({}, 0) } };
const samples = ['1', '2', '3'];
const items = [
  {
    ...{ item: 'ALT', kind: 'quantitative' as const, unit: '[iU]/L', criterion: { type: 'pct' as const, percent: 16 } },
    ...{ passMark: 80, minimumGroup: 12, lowest: null, highest: null },
  },
];
const round = { organiser: 'Q', nameZh: '一', samples, items };
const summary = {
  ...{
    item: 'ALT',
    graded: 2,
    passed: 2,
    z: [
      [0.1, 0.2, null],
      [-1, -1.2, 6],
    ],
  },
  samples: samples.map((sample) => ({
    ...{ sample, acceptable: 2, unacceptable: 0, targets: [], bins: [] },
    responses: sample === '1' ? [{ text: '阳性', count: 2 }] : [],
  })),
};

test('a summary draws each two neighbouring samples, tells answers and the material', () => {
  const materials = [
    {
      item: 'ALT',
      sample: '1',
      kind: 'homogeneity',
      isFit: true,
      verdict: 'homogeneous',
      figure: 0.1,
      limit: 1.5,
      by: 'A',
      atMs: 0,
    },
  ] as const;
  const { blocks } = summaryPaper(needs, { round, summaries: [summary], materials }, '');
  expect(blocks).toContainEqual({ kind: 'heading', text: 'ALT（IU/L）' });
  const drawings = blocks.flatMap((block) => (block.kind === 'drawings' ? block.drawings : []));
  expect(drawings.map(({ title }) => title)).toEqual(['尤登图：样品 1 与 2', '尤登图：样品 2 与 3']);
  // Two laboratories measured the first pair, one the second; what lies further out stands at the edge.
  expect(drawings.map(({ option }) => (option as { series: { data: unknown }[] }).series[0]?.data)).toEqual([
    [
      [0.1, 0.2],
      [-1, -1.2],
    ],
    [[-1.2, 5]],
  ]);
  const cells = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  expect(cells).toContainEqual(['1', '阳性', '2']);
  expect(cells).toContainEqual(['ALT', '1', '均匀性', '0.1', '1.5', '符合']);
});
