import { ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { expect, test } from 'vitest';

import { LINES_AS_THEY_ARE } from './chart-engine.ts';

/** Where a line at 4.0375 stands on an axis of 100 steps from 4 to 4.1. */
function placeOf(theme: object): number {
  register([ScatterChart, GridComponent, MarkLineComponent, SVGRenderer]);
  const chart = init(null, theme, { renderer: 'svg', ssr: true, width: 100, height: 50 });
  chart.setOption({
    animation: false,
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: { type: 'value', min: 4, max: 4.1, show: false },
    yAxis: { type: 'value', min: 0, max: 1, show: false },
    series: {
      type: 'scatter',
      data: [],
      markLine: { symbol: 'none', label: { show: false }, data: [{ xAxis: 4.0375, lineStyle: { color: '#123456' } }] },
    },
  });
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return Number(/d="M(\d[\d.]*) [^"]*"[^>]*#123456/.exec(drawn)?.[1] ?? Number.NaN);
}

test('a line stands where it is said to, not at two decimals', () => {
  expect(placeOf(LINES_AS_THEY_ARE)).toBeCloseTo(37.5, 0);
});
