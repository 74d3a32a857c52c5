/** How an indicator is drawn over months 指标趋势: own values, the median of the region, what is aimed at. What was entered by hand is hollow. */
import type { IndicatorTrend } from '@fujie/wire/contracts';

import type { ChartOption } from '../../ui/chart-engine.ts';
import { SERIES_COLOURS } from '../../ui/theme.ts';

const AXIS = { color: '#4a5661' };
const [OWN, REGION] = [SERIES_COLOURS[0], '#5d6974'];

interface Names {
  readonly own: string;
  readonly region: string;
  readonly aim: string;
  /** A value of the indicator, with its unit. */
  readonly figure: (value: number | null) => string;
}

interface Point {
  readonly value: number | null;
  readonly isByHand: boolean;
}

export function indicatorTrendOption({ months, aims }: IndicatorTrend, names: Names): ChartOption {
  const aimOf = (month: string): number | null => aims.find(({ year }) => month.startsWith(String(year)))?.aim ?? null;
  const line = (name: string, colour: string | undefined, dash: string, points: readonly Point[]): object => ({
    type: 'line',
    name,
    symbolSize: 8,
    lineStyle: { color: colour, width: 1.5, type: dash },
    itemStyle: { color: colour },
    data: points.map(({ value, isByHand }) => ({ value, symbol: isByHand ? 'emptyDiamond' : 'circle' })),
  });
  const own = months.map(({ own: one }) => ({ value: one?.value ?? null, isByHand: one?.standing === 'entered' }));
  const region = months.map(({ region: one }) => ({ value: one.median, isByHand: one.standing === 'entered' }));
  return {
    grid: { left: 64, right: 30, top: 34, bottom: 30 },
    legend: { top: 0, left: 0, textStyle: AXIS },
    tooltip: { trigger: 'axis', valueFormatter: (value: number | null | undefined) => names.figure(value ?? null) },
    xAxis: { type: 'category', data: months.map(({ month }) => month), axisLabel: AXIS },
    yAxis: {
      type: 'value',
      min: 0,
      axisLabel: { ...AXIS, formatter: names.figure },
      splitLine: { lineStyle: { color: '#eef1f3' } },
    },
    series: [
      ...(own.some(({ value }) => value !== null) ? [line(names.own, OWN, 'solid', own)] : []),
      ...(region.some(({ value }) => value !== null) ? [line(names.region, REGION, 'dashed', region)] : []),
      ...(aims.length === 0
        ? []
        : [
            {
              type: 'line',
              name: names.aim,
              symbol: 'none',
              step: 'middle',
              lineStyle: { color: '#b3261e', width: 1, type: 'dotted' },
              itemStyle: { color: '#b3261e' },
              data: months.map(({ month }) => aimOf(month)),
            },
          ]),
    ],
  };
}
