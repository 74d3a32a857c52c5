/** How control charts are drawn: Levey-Jennings of a level, z of all levels, Youden. */
import { leveyJennings } from '@fujie/wire/choices';

import type { ChartOption } from '../../ui/chart-engine.ts';
import { SERIES_COLOURS } from '../../ui/theme.ts';
import type { Plotted } from './plotted.ts';
import { youdenOf } from './plotted.ts';
import { VERDICT_COLOURS, VERDICT_SYMBOLS } from './signs.ts';

/** What happened, by its place among the runs. */
export interface Mark {
  readonly place: number;
  readonly text: string;
}

interface Words {
  /** What is said of a point when it is pointed at. */
  readonly tell: (point: Plotted) => string;
  readonly late: string;
  readonly corrected: string;
  readonly lot: (lot: string) => string;
}

const AXIS = { color: '#4a5661' };
const GRID = { left: 56, right: 44, top: 34, bottom: 58 };
const CROSS = 'path://M2,0 L10,8 L18,0 L20,2 L12,10 L20,18 L18,20 L10,12 L2,20 L0,18 L8,10 L0,2 Z';
const SHAPES = ['circle', 'rect', 'triangle', 'diamond'];
interface SdLine {
  readonly k: number;
  readonly color: string;
  readonly type: string;
}

const line = (k: number, color: string, type: string): SdLine => ({ k, color, type });

/** Mean and ±1, ±2, ±3 SD. */
const SD_LINES: readonly SdLine[] = [
  line(0, '#33404a', 'solid'),
  ...[1, -1].map((k) => line(k, '#aab4bb', 'dotted')),
  ...[2, -2].map((k) => line(k, '#c98200', 'dashed')),
  ...[3, -3].map((k) => line(k, '#b3261e', 'dashed')),
];

const zoom = [
  // The wheel scrolls the page; with Ctrl it zooms.
  { type: 'inside', xAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl' },
  { type: 'slider', xAxisIndex: 0, filterMode: 'none', height: 16, bottom: 6, showDetail: false },
];

function runAxis(days: readonly string[]) {
  return {
    type: 'value',
    min: -0.5,
    max: Math.max(0.5, days.length - 0.5),
    minInterval: 1,
    axisLabel: {
      ...AXIS,
      hideOverlap: true,
      formatter: (x: number) => (Number.isInteger(x) ? (days[x] ?? '').slice(5) : ''),
    },
    splitLine: { show: false },
  };
}

const nameOfLine = (k: number): string => (k === 0 ? 'x̄' : `${k > 0 ? '+' : '−'}${String(Math.abs(k))}s`);

function symbolOf({ shown, isVoid }: Plotted) {
  if (isVoid) return { symbol: CROSS, symbolSize: 10, itemStyle: { color: '#5d6974' } };
  return {
    symbol: VERDICT_SYMBOLS[shown],
    symbolSize: shown === 'reject' ? 13 : shown === 'warning' ? 11 : 8,
    itemStyle: { color: VERDICT_COLOURS[shown] },
  };
}

const tooltipOf = (points: readonly Plotted[], { tell }: Words) => ({
  trigger: 'item',
  formatter: ({ dataIndex }: { dataIndex: number }) => {
    const point = points[dataIndex];
    return point === undefined ? '' : tell(point);
  },
});

const markAt = ({ place, text }: Mark, color: string) => ({
  xAxis: place,
  lineStyle: { color, type: 'solid', width: 1 },
  label: { formatter: text, position: 'insideEndTop', color, fontSize: 11, width: 150, overflow: 'truncate' },
});

/** The chart of one level, in its own unit: lines by the target in force, a step where it changed, a mark where the lot did. */
export function leveyJenningsOption(own: readonly Plotted[], marks: readonly Mark[], words: Words): ChartOption {
  const { points, steps } = leveyJennings(own);
  const days: string[] = [];
  for (const [index, { x }] of points.entries()) days[x] = own[index]?.on ?? '';
  const bounds = [
    ...own.map(({ value }) => value),
    ...steps.flatMap(({ mean, sd }) => [mean - 3.5 * sd, mean + 3.5 * sd]),
  ];
  const placed = points.map(({ x, value }, index) => ({ x, value, point: own[index] as Plotted }));
  const lots = steps.flatMap(({ from, lot }, index) => {
    const before = steps[index - 1];
    return before === undefined || before.lot === lot ? [] : [{ place: from - 0.5, text: words.lot(lot) }];
  });
  return {
    grid: GRID,
    tooltip: tooltipOf(own, words),
    dataZoom: zoom,
    xAxis: runAxis(days),
    yAxis: {
      type: 'value',
      min: Math.min(...bounds),
      max: Math.max(...bounds),
      axisLabel: {
        ...AXIS,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value: number) => String(Number(value.toPrecision(4))),
      },
      splitLine: { show: false },
    },
    series: [
      {
        type: 'scatter',
        data: placed.map(({ x, value, point }) => ({
          value: [x, value],
          ...symbolOf(point),
          label: labelOf(point, words),
        })),
        z: 3,
      },
      {
        type: 'line',
        silent: true,
        showSymbol: false,
        lineStyle: { color: '#8a99a5', width: 1 },
        data: placed.flatMap(({ x, value, point }) => (point.isVoid ? [] : [[x, value]])),
        markLine: {
          silent: true,
          symbol: 'none',
          data: [
            ...steps.flatMap(({ from, to, mean, sd }, index) =>
              SD_LINES.map(({ k, color, type }) => [
                {
                  coord: [from - 0.5, mean + k * sd],
                  lineStyle: { color, type, width: k === 0 ? 1.5 : 1 },
                  label: {
                    show: index === steps.length - 1,
                    formatter: nameOfLine(k),
                    position: 'end',
                    color: '#4a5661',
                    fontSize: 11,
                  },
                },
                { coord: [to + 0.5, mean + k * sd] },
              ]),
            ),
            ...lots.map((mark) => markAt(mark, '#7a4f9c')),
            ...marks.map((mark) => markAt(mark, '#17529c')),
          ],
        },
      },
    ],
  };
}

function labelOf({ result }: Plotted, { late, corrected }: Words) {
  const text = [result.isLate ? late : '', result.isCorrected ? corrected : ''].join('');
  return { show: text !== '', formatter: text, position: 'top', color: '#33404a', fontSize: 11 };
}

/** z of every level on one axis: what all levels do together is systematic. */
export function zOption(
  all: readonly Plotted[],
  levels: readonly string[],
  marks: readonly Mark[],
  words: Words,
): ChartOption {
  const { points } = leveyJennings(all);
  const days: string[] = [];
  for (const [index, { x }] of points.entries()) days[x] = all[index]?.on ?? '';
  const placed = points.map(({ x }, index) => ({ x, point: all[index] as Plotted }));
  const shown = placed.filter(({ point }) => !point.isVoid);
  const reach = Math.max(3.5, ...shown.map(({ point }) => Math.abs(point.z)));
  return {
    grid: GRID,
    legend: { top: 0, left: 0, textStyle: AXIS },
    tooltip: {
      trigger: 'item',
      formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => {
        const found = shown.filter(({ point }) => point.level === levels[seriesIndex])[dataIndex];
        return found === undefined ? '' : words.tell(found.point);
      },
    },
    dataZoom: zoom,
    xAxis: runAxis(days),
    yAxis: {
      type: 'value',
      min: -Math.ceil(reach * 2) / 2,
      max: Math.ceil(reach * 2) / 2,
      axisLabel: AXIS,
      splitLine: { show: false },
    },
    series: levels.map((level, index) => ({
      type: 'line',
      name: level.split('|')[1] ?? level,
      symbol: SHAPES[index % SHAPES.length],
      symbolSize: 8,
      showAllSymbol: true,
      lineStyle: { color: SERIES_COLOURS[index % SERIES_COLOURS.length], width: 1 },
      itemStyle: { color: SERIES_COLOURS[index % SERIES_COLOURS.length] },
      data: shown.filter(({ point }) => point.level === level).map(({ x, point }) => [x, point.z]),
      ...(index === 0
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              data: [
                ...SD_LINES.map(({ k, color, type }) => ({
                  yAxis: k,
                  lineStyle: { color, type, width: 1 },
                  label: { formatter: nameOfLine(k), position: 'end', color: '#4a5661', fontSize: 11 },
                })),
                ...marks.map((mark) => markAt(mark, '#17529c')),
              ],
            },
          }
        : {}),
    })),
  };
}

/** z of one level against z of another in the same run 尤登图: along the diagonal it is systematic, off it random. */
export function youdenOption(all: readonly Plotted[], [first, second]: readonly [string, string]): ChartOption {
  const points = youdenOf(all, first, second);
  const reach = Math.ceil(Math.max(4, ...points.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)])));
  const axis = (name: string) => ({
    type: 'value',
    ...{ min: -reach, max: reach, interval: 1, name, nameLocation: 'middle', nameGap: 26, nameTextStyle: AXIS },
    axisLabel: AXIS,
    splitLine: { lineStyle: { color: '#eef1f3' } },
  });
  const box = (k: number, color: string) => [{ coord: [-k, -k], itemStyle: { color } }, { coord: [k, k] }];
  return {
    grid: { left: 56, right: 20, top: 16, bottom: 44 },
    tooltip: { trigger: 'item', formatter: ({ dataIndex }: { dataIndex: number }) => points[dataIndex]?.run ?? '' },
    xAxis: axis(`z ${first.split('|')[1] ?? ''}`),
    yAxis: axis(`z ${second.split('|')[1] ?? ''}`),
    series: [
      {
        type: 'scatter',
        data: points.map(({ x, y, verdict }) => ({
          value: [x, y],
          symbol: VERDICT_SYMBOLS[verdict],
          symbolSize: verdict === 'accept' ? 8 : 12,
          itemStyle: { color: VERDICT_COLOURS[verdict] },
        })),
        markArea: {
          silent: true,
          data: [box(3, 'rgba(201, 130, 0, 0.07)'), box(2, 'rgba(15, 122, 76, 0.10)')],
        },
        markLine: {
          silent: true,
          symbol: 'none',
          data: [
            [{ coord: [-reach, -reach], lineStyle: { color: '#8a99a5', type: 'dashed' } }, { coord: [reach, reach] }],
          ],
        },
      },
    ],
  };
}
