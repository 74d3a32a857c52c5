import { expect, test } from 'vitest';

import { histogramOption, sortedOption } from './eqa-charts.ts';

test('each bar of a histogram stands over its own results', () => {
  const bins = [
    { from: 6, to: 6.2, count: 1 },
    { from: 6.2, to: 6.4, count: 3 },
  ];
  const option = histogramOption({ bins }, [], '');
  expect(option['series']).toMatchObject([
    {
      data: [
        [6, 0],
        [6, 1],
        [6.2, 1],
        [6.2, 3],
        [6.4, 3],
        [6.4, 0],
      ],
    },
  ]);
  expect(JSON.stringify(option)).not.toContain('step');
});

test('a z that lies beyond the edge of a chart is told as it is', () => {
  expect(sortedOption([5.71], '')['series']).toMatchObject([{ data: [{ value: [1, 5], told: 'z 5.71' }] }]);
});
