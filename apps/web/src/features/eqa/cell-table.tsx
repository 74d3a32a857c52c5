/** The samples of an item: what was reported, what it was judged by, how it came out. */
import type { EqaScore } from '@fujie/wire/contracts';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

import { showNumber } from '../../ui/format.ts';

type Cell = EqaScore['cells'][number];
const show = (value: number | null): string => (value === null ? '—' : showNumber(value));

export function CellTable({ cells }: { readonly cells: readonly Cell[] }) {
  const { t } = useTranslation();
  return (
    <Table<Cell>
      rowKey="sample"
      size="small"
      pagination={false}
      scroll={{ x: 560 }}
      dataSource={[...cells]}
      columns={[
        { title: t('eqa.sample'), dataIndex: 'sample' },
        { title: t('eqa.reported'), dataIndex: 'reported', align: 'right' },
        {
          title: t('eqa.target'),
          key: 'target',
          align: 'right',
          render: (_, cell) => cell.accepted?.join(' / ') ?? show(cell.target),
        },
        {
          title: t('eqa.limits'),
          key: 'limits',
          align: 'right',
          render: (_, cell) => (cell.low === null ? '—' : `${show(cell.low)} – ${show(cell.high)}`),
        },
        {
          title: t('eqa.bias'),
          key: 'bias',
          align: 'right',
          render: (_, cell) => (cell.biasPercent === null ? '—' : `${cell.biasPercent.toFixed(1)}%`),
        },
        { title: t('eqa.z'), key: 'z', align: 'right', render: (_, cell) => cell.z?.toFixed(2) ?? '—' },
        {
          title: t('eqa.group'),
          key: 'group',
          render: (_, cell) => (cell.group === 'all' ? t('eqa.all') : (cell.group ?? '—')),
        },
        {
          title: t('eqa.verdict'),
          key: 'verdict',
          render: (_, cell) => (
            <span className={cell.verdict === 'unacceptable' ? 'fj-eqa-bad' : ''}>
              {t(`eqa.verdicts.${cell.verdict}`)}
            </span>
          ),
        },
      ]}
    />
  );
}
