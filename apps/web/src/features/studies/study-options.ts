/** How a comparison is drawn: both results of each sample with the lines through them, and their differences. */
import type { StudyResponse } from '@fujie/wire/contracts';

import type { ChartOption } from '../../ui/chart-engine.ts';
import { SERIES_COLOURS } from '../../ui/theme.ts';

const AXIS = { color: '#4a5661' };
const GRID = { left: 64, right: 24, top: 60, bottom: 52 };
const GOOD = SERIES_COLOURS[0];
const BAD = '#b3261e';
type Line = StudyResponse['lines'][number];

interface Words {
  readonly reference: string;
  readonly tested: string;
  readonly difference: string;
  readonly line: (kind: Line['kind']) => string;
  readonly identity: string;
}

const pointsOf = ({ data, inside }: StudyResponse, y: (reference: number, test: number) => number) =>
  (data.pairs ?? []).map(({ reference, test }, index) => ({
    value: [reference, y(reference, test)],
    ...(inside[index] === false ? { itemStyle: { color: BAD }, symbol: 'diamond' } : {}),
  }));

const axis = (name: string) => ({
  ...{ type: 'value', scale: true, name, nameLocation: 'middle', nameGap: 34 },
  ...{ axisLabel: AXIS, nameTextStyle: AXIS },
});

/** 散点图与回归线. */
export function scatterOption(study: StudyResponse, words: Words): ChartOption {
  const xs = (study.data.pairs ?? []).map(({ reference }) => reference);
  const ends = [Math.min(...xs), Math.max(...xs)];
  const through = (name: string, slope: number, intercept: number, type: string, color: string) => ({
    ...{ type: 'line', name, symbol: 'none', lineStyle: { type, color, width: 1.5 }, itemStyle: { color } },
    data: ends.map((x) => [x, slope * x + intercept]),
  });
  const drawn = study.lines.filter(({ kind }) => kind !== 'least-squares');
  return {
    animation: false,
    grid: GRID,
    legend: { top: 4, textStyle: AXIS },
    xAxis: axis(words.reference),
    yAxis: axis(words.tested),
    series: [
      {
        type: 'scatter',
        name: words.tested,
        symbolSize: 7,
        itemStyle: { color: GOOD },
        data: pointsOf(study, (_, y) => y),
      },
      through(words.identity, 1, 0, 'dotted', '#8a959c'),
      ...drawn.map(({ kind, slope, intercept }, index) =>
        through(words.line(kind), slope, intercept, 'solid', SERIES_COLOURS[index + 1] ?? BAD),
      ),
    ],
  };
}

/** 偏倚图: differences over the reference, with their mean and where 95 % of them lie. */
export function differenceOption(study: StudyResponse, words: Words): ChartOption {
  const { differences } = study;
  const levels = [differences?.mean ?? null, ...(differences?.limits ?? [])].flatMap((one) => one ?? []);
  return {
    animation: false,
    grid: { ...GRID, right: 70 },
    xAxis: axis(words.reference),
    yAxis: axis(words.difference),
    series: [
      {
        ...{ type: 'scatter', symbolSize: 7, itemStyle: { color: GOOD }, data: pointsOf(study, (x, y) => y - x) },
        markLine: {
          ...{ silent: true, symbol: 'none', label: { ...AXIS, formatter: '{c}', position: 'end' } },
          data: [
            // The axis names it; a mean near nothing stands beside it.
            { yAxis: 0, lineStyle: { color: '#33404a' }, label: { show: false } },
            ...levels.map((yAxis, index) => ({
              yAxis: Number(yAxis.toPrecision(4)),
              lineStyle: { color: index === 0 ? SERIES_COLOURS[1] : '#c98200', type: 'dashed' },
            })),
          ],
        },
      },
    ],
  };
}
