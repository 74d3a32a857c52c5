/** Why results were repeated: the six codes of Article 19. */
import type { Counts } from '@fujie/wire/contracts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { Chart } from '../../ui/chart.tsx';
import { EXCEPTION_CODES, repeatedBy } from './measures.ts';

export function ReasonChart({ counts }: { readonly counts: Counts }) {
  const { t } = useTranslation();
  const names = EXCEPTION_CODES.map((code) => t(`statistics.code${code}`));
  const key = names.join('|');
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 44, top: 8, bottom: 8, containLabel: true },
      tooltip: { trigger: 'item' },
      xAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: '#4a5661' },
        splitLine: { lineStyle: { color: '#e8edf0' } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: key.split('|'),
        axisLabel: { color: '#4a5661' },
        axisTick: { show: false },
      },
      series: [
        {
          type: 'bar',
          data: EXCEPTION_CODES.map((code) => repeatedBy(counts, code)),
          barWidth: 14,
          itemStyle: { color: '#b4562a' },
          label: { show: true, position: 'right', color: '#33404a' },
        },
      ],
    }),
    [counts, key],
  );
  return <Chart option={option} height={240} label={t('statistics.chartReasons')} />;
}
