/** Access rate and recognition rate of the units, apart: bars for units, lines for weeks. */
import type { StatisticsRow } from '@fujie/wire/contracts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '../../ui/chart.tsx';
import type { ChartOption } from '../../ui/chart-engine.ts';
import { useBilingual } from '../../ui/language.ts';
import { percents } from './measures.ts';
import type { StatisticsFilter } from './measures.ts';

const SHOWN = 12;

export function RateChart({
  rows,
  by,
}: {
  readonly rows: readonly StatisticsRow[];
  readonly by: StatisticsFilter['by'];
}) {
  const { t } = useTranslation();
  const say = useBilingual();
  const shown = useMemo(
    () =>
      by === 'week'
        ? rows.toSorted((a, b) => a.key.localeCompare(b.key))
        : rows.toSorted((a, b) => b.counts.opportunities - a.counts.opportunities).slice(0, SHOWN),
    [rows, by],
  );
  const names = shown.map((row) => say(row.name));
  const access = t('statistics.rates.accessRate');
  const gross = t('statistics.rates.grossRecognitionRate');
  const option: ChartOption =
    by === 'week' ? weekOption(shown, names, access, gross) : unitOption(shown, names, access, gross);
  const height = by === 'week' ? 280 : Math.max(220, shown.length * 40 + 60);
  return <Chart option={option} height={height} label={t('statistics.chart', { unit: t(`statistics.units.${by}`) })} />;
}

const AXIS_TEXT = { color: '#4a5661' };
const ACCESS = '#7f98a6';
const GROSS = '#0f6485';

function percentAxis() {
  return {
    type: 'value',
    min: 0,
    max: 100,
    axisLabel: { ...AXIS_TEXT, formatter: '{value}%' },
    splitLine: { lineStyle: { color: '#e8edf0' } },
  };
}

function weekOption(
  rows: readonly StatisticsRow[],
  names: readonly string[],
  access: string,
  gross: string,
): ChartOption {
  return {
    grid: { left: 48, right: 20, top: 36, bottom: 32 },
    legend: { top: 0, left: 0, textStyle: AXIS_TEXT },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: names, axisLabel: { ...AXIS_TEXT, hideOverlap: true } },
    yAxis: percentAxis(),
    series: [
      {
        type: 'line',
        name: access,
        data: percents(rows, 'accessRate'),
        symbol: 'rect',
        symbolSize: 7,
        lineStyle: { type: 'dashed', color: ACCESS },
        itemStyle: { color: ACCESS },
      },
      {
        type: 'line',
        name: gross,
        data: percents(rows, 'grossRecognitionRate'),
        symbol: 'circle',
        symbolSize: 7,
        lineStyle: { color: GROSS },
        itemStyle: { color: GROSS },
      },
    ],
  };
}

function unitOption(
  rows: readonly StatisticsRow[],
  names: readonly string[],
  access: string,
  gross: string,
): ChartOption {
  const label = { show: true, position: 'right', color: '#33404a', fontSize: 11, formatter: '{c}%' };
  return {
    grid: { left: 8, right: 52, top: 32, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: AXIS_TEXT },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: percentAxis(),
    yAxis: {
      type: 'category',
      inverse: true,
      data: names,
      axisLabel: { ...AXIS_TEXT, width: 190, overflow: 'break', lineHeight: 14 },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'bar',
        name: access,
        data: percents(rows, 'accessRate'),
        barWidth: 9,
        itemStyle: { color: ACCESS },
        label,
      },
      {
        type: 'bar',
        name: gross,
        data: percents(rows, 'grossRecognitionRate'),
        barWidth: 9,
        itemStyle: { color: GROSS },
        label,
      },
    ],
  };
}
