/** A chart of the journal as SVG, drawn on the server: the page and the paper show the same picture. */
import type { JournalChart } from '@fujie/core/organisation';
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

echarts.use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

const WIDTH = 640;
/** As wide as a telephone shows it without making it smaller. */
const NARROW = 340;
const HEIGHT = 280;
const MOST_LEVEL = { wide: 4, narrow: 1 } as const;
const COLOURS = ['#1f6f8b', '#d9822b'];

interface Drawn {
  readonly language?: 'zh' | 'en';
  readonly size?: 'wide' | 'narrow';
}

export function svgOf(of: JournalChart, { language = 'zh', size = 'wide' }: Drawn = {}): string {
  const width = size === 'wide' ? WIDTH : NARROW;
  const labels = language === 'zh' ? of.labels : (of.labelsEn ?? of.labels);
  const series = of.series.map(({ values, ...names }) => ({ name: names[language], values }));
  const isTilted = labels.length > MOST_LEVEL[size];
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height: HEIGHT });
  try {
    chart.setOption({
      animation: false,
      color: COLOURS,
      textStyle: { fontFamily: 'sans-serif' },
      grid: { left: 44, right: 12, top: 52, bottom: 64 },
      legend: { top: 4, data: series.map(({ name }) => name) },
      xAxis: {
        type: 'category',
        data: [...labels],
        axisLabel: { interval: 0, rotate: isTilted ? 24 : 0, width: size === 'wide' ? 110 : 64, overflow: 'truncate' },
      },
      yAxis: { type: 'value', minInterval: 1 },
      series: series.map(({ name, values }) => ({
        type: 'bar',
        name,
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
