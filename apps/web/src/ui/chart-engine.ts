/** The only module that touches the drawing library, with the few chart kinds that the pages use. */
import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import type { EChartsCoreOption } from 'echarts/core';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

register([
  BarChart,
  LineChart,
  ScatterChart,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

export type ChartOption = EChartsCoreOption;

export interface ChartHandle {
  readonly draw: (option: ChartOption) => void;
  readonly resize: () => void;
  readonly dispose: () => void;
  /** Returns what stops listening. */
  readonly onPick: (listener: (dataIndex: number, seriesIndex: number) => void) => () => void;
}

/** Lines stand where they are said to: the drawing library would place them to two decimals, beside what they mark. */
export const LINES_AS_THEY_ARE = { markLine: { precision: -1 } } as const;

/** Drawn, not put into the page as HTML: names from outside stay text. */
const TOOLTIP = { renderMode: 'richText', confine: true };

export function createChart(element: HTMLElement): ChartHandle {
  const chart = init(element, LINES_AS_THEY_ARE);
  return {
    draw: ({ tooltip, ...option }) =>
      chart.setOption(
        { animation: false, ...option, tooltip: { ...(tooltip as object | undefined), ...TOOLTIP } },
        { notMerge: true },
      ),
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
    onPick: (listener) => {
      const handler = (event: { dataIndex?: number; seriesIndex?: number }) =>
        listener(event.dataIndex ?? -1, event.seriesIndex ?? -1);
      chart.on('click', handler);
      return () => {
        chart.off('click', handler);
      };
    },
  };
}
