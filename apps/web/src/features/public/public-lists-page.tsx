/** 公布的互认清单: lists in force on any day with their entries, for anyone (national-2022.art.15). */
import type { PublicListsResponse } from '@fujie/wire/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import './public.css';
import { publicListsQuery } from '../../api/marks.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { today } from '../../ui/format.ts';
import { useNamed } from '../../ui/language.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { MarkBadge } from '../../ui/mark-badge.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PublicTools } from './public-tools.tsx';

const route = getRouteApi('/open/public/lists');

type ListRow = PublicListsResponse['lists'][number];
type EntryRow = PublicListsResponse['entries'][number];

export function PublicListsPage() {
  const { t } = useTranslation();
  const named = useNamed();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const on = search.on ?? today();
  const lists = useQuery(publicListsQuery({ day: on, list: search.list }));
  return (
    <Page
      title={t('publicDesk.lists')}
      subtitle={t('lists.subtitle')}
      tools={
        <PublicTools
          to="/public"
          label={t('publicDesk.title')}
          on={on}
          onDay={(day) => void navigate({ search: (previous) => ({ ...previous, on: day }) })}
        />
      }
    >
      <Loaded query={lists} isEmpty={(data) => data.lists.length === 0} empty={t('lists.none')}>
        {(data) => (
          <>
            <Section title={t('lists.inForce')}>
              <DataTable<ListRow>
                rowKey="code"
                size="small"
                pagination={false}
                scroll={{ x: 620 }}
                rowClassName={(row) => (row.code === search.list ? 'fj-row-on' : '')}
                dataSource={[...data.lists]}
                columns={[
                  {
                    title: t('lists.name'),
                    key: 'title',
                    render: (_, row) => (
                      <button
                        type="button"
                        className="fj-plain-button"
                        onClick={() => void navigate({ search: (previous) => ({ ...previous, list: row.code }) })}
                      >
                        {row.titleZh}
                      </button>
                    ),
                  },
                  { title: t('lists.document'), key: 'document', render: (_, row) => row.documentNumber ?? '—' },
                  { title: t('lists.publishedOn'), dataIndex: 'publishedOn' },
                  { title: t('lists.region'), key: 'region', render: (_, row) => named(row.region) },
                  { title: t('lists.entries'), dataIndex: 'entries', align: 'right' },
                ]}
              />
            </Section>
            {search.list === undefined ? null : (
              <Section title={t('lists.entries')}>
                <DataTable<EntryRow>
                  rowKey={(row) => `${row.institution.code}|${row.item.code}|${row.scope}`}
                  size="small"
                  loading={lists.isPlaceholderData}
                  pagination={{
                    pageSize: 50,
                    showSizeChanger: false,
                    showTotal: (count) => t('registers.total', { count }),
                  }}
                  dataSource={[...data.entries]}
                  columns={[
                    { title: t('field.institution'), key: 'institution', render: (_, row) => named(row.institution) },
                    { title: t('field.item'), key: 'item', render: (_, row) => named(row.item) },
                    {
                      title: t('field.scope'),
                      key: 'scope',
                      render: (_, row) => (row.scopeLabel === null ? row.scope : <MarkBadge label={row.scopeLabel} />),
                    },
                  ]}
                />
              </Section>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
