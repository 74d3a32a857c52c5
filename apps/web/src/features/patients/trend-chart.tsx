/** The trend of one item across institutions: one line, a colour and shape per institution, the reference band behind. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '../../ui/chart.tsx';
import type { ChartOption } from '../../ui/chart-engine.ts';
import { showNumber, showTime } from '../../ui/format.ts';
import type { Namer } from '../../ui/language.ts';
import { useNamed } from '../../ui/language.ts';
import { SERIES_COLOURS } from '../../ui/theme.ts';
import { showUnit } from '@fujie/core/kernel';
import type { Trend } from './by-item.ts';

const SHAPES = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'roundRect', 'arrow'];

interface Props {
  readonly trend: Trend;
  readonly name: string;
  readonly onOpen: (reportId: string) => void;
}

export function TrendChart({ trend, name, onOpen }: Props) {
  const { t } = useTranslation();
  const named = useNamed();
  const option = useMemo(() => optionOf(trend, named), [trend, named]);
  const pick = useMemo(
    () => (dataIndex: number, seriesIndex: number) => {
      const report = trend.series[seriesIndex - 1]?.points[dataIndex]?.result.reportId ?? null;
      if (report !== null) onOpen(report);
    },
    [trend, onOpen],
  );
  return (
    <figure className="fj-trend">
      <ul className="fj-trend-legend">
        {trend.series.map(({ institution }, index) => (
          <li key={institution.code}>
            <span aria-hidden style={{ background: SERIES_COLOURS[index % SERIES_COLOURS.length] }} />
            {named(institution)}
          </li>
        ))}
      </ul>
      <Chart option={option} height={280} label={t('clinical.patient.trend', { item: name })} onPick={pick} />
      <figcaption className="fj-faint">{t('clinical.patient.trendNote')}</figcaption>
    </figure>
  );
}

function optionOf(trend: Trend, named: Namer): ChartOption {
  const band = trend.low === null && trend.high === null ? null : bandOf(trend);
  return {
    grid: { left: 56, right: 24, top: 28, bottom: 36 },
    tooltip: {
      trigger: 'item',
      formatter: (params: { seriesIndex: number; dataIndex: number }) => tooltipOf(trend, named, params),
    },
    xAxis: {
      type: 'time',
      boundaryGap: ['3%', '3%'],
      axisLabel: { color: '#55616c', hideOverlap: true, formatter: '{yyyy}-{MM}-{dd}' },
      axisLine: { lineStyle: { color: '#9aa6b0' } },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      scale: true,
      name: trend.unit === null ? '' : showUnit(trend.unit),
      nameTextStyle: { color: '#55616c', align: 'right' },
      axisLabel: { color: '#55616c' },
      splitLine: { lineStyle: { color: '#e8edf0' } },
      ...(band === null ? {} : { min: band.min, max: band.max }),
    },
    series: [
      {
        type: 'line',
        data: trend.line.map((point) => [point.at, point.value]),
        showSymbol: false,
        silent: true,
        lineStyle: { color: '#8a99a5', width: 1.5 },
        ...(band === null
          ? {}
          : {
              markArea: {
                silent: true,
                itemStyle: { color: 'rgba(15, 122, 76, 0.10)' },
                data: [[{ yAxis: band.from }, { yAxis: band.to }]],
              },
            }),
      },
      ...trend.series.map((series, index) => ({
        type: 'scatter',
        name: named(series.institution),
        data: series.points.map((point) => [point.at, point.value]),
        symbol: SHAPES[index % SHAPES.length],
        symbolSize: 11,
        itemStyle: { color: SERIES_COLOURS[index % SERIES_COLOURS.length], borderColor: '#fff', borderWidth: 1 },
        label: {
          show: trend.line.length <= 14,
          position: 'top',
          color: '#33404a',
          fontSize: 11,
          // What was converted from another unit has no more digits than what was measured.
          formatter: (p: { value: [number, number] }) => showNumber(Number(p.value[1].toPrecision(4))),
        },
      })),
    ],
  };
}

/** The band, and an axis that shows it whole without flattening the line. */
function bandOf(trend: Trend): { from: number; to: number; min: number; max: number } {
  const values = trend.line.map((point) => point.value);
  const lowest = Math.min(...values, trend.low ?? Infinity);
  const highest = Math.max(...values, trend.high ?? -Infinity);
  const room = (highest - lowest || Math.abs(highest) || 1) * 0.15;
  const min = trend.low === null && lowest >= 0 ? 0 : Math.max(lowest - room, lowest >= 0 ? 0 : -Infinity);
  const max = highest + room;
  const rounded = (value: number): number => Number(value.toPrecision(3));
  return { from: trend.low ?? rounded(min), to: trend.high ?? rounded(max), min: rounded(min), max: rounded(max) };
}

function tooltipOf(
  trend: Trend,
  named: Namer,
  { seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number },
): string {
  const point = trend.series[seriesIndex - 1]?.points[dataIndex];
  if (point === undefined) return '';
  const { result } = point;
  const lines = [
    `${showNumber(point.value)} ${trend.unit === null ? '' : showUnit(trend.unit)}`,
    showTime(result.collectedAt ?? result.reportedAt) ?? '',
    named(result.institution),
    result.marks.join(' '),
  ];
  return lines.filter((line) => line !== '').join('\n');
}
