/** Chart of a moving statistic of patients' results 移动统计量图 with its limits; alarms as diamonds. */
import type { IqcPatientsResponse } from '@fujie/wire/contracts';

import { AXIS_TEXT, figureAxis, shortFigure } from '../../ui/chart-axis.ts';
import type { ChartOption } from '../../ui/chart-engine.ts';
import { showTime } from '../../ui/format.ts';

export function patientsChart({ points, limits }: Pick<IqcPatientsResponse, 'points' | 'limits'>): ChartOption {
  const bounds = [...points.map(({ value }) => value), ...(limits === null ? [] : [limits.low, limits.high])];
  const margin = 0.1 * (Math.max(...bounds) - Math.min(...bounds));
  return {
    grid: { left: 56, right: 60, top: 16, bottom: 58 },
    tooltip: { trigger: 'axis' },
    dataZoom: [
      { type: 'inside', xAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl' },
      { type: 'slider', xAxisIndex: 0, filterMode: 'none', height: 16, bottom: 6, showDetail: false },
    ],
    xAxis: {
      type: 'category',
      data: points.map(({ at }) => showTime(at) ?? ''),
      axisLabel: { ...AXIS_TEXT, hideOverlap: true },
    },
    yAxis: figureAxis(bounds, margin),
    series: [
      {
        type: 'line',
        data: points.map(({ value, isAlarm }) => ({
          value,
          symbol: isAlarm ? 'diamond' : 'circle',
          symbolSize: isAlarm ? 12 : 4,
          itemStyle: { color: isAlarm ? '#b3261e' : '#0f7a4c' },
        })),
        lineStyle: { color: '#8a99a5', width: 1 },
        showAllSymbol: true,
        ...(limits === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                data: [limits.low, limits.high].map((yAxis) => ({
                  yAxis,
                  lineStyle: { color: '#b3261e', type: 'dashed' },
                  label: { formatter: shortFigure(yAxis), color: '#9c1f18', fontSize: 11 },
                })),
              },
            }),
      },
    ],
  };
}
