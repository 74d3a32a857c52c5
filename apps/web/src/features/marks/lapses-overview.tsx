/** 即将失效总览: how many marks lapse at each institution of the region, most first. */
import type { LapsingInstitution } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { lapsingOverviewQuery } from '../../api/marks.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/page.tsx';

export function LapsesOverview({ days }: { readonly days: number }) {
  const { t } = useTranslation();
  const named = useNamed();
  const overview = useQuery(lapsingOverviewQuery(days));
  return (
    <Section title={t('marks.lapsesOverview')}>
      <Loaded query={overview} isEmpty={(data) => data.institutions.length === 0} empty={t('marks.noListed')}>
        {(data) => (
          <DataTable<LapsingInstitution>
            rowKey={(row) => row.institution.code}
            size="small"
            pagination={
              data.institutions.length > 50
                ? { pageSize: 50, showSizeChanger: false, showTotal: (count) => t('registers.total', { count }) }
                : false
            }
            dataSource={[...data.institutions]}
            columns={[
              {
                title: t('marks.institution'),
                key: 'institution',
                render: (_, row) => (
                  <Link to="/lapses" search={{ institution: row.institution.code }} className="fj-link">
                    {named(row.institution)}
                  </Link>
                ),
              },
              {
                title: t('marks.lapsing', { count: days }),
                key: 'lapsing',
                align: 'right',
                render: (_, row) => (row.lapsing === 0 ? 0 : <strong className="fj-bad">{row.lapsing}</strong>),
              },
              { title: t('marks.marked'), dataIndex: 'marked', align: 'right' },
              {
                title: t('marks.soonest'),
                key: 'soonest',
                render: (_, row) => <span className="fj-nowrap">{row.soonest ?? '—'}</span>,
              },
            ]}
          />
        )}
      </Loaded>
    </Section>
  );
}
