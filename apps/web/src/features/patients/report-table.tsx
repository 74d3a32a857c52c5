/** Results by report, newest first. */
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { timeColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useNamed } from '../../ui/language.ts';
import { listed } from '../../ui/listed.ts';
import { MarkBadges } from '../../ui/mark-badge.tsx';
import type { ReportGroup } from './by-item.ts';
import { useStatusName } from '../../ui/status-name.ts';

export function ReportTable({
  reports,
  onOpen,
}: {
  readonly reports: readonly ReportGroup[];
  readonly onOpen: (report: string) => void;
}) {
  const { t } = useTranslation();
  const statusName = useStatusName();
  const named = useNamed();
  return (
    <DataTable<ReportGroup>
      rowKey="reportId"
      size="small"
      scroll={{ x: 900 }}
      pagination={reports.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      dataSource={[...reports]}
      columns={[
        timeColumn(t('clinical.result.reported'), (row) => row.reportedAt),
        {
          title: t('clinical.result.institution'),
          key: 'institution',
          render: (_, row) => (row.institution === null ? '—' : named(row.institution)),
        },
        {
          title: t('field.item'),
          key: 'items',
          ellipsis: true,
          width: '34%',
          render: (_, row) =>
            listed(row.results.map((result) => (result.item === null ? result.name : named(result.item)))),
        },
        {
          title: t('flag.A'),
          key: 'abnormal',
          align: 'right',
          render: (_, row) =>
            row.abnormal === 0 ? (
              '0'
            ) : (
              <strong className="fj-tone-high">
                <span className="fj-value-number">{row.abnormal}</span>
              </strong>
            ),
        },
        { title: t('clinical.result.marks'), key: 'marks', render: (_, row) => <MarkBadges labels={row.marks} /> },
        { title: t('clinical.result.status'), key: 'status', render: (_, row) => <Tag>{statusName(row.status)}</Tag> },
        {
          title: t('clinical.report.number'),
          key: 'open',
          render: (_, row) => (
            <button type="button" className="fj-plain-button" onClick={() => onOpen(row.reportId)}>
              {row.reportNumber ?? t('act.viewReport')}
            </button>
          ),
        },
      ]}
    />
  );
}
