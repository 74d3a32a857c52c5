/** How the performance of a system is drawn: CV by month 变异系数趋势, and the method decision chart 方法性能决定图. */
import { decisionLines } from '@fujie/wire/choices';
import type { IqcPerformanceResponse } from '@fujie/wire/contracts';

import type { ChartOption } from '../../ui/chart-engine.ts';
import { SERIES_COLOURS } from '../../ui/theme.ts';

const AXIS = { color: '#4a5661' };
const GRID = { left: 56, right: 84, top: 34, bottom: 34 };
const SHAPES = ['circle', 'rect', 'triangle', 'diamond'];

/** Whether an SD stands in the place of a CV, as of pH: that is then what is drawn. */
export function isBySd({ maxCv, maxSd }: IqcPerformanceResponse['limits']): boolean {
  return maxCv === null && maxSd !== null;
}

/** A line per level and lot; a lot that ends, ends its line. `texts`: what the limit is called. */
export function trendOption(
  { months, limits }: IqcPerformanceResponse,
  texts: Readonly<Record<'cv' | 'sd', string>>,
): ChartOption {
  const isSd = isBySd(limits);
  const limit = isSd ? limits.maxSd : limits.maxCv;
  const figureOf = ({ cvPercent, sd }: IqcPerformanceResponse['months'][number]): number | null =>
    isSd ? sd : cvPercent;
  const names = [...new Set(months.map(({ month }) => month))].sort();
  const series = [...new Set(months.map(({ level, lot }) => `${level} ${lot}`))];
  const values = months.flatMap((one) => figureOf(one) ?? []);
  const highest = 1.15 * Math.max(limit ?? 0, ...values);
  return {
    grid: GRID,
    legend: { top: 0, left: 0, textStyle: AXIS },
    tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: names, axisLabel: AXIS },
    yAxis: {
      type: 'value',
      min: 0,
      max: isSd ? Number(highest.toPrecision(2)) : Math.max(2, Math.ceil(highest)),
      axisLabel: { ...AXIS, formatter: isSd ? '{value}' : '{value}%' },
      splitLine: { lineStyle: { color: '#eef1f3' } },
    },
    series: series.map((name, index) => ({
      type: 'line',
      name,
      symbol: SHAPES[index % SHAPES.length],
      symbolSize: 8,
      itemStyle: { color: SERIES_COLOURS[index % SERIES_COLOURS.length] },
      lineStyle: { color: SERIES_COLOURS[index % SERIES_COLOURS.length], width: 1.5 },
      data: names.map((month) => {
        const own = months.find((one) => one.month === month && `${one.level} ${one.lot}` === name);
        return own === undefined ? null : figureOf(own);
      }),
      ...(index === 0 && limit !== null
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              data: [
                {
                  yAxis: limit,
                  lineStyle: { color: '#b3261e', type: 'dashed' },
                  label: { formatter: isSd ? texts.sd : texts.cv, position: 'end', color: '#9c1f18', fontSize: 11 },
                },
              ],
            },
          }
        : {}),
    })),
  };
}

type DecisionPoint = Pick<IqcPerformanceResponse['sigmas'][number], 'level' | 'cvPercent' | 'bias' | 'allowedHere'>;

/**
 * Where each level lies between the lines of sigma 2 to 6. Levels of which not the same is allowed are drawn in percent of what is 标准化方法
 * 性能决定图, so that the same lines hold for all.
 */
export function decisionOption(levels: readonly DecisionPoint[], bias: string): ChartOption {
  const isAlike = new Set(levels.map(({ allowedHere }) => allowedHere.percent)).size === 1;
  const allowed = isAlike ? (levels[0]?.allowedHere.percent ?? 100) : 100;
  const unit = isAlike ? '%' : '/ TEa %';
  const points = levels.map((one) => {
    const factor = allowed / one.allowedHere.percent;
    return { name: one.level, cvPercent: factor * one.cvPercent, bias: factor * (one.bias ?? 0) };
  });
  const farthest = Math.max(allowed / 2, ...points.map(({ cvPercent }) => 1.1 * cvPercent));
  return {
    grid: { left: 56, right: 30, top: 20, bottom: 44 },
    tooltip: { trigger: 'item' },
    xAxis: {
      type: 'value',
      name: `CV ${unit}`,
      nameLocation: 'middle',
      nameGap: 26,
      min: 0,
      max: Number(farthest.toPrecision(3)),
      axisLabel: { ...AXIS, showMaxLabel: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      name: `|${bias}| ${unit}`,
      nameTextStyle: AXIS,
      min: 0,
      max: Number(Math.max(allowed, ...points.map(({ bias }) => 1.1 * Math.abs(bias))).toPrecision(3)),
      axisLabel: { ...AXIS, showMaxLabel: false },
      splitLine: { show: false },
    },
    series: [
      ...decisionLines(allowed).map(({ sigma, from, to }) => ({
        type: 'line',
        name: `${String(sigma)}σ`,
        silent: true,
        symbol: 'none',
        lineStyle: { color: '#8a99a5', width: 1, type: sigma === 6 ? 'solid' : 'dashed' },
        endLabel: { show: true, formatter: `${String(sigma)}σ`, color: '#4a5661', fontSize: 11, offset: [-6, -10] },
        data: [
          [from.cv, from.bias],
          [to.cv, to.bias],
        ],
      })),
      {
        type: 'scatter',
        symbolSize: 13,
        itemStyle: { color: '#17529c' },
        label: { show: true, formatter: '{b}', position: 'top', color: '#33404a', fontSize: 11 },
        data: points.map(({ name, cvPercent, bias }) => ({ name, value: [cvPercent, Math.abs(bias)] })),
      },
    ],
  };
}
