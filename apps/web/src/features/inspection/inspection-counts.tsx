/** Counts of inspections 检查统计, each opening to the inspections behind it. */
import type { InspectionStatisticsResponse } from '@fujie/wire/contracts';
import { Link } from '@tanstack/react-router';
import { Statistic } from 'antd';
import { useTranslation } from 'react-i18next';

import { ClauseTags } from '../../ui/clauses.tsx';
import { useBilingual, useNamed } from '../../ui/language.ts';
import { RecordTable } from '../../ui/record-table.tsx';

type Counts = InspectionStatisticsResponse;
const FIGURES = ['plans', 'drawn', 'concluded', 'published'] as const;

export function InspectionCounts({ counts }: { readonly counts: Counts }) {
  const { t } = useTranslation();
  const say = useBilingual();
  const named = useNamed();
  return (
    <>
      <div className="fj-inspection-figures">
        {FIGURES.map((figure) => (
          <Statistic key={figure} title={t(`inspections.figures.${figure}`)} value={counts[figure]} />
        ))}
      </div>
      <h3>{t('inspections.byClause')}</h3>
      <RecordTable<Counts['byClause'][number]>
        rowKey="clause"
        rows={counts.byClause}
        empty={t('inspections.noStatistics')}
        columns={[
          {
            title: t('inspections.clause'),
            key: 'clause',
            render: (_, row) => (
              <>
                <div>{say(row.text)}</div>
                <ClauseTags ids={[row.clause]} />
              </>
            ),
          },
          { title: t('inspections.checked'), dataIndex: 'checked' },
          { title: t('inspections.nonconforming'), dataIndex: 'nonconforming' },
          { title: t('inspections.found'), key: 'found', render: (_, row) => <Behind ids={row.inspections} /> },
        ]}
      />
      <h3>{t('inspections.byCounty')}</h3>
      <RecordTable<Counts['byCounty'][number]>
        rowKey={({ county }) => county.code}
        rows={counts.byCounty}
        empty={t('inspections.noStatistics')}
        columns={[
          { title: t('inspections.county'), key: 'county', render: (_, row) => named(row.county) },
          { title: t('inspections.institutions'), dataIndex: 'institutions' },
          { title: t('inspections.inspected'), dataIndex: 'inspected' },
          { title: t('inspections.nonconforming'), dataIndex: 'nonconforming' },
          { title: t('inspections.rectified'), dataIndex: 'rectified' },
          { title: t('inspections.inTime'), dataIndex: 'inTime' },
          { title: t('inspections.overdueCount'), dataIndex: 'overdue' },
          { title: t('inspections.found'), key: 'found', render: (_, row) => <Behind ids={row.inspections} /> },
        ]}
      />
    </>
  );
}

function Behind({ ids }: { readonly ids: readonly number[] }) {
  return ids.map((id) => (
    <span key={id}>
      <Link to="/inspections/$inspection" params={{ inspection: String(id) }} className="fj-link">
        {`#${String(id)}`}
      </Link>{' '}
    </span>
  ));
}
