/** Columns of results that every table of them has: value, reference interval, method. */
import type { ResultView } from '@fujie/wire/contracts';
import type { ColumnsType } from 'antd/es/table';
import { useTranslation } from 'react-i18next';

import { showInterval } from './format.ts';
import { StatedResult } from './stated-result.tsx';

export function useResultColumns(): Record<'value' | 'reference' | 'method', ColumnsType<ResultView>[number]> {
  const { t } = useTranslation();
  return {
    value: { title: t('clinical.result.value'), key: 'value', render: (_, row) => <StatedResult result={row} /> },
    reference: {
      title: t('clinical.result.reference'),
      key: 'reference',
      render: (_, row) => (
        <span className="fj-nowrap">{showInterval(row.referenceLow, row.referenceHigh, row.referenceText) ?? '—'}</span>
      ),
    },
    method: { title: t('clinical.result.method'), key: 'method', render: (_, row) => row.method ?? '—' },
  };
}
