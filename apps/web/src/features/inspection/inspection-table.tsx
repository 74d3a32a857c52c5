/** Inspections 检查 in a list: where, by whom, how far. */
import type { InspectionSummary } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { useNamed } from '../../ui/language.ts';
import { RecordTable } from '../../ui/record-table.tsx';

export type InspectionStateName = 'waiting' | 'under-way' | 'concluded' | 'published';

export function stateOf({ notifiedAt, concludedAt, publishedAt }: InspectionSummary): InspectionStateName {
  if (publishedAt !== null) return 'published';
  if (concludedAt !== null) return 'concluded';
  return notifiedAt === null ? 'waiting' : 'under-way';
}

const COLOURS = { waiting: 'default', 'under-way': 'blue', concluded: 'gold', published: 'green' } as const;

export function InspectionTable({ inspections }: { readonly inspections: readonly InspectionSummary[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  return (
    <RecordTable<InspectionSummary>
      rowKey="id"
      rows={inspections}
      empty={t('inspections.noInspections')}
      width={640}
      columns={[
        {
          title: t('inspections.party'),
          key: 'institution',
          render: (_, row) => (
            <>
              <Link to="/inspections/$inspection" params={{ inspection: String(row.id) }} className="fj-link">
                {named(row.institution)}
              </Link>{' '}
              {row.isMine ? <Tag color="blue">{t('inspections.mine')}</Tag> : null}
              <div className="fj-faint">{row.plan.title}</div>
            </>
          ),
        },
        {
          title: t('inspections.inspectors'),
          key: 'inspectors',
          render: (_, row) => row.inspectors.map((one) => <Tag key={one.code}>{named(one)}</Tag>),
        },
        {
          title: t('inspections.state'),
          key: 'state',
          render: (_, row) => (
            <>
              <Tag color={COLOURS[stateOf(row)]}>{t(`inspections.inspectionStates.${stateOf(row)}`)}</Tag>
              <span className="fj-faint fj-nowrap">
                {t('inspections.progress', { checked: row.checked, items: row.items })}
              </span>
            </>
          ),
        },
        { title: t('inspections.nonconforming'), dataIndex: 'nonconforming' },
      ]}
    />
  );
}
