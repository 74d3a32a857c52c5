/** A chart of the journal as SVG, drawn on the server: the page and the paper show the same picture. */
import type { JournalChart } from '@fujie/core/organisation';
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

echarts.use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

const WIDTH = 640;
const HEIGHT = 280;
const COLOURS = ['#1f6f8b', '#d9822b'];

export function svgOf({ labels, series }: JournalChart): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption({
      animation: false,
      color: COLOURS,
      textStyle: { fontFamily: 'sans-serif' },
      grid: { left: 44, right: 12, top: 52, bottom: 64 },
      legend: { top: 4, data: series.map(({ zh }) => zh) },
      xAxis: {
        type: 'category',
        data: [...labels],
        axisLabel: { interval: 0, rotate: labels.length > 4 ? 24 : 0, width: 110, overflow: 'truncate' },
      },
      yAxis: { type: 'value', minInterval: 1 },
      series: series.map(({ zh, values }) => ({
        type: 'bar',
        name: zh,
        data: [...values],
        barMaxWidth: 28,
        // Without a border of its own: on paper it would be drawn over the figure.
        label: { show: true, position: 'top', color: '#333', textBorderWidth: 0 },
      })),
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
