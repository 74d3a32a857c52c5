/** How control charts are drawn: Levey-Jennings of a level, z of all levels, Youden. */
import { leveyJennings } from '@fujie/wire/choices';

import { AXIS_TEXT, figureAxis } from '../../ui/chart-axis.ts';
import type { ChartOption } from '../../ui/chart-engine.ts';
import { SERIES_COLOURS } from '../../ui/theme.ts';
import type { Mark } from './marks-of-chart.ts';
import { labelled } from './marks-of-chart.ts';
import type { Plotted } from './plotted.ts';
import { onScale, youdenOf } from './plotted.ts';
import { showZ, VERDICT_COLOURS, VERDICT_SYMBOLS } from './signs.ts';

interface Words {
  /** What is said of a point when it is pointed at. */
  readonly tell: (point: Plotted) => string;
  readonly late: string;
  readonly corrected: string;
  readonly mean: string;
  /** Of the values of a chart in their own unit. */
  readonly unit: string;
  readonly lot: (lot: string) => string;
}

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
      ...AXIS_TEXT,
      hideOverlap: true,
      formatter: (x: number) => (Number.isInteger(x) ? (days[x] ?? '').slice(5) : ''),
    },
    splitLine: { show: false },
  };
}

const nameOfLine = (k: number, mean: string): string =>
  k === 0 ? mean : `${k > 0 ? '+' : '−'}${String(Math.abs(k))}s`;

/** How far the axis of a chart of z reaches: at least over the lines, at most to the edge of the scale. */
const reachOf = (zs: readonly number[], least: number): number =>
  Math.ceil(2 * Math.max(least, ...zs.map((z) => Math.abs(onScale(z).z)))) / 2;

function symbolOf({ shown, isVoid }: Plotted) {
  if (isVoid) return { symbol: CROSS, symbolSize: 10, itemStyle: { color: '#5d6974' } };
  return {
    symbol: VERDICT_SYMBOLS[shown],
    symbolSize: shown === 'reject' ? 13 : shown === 'warning' ? 11 : 8,
    itemStyle: { color: VERDICT_COLOURS[shown] },
  };
}

/** What went off the scale: an arrow at the edge, and how far beside it. */
function beyondOf(z: number, said: string) {
  const { beyond } = onScale(z);
  if (beyond === null) return {};
  return {
    symbol: 'arrow',
    symbolSize: 14,
    symbolRotate: beyond === 'above' ? 0 : 180,
    label: {
      ...{ show: true, formatter: said, position: beyond === 'above' ? 'top' : 'bottom' },
      ...{ color: '#33404a', fontSize: 11, fontWeight: 600 },
    },
  };
}

const tooltipOf = (points: readonly Plotted[], { tell }: Words) => ({
  trigger: 'item',
  formatter: ({ dataIndex }: { dataIndex: number }) => {
    const point = points[dataIndex];
    return point === undefined ? '' : tell(point);
  },
});

const linesOf = (marks: readonly Mark[], runs: number) =>
  labelled(marks, runs).map(({ place, text }) => markAt(place, text));

const MARK = '#17529c';

const markAt = (place: number, text: string) => ({
  xAxis: place,
  lineStyle: { color: MARK, type: 'solid', width: 1 },
  label: {
    show: text !== '',
    formatter: text,
    position: 'insideEndTop',
    color: MARK,
    fontSize: 11,
    lineHeight: 15,
    width: 180,
    overflow: 'truncate',
  },
});

/** The chart of one level, in its own unit: lines by the target in force, a step where it changed, a mark where the lot did. */
export function leveyJenningsOption(own: readonly Plotted[], marks: readonly Mark[], words: Words): ChartOption {
  const { points, steps } = leveyJennings(own);
  const days: string[] = [];
  for (const [index, { x }] of points.entries()) days[x] = own[index]?.on ?? '';
  const placed = points.map(({ x, z, mean, sd }, index) => ({
    ...{ x, value: mean + onScale(z).z * sd, point: own[index] as Plotted },
  }));
  const bounds = [
    ...placed.map(({ value }) => value),
    ...steps.flatMap(({ mean, sd }) => [mean - 3.5 * sd, mean + 3.5 * sd]),
  ];
  const lots = steps.flatMap(({ from, lot }, index) => {
    const before = steps[index - 1];
    return before === undefined || before.lot === lot ? [] : [{ place: from - 0.5, text: words.lot(lot) }];
  });
  return {
    grid: GRID,
    tooltip: tooltipOf(own, words),
    dataZoom: zoom,
    xAxis: runAxis(days),
    yAxis: { ...figureAxis(bounds), name: words.unit, nameTextStyle: AXIS_TEXT },
    series: [
      {
        type: 'scatter',
        data: placed.map(({ x, value, point }) => ({
          value: [x, value],
          ...symbolOf(point),
          label: labelOf(point, words),
          ...beyondOf(point.z, [point.result.reading, signsOf(point, words)].join(' ').trim()),
        })),
        labelLayout: { hideOverlap: true },
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
                    formatter: nameOfLine(k, words.mean),
                    position: 'end',
                    color: '#4a5661',
                    fontSize: 11,
                  },
                },
                { coord: [to + 0.5, mean + k * sd] },
              ]),
            ),
            ...linesOf([...lots, ...marks], days.length),
          ],
        },
      },
    ],
  };
}

const signsOf = ({ result }: Plotted, { late, corrected }: Words): string =>
  [result.isLate ? late : '', result.isCorrected ? corrected : ''].join('');

function labelOf(point: Plotted, words: Words) {
  const text = signsOf(point, words);
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
  const reach = reachOf(
    shown.map(({ point }) => point.z),
    3.5,
  );
  return {
    grid: GRID,
    legend: { top: 0, left: 0, textStyle: AXIS_TEXT },
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
      min: -reach,
      max: reach,
      axisLabel: AXIS_TEXT,
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
      data: shown
        .filter(({ point }) => point.level === level)
        .map(({ x, point: { z } }) => ({ value: [x, onScale(z).z], ...beyondOf(z, showZ(z)) })),
      ...(index === 0
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              data: [
                ...SD_LINES.map(({ k, color, type }) => ({
                  yAxis: k,
                  lineStyle: { color, type, width: 1 },
                  label: { formatter: nameOfLine(k, words.mean), position: 'end', color: '#4a5661', fontSize: 11 },
                })),
                ...linesOf(marks, days.length),
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
  const reach = Math.ceil(
    reachOf(
      points.flatMap(({ x, y }) => [x, y]),
      4,
    ),
  );
  const axis = (name: string) => ({
    type: 'value',
    ...{ min: -reach, max: reach, interval: 1, name, nameLocation: 'middle', nameGap: 26, nameTextStyle: AXIS_TEXT },
    axisLabel: AXIS_TEXT,
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
          value: [onScale(x).z, onScale(y).z],
          symbol: VERDICT_SYMBOLS[verdict],
          symbolSize: verdict === 'accept' ? 8 : 12,
          itemStyle: { color: VERDICT_COLOURS[verdict] },
          label: {
            show: [x, y].some((z) => onScale(z).beyond !== null),
            formatter: `${showZ(x)} / ${showZ(y)}`,
            ...{ position: x > 0 ? 'left' : 'right', color: '#33404a', fontSize: 11, fontWeight: 600 },
          },
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
