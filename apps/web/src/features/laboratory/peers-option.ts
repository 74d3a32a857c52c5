/** How a group of laboratories is drawn 室间比较图: every mean unnamed on one line, the own ones marked, mean and SD of the group as lines. */
import type { IqcPeersResponse } from '@fujie/wire/contracts';

import { figureAxis } from '../../ui/chart-axis.ts';
import type { ChartOption } from '../../ui/chart-engine.ts';

type Group = IqcPeersResponse['groups'][number];
type Series = IqcPeersResponse['series'][number];

const LINES = [0, 1, -1, 2, -2] as const;

interface Words {
  readonly mean: string;
  /** What is said of a mean when it is pointed at; of the own ones whose it is. */
  readonly tell: (value: number, own: Series | undefined) => string;
}

export function peersOption({ mean, sd, means }: Group, own: readonly Series[], words: Words): ChartOption {
  const ends = [...means, ...own.map((one) => one.mean), mean - 3 * sd, mean + 3 * sd];
  return {
    grid: { left: 20, right: 30, top: 24, bottom: 30 },
    tooltip: {
      trigger: 'item',
      formatter: ({ seriesIndex, dataIndex, value }: { seriesIndex: number; dataIndex: number; value: number[] }) =>
        words.tell(value[0] ?? mean, seriesIndex === 1 ? own[dataIndex] : undefined),
    },
    xAxis: figureAxis(ends),
    yAxis: { type: 'value', min: 0, max: 2, show: false },
    series: [
      {
        type: 'scatter',
        symbolSize: 9,
        itemStyle: { color: 'rgba(74, 86, 97, 0.45)' },
        data: means.map((one) => [one, 1]),
        markLine: {
          silent: true,
          symbol: 'none',
          data: LINES.map((k) => ({
            xAxis: mean + k * sd,
            lineStyle: { color: k === 0 ? '#33404a' : '#c98200', type: k === 0 ? 'solid' : 'dashed', width: 1 },
            label: {
              formatter: k === 0 ? words.mean : `${k > 0 ? '+' : '−'}${String(Math.abs(k))}s`,
              color: '#4a5661',
              fontSize: 11,
            },
          })),
        },
      },
      {
        type: 'scatter',
        symbol: 'diamond',
        symbolSize: 14,
        itemStyle: { color: '#17529c' },
        data: own.map((one) => [one.mean, 1.25]),
      },
    ],
  };
}
