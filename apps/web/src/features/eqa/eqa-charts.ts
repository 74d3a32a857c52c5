/** How rounds are drawn: results of a sample as a histogram, z among peers, Youden of two samples. */
import { outlineOf } from '@fujie/wire/choices';
import type { EqaItemSummary } from '@fujie/wire/contracts';

import type { ChartOption } from '../../ui/chart-engine.ts';

const AXIS = { color: '#4a5661' };
const GREY = '#8a99a5';
const OWN = '#b4562a';
const BLUE = '#0f6a8b';
/** What lies further out stands at the edge. */
const REACH = 5;
const within = (z: number): number => Math.max(-REACH, Math.min(REACH, z));

/** What is said of a point when it is pointed at: where it is, not where it stands. */
const TOLD = { trigger: 'item', formatter: ({ data }: { data: Point }) => data.told };

interface Point {
  readonly value: readonly [number, number];
  readonly told: string;
}

const ofOne = (x: number, z: number): Point => ({ value: [x, within(z)], told: `z ${z.toFixed(2)}` });
const ofTwo = ([x, y]: readonly [number, number]): Point => ({
  value: [within(x), within(y)],
  told: `z ${x.toFixed(2)} / ${y.toFixed(2)}`,
});

interface Words {
  readonly own: string;
  readonly others: string;
}

const zLines = (axis: 'xAxis' | 'yAxis') =>
  [0, 2, -2, 3, -3].map((k) => ({
    [axis]: k,
    lineStyle: {
      color: k === 0 ? '#33404a' : Math.abs(k) === 2 ? '#c98200' : '#b3261e',
      type: k === 0 ? 'solid' : 'dashed',
    },
    label: { formatter: k === 0 ? '' : String(k), color: '#4a5661', fontSize: 11 },
  }));

const zAxis = (name: string) => ({
  type: 'value',
  ...{ min: -REACH, max: REACH, interval: 1, name, nameLocation: 'middle', nameGap: 26, nameTextStyle: AXIS },
  axisLabel: AXIS,
  axisLine: { onZero: false },
  splitLine: { show: false },
});

/** z of each sample: one's own among those of the others, who are not named. */
export function peersOption(
  samples: readonly string[],
  z: EqaItemSummary['z'],
  own: readonly (number | null)[],
  words: Words,
): ChartOption {
  const points = samples.flatMap((_, place) =>
    z.flatMap((row, index) => {
      const value = row[place] ?? null;
      // Beside each other, so that they do not hide each other.
      return value === null ? [] : [ofOne(place + 0.36 * ((index % 7) / 6 - 0.5), value)];
    }),
  );
  return {
    grid: { left: 44, right: 30, top: 34, bottom: 30 },
    legend: { top: 0, left: 0, textStyle: AXIS },
    tooltip: TOLD,
    xAxis: {
      type: 'value',
      min: -0.5,
      max: samples.length - 0.5,
      axisLine: { onZero: false },
      axisTick: { customValues: samples.map((_, place) => place) },
      axisLabel: {
        ...AXIS,
        customValues: samples.map((_, place) => place),
        formatter: (x: number) => samples[x] ?? '',
      },
      splitLine: { show: false },
    },
    yAxis: zAxis('z'),
    series: [
      {
        ...{
          type: 'scatter',
          name: words.others,
          data: points,
          symbolSize: 6,
          itemStyle: { color: GREY, opacity: 0.6 },
        },
        markLine: { silent: true, symbol: 'none', data: zLines('yAxis') },
      },
      {
        ...{ type: 'scatter', name: words.own, symbol: 'diamond', symbolSize: 14, itemStyle: { color: OWN }, z: 3 },
        data: own.flatMap((value, place) => (value === null ? [] : [ofOne(place, value)])),
      },
    ],
  };
}

/** z of one sample against z of another 尤登图: along the diagonal it is systematic, off it random. */
export function youdenOption(
  names: readonly [string, string],
  z: readonly (readonly [number, number])[],
  own: readonly [number, number] | null,
  words: Words,
): ChartOption {
  const box = (k: number, color: string) => [{ coord: [-k, -k], itemStyle: { color } }, { coord: [k, k] }];
  return {
    grid: { left: 48, right: 20, top: 34, bottom: 44 },
    legend: { top: 0, left: 0, textStyle: AXIS },
    tooltip: TOLD,
    xAxis: zAxis(`z ${names[0]}`),
    yAxis: zAxis(`z ${names[1]}`),
    series: [
      {
        ...{ type: 'scatter', name: words.others, symbolSize: 8, itemStyle: { color: BLUE, opacity: 0.7 } },
        data: z.map(ofTwo),
        markArea: { silent: true, data: [box(3, 'rgba(201, 130, 0, 0.07)'), box(2, 'rgba(15, 122, 76, 0.10)')] },
        markLine: {
          ...{ silent: true, symbol: 'none' },
          data: [[{ coord: [-REACH, -REACH], lineStyle: { color: GREY, type: 'dashed' } }, { coord: [REACH, REACH] }]],
        },
      },
      ...(own === null
        ? []
        : [
            {
              ...{
                type: 'scatter',
                name: words.own,
                symbol: 'diamond',
                symbolSize: 14,
                itemStyle: { color: OWN },
                z: 3,
              },
              data: [ofTwo(own)],
            },
          ]),
    ],
  };
}

type Sample = EqaItemSummary['samples'][number];

/** Results of a sample as a histogram, with the target and its limits. */
export function histogramOption(
  { bins }: Pick<Sample, 'bins'>,
  lines: readonly { readonly at: number; readonly isTarget: boolean }[],
  count: string,
): ChartOption {
  const edges = [...bins.flatMap(({ from, to }) => [from, to]), ...lines.map(({ at }) => at)];
  const [low, high] = [Math.min(...edges), Math.max(...edges)];
  const margin = (high - low) * 0.04 || 1;
  return {
    grid: { left: 44, right: 16, top: 24, bottom: 30 },
    tooltip: { trigger: 'item' },
    xAxis: {
      ...{ type: 'value', min: low - margin, max: high + margin, splitLine: { show: false } },
      axisLabel: {
        ...AXIS,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (x: number) => String(Number(x.toPrecision(4))),
      },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      name: count,
      nameTextStyle: AXIS,
      axisLabel: AXIS,
      splitLine: { show: false },
    },
    series: [
      {
        type: 'line',
        ...{
          symbol: 'none',
          lineStyle: { color: BLUE, width: 1 },
          areaStyle: { color: BLUE, opacity: 0.35 },
        },
        data: outlineOf(bins),
        markLine: {
          ...{ silent: true, symbol: 'none', label: { show: false } },
          data: lines.map(({ at, isTarget }) => ({
            xAxis: at,
            lineStyle: { color: isTarget ? '#0a6640' : '#b3261e', type: isTarget ? 'solid' : 'dashed' },
          })),
        },
      },
    ],
  };
}

/** z of one sample over all laboratories, in order 排序图. */
export function sortedOption(z: readonly number[], count: string): ChartOption {
  const sorted = [...z].sort((a, b) => a - b);
  return {
    grid: { left: 44, right: 30, top: 20, bottom: 30 },
    tooltip: TOLD,
    xAxis: {
      type: 'value',
      min: 0,
      max: sorted.length + 1,
      minInterval: 1,
      name: count,
      axisLabel: AXIS,
      nameTextStyle: AXIS,
      splitLine: { show: false },
    },
    yAxis: zAxis('z'),
    series: [
      {
        ...{ type: 'bar', barMaxWidth: 14, data: sorted.map((value, index) => ofOne(index + 1, value)) },
        itemStyle: { color: BLUE },
        markLine: { silent: true, symbol: 'none', data: zLines('yAxis') },
      },
    ],
  };
}

/** z of two samples, of those who have both. */
export function pairsOf(z: EqaItemSummary['z'], first: number, second: number): readonly (readonly [number, number])[] {
  return z.flatMap((row): (readonly [number, number])[] => {
    const [x, y] = [row[first] ?? null, row[second] ?? null];
    return x === null || y === null ? [] : [[x, y]];
  });
}
